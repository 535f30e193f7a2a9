// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MarketResult} from "./MarketStep.sol";

/// @notice Where a market stands. The last five are ends; stakes come back in all of them but where a
/// contribution was paid by the result or not revealed.
enum MarketPhase {
    Drawing,
    RevealingDrawnPart,
    Participating,
    RevealingContributions,
    RevealingTest,
    Resolving,
    Resolved,
    Voided,
    Cancelled,
    Defaulted,
    Expired
}

/// @notice A proposed result as its proposer posted it; its id is keccak256(abi.encode(proposal)).
/// @param cutsRoot Merkle root over keccak256(abi.encode(first hash, last hash)) + segment + 1.
struct Proposal {
    address proposer;
    bytes32 cutsRoot;
    MarketResult result;
}

/// @notice One segment of a proposal's trace, proved.
/// @param index Number of the segment, from 0.
/// @param first Hash before its first step.
/// @param last Hash after its last step.
/// @param proof Merkle proof of the segment against the proposal's `cutsRoot`.
struct Segment {
    uint256 index;
    bytes32 first;
    bytes32 last;
    bytes32[] proof;
}

/// @notice What opens a contribution's record, and what it is paid.
/// @param index Number of the contribution.
/// @param dataHash keccak256 of its samples (of a sealed one that was revealed: of the samples too).
/// @param valueWei Value sent with it.
/// @param balanceWei What the result leaves it; 0 where stakes return.
/// @param proof Merkle proof against `payoutsRoot`; empty where stakes return.
struct Claim {
    uint256 index;
    bytes32 dataHash;
    uint256 valueWei;
    uint256 balanceWei;
    bytes32[] proof;
}
