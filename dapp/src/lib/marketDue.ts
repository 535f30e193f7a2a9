import type { Hex } from "viem";
import type { Challenge, MarketRecord, ProposalRecord } from "./marketHistory";
import { hasEnded, paysClaims } from "./marketPhase";
import type { Market, MarketState } from "./markets";
import { sameResult } from "./standings";

/** Something that anybody may do to a market, now or later. */
export interface MarketStep {
  readonly act:
    | "draw"
    | "voidMarket"
    | "endParticipation"
    | "endReveal"
    | "declareDefault"
    | "expire"
    | "adopt"
    | "burnUnclaimed";
  readonly due: boolean;
  /** From when, if a time decides. */
  readonly fromS: number | undefined;
  /** From which block, if a block decides. */
  readonly fromBlock: bigint | undefined;
}

/** Where the chain is: its time, and the number of the next block. */
export interface ChainNow {
  readonly nowS: number;
  readonly nextBlock: bigint;
}

const DRAW_DELAY_BLOCKS = 2n;
const DRAW_WAIT_BLOCKS = 256n;
const DRAWS = 3n;

/**
 * Steps of the market that anybody may take, the due ones and those that become due by themselves.
 *
 * @param isLatest Whether the model has opened no further market.
 */
export function marketSteps(
  { terms, openedAtBlock, startWeightsHash }: Market,
  state: MarketState,
  { nowS, nextBlock }: ChainNow,
  isLatest: boolean,
): readonly MarketStep[] {
  const { phase, deadlineS, contributionCount, revealedCount, standing, outcome } = state;
  const at = (act: MarketStep["act"], fromS: number): MarketStep => ({
    act,
    due: nowS >= fromS,
    fromS,
    fromBlock: undefined,
  });
  const now = (act: MarketStep["act"]): MarketStep => at(act, 0);
  const after = deadlineS + 1;
  switch (phase) {
    case "drawing": {
      const target = openedAtBlock + DRAW_DELAY_BLOCKS;
      if (nextBlock > target + DRAWS * DRAW_WAIT_BLOCKS) return [now("voidMarket")];
      const fromBlock = target + 1n;
      return [{ act: "draw", due: nextBlock >= fromBlock, fromS: undefined, fromBlock }];
    }
    case "revealingDrawnPart":
      return [at("voidMarket", after)];
    case "participating": {
      if (contributionCount >= terms.capacity) return [now("endParticipation")];
      const enough = contributionCount >= terms.leastContributions;
      return [at("endParticipation", enough ? terms.earliestEndS : terms.latestEndS)];
    }
    case "revealingContributions":
      return [revealedCount === contributionCount ? now("endReveal") : at("endReveal", after)];
    case "revealingTest":
      return [at("declareDefault", after)];
    case "resolving":
      return standing === 0 ? [at("expire", after)] : [];
    default: {
      const learnt = outcome && outcome.result.weightsHash !== startWeightsHash;
      // A model holds its next market back for a day only, and takes weights of the latest.
      const adopts = isLatest && phase === "resolved" && learnt && !outcome.adopted;
      return [
        ...(adopts ? [now("adopt")] : []),
        ...(paysClaims(phase) && outcome && outcome.owedWei > 0n
          ? [at("burnUnclaimed", after)]
          : []),
      ];
    }
  }
}

/** What the chain says of a proposal beside its log. */
export interface ProposalState {
  /** 0 if it is closed. */
  readonly proposedAtS: number;
  readonly waiting: number;
  readonly challenges: number;
  readonly refuted: boolean;
}

/** What anybody may do with a proposal. */
export interface ProposalStep {
  readonly act: "resolve" | "closeProposal";
  readonly fromS: number;
  readonly due: boolean;
}

/** Until when a proposal may be challenged. */
export function challengeUntilS({ terms }: Pick<Market, "terms">, proposedAtS: number): number {
  return proposedAtS + terms.windowS;
}

/** When a proposal has stood its time. */
export function standsFromS(
  { terms }: Pick<Market, "terms">,
  { proposedAtS, challenges }: Pick<ProposalState, "proposedAtS" | "challenges">,
): number {
  const disputeS = challenges > 0 ? 2 * terms.moveS : 0;
  return proposedAtS + terms.windowS + disputeS + 1;
}

export function proposalStep(
  market: Pick<Market, "terms">,
  { phase }: Pick<MarketState, "phase">,
  proposal: ProposalState,
  nowS: number,
): ProposalStep | undefined {
  if (proposal.proposedAtS === 0 || proposal.refuted) return undefined;
  const act = phase === "resolving" ? "resolve" : hasEnded(phase) ? "closeProposal" : undefined;
  if (!act) return undefined;
  const fromS = standsFromS(market, proposal);
  return { act, fromS, due: nowS >= fromS && proposal.waiting === 0 };
}

/** What anybody may do with a challenge. */
export interface ChallengeStep {
  readonly act: "closeSilent" | "closeChallenge";
  readonly segment: number;
  readonly fromS: number;
  readonly due: boolean;
}

/** Whether the market itself ran every step to another result: closing a proposal refutes it then. */
export function isShownWrong(
  { result }: Pick<ProposalRecord, "result">,
  { outcome }: Pick<MarketState, "outcome">,
  { acceptedId }: Pick<MarketRecord, "acceptedId">,
): boolean {
  return acceptedId === NO_PROPOSAL && outcome !== undefined && !sameResult(result, outcome.result);
}

export function challengeStep(
  { terms }: Pick<Market, "terms">,
  proposal: Pick<ProposalRecord, "refuted">,
  challenge: Challenge,
  standing: {
    readonly proposedS: number;
    readonly challengedS: number;
    /** As `isShownWrong` finds. */
    readonly shownWrong: boolean;
  },
  nowS: number,
): ChallengeStep | undefined {
  const { segment, end, revealedAtBlock } = challenge;
  if (end) return undefined;
  const step = (act: ChallengeStep["act"], fromS: number): ChallengeStep => ({
    act,
    segment,
    fromS,
    due: nowS >= fromS,
  });
  if (proposal.refuted) return step("closeChallenge", 0);
  if (!revealedAtBlock) return step("closeSilent", standing.challengedS + terms.moveS + 1);
  if (standing.shownWrong) return step("closeChallenge", 0);
  return step("closeChallenge", standing.proposedS + terms.windowS + 2 * terms.moveS + 1);
}

/** The id of no proposal: the result of a direct run. */
export const NO_PROPOSAL: Hex = `0x${"00".repeat(32)}`;
