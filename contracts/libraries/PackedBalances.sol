// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleRoot} from "./MerkleRoot.sol";

/// @title Balances of contributions, 16 bytes each, in order
/// @notice No balance reaches 2**128: it is at most stake and pot, both sums of ETH, of which there are fewer than
/// 2**90 wei.
library PackedBalances {
    uint256 internal constant BYTES = 16;

    /// @notice Balances before the first round: the stake where the contribution was revealed.
    /// @param revealed Bit i % 256 of word i / 256 is set iff contribution i was.
    function start(
        uint256 count,
        uint256 stakeWei,
        uint256[4] memory revealed
    ) internal pure returns (bytes memory balances) {
        // At most 1,024 contributions.
        unchecked {
            balances = new bytes(count * BYTES);
            for (uint256 i = 0; i < count; ++i) {
                if ((revealed[i >> 8] >> (i & 0xff)) & 1 == 1) set(balances, i, stakeWei);
            }
        }
    }

    /// @notice Balance `index`, which there is.
    function get(bytes memory balances, uint256 index) internal pure returns (uint256 balanceWei) {
        assembly ("memory-safe") {
            // The word that ends with it begins within the array or its length.
            balanceWei := and(mload(add(add(balances, 0x10), shl(4, index))), 0xffffffffffffffffffffffffffffffff)
        }
    }

    /// @notice Write balance `index`, which there is, modulo 2**128.
    function set(bytes memory balances, uint256 index, uint256 balanceWei) internal pure {
        assembly ("memory-safe") {
            let cursor := add(add(balances, 0x10), shl(4, index))
            mstore(cursor, or(shl(128, shr(128, mload(cursor))), and(balanceWei, 0xffffffffffffffffffffffffffffffff)))
        }
    }

    /// @notice Leaf of a contribution in the tree of a result's payouts.
    function leaf(uint256 index, uint256 balanceWei) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            mstore(0, or(shl(240, index), shl(112, balanceWei)))
            value := keccak256(0, 18)
        }
    }

    /// @notice Sum of all, and root of the tree over them.
    function close(bytes memory balances) internal pure returns (uint256 sumWei, bytes32 root) {
        // At most 1,024 balances of 128 bits.
        unchecked {
            bytes32[] memory leaves = new bytes32[](balances.length / BYTES);
            for (uint256 i = 0; i < leaves.length; ++i) {
                uint256 balanceWei = get(balances, i);
                sumWei += balanceWei;
                leaves[i] = leaf(i, balanceWei);
            }
            root = MerkleRoot.consume(leaves);
        }
    }
}
