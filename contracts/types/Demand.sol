// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What decides the price, and totals that change with it, in one word:
/// depositsWei 96 | totalShares 32 | priceTimeS 40 | backlogS 40 | addedSamples 16 | unused 32.
type Demand is uint256;

using DemandLibrary for Demand global;

library DemandLibrary {
    uint256 private constant ONE_DEPOSIT_WEI = 1 << 160;

    function pack(
        uint256 deposits,
        uint256 shares,
        uint256 timeS,
        uint256 backlog,
        uint256 added
    ) internal pure returns (Demand) {
        return Demand.wrap((deposits << 160) | (shares << 128) | (timeS << 88) | (backlog << 48) | (added << 32));
    }

    function depositsWei(Demand demand) internal pure returns (uint256) {
        return Demand.unwrap(demand) >> 160;
    }

    function totalShares(Demand demand) internal pure returns (uint256) {
        return (Demand.unwrap(demand) >> 128) & type(uint32).max;
    }

    function priceTimeS(Demand demand) internal pure returns (uint256) {
        return (Demand.unwrap(demand) >> 88) & type(uint40).max;
    }

    function backlogS(Demand demand) internal pure returns (uint256) {
        return (Demand.unwrap(demand) >> 48) & type(uint40).max;
    }

    function addedSamples(Demand demand) internal pure returns (uint256) {
        return (Demand.unwrap(demand) >> 32) & type(uint16).max;
    }

    /// @notice The demand after a contribution closed.
    function close(Demand demand, uint256 depositWei, uint256 sharesEarned) internal pure returns (Demand) {
        return Demand.wrap(Demand.unwrap(demand) - depositWei * ONE_DEPOSIT_WEI + (sharesEarned << 128));
    }
}
