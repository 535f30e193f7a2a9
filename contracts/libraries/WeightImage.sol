// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PackedLanes} from "./PackedLanes.sol";

/// @notice A model's weights in memory for the length of one call.
/// @param pointer Memory address of lane 0.
/// @param wordCount Words of the image.
/// @param featureCount Features of a sample.
/// @param laneBits Bits of a lane.
/// @param fractionBits A bias of 1.0 is 2**fractionBits.
/// @param signs Sign bits of all lanes of a word.
struct WeightImage {
    uint256 pointer;
    uint256 wordCount;
    uint256 featureCount;
    uint256 laneBits;
    uint256 fractionBits;
    uint256 signs;
}

/// @title Weights expanded once, learned in memory, written back once
/// @notice In the image every lane has its sign bit flipped. A weight never holds the lowest value of its
/// lane, so no flipped lane is zero, and a zero word means: not loaded yet.
library WeightImageLibrary {
    function create(uint256 wordCount, uint256 featureCount, uint256 laneBits, uint256 fractionBits)
        internal
        pure
        returns (WeightImage memory image)
    {
        uint256[] memory words = new uint256[](wordCount);
        uint256 pointer;
        assembly ("memory-safe") {
            pointer := add(words, 0x20)
        }
        image = WeightImage({
            pointer: pointer,
            wordCount: wordCount,
            featureCount: featureCount,
            laneBits: laneBits,
            fractionBits: fractionBits,
            signs: PackedLanes.signs(laneBits)
        });
    }

    /// @notice Word `index` in two's complement, loaded if it was not.
    function word(WeightImage memory image, uint256[4096] storage stored, uint256 index)
        internal
        view
        returns (uint256 value)
    {
        uint256 cursor = image.pointer + (index << 5);
        assembly ("memory-safe") {
            value := mload(cursor)
        }
        if (value != 0) return value ^ image.signs;
        value = stored[index];
        setWord(image, index, value);
    }

    function setWord(WeightImage memory image, uint256 index, uint256 value) internal pure {
        uint256 cursor = image.pointer + (index << 5);
        uint256 flipped = value ^ image.signs;
        assembly ("memory-safe") {
            mstore(cursor, flipped)
        }
    }

    /// @notice Write the words that differ from storage.
    function save(WeightImage memory image, uint256[4096] storage stored) internal {
        for (uint256 i = 0; i < image.wordCount; ++i) {
            if (!isLoaded(image, i)) continue;
            uint256 value = word(image, stored, i);
            if (value != stored[i]) stored[i] = value;
        }
    }

    function isLoaded(WeightImage memory image, uint256 index) internal pure returns (bool loaded) {
        uint256 cursor = image.pointer + (index << 5);
        assembly ("memory-safe") {
            loaded := iszero(iszero(mload(cursor)))
        }
    }
}
