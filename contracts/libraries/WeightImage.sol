// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A model's weights in memory for the length of one call:
/// pointer 32 | wordCount 16 | featureCount 24 | laneBits 8 | fractionBits 8 | complete 1, from bit 0.
/// @dev A value on the stack: reading a field is cheaper than a struct in memory.
type WeightImage is uint256;

using WeightImageLibrary for WeightImage global;

/// @title Weights loaded once, learned in memory, written back once
/// @notice In the image every lane has its sign bit flipped. A weight never holds the lowest value of its
/// lane, so no flipped lane is zero, and a zero word means: not loaded yet. Small contributions load the words they need,
/// large ones all.
library WeightImageLibrary {
    function create(
        uint256 words,
        uint256 features,
        uint256 bits,
        uint256 fraction
    ) internal pure returns (WeightImage) {
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

    /// @notice Memory address of lane 1 if lanes have 16 bits.
    function lane1(WeightImage image) internal pure returns (uint256) {
        unchecked {
            return uint32(WeightImage.unwrap(image) + 2);
        }
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

    /// @notice Whether all words were loaded.
    function isComplete(WeightImage image) internal pure returns (bool) {
        return (WeightImage.unwrap(image) >> 88) & 1 == 1;
    }

    /// @notice Load all words.
    function complete(WeightImage image, uint256 stored, uint256 signs) internal view returns (WeightImage) {
        uint256 start = image.pointer();
        uint256 words = image.wordCount();
        assembly ("memory-safe") {
            for {
                let index := 0
            } lt(index, words) {
                index := add(index, 1)
            } {
                mstore(add(start, shl(5, index)), xor(sload(add(stored, index)), signs))
            }
        }
        return WeightImage.wrap(WeightImage.unwrap(image) | (1 << 88));
    }

    /// @notice Take all words from calldata; there are as many bytes as the image has.
    function fill(WeightImage image, bytes calldata packed, uint256 signs) internal pure returns (WeightImage) {
        uint256 start = image.pointer();
        assembly ("memory-safe") {
            let cursor := packed.offset
            for {
                let end := add(cursor, packed.length)
            } lt(cursor, end) {
                cursor := add(cursor, 0x20)
                start := add(start, 0x20)
            } {
                mstore(start, xor(calldataload(cursor), signs))
            }
        }
        return WeightImage.wrap(WeightImage.unwrap(image) | (1 << 88));
    }

    /// @notice keccak256 of all words in two's complement; the image is complete, and used up.
    function hashOnce(WeightImage image, uint256 signs) internal pure returns (bytes32 value) {
        uint256 start = image.pointer();
        uint256 end = start + (image.wordCount() << 5);
        assembly ("memory-safe") {
            for {
                let cursor := start
            } lt(cursor, end) {
                cursor := add(cursor, 0x20)
            } {
                mstore(cursor, xor(mload(cursor), signs))
            }
            value := keccak256(start, sub(end, start))
        }
    }

    /// @notice Load word `index` if it was not.
    function load(WeightImage image, uint256 index, uint256 stored, uint256 signs) internal view {
        uint256 start = image.pointer();
        assembly ("memory-safe") {
            let cursor := add(start, shl(5, index))
            if iszero(mload(cursor)) {
                mstore(cursor, xor(sload(add(stored, index)), signs))
            }
        }
    }

    /// @notice Word `index`, which is loaded, in two's complement.
    function word(WeightImage image, uint256 index, uint256 signs) internal pure returns (uint256 value) {
        uint256 start = image.pointer();
        assembly ("memory-safe") {
            value := xor(mload(add(start, shl(5, index))), signs)
        }
    }

    /// @notice Whether word `index` was loaded and differs from storage.
    function isChanged(
        WeightImage image,
        uint256 index,
        uint256 stored,
        uint256 signs
    ) internal view returns (bool changed) {
        uint256 value = image.word(index, signs);
        // No weight has the lowest value, so a loaded word is not all signs.
        if (value == signs) return false;
        assembly ("memory-safe") {
            changed := iszero(eq(value, sload(add(stored, index))))
        }
    }

    function setWord(WeightImage image, uint256 index, uint256 value, uint256 signs) internal pure {
        uint256 start = image.pointer();
        assembly ("memory-safe") {
            mstore(add(start, shl(5, index)), xor(value, signs))
        }
    }

    /// @notice Write word `index`, which is loaded, if it differs from storage.
    function saveWord(WeightImage image, uint256 index, uint256 stored, uint256 signs) internal {
        uint256 value = image.word(index, signs);
        assembly ("memory-safe") {
            let slot := add(stored, index)
            if xor(value, sload(slot)) {
                sstore(slot, value)
            }
        }
    }

    /// @notice Write all words that differ from storage; the image is complete.
    function save(WeightImage image, uint256 stored, uint256 signs) internal {
        uint256 words = image.wordCount();
        unchecked {
            for (uint256 index = 0; index < words; ++index) {
                image.saveWord(index, stored, signs);
            }
        }
    }
}
