// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The incentives that a trainer can be made of.
enum IncentiveKind {
    Stake,
    Points,
    Market
}

/// @notice The rules of a trainer under stakes, fixed when it is deployed.
/// @param floorPriceWei Lowest price of one sample, at least 1.
/// @param secondsPerSample How long the price takes to forget one sample, at least 1.
/// @param refundWaitS From this long after a contribution its contributor may settle it.
/// @param takeWaitS From this long after a contribution anyone may settle it.
/// @param verdictGapS Least time between a stranger's two verdicts on a disagreement.
/// @param depositCapWei Most that all open deposits of the trainer may be together.
struct StakeRules {
    uint64 floorPriceWei;
    uint16 secondsPerSample;
    uint32 refundWaitS;
    uint32 takeWaitS;
    uint32 verdictGapS;
    uint80 depositCapWei;
}

/// @notice The rules of a trainer under points, fixed when it is deployed.
/// @param validateWaitS From this long after a contribution others may validate it.
struct PointsRules {
    uint32 validateWaitS;
}

/// @notice The rules of a trainer that learns by markets, fixed when it is deployed.
/// @param leastBountyWei Least bounty that a market may be opened with, at least 1.
struct MarketRules {
    uint96 leastBountyWei;
}
