// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice What a step does.
enum StepKind {
    Train,
    Evaluate,
    Round,
    Finish
}

/// @title How the steps of a result are numbered, and cut into segments
/// @notice With n <= 1,024 contributions and c <= 43 scored parts; nothing here overflows.
library TraceLayout {
    /// @notice Number of steps: c + n (1 + c) + n + 2.
    function stepCount(uint256 contributionCount, uint256 scoredParts) internal pure returns (uint256) {
        unchecked {
            return _firstRound(contributionCount, scoredParts) + contributionCount + 2;
        }
    }

    /// @notice What step `step`, which there is, does.
    /// @return kind Its kind.
    /// @return model The weights that it is about: 0 the start's, i + 1 those after contribution i; of round steps and
    /// the last one 0.
    /// @return part To evaluate: number of the scored part, counted without the drawn one; else 0.
    function locate(
        uint256 step,
        uint256 contributionCount,
        uint256 scoredParts
    ) internal pure returns (StepKind kind, uint256 model, uint256 part) {
        unchecked {
            uint256 firstRound = _firstRound(contributionCount, scoredParts);
            if (step >= firstRound) {
                return (step <= firstRound + contributionCount ? StepKind.Round : StepKind.Finish, 0, 0);
            }
            // As if the start had been trained in a step before the first.
            model = (step + 1) / (scoredParts + 1);
            part = (step + 1) % (scoredParts + 1);
            return part == 0 ? (StepKind.Train, model, 0) : (StepKind.Evaluate, model, part - 1);
        }
    }

    /// @notice Number of a scored part in the test set.
    function partOf(uint256 scored, uint256 drawnPart) internal pure returns (uint256) {
        unchecked {
            return scored < drawnPart ? scored : scored + 1;
        }
    }

    /// @notice Steps of each segment but perhaps the last: the root of all steps, rounded up.
    function segmentSteps(uint256 steps) internal pure returns (uint256) {
        return Math.sqrt(steps, Math.Rounding.Ceil);
    }

    /// @notice Number of segments.
    function segmentCount(uint256 steps) internal pure returns (uint256) {
        return Math.ceilDiv(steps, segmentSteps(steps));
    }

    /// @notice Steps of segment `segment`, which there is.
    function stepsIn(uint256 segment, uint256 steps) internal pure returns (uint256) {
        unchecked {
            uint256 most = segmentSteps(steps);
            return Math.min(most, steps - segment * most);
        }
    }

    function _firstRound(uint256 contributionCount, uint256 scoredParts) private pure returns (uint256) {
        unchecked {
            return scoredParts + contributionCount * (1 + scoredParts);
        }
    }
}
