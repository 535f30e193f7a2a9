import type { AbiError, SentencesOf } from "./abi";
import {
  formatAddress,
  formatCount,
  formatEth,
  formatMoment,
  formatRange,
  plural,
  textOfBytes32,
} from "./format";
import { phaseName, phaseOf } from "./marketPhase";

type MarketError = Extract<AbiError, { name: `Market${string}` }>;

const phase = (number: number): string => `“${phaseName(phaseOf(number))}”`;
const moment = (timeS: bigint, nowS: bigint): string => formatMoment(Number(timeS), Number(nowS));

/** What to tell a person when a market, or a model that learns by markets, says no. */
export const marketSentences: SentencesOf<MarketError> = {
  MarketAlreadyAdopted: () => "The model has this market's weights already; nothing is left to do.",
  MarketAlreadyClaimed: (index) =>
    `Contribution ${formatCount(index)} was claimed already; nothing is left for it.`,
  MarketAlreadyRevealed: (index) =>
    `Contribution ${formatCount(index)} was revealed already; nothing is left to do for it.`,
  MarketChallengeUnknown: (id, segment) =>
    `Nobody challenges segment ${formatCount(segment)} of proposal ${formatAddress(id)} any more; look at the proposal again.`,
  MarketClaimWrong: (index) =>
    `Balance and proof of contribution ${formatCount(index)} do not lead to the market's payouts; fetch them again and compare the result.`,
  MarketContributionUnknown: (index, contributionCount) =>
    `There is no contribution ${formatCount(index)}; the market has ${plural(contributionCount, "contribution")}, counted from 0.`,
  MarketDrawPossible: (missedDraws) =>
    `Only ${plural(missedDraws, "draw")} of three were missed, so the part can still be drawn; draw it instead.`,
  MarketDrawTooEarly: (blockNumber, fromBlock) =>
    `The draw is decided by a block that is not there yet: it can be made in block ${formatCount(fromBlock)} and this is ${formatCount(blockNumber)}; wait for some blocks.`,
  MarketDrawsMissed: (missedDraws) =>
    `All ${formatCount(missedDraws)} draws were missed, so nothing can be drawn any more; void the market instead.`,
  MarketFull: (capacity) =>
    `The market takes ${plural(capacity, "contribution")} and has them all; wait for the model's next market.`,
  MarketHashesWrong: (expected, found) =>
    `A proposal or segment of this market has ${plural(expected, "hash", "hashes")} but ${formatCount(found)} were given; compute the trace again.`,
  MarketInputMismatch: (field) =>
    `The ${textOfBytes32(field)} given for the step are not those in the hashes; compute them again from the market's events.`,
  MarketModeWrong: (isSealed) =>
    isSealed
      ? "This market is sealed: contributions are committed to first and revealed later."
      : "This market is open: contributions are sent at once and never sealed.",
  MarketNotCurrent: (expected, found) =>
    `Only the model's present market ${formatAddress(expected)} may change its weights, not ${formatAddress(found)}; let that market do it.`,
  MarketNotEnded: (actual) =>
    `This is for markets that have ended with something to pay, but this one is at ${phase(actual)}; see what it waits for.`,
  MarketNotProposer: (expected, found) =>
    `Only the proposer ${formatAddress(expected)} may reveal, not ${formatAddress(found)}; send it from the proposer's account.`,
  MarketNotRevealed: (index) =>
    `Contribution ${formatCount(index)} was not revealed in time, so its stake is forfeited; nothing can be claimed for it.`,
  MarketNotSponsor: (expected, found) =>
    `Only the sponsor ${formatAddress(expected)} may reveal the test set, not ${formatAddress(found)}; send it from the sponsor's account.`,
  MarketNotTrainer: (expected, found) =>
    `Only the model ${formatAddress(expected)} may set its market up, once, not ${formatAddress(found)}; open markets by the model.`,
  MarketNothingLeft: () => "There is nothing left to burn or to do here; no call is needed.",
  MarketOwesLess: (askedWei, owedWei) =>
    `The market owes ${formatEth(owedWei)} in all but ${formatEth(askedWei)} was claimed; the accepted result is wrong and others claimed before.`,
  MarketNumberWrong: (expected, found) =>
    `The model's next market is its number ${formatCount(expected)}, but the test set was committed to number ${formatCount(found)}; commit to it anew.`,
  MarketPartAlreadyRevealed: (part) =>
    `Part ${formatCount(part)} of the test set was revealed already; go on with another.`,
  MarketPartMismatch: (part) =>
    `Rows, salt and proof of part ${formatCount(part)} are not those committed to; use the sponsor's file of exactly this market.`,
  MarketPartWrong: (expected, found) =>
    `Part ${formatCount(expected)} was expected (the drawn one, or the last there is) but ${formatCount(found)} was given; give another number.`,
  MarketPartsOverlap: (part, neighbour) =>
    `The rows of part ${formatCount(part)} and of part ${formatCount(neighbour)} are not in the order of their hashes; sort the whole test set before splitting it.`,
  MarketPaysTooMuch: (paidWei, mostWei) =>
    `A result can pay ${formatEth(mostWei)} at most but this one pays ${formatEth(paidWei)}; compute it again.`,
  MarketProposalChallenged: (id, waiting) =>
    `The proposal ${formatAddress(id)} has ${plural(waiting, "challenged segment")} still hidden; wait for its proposer, who reveals or loses.`,
  MarketProposalKnown: (id) =>
    `The proposal ${formatAddress(id)} was made before by the same account; wait for its time to pass.`,
  MarketProposalRefuted: (id) =>
    `The proposal ${formatAddress(id)} was refuted; see the market's other proposals.`,
  MarketProposalUnknown: (id) =>
    `There is no open proposal ${formatAddress(id)}; look at the market's proposals again.`,
  MarketProposalsStand: (standing) =>
    `There are ${plural(standing, "proposal")} that may yet be accepted; resolve the market by one, or refute them.`,
  MarketRecordMismatch: (index) =>
    `What was given is not what is on record for contribution ${formatCount(index)}; use its own samples, salt and value.`,
  MarketRevealsPending: (revealed, contributionCount) =>
    `Only ${formatCount(revealed)} of ${plural(contributionCount, "contribution")} are revealed and there is still time for the others; wait.`,
  MarketRowsNotIncreasing: (part, row) =>
    `Row ${formatCount(row)} of part ${formatCount(part)} is not in the order of hashes or is there twice; sort the rows and remove repeated ones.`,
  MarketRowsWrong: (part, expected, found) =>
    `Part ${formatCount(part)} has ${plural(found, "row")} and the terms say ${formatCount(expected)}; use the file that was committed to.`,
  MarketRuleOutOfRange: (rule, found, least, most) =>
    `The rule ${textOfBytes32(rule)} is ${formatCount(found)} and must be ${formatRange(least, most)}; choose a value in that range.`,
  MarketSegmentChallenged: (id, segment) =>
    `Segment ${formatCount(segment)} of proposal ${formatAddress(id)} is challenged already; wait for its reveal and name the wrong step.`,
  MarketSegmentHidden: (id, segment) =>
    `Segment ${formatCount(segment)} of proposal ${formatAddress(id)} was not revealed yet; wait for its proposer, who loses by silence.`,
  MarketSegmentRevealed: (id, segment) =>
    `Segment ${formatCount(segment)} of proposal ${formatAddress(id)} was revealed already; name a wrong step, or wait.`,
  MarketSegmentUnknown: (id, segment) =>
    `Segment ${formatCount(segment)} with these hashes is not part of proposal ${formatAddress(id)}; take the hashes from the proposal's event.`,
  MarketStepRight: (step) =>
    `Step ${formatCount(step)} is right as it was proposed; name a wrong one.`,
  MarketStepUnknown: (step, stepCount) =>
    `There is no step ${formatCount(step)} here; the steps are ${formatCount(stepCount)}, counted from 0.`,
  MarketStillOpen: (market) =>
    `A model has one market at a time and ${formatAddress(market)} is still open; wait for its end, and let the model adopt its weights.`,
  MarketTakesContributions: (market) =>
    `This model learns by markets, so contributions go to ${formatAddress(market)} and not to the model itself; contribute there.`,
  MarketTermOutOfRange: (term, found, least, most) =>
    `The market's ${textOfBytes32(term)} is ${formatCount(found)} and must be ${formatRange(least, most)}; choose other terms.`,
  MarketTooEarly: (nowS, fromS) =>
    `This may happen from ${moment(fromS, nowS)} on; come back then.`,
  MarketTooFewContributions: (found, least) =>
    `The market has ${plural(found, "contribution")} and ends before its latest end only with ${formatCount(least)}; wait.`,
  MarketTooLate: (nowS, untilS) =>
    `This could happen until ${moment(untilS, nowS)}; see what the market does without it.`,
  MarketValueWrong: (expectedWei, foundWei) =>
    `Exactly ${formatEth(expectedWei)} must be sent along but ${formatEth(foundWei)} was; send that amount.`,
  MarketWeightsWrong: (expected, found) =>
    `The result's weights have the hash ${formatAddress(expected)} and those given ${formatAddress(found)}; compute them again.`,
  MarketWrongPhase: (expected, actual) =>
    `This belongs to the phase ${phase(expected)} but the market is at ${phase(actual)}; see what it waits for.`,
};
