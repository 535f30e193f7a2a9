// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MarketResult, StepState} from "../types/MarketStep.sol";

/// @title What stands in a trace
library StepHash {
    /// @notice Hash of the state between two steps.
    function ofState(StepState memory state) internal pure returns (bytes32) {
        return keccak256(abi.encode(state));
    }

    /// @notice Hash after the last step.
    function ofResult(MarketResult memory result) internal pure returns (bytes32) {
        return keccak256(abi.encode(result));
    }

    /// @notice Hash before the first step: nothing was counted, no round was played.
    function ofStart(bytes32 weightsHash, bytes32 balancesHash, uint256 rounds) internal pure returns (bytes32) {
        return ofState(StepState(weightsHash, 0, 0, balancesHash, 0, rounds));
    }
}
