// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @title Merkle trees whose leaves keep their places
/// @notice For roots that somebody chooses: trees with sorted pairs would let more leaves hide behind one than there are
/// places, to be shown as it suits. A tree is filled up with zeros to the next power of two, and no pair is sorted.
library OrderedMerkle {
    /// @notice Whether the proof, its nodes from the leaf upwards, leads from the leaf at a place to the root.
    /// @param place Place of the leaf, below `count`.
    /// @param count Leaves of the tree, at least 2.
    function isProof(
        bytes32[] calldata proof,
        bytes32 root,
        bytes32 leaf,
        uint256 place,
        uint256 count
    ) internal pure returns (bool) {
        unchecked {
            // In a proof of another length some bits of the place would not count.
            if ((count - 1) >> (proof.length - 1) != 1) return false;
            for (uint256 i = 0; i < proof.length; ++i) {
                bool isRight = (place >> i) & 1 == 1;
                leaf = isRight ? Hashes.efficientKeccak256(proof[i], leaf) : Hashes.efficientKeccak256(leaf, proof[i]);
            }
            return leaf == root;
        }
    }
}
