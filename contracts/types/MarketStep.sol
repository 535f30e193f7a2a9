// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ModelShape} from "./ModelShape.sol";

/// @notice State between two steps of a result; its hash is keccak256(abi.encode(state)).
/// @param weightsHash keccak256 of the model's packed words.
/// @param weightsChain h' = keccak256(h, weightsHash) over the models whose errors were counted, from 0.
/// @param errorsChain h' = keccak256(h, errors (uint256)) over their errors, from 0.
/// @param balancesHash keccak256 of the contributions' balances, 16 bytes each, in order.
/// @param errors Errors of the present weights on the parts evaluated so far.
/// @param roundsLeft Rounds not yet played.
struct StepState {
    bytes32 weightsHash;
    bytes32 weightsChain;
    bytes32 errorsChain;
    bytes32 balancesHash;
    uint256 errors;
    uint256 roundsLeft;
}

/// @notice What the last step leaves; its hash, keccak256(abi.encode(result)), is the last of a trace.
/// @param payoutsRoot Merkle root over keccak256(abi.encodePacked(uint16 index, uint128 balanceWei)).
/// @param weightsHash Weights that the model adopts; those of the start if none err less.
/// @param paidWei Sum of the balances.
struct MarketResult {
    bytes32 payoutsRoot;
    bytes32 weightsHash;
    uint256 paidWei;
}

/// @notice What the contract needs to recompute one step; fields that a step does not read stay empty.
/// @param state State before the step.
/// @param weights Packed words: to train and to evaluate.
/// @param data Samples of the contribution, or rows of the part.
/// @param contributor Contributor of the contribution: to train.
/// @param valueWei Value sent with it: to train.
/// @param balances Balances, 16 bytes each: rounds and the last step.
/// @param errors Errors of the start and after each contribution, 2 bytes each: rounds and the last step.
/// @param weightsHashes Hashes of the start's weights and of those after each contribution: the last step.
struct StepInput {
    StepState state;
    bytes weights;
    bytes data;
    address contributor;
    uint256 valueWei;
    bytes balances;
    bytes errors;
    bytes weightsHashes;
}

/// @notice What never changes while a result is found.
/// @param contributionCount Contributions, those not revealed included.
/// @param scoredParts Parts whose rows are scored.
/// @param scoredRows Rows of all of them.
/// @param unitWei Most that a contribution can gain or lose in a round.
struct StepPlan {
    uint256 contributionCount;
    uint256 scoredParts;
    uint256 scoredRows;
    uint256 unitWei;
}

/// @notice Where the model's rules are, and for which shape.
/// @param learner An `ILearner`: the implementation of the model.
struct LearnerLocation {
    address learner;
    ModelShape shape;
}
