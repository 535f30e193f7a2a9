// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Demand, DemandLibrary} from "../types/Demand.sol";

/// @title The price of a sample
/// @notice Each sample adds `secondsPerSample` seconds to a backlog that falls by a second a second. The price
/// is floor x (1 + backlog / doubling). It is constant within one timestamp and rises from one to the next by
/// an eighth of the floor at most, so a neighbour's contribution reverts nobody's.
library StakePrice {
    /// @dev This many samples of backlog double the price.
    uint256 internal constant DOUBLING_SAMPLES = 1024;
    /// @dev No more samples than these of one timestamp raise the price.
    uint256 internal constant MAX_RISE_SAMPLES = 128;
    /// @dev The price is at most 65 times the floor.
    uint256 internal constant MAX_BACKLOG_SAMPLES = 65_536;

    /// @notice Backlog that decides the price at `nowS`, in seconds.
    function backlogAt(Demand demand, uint256 secondsPerSample, uint256 nowS) internal pure returns (uint256 backlogS) {
        // Products of at most 17 and 12 bits, times of 40 bits: nothing can overflow.
        unchecked {
            backlogS = demand.backlogS();
            uint256 timeS = demand.priceTimeS();
            if (nowS == timeS) return backlogS;
            backlogS += demand.addedSamples() * secondsPerSample;
            uint256 elapsedS = nowS - timeS;
            backlogS = backlogS > elapsedS ? backlogS - elapsedS : 0;
            uint256 mostS = MAX_BACKLOG_SAMPLES * secondsPerSample;
            if (backlogS > mostS) backlogS = mostS;
        }
    }

    /// @notice Price of one sample, rounded down.
    function priceWei(
        uint256 floorPriceWei,
        uint256 secondsPerSample,
        uint256 backlogS
    ) internal pure returns (uint256) {
        // 64 + 28 bits over at least 2**10.
        unchecked {
            return floorPriceWei + (floorPriceWei * backlogS) / (secondsPerSample * DOUBLING_SAMPLES);
        }
    }

    /// @notice The demand after `samples` more under `depositWei`.
    function add(
        Demand demand,
        uint256 backlogS,
        uint256 depositWei,
        uint256 samples,
        uint256 nowS
    ) internal pure returns (Demand) {
        uint256 added = samples;
        if (nowS == demand.priceTimeS()) added += demand.addedSamples();
        if (added > MAX_RISE_SAMPLES) added = MAX_RISE_SAMPLES;
        return DemandLibrary.pack(demand.depositsWei() + depositWei, demand.totalShares(), nowS, backlogS, added);
    }
}
