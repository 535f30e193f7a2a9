// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LearnerLocation, MarketResult, StepInput, StepPlan} from "../types/MarketStep.sol";

/// @title The step function of a market's result
/// @notice With n contributions and c scored parts the steps are: evaluate the start on each part (c); for each
/// contribution train (1) and evaluate on each part (c); play rounds to the next drop-out (n + 1, identity once
/// final); finish (1). Errors are counted per model; see `StepState` for the chains. Every step is total: given
/// inputs that fit the hashes, nothing reverts.
interface IStepJudge {
    /// @notice Number of steps: c + n (1 + c) + n + 2.
    function stepCount(StepPlan calldata plan) external pure returns (uint256);

    /// @notice Hash of the state after step `step`.
    /// @dev Reverts with `IMarket.MarketInputMismatch` where an input does not fit the hashes that it is checked
    /// against: "weights", "data", "balances", "errors", "weightsHashes". That `input.state` is the state before, the
    /// market has checked.
    /// @param location Where the model's rules are.
    /// @param dataHash What `keccak256(input.data)` must be in steps that train or evaluate; to train on a contribution
    /// that was not revealed: 0, and the step leaves the weights as they are.
    function stateAfter(
        LearnerLocation calldata location,
        StepPlan calldata plan,
        uint256 step,
        bytes32 dataHash,
        StepInput calldata input
    ) external view returns (bytes32 stateHash);

    /// @notice The result that the last step leaves, whose hash `stateAfter` gives for it.
    /// @dev Reverts as `stateAfter` does.
    function resultAfter(
        StepPlan calldata plan,
        StepInput calldata input
    ) external pure returns (MarketResult memory result);
}
