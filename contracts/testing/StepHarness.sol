// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {IStepJudge} from "../interfaces/IStepJudge.sol";
import {MerkleRoot} from "../libraries/MerkleRoot.sol";
import {PackedBalances} from "../libraries/PackedBalances.sol";
import {StepHash} from "../libraries/StepHash.sol";
import {StepKind, TraceLayout} from "../libraries/TraceLayout.sol";
import {LearnerLocation, StepInput, StepPlan} from "../types/MarketStep.sol";

/// @title Asks the judge for a step as a market does, and shows what libraries of steps do
contract StepHarness {
    /// @notice The step that a market would refute: hashes of its segment, of which one is the state before.
    function refute(
        IStepJudge judge,
        LearnerLocation calldata location,
        StepPlan calldata plan,
        uint256 step,
        bytes32 dataHash,
        bytes32[] calldata hashes,
        uint256 offset,
        StepInput calldata input
    ) external view returns (bytes32 hashesHash, bytes32 stateHash) {
        hashesHash = keccak256(abi.encodePacked(hashes));
        bytes32 found = StepHash.ofState(input.state);
        if (found != hashes[offset]) revert IMarket.MarketInputMismatch("state", hashes[offset], found);
        stateHash = judge.stateAfter(location, plan, step, dataHash, input);
        if (stateHash == hashes[offset + 1]) revert IMarket.MarketStepRight(step);
    }

    function merkleRoot(bytes32[] calldata leaves) external pure returns (bytes32) {
        return MerkleRoot.consume(leaves);
    }

    function verify(bytes32[] calldata proof, bytes32 root, bytes32 leaf) external pure returns (bool) {
        return MerkleProof.verifyCalldata(proof, root, leaf);
    }

    function payoutLeaf(uint256 index, uint256 balanceWei) external pure returns (bytes32) {
        return PackedBalances.leaf(index, balanceWei);
    }

    function startHash(
        bytes32 weightsHash,
        uint256 count,
        uint256 stakeWei,
        uint256[4] calldata revealed,
        uint256 rounds
    ) external pure returns (bytes32) {
        return StepHash.ofStart(weightsHash, keccak256(PackedBalances.start(count, stakeWei, revealed)), rounds);
    }

    function segmentsOf(
        uint256 steps,
        uint256 segment
    ) external pure returns (uint256 segmentSteps, uint256 segmentCount, uint256 stepsIn) {
        segmentSteps = TraceLayout.segmentSteps(steps);
        segmentCount = TraceLayout.segmentCount(steps);
        stepsIn = TraceLayout.stepsIn(segment, steps);
    }

    function locate(
        uint256 step,
        uint256 contributionCount,
        uint256 scoredParts
    ) external pure returns (StepKind, uint256, uint256) {
        return TraceLayout.locate(step, contributionCount, scoredParts);
    }
}
