// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Merkle trees that OpenZeppelin's MerkleProof would verify too
/// @notice Built from the leaves upwards; each pair is hashed in sorted order, and a last node without a partner
/// moves up as it is. Leaves are no plain hashes of 64 bytes, so no node passes for a leaf.
library MerkleRoot {
    /// @notice Root over the leaves, which are used up; 0 if there are none.
    /// @dev A level is written over the one below: a node stands at or before its first child, which was read.
    function consume(bytes32[] memory leaves) internal pure returns (bytes32 root) {
        assembly ("memory-safe") {
            let start := add(leaves, 0x20)
            let count := mload(leaves)
            for {} gt(count, 1) {
                count := shr(1, add(count, 1))
            } {
                let child := start
                let node := start
                for {
                    let end := add(start, shl(5, shr(1, count)))
                } lt(node, end) {
                    node := add(node, 0x20)
                    child := add(child, 0x40)
                } {
                    let left := mload(child)
                    let right := mload(add(child, 0x20))
                    let swapped := mul(xor(left, right), lt(right, left))
                    mstore(0x00, xor(left, swapped))
                    mstore(0x20, xor(right, swapped))
                    mstore(node, keccak256(0x00, 0x40))
                }
                if and(count, 1) {
                    mstore(node, mload(child))
                }
            }
            if count {
                root := mload(start)
            }
        }
    }

    /// @notice Whether the proof, its nodes from the leaf upwards, leads from the leaf to the root.
    function isProof(bytes32[] calldata proof, bytes32 root, bytes32 leaf) internal pure returns (bool valid) {
        assembly ("memory-safe") {
            let cursor := proof.offset
            for {
                let end := add(cursor, shl(5, proof.length))
            } lt(cursor, end) {
                cursor := add(cursor, 0x20)
            } {
                let other := calldataload(cursor)
                let swapped := mul(xor(leaf, other), lt(other, leaf))
                mstore(0x00, xor(leaf, swapped))
                mstore(0x20, xor(other, swapped))
                leaf := keccak256(0x00, 0x40)
            }
            valid := eq(leaf, root)
        }
    }
}
