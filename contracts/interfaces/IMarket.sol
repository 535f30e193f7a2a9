// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Claim, MarketPhase, Proposal, Segment} from "../types/Market.sol";
import {MarketResult, StepInput} from "../types/MarketStep.sol";
import {MarketTerms} from "../types/MarketTerms.sol";

/// @title One market: a bounty, a hidden test set, and a result that anybody can recompute and dispute
/// @notice Contributions stake and submit data; each is paid by how much it improved the model on a test set that
/// was committed before (Abernethy and Frongillo 2011; Harris and Waggoner 2019, arXiv 1907.07247). The result is
/// a row of steps (see `IStepJudge`), run here one by one (direct), or proposed under a bond and disputed down to
/// one step that is recomputed here.
/// @dev The events and errors of contributions and credits (`Contributed`, `Withdrawn`, `DepositTooSmall`,
/// `CreditEmpty`, `ContributionTooLarge`) and of samples are those of `IDataHandler`, `IStakeIncentive` and `IModel`.
interface IMarket {
    /// @notice The part to show was drawn.
    /// @param blockHash Hash of the block that decided: part = keccak256(blockHash, market) mod partCount.
    /// @param missedDraws Draws that nobody made in time; each cost the sponsor.
    event PartDrawn(uint256 indexed part, address indexed caller, bytes32 blockHash, uint256 missedDraws);
    /// @notice The market ended before anybody could contribute.
    event MarketVoided(address indexed caller, uint256 missedDraws);
    /// @notice A part of the test set was revealed; the drawn one is never scored.
    event PartRevealed(uint256 indexed part, bytes32 salt, bytes rows);
    /// @notice A sealed contribution was committed to.
    event Committed(uint256 indexed index, address indexed contributor, uint256 valueWei, bytes32 commitment);
    /// @notice A sealed contribution was revealed; it trains in the order of its index.
    event ContributionRevealed(uint256 indexed index, address indexed contributor, bytes32 salt, bytes samples);
    /// @notice No more contributions are taken.
    event ParticipationEnded(address indexed caller, uint256 contributionCount);
    /// @notice No more sealed contributions are revealed.
    event RevealEnded(address indexed caller, uint256 revealedCount);
    /// @notice There is nothing to train on; bounty and bond returned.
    event MarketCancelled();
    /// @notice The whole test set is known: the result can be found.
    /// @param firstHash Hash of the state before the first step.
    /// @param stepCount Number of steps.
    /// @param unitWei Most that a contribution can gain or lose in a round.
    event ResultOpened(bytes32 firstHash, uint256 stepCount, uint256 unitWei);
    /// @notice The sponsor did not reveal the test set.
    /// @param compensationWei What each revealed contribution gets beside its own value.
    event SponsorDefaulted(address indexed caller, uint256 compensationWei);
    /// @notice Steps were run here.
    /// @param nextStep Number of the next step.
    /// @param stateHash Hash of the state before it.
    event StepsRun(address indexed caller, uint256 nextStep, bytes32 stateHash);
    /// @notice A result was proposed under a bond.
    /// @param cuts Hashes between segments, without the first and the last.
    event ResultProposed(bytes32 indexed id, address indexed proposer, MarketResult result, bytes32[] cuts);
    /// @notice A segment of a proposal was challenged under a bond.
    event SegmentChallenged(bytes32 indexed id, uint256 indexed segment, address indexed challenger);
    /// @notice The hashes within a challenged segment, without those at its ends.
    event SegmentRevealed(bytes32 indexed id, uint256 indexed segment, bytes32[] inner);
    /// @notice A proposal was shown wrong, or its proposer fell silent; it lost its bond.
    /// @param step The wrong step; the number of steps where the proposer was silent, or a direct run showed it wrong.
    event ProposalRefuted(bytes32 indexed id, address indexed caller, uint256 step);
    /// @notice Nobody named a wrong step in a challenged segment: the challenger lost its bond to the proposer.
    event ChallengeFailed(bytes32 indexed id, uint256 indexed segment, address indexed challenger);
    /// @notice A challenge of a proposal that was refuted was closed; the challenger got its bond back.
    event ChallengeReturned(bytes32 indexed id, uint256 indexed segment, address indexed challenger);
    /// @notice A proposal that was not refuted got its bond back.
    event BondReturned(bytes32 indexed id);
    /// @notice The market has a result.
    /// @param id The accepted proposal; 0 after a direct run.
    /// @param bonusWei What each revealed contribution gets of the stakes of those not revealed.
    event MarketResolved(bytes32 indexed id, MarketResult result, uint256 bonusWei, uint256 remainderWei);
    /// @notice No result was found in time; values return.
    event MarketExpired(address indexed caller);
    /// @notice A contribution was paid.
    event Claimed(uint256 indexed index, address indexed contributor, uint256 amountWei);
    /// @notice Time to claim is over; what was not claimed is burnt.
    event ClaimsClosed(address indexed caller);
    /// @notice An account was credited; see `Withdrawn`.
    event Credited(address indexed account, uint256 amountWei);
    /// @notice ETH was destroyed.
    event Burnt(uint256 amountWei);

    /// @notice The call belongs to another phase.
    error MarketWrongPhase(MarketPhase expected, MarketPhase actual);
    /// @notice The result has ended the market, or not yet.
    error MarketNotEnded(MarketPhase actual);
    /// @notice Only the sponsor may reveal the test set.
    error MarketNotSponsor(address expected, address found);
    /// @notice Only the model may set the market up, once.
    error MarketNotTrainer(address expected, address found);
    /// @notice This may happen from `fromS` on.
    error MarketTooEarly(uint256 nowS, uint256 fromS);
    /// @notice This could happen until `untilS`.
    error MarketTooLate(uint256 nowS, uint256 untilS);
    /// @notice The draw is decided by a block that is not there yet.
    error MarketDrawTooEarly(uint256 blockNumber, uint256 fromBlock);
    /// @notice All draws were missed: the market can only be voided.
    error MarketDrawsMissed(uint256 missedDraws);
    /// @notice There may still be a draw.
    error MarketDrawPossible(uint256 missedDraws);
    /// @notice Another part is due, or there is no such part.
    error MarketPartWrong(uint256 expected, uint256 found);
    /// @notice The part was revealed already.
    error MarketPartAlreadyRevealed(uint256 part);
    /// @notice Rows or salt are not those committed to, or the proof is of something else.
    error MarketPartMismatch(uint256 part, bytes32 commitment);
    /// @notice The part does not have the number of rows that the terms say.
    error MarketRowsWrong(uint256 part, uint256 expected, uint256 found);
    /// @notice Rows of a part stand in increasing order of their hashes, so none is there twice.
    error MarketRowsNotIncreasing(uint256 part, uint256 row);
    /// @notice Hashes of a part's rows are all above those of the part before: rows are distinct across parts.
    error MarketPartsOverlap(uint256 part, uint256 neighbour);
    /// @notice The market has all the contributions that it takes.
    error MarketFull(uint256 capacity);
    /// @notice A sealed market takes commitments, an open one samples.
    error MarketModeWrong(bool isSealed);
    /// @notice Fewer contributions than the terms ask for before the latest end.
    error MarketTooFewContributions(uint256 found, uint256 least);
    /// @notice No such contribution.
    error MarketContributionUnknown(uint256 index, uint256 contributionCount);
    /// @notice Contributor, samples (or commitment) and value are not those on record.
    error MarketRecordMismatch(uint256 index, bytes32 expected, bytes32 found);
    /// @notice The contribution was revealed already.
    error MarketAlreadyRevealed(uint256 index);
    /// @notice The contribution was never revealed: its stake is forfeited.
    error MarketNotRevealed(uint256 index);
    /// @notice Other contributions can still be revealed.
    error MarketRevealsPending(uint256 revealed, uint256 contributionCount);
    /// @notice What was given for a step is not what stands in the hashes; `field` names it.
    error MarketInputMismatch(bytes32 field, bytes32 expected, bytes32 found);
    /// @notice There is no such step here.
    error MarketStepUnknown(uint256 step, uint256 stepCount);
    /// @notice The step is right.
    error MarketStepRight(uint256 step);
    /// @notice A proposal has this many cuts, a segment this many inner hashes.
    error MarketHashesWrong(uint256 expected, uint256 found);
    /// @notice A result cannot pay more than there is.
    error MarketPaysTooMuch(uint256 paidWei, uint256 mostWei);
    /// @notice There is no such proposal, or it is closed.
    error MarketProposalUnknown(bytes32 id);
    /// @notice The same account proposed the same before.
    error MarketProposalKnown(bytes32 id);
    /// @notice The proposal was refuted.
    error MarketProposalRefuted(bytes32 id);
    /// @notice Challenged segments wait for their reveal.
    error MarketProposalChallenged(bytes32 id, uint256 waiting);
    /// @notice A proposal that may yet be accepted stands in the way.
    error MarketProposalsStand(uint256 standing);
    /// @notice Only the proposer may reveal.
    error MarketNotProposer(address expected, address found);
    /// @notice The segment is not part of the proposal.
    error MarketSegmentUnknown(bytes32 id, uint256 segment);
    /// @notice The segment is challenged already.
    error MarketSegmentChallenged(bytes32 id, uint256 segment);
    /// @notice Nobody challenges the segment, or the challenge is closed.
    error MarketChallengeUnknown(bytes32 id, uint256 segment);
    /// @notice The segment was revealed already.
    error MarketSegmentRevealed(bytes32 id, uint256 segment);
    /// @notice The segment was not revealed.
    error MarketSegmentHidden(bytes32 id, uint256 segment);
    /// @notice The weights are not those of the result.
    error MarketWeightsWrong(bytes32 expected, bytes32 found);
    /// @notice The model has the market's weights.
    error MarketAlreadyAdopted();
    /// @notice The contribution was claimed already.
    error MarketAlreadyClaimed(uint256 index);
    /// @notice The proof does not lead to the result's payouts.
    error MarketClaimWrong(uint256 index);
    /// @notice What is left does not cover this.
    error MarketOwesLess(uint256 askedWei, uint256 owedWei);
    /// @notice There is nothing to do.
    error MarketNothingLeft();

    /// @notice Set the market up; value: bounty, proposer's fee and sponsor's bond.
    /// @dev Access: the model, when it creates the market.
    function start(bytes32 testRoot, bytes32 weightsHash) external payable;

    /// @notice Draw the part to show, by the hash of a block after the opening; the caller gets a tip from the bond.
    /// @dev Access: anyone. Phase: Drawing. The deciding block is the second after the opening; if nobody drew
    /// within 256 blocks it moves on by 256, and each such miss burns a tenth of the bond. After three there is none.
    function draw() external returns (uint256 part);

    /// @notice End a market whose draws were all missed, or whose drawn part was not shown in time.
    /// @dev Access: anyone, for a fee from the bond, the rest of which is burnt. Phase: Drawing, RevealingDrawnPart.
    function voidMarket() external;

    /// @notice Reveal a part: first the drawn one; when contributions are in, the others in any order.
    /// @dev Access: the sponsor. Phase: RevealingDrawnPart, RevealingTest.
    /// @param part Its number, and the place of its commitment among the leaves of testRoot.
    /// @param salt commitment = keccak256(abi.encode(chainid, market, part, salt, keccak256(rows))).
    /// @param rows Packed samples in increasing order of their hashes, at most 48,000 bytes.
    /// @param proof Of the commitment, see `OrderedMerkle`.
    function revealPart(uint256 part, bytes32 salt, bytes calldata rows, bytes32[] calldata proof) external;

    /// @notice Contribute samples; value: at least stake and fee (`quoteWei`); all above the stake is the fee.
    /// @dev Access: anyone. Phase: Participating, open market.
    /// @param samples 1..128 packed samples, at most 48,000 bytes.
    function contribute(bytes calldata samples) external payable returns (uint256 index);

    /// @notice Commit to samples; value as in `contribute`.
    /// @dev Access: anyone. Phase: Participating, sealed market.
    /// @param commitment keccak256(abi.encode(sender, chainid, market, salt, keccak256(samples))).
    function commit(bytes32 commitment) external payable returns (uint256 index);

    /// @notice End participation.
    /// @dev Access: anyone. Phase: Participating; from earliestEndS with enough contributions or a full market, from
    /// latestEndS always. Without contributions the market is cancelled.
    function endParticipation() external;

    /// @notice Reveal a sealed contribution of the caller.
    /// @dev Access: its contributor. Phase: RevealingContributions.
    /// @param sentWei Value sent with the commitment.
    function revealContribution(uint256 index, bytes32 salt, uint256 sentWei, bytes calldata samples) external;

    /// @notice End the reveal of contributions: all are revealed, or time is up.
    /// @dev Access: anyone. Phase: RevealingContributions. With none revealed the market is cancelled.
    function endReveal() external;

    /// @notice End a market whose sponsor did not reveal the test set in time.
    /// @dev Access: anyone, for a fee from the bond. Phase: RevealingTest. Each revealed contribution gets its value
    /// and at most its stake again; at least half of the bond is burnt.
    function declareDefault() external;

    /// @notice Run the next steps of the result here.
    /// @dev Access: anyone. Phase: Resolving. Round steps of a state that is final are skipped. The last step
    /// resolves the market, whatever was proposed.
    function runSteps(StepInput[] calldata inputs) external;

    /// @notice Propose a result; value: `proposalWei` of `bondsWei()`.
    /// @dev Access: anyone. Phase: Resolving, as long as a dispute can end before the last date.
    /// @param cuts Hashes between segments, without the first and the last, which the contract knows.
    function propose(MarketResult calldata result, bytes32[] calldata cuts) external payable returns (bytes32 id);

    /// @notice Challenge a segment whose first hash one agrees with and whose last hash one does not;
    /// value: `challengeWei` of `bondsWei()`.
    /// @dev Access: anyone. Until windowS after the proposal, in any phase from Resolving on.
    function challenge(Proposal calldata proposal, Segment calldata segment) external payable;

    /// @notice Reveal the hashes within a challenged segment.
    /// @dev Access: the proposer. Until moveS after the challenge.
    function revealSegment(Proposal calldata proposal, Segment calldata segment, bytes32[] calldata inner) external;

    /// @notice Show that a step of a revealed segment is wrong.
    /// @dev Access: anyone. Until windowS + 2 moveS after the proposal.
    /// @param hashes All hashes of the segment, its ends included.
    /// @param offset Number of the step within the segment.
    function refute(
        Proposal calldata proposal,
        uint256 segment,
        bytes32[] calldata hashes,
        uint256 offset,
        StepInput calldata input
    ) external;

    /// @notice Refute a proposal whose proposer did not reveal a challenged segment in time.
    /// @dev Access: anyone; the challenger is paid.
    function closeSilent(Proposal calldata proposal, uint256 segment) external;

    /// @notice Close a challenge: back to the challenger if the proposal was refuted or a direct run showed another
    /// result; else, when no step can be named any more and no other segment is hidden, to the proposer.
    /// @dev Access: anyone.
    function closeChallenge(Proposal calldata proposal, uint256 segment) external;

    /// @notice Accept a proposal that stood its time.
    /// @dev Access: anyone. Phase: Resolving. From windowS after the proposal if nobody challenged it, else from
    /// windowS + 2 moveS on.
    function resolve(Proposal calldata proposal) external;

    /// @notice Return the bond of a proposal that was not accepted and not refuted; refute it if a direct run showed
    /// another result.
    /// @dev Access: anyone. When the market has ended and the proposal has stood its time.
    function closeProposal(Proposal calldata proposal) external;

    /// @notice End a market without a result.
    /// @dev Access: anyone. Phase: Resolving, from resolveS after its begin, if no proposal stands.
    function expire() external;

    /// @notice Let the model adopt the result's weights.
    /// @dev Access: anyone. Phase: Resolved, once.
    function adopt(bytes calldata weights) external;

    /// @notice Pay contributions of the caller to `recipient`.
    /// @dev Access: their contributor. Phase: Resolved, Defaulted, Expired; until claimS after the end.
    function claim(Claim[] calldata claims, address payable recipient) external returns (uint256 amountWei);

    /// @notice Burn what was not claimed in time.
    /// @dev Access: anyone.
    function burnUnclaimed() external;

    /// @notice Pay the caller's whole credit to `recipient`.
    /// @dev Access: anyone with a credit.
    function withdraw(address payable recipient) external returns (uint256 amountWei);

    /// @notice The terms, fixed when the market was opened.
    function terms() external view returns (MarketTerms memory);

    /// @notice Model, sponsor, number of the market among the model's.
    function identity() external view returns (address trainer, address sponsor, uint256 number);

    /// @notice Where the market stands.
    /// @return phase Its phase.
    /// @return deadlineS Until when the phase's own move is due; when ended, until when one may claim.
    /// @return contributionCount Contributions.
    /// @return revealedCount Of which samples are known.
    /// @return missedDraws Draws that nobody made.
    /// @return drawnPart The part that was drawn, from RevealingDrawnPart on.
    /// @return partsRevealed Parts revealed.
    /// @return standing Proposals that were neither refuted nor closed.
    /// @return feesWei Fees together.
    function head()
        external
        view
        returns (
            MarketPhase phase,
            uint256 deadlineS,
            uint256 contributionCount,
            uint256 revealedCount,
            uint256 missedDraws,
            uint256 drawnPart,
            uint256 partsRevealed,
            uint256 standing,
            uint256 feesWei
        );

    /// @notice Record of a contribution: keccak256(abi.encode(contributor, dataHash, valueWei)), dataHash being the
    /// hash of the samples, or the commitment as long as it is sealed.
    function recordOf(uint256 index) external view returns (bytes32 record, bool revealed, bool claimed);

    /// @notice keccak256 of a part's rows, 0 before it is revealed.
    function rowsHashOf(uint256 part) external view returns (bytes32);

    /// @notice Commitments to the test set, weights at the start.
    function roots() external view returns (bytes32 testRoot, bytes32 startWeightsHash);

    /// @notice The row of steps: from Resolving on.
    /// @return firstHash Hash before the first step.
    /// @return stepCount Number of steps.
    /// @return segmentSteps Steps of each segment but perhaps the last.
    /// @return segmentCount Number of segments.
    function trace()
        external
        view
        returns (bytes32 firstHash, uint256 stepCount, uint256 segmentSteps, uint256 segmentCount);

    /// @notice Where the direct run is.
    function direct() external view returns (uint256 nextStep, bytes32 stateHash);

    /// @notice A proposal: 0 if unknown or closed.
    /// @return proposedAtS Its time.
    /// @return waiting Challenged segments not revealed yet.
    /// @return challenges Challenges ever made.
    /// @return refuted Whether it lost.
    function proposalOf(
        bytes32 id
    ) external view returns (uint256 proposedAtS, uint256 waiting, uint256 challenges, bool refuted);

    /// @notice A challenge: 0 if there is none or it is closed.
    function challengeOf(
        bytes32 id,
        uint256 segment
    ) external view returns (address challenger, uint256 challengedAtS, bytes32 hashesHash);

    /// @notice The result: from Resolved on.
    /// @return result Payouts, weights, sum.
    /// @return bonusWei Beside its balance (or value), for each revealed contribution.
    /// @return owedWei Not claimed yet.
    /// @return adopted Whether the model has the weights.
    function outcome()
        external
        view
        returns (MarketResult memory result, uint256 bonusWei, uint256 owedWei, bool adopted);

    /// @notice Least value of a contribution in the market's next place.
    function quoteWei() external view returns (uint256);

    /// @notice Bond of a proposal: 12,000,000 gas at the price, at least a 32nd of bounty, fees and stakes of a full
    /// market, rounded up. Bond of a challenge: 200,000 gas at the price.
    function bondsWei() external view returns (uint256 proposalWei, uint256 challengeWei);

    /// @notice What `withdraw` would pay the account now.
    function creditWei(address account) external view returns (uint256);

    /// @notice Whether the model may open its next market: this one has ended, and its weights are
    /// adopted or were waited for for a day.
    function isOver() external view returns (bool);
}
