// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Points at which badges are earned
library Milestones {
    uint256 internal constant LEVEL_COUNT = 4;

    /// @notice Points of a level, 0..3: 10, 100, 1,000, 10,000.
    function pointsOf(uint256 level) internal pure returns (uint256) {
        return 10 ** (level + 1);
    }

    /// @notice Whether a milestone lies above `before` and up to `now_`.
    function passed(uint256 before, uint256 now_) internal pure returns (bool) {
        for (uint256 level = 0; level < LEVEL_COUNT; ++level) {
            if (reached(level, before, now_)) return true;
        }
        return false;
    }

    /// @notice Whether this level's milestone lies above `before` and up to `now_`.
    function reached(uint256 level, uint256 before, uint256 now_) internal pure returns (bool) {
        return before < pointsOf(level) && pointsOf(level) <= now_;
    }
}
