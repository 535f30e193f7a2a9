// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {StakeRecord} from "../types/StakeRecord.sol";

/// @title Who may settle when, and what is forfeited
/// @notice The contributor chooses the moment from the refund wait on. After the take wait anyone may settle,
/// but a disagreement that a stranger finds needs two verdicts some time apart, and only samples that both
/// disagree with are forfeited: a model bent at only one of the two takes nothing.
library StakeVerdict {
    /// @notice Earliest time at which the caller may settle.
    function settleFromS(
        StakeRecord record,
        bool byContributor,
        uint256 refundWaitS,
        uint256 takeWaitS,
        uint256 verdictGapS
    ) internal pure returns (uint256) {
        // A verdict stands only after the take wait, which is longer than the refund wait.
        if (record.hasVerdict()) return byContributor ? 0 : record.sinceS() + verdictGapS;
        return record.sinceS() + (byContributor ? refundWaitS : takeWaitS);
    }

    /// @notice Whether this is a stranger's first verdict, which moves no money.
    function isFirstVerdict(StakeRecord record, bool byContributor, uint256 disagreeing) internal pure returns (bool) {
        return !byContributor && disagreeing != 0 && !record.hasVerdict();
    }

    /// @notice Samples whose deposit is forfeited.
    function forfeited(StakeRecord record, bool byContributor, uint256 disagreeing) internal pure returns (uint256) {
        return byContributor ? disagreeing : disagreeing & record.disagreeing();
    }
}
