// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {ILearner} from "../interfaces/ILearner.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {IStepJudge} from "../interfaces/IStepJudge.sol";
import {MarketRounds} from "../libraries/MarketRounds.sol";
import {PackedBalances} from "../libraries/PackedBalances.sol";
import {StepHash} from "../libraries/StepHash.sol";
import {StepKind, TraceLayout} from "../libraries/TraceLayout.sol";
import {LearnerLocation, MarketResult, StepInput, StepPlan, StepState} from "../types/MarketStep.sol";

/// @title The step function of a market's result
/// @notice Has no state, so that a market's clones share one.
contract StepJudge is IStepJudge {
    using MarketRounds for bytes;
    using PackedBalances for bytes;

    /// @dev Bytes of one count of errors, of one hash.
    uint256 private constant ERRORS_BYTES = 2;
    uint256 private constant HASH_BYTES = 32;

    /// @inheritdoc IStepJudge
    function stepCount(StepPlan calldata plan) public pure returns (uint256) {
        return TraceLayout.stepCount(plan.contributionCount, plan.scoredParts);
    }

    /// @inheritdoc IStepJudge
    function stateAfter(
        LearnerLocation calldata location,
        StepPlan calldata plan,
        uint256 step,
        bytes32 dataHash,
        StepInput calldata input
    ) external view returns (bytes32) {
        if (step >= stepCount(plan)) revert IMarket.MarketStepUnknown(step, stepCount(plan));
        (StepKind kind, , uint256 part) = TraceLayout.locate(step, plan.contributionCount, plan.scoredParts);
        if (kind == StepKind.Finish) return StepHash.ofResult(resultAfter(plan, input));
        StepState memory state = input.state;
        if (kind == StepKind.Round) _play(state, plan, input);
        else if (kind == StepKind.Evaluate)
            _evaluate(state, location, dataHash, input, part + 1 == plan.scoredParts);
            // Who did not reveal teaches nothing.
        else if (dataHash != 0) _train(state, location, dataHash, input);
        return StepHash.ofState(state);
    }

    /// @inheritdoc IStepJudge
    function resultAfter(
        StepPlan calldata plan,
        StepInput calldata input
    ) public pure returns (MarketResult memory result) {
        bytes memory balances = _balances(plan, input);
        _checkErrors(plan, input);
        _checkWeightsHashes(plan, input);
        (result.paidWei, result.payoutsRoot) = balances.close();
        uint256 candidate = balances.candidate(plan.unitWei);
        uint256 adopted = input.errors.countAt(candidate) < input.errors.countAt(0) ? candidate : 0;
        result.weightsHash = _hashAt(input.weightsHashes, adopted);
    }

    function _train(
        StepState memory state,
        LearnerLocation calldata location,
        bytes32 dataHash,
        StepInput calldata input
    ) private view {
        _match("weights", state.weightsHash, keccak256(input.weights));
        _match("data", dataHash, keccak256(input.data));
        state.weightsHash = ILearner(location.learner).trainedHash(location.shape, input.weights, input.data);
    }

    function _evaluate(
        StepState memory state,
        LearnerLocation calldata location,
        bytes32 dataHash,
        StepInput calldata input,
        bool isLastPart
    ) private view {
        _match("weights", state.weightsHash, keccak256(input.weights));
        _match("data", dataHash, keccak256(input.data));
        // At most 10,000 rows are scored; in a wrong trace the count may wrap.
        unchecked {
            state.errors += ILearner(location.learner).countErrors(location.shape, input.weights, input.data);
        }
        if (!isLastPart) return;
        state.weightsChain = Hashes.efficientKeccak256(state.weightsChain, state.weightsHash);
        state.errorsChain = Hashes.efficientKeccak256(state.errorsChain, bytes32(state.errors));
        state.errors = 0;
    }

    function _play(StepState memory state, StepPlan calldata plan, StepInput calldata input) private pure {
        bytes memory balances = _balances(plan, input);
        _checkErrors(plan, input);
        state.roundsLeft = balances.play(input.errors, plan.unitWei, plan.scoredRows, state.roundsLeft);
        state.balancesHash = keccak256(balances);
    }

    function _balances(StepPlan calldata plan, StepInput calldata input) private pure returns (bytes memory balances) {
        balances = input.balances;
        _match("balances", input.state.balancesHash, keccak256(balances));
        _matchBytes("balances", plan.contributionCount * PackedBalances.BYTES, balances.length);
    }

    function _checkErrors(StepPlan calldata plan, StepInput calldata input) private pure {
        bytes calldata errors = input.errors;
        bytes32 chain = 0;
        unchecked {
            for (uint256 i = 0; i < errors.length / ERRORS_BYTES; ++i) {
                chain = Hashes.efficientKeccak256(chain, bytes32(errors.countAt(i)));
            }
        }
        _match("errors", input.state.errorsChain, chain);
        _matchBytes("errors", (plan.contributionCount + 1) * ERRORS_BYTES, errors.length);
    }

    function _checkWeightsHashes(StepPlan calldata plan, StepInput calldata input) private pure {
        bytes calldata hashes = input.weightsHashes;
        bytes32 chain = 0;
        unchecked {
            for (uint256 i = 0; i < hashes.length / HASH_BYTES; ++i) {
                chain = Hashes.efficientKeccak256(chain, _hashAt(hashes, i));
            }
        }
        _match("weightsHashes", input.state.weightsChain, chain);
        _matchBytes("weightsHashes", (plan.contributionCount + 1) * HASH_BYTES, hashes.length);
    }

    function _hashAt(bytes calldata hashes, uint256 index) private pure returns (bytes32 value) {
        assembly ("memory-safe") {
            value := calldataload(add(hashes.offset, shl(5, index)))
        }
    }

    function _match(bytes32 field, bytes32 expected, bytes32 found) private pure {
        if (expected != found) revert IMarket.MarketInputMismatch(field, expected, found);
    }

    /// @dev Something else than the field's right number of bytes can fit a hash in a wrong trace only, but for an odd
    /// end that no hash covers.
    function _matchBytes(bytes32 field, uint256 expected, uint256 found) private pure {
        _match(field, bytes32(expected), bytes32(found));
    }
}
