// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleRoot} from "./MerkleRoot.sol";

/// @title Hashes of a trace cut into segments
/// @notice A proposal has about a hundred of them, and so has a segment; each hash costs 768 gas in calldata and log
/// before anything is done with it, so they are hashed where they stand.
library SegmentHashes {
    /// @dev More segments than any trace has.
    uint256 internal constant MOST = 1 << 16;

    /// @notice Leaf of a segment: keccak256(hash before it, hash after it) + segment + 1.
    /// @dev The sum keeps leaves apart from nodes, which are hashes of 64 bytes too: to pass one for the other, or one
    /// segment for another, takes two hashes that differ by less than `MOST`, which is what segments must be below.
    function leaf(uint256 segment, bytes32 first, bytes32 last) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            mstore(0x00, first)
            mstore(0x20, last)
            value := add(add(keccak256(0x00, 0x40), segment), 1)
        }
    }

    /// @notice Merkle root over the leaves of all segments.
    function rootOf(bytes32 first, bytes32[] calldata cuts, bytes32 last) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](cuts.length + 2);
        assembly ("memory-safe") {
            let start := add(hashes, 0x20)
            let size := shl(5, cuts.length)
            mstore(start, first)
            calldatacopy(add(start, 0x20), cuts.offset, size)
            let end := add(add(start, 0x20), size)
            mstore(end, last)
            // A leaf is written over the hash before its segment, which nothing reads again.
            let segment := 1
            for {
                let cursor := start
            } lt(cursor, end) {
                cursor := add(cursor, 0x20)
                segment := add(segment, 1)
            } {
                mstore(cursor, add(keccak256(cursor, 0x40), segment))
            }
            mstore(hashes, sub(segment, 1))
        }
        return MerkleRoot.consume(hashes);
    }

    /// @notice keccak256 of all hashes of a segment, one after the other.
    function hashOf(bytes32 first, bytes32[] calldata inner, bytes32 last) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            // Behind the free memory pointer; nothing is allocated meanwhile.
            let start := mload(0x40)
            let size := shl(5, inner.length)
            mstore(start, first)
            calldatacopy(add(start, 0x20), inner.offset, size)
            mstore(add(add(start, 0x20), size), last)
            value := keccak256(start, add(size, 0x40))
        }
    }

    /// @notice keccak256 of all hashes of a segment, its ends included.
    function hashOf(bytes32[] calldata hashes) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            let start := mload(0x40)
            let size := shl(5, hashes.length)
            calldatacopy(start, hashes.offset, size)
            value := keccak256(start, size)
        }
    }
}
