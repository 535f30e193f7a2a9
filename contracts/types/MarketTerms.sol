// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a market is opened with; fixed for its life.
/// @param bountyWei Paid in rounds for what contributions improve, at least 1 a round.
/// @param sponsorBondWei Burnt, but for small fees, if the sponsor does not reveal what it committed to.
/// @param proposerFeeWei Paid to the proposer of the accepted result; back to the sponsor if there is none.
/// @param stakeWei Stake of a contribution: at least the unit that one round can take.
/// @param mostFeeWei Fee of contribution i is floor(mostFeeWei x i / capacity); fees join the bounty.
/// @param gasPriceWei Price at which bonds, tips and fees of callers are reckoned from fixed amounts of gas.
/// @param rounds Rounds in which the pot is played.
/// @param capacity Most contributions, 1..1,024.
/// @param leastContributions Participation may end from `earliestEndS` on once there are so many.
/// @param partCount Parts of the test set, 2..44; one of them is drawn, shown and never scored.
/// @param rowsPerPart Rows of each part, 1..1,000.
/// @param isSealed Whether contributions are committed first and revealed when participation has ended.
/// @param earliestEndS Time from which participation may end; `moveS` before it the drawn part must be shown.
/// @param latestEndS Time from which participation ends whatever there is.
/// @param moveS Time for one move: of the sponsor to show the drawn part, of each side in a dispute.
/// @param revealS Time to reveal sealed contributions; 0 in an open market.
/// @param testRevealS Time for the sponsor to reveal the hidden parts.
/// @param windowS Time in which a proposal may be challenged.
/// @param resolveS Time from the reveal of the last part within which there is a result or stakes return.
/// @param claimS Time to claim; what was not claimed is burnt.
struct MarketTerms {
    uint96 bountyWei;
    uint96 sponsorBondWei;
    uint96 proposerFeeWei;
    uint96 stakeWei;
    uint96 mostFeeWei;
    uint64 gasPriceWei;
    uint32 rounds;
    uint16 capacity;
    uint16 leastContributions;
    uint16 partCount;
    uint16 rowsPerPart;
    bool isSealed;
    uint40 earliestEndS;
    uint40 latestEndS;
    uint32 moveS;
    uint32 revealS;
    uint32 testRevealS;
    uint32 windowS;
    uint32 resolveS;
    uint32 claimS;
}
