// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @title Root of a Merkle tree that OpenZeppelin's MerkleProof verifies
/// @notice Built from the leaves upwards; each pair is hashed in sorted order, and a last node without a partner
/// moves up as it is. Leaves are hashes of other lengths than 64 bytes, so no node passes for a leaf.
library MerkleRoot {
    /// @notice Root over the leaves, which are used up; 0 if there are none.
    function consume(bytes32[] memory leaves) internal pure returns (bytes32) {
        uint256 count = leaves.length;
        if (count == 0) return 0;
        // Indices stay below the number of leaves.
        unchecked {
            while (count > 1) {
                uint256 pairs = count >> 1;
                for (uint256 i = 0; i < pairs; ++i) {
                    leaves[i] = Hashes.commutativeKeccak256(leaves[2 * i], leaves[2 * i + 1]);
                }
                if (count & 1 == 1) leaves[pairs] = leaves[count - 1];
                count = pairs + (count & 1);
            }
        }
        return leaves[0];
    }
}
