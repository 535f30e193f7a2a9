// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A model's weights in memory for the length of one call:
/// pointer 32 | wordCount 16 | featureCount 24 | laneBits 8 | fractionBits 8, from bit 0.
/// @dev A value on the stack: reading a field is cheaper than a struct in memory.
type WeightImage is uint256;

using WeightImageLibrary for WeightImage global;

/// @title Weights loaded once, learned in memory, written back once
/// @notice In the image every lane has its sign bit flipped. A weight never holds the lowest value of its
/// lane, so no flipped lane is zero, and a zero word means: not loaded yet.
library WeightImageLibrary {
    function create(uint256 words, uint256 features, uint256 bits, uint256 fraction)
        internal
        pure
        returns (WeightImage)
    {
        uint256 start;
        assembly ("memory-safe") {
            start := mload(0x40)
            mstore(0x40, add(start, shl(5, words)))
            // Free memory need not be zero; past its end calldata reads as zeros.
            calldatacopy(start, calldatasize(), shl(5, words))
        }
        return WeightImage.wrap(start | (words << 32) | (features << 48) | (bits << 72) | (fraction << 80));
    }

    /// @notice Memory address of lane 0.
    function pointer(WeightImage image) internal pure returns (uint256) {
        return uint32(WeightImage.unwrap(image));
    }

    function wordCount(WeightImage image) internal pure returns (uint256) {
        return uint16(WeightImage.unwrap(image) >> 32);
    }

    function featureCount(WeightImage image) internal pure returns (uint256) {
        return uint24(WeightImage.unwrap(image) >> 48);
    }

    function laneBits(WeightImage image) internal pure returns (uint256) {
        return uint8(WeightImage.unwrap(image) >> 72);
    }

    function fractionBits(WeightImage image) internal pure returns (uint256) {
        return uint8(WeightImage.unwrap(image) >> 80);
    }

    /// @notice Word `index` in two's complement, loaded if it was not.
    /// @param stored Storage slot of word 0.
    /// @param signs Sign bits of all lanes of a word.
    function word(WeightImage image, uint256 index, uint256 stored, uint256 signs)
        internal
        view
        returns (uint256 value)
    {
        uint256 start = image.pointer();
        assembly ("memory-safe") {
            let cursor := add(start, shl(5, index))
            value := xor(mload(cursor), signs)
            if eq(value, signs) {
                value := sload(add(stored, index))
                mstore(cursor, xor(value, signs))
            }
        }
    }

    function setWord(WeightImage image, uint256 index, uint256 value, uint256 signs) internal pure {
        uint256 start = image.pointer();
        assembly ("memory-safe") {
            mstore(add(start, shl(5, index)), xor(value, signs))
        }
    }

    /// @notice Write the words that differ from storage.
    function save(WeightImage image, uint256 stored, uint256 signs) internal {
        uint256 start = image.pointer();
        uint256 end = start + image.wordCount() * 32;
        assembly ("memory-safe") {
            for { let cursor := start } lt(cursor, end) {
                cursor := add(cursor, 0x20)
                stored := add(stored, 1)
            } {
                let flipped := mload(cursor)
                if flipped {
                    let value := xor(flipped, signs)
                    if xor(value, sload(stored)) { sstore(stored, value) }
                }
            }
        }
    }
}
