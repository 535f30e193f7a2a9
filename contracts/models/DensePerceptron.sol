// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Model} from "./Model.sol";
import {PackedLanes} from "../libraries/PackedLanes.sol";
import {WeightImage} from "../libraries/WeightImage.sol";
import {ModelShape} from "../types/ModelShape.sol";

/// @title Perceptron over tables of numbers
/// @notice Sample: label (1 byte), then a lane for each feature (int16 or int32, two's complement, 1.0 is
/// 2**fractionBits). Weights are lanes of the same width in units of learning rate x feature unit, so learning
/// rounds nothing. The bias stands behind the last feature.
abstract contract DensePerceptron is Model {
    using PackedLanes for uint256;

    function _score(
        WeightImage image,
        bytes calldata samples,
        uint256 offset,
        uint256 position
    ) internal pure override returns (uint256 label, int256 score, uint256 next) {
        // At most 1,025 products of 32 x 32 bits.
        unchecked {
            uint256 features = image.featureCount();
            uint256 bits = image.laneBits();
            label = uint8(samples[offset]);
            if (label >= LABEL_COUNT) revert SampleLabelOutOfRange(position, label, LABEL_COUNT);
            next = offset + 1 + ((features * bits) >> 3);
            if (next > samples.length) revert SampleTruncated(position);

            uint256 signs = PackedLanes.signs(bits);
            uint256 leftBits = features * bits;
            uint256 word = 0;
            for (uint256 cursor = _position(samples, offset + 1); leftBits >= 256; cursor += 32) {
                score += PackedLanes.dot(image.word(word++, signs), _read(cursor), bits);
                leftBits -= 256;
            }
            if (leftBits != 0) {
                uint256 lanes = _readFirst(_position(samples, next - (leftBits >> 3)), leftBits);
                score += PackedLanes.dot(image.word(word, signs), lanes, bits);
            }
            score += _bias(image) << image.fractionBits();
        }
    }

    function _skip(
        ModelShape memory dimensions,
        bytes calldata samples,
        uint256 offset,
        uint256 position
    ) internal pure override returns (uint256 next) {
        unchecked {
            uint256 label = uint8(samples[offset]);
            if (label >= LABEL_COUNT) revert SampleLabelOutOfRange(position, label, LABEL_COUNT);
            next = offset + 1 + ((uint256(dimensions.featureCount) * dimensions.laneBits) >> 3);
            if (next > samples.length) revert SampleTruncated(position);
        }
    }

    function _update(WeightImage image, bytes calldata samples, uint256 offset, bool towards) internal pure override {
        unchecked {
            uint256 bits = image.laneBits();
            uint256 signs = PackedLanes.signs(bits);
            uint256 leftBits = image.featureCount() * bits;
            uint256 word = 0;
            uint256 cursor = _position(samples, offset + 1);
            for (; leftBits != 0; cursor += 32) {
                uint256 lanes = leftBits >= 256 ? _read(cursor) : _readFirst(cursor, leftBits);
                image.setWord(word, image.word(word, signs).addOrSubtract(lanes, !towards, bits), signs);
                leftBits = leftBits >= 256 ? leftBits - 256 : 0;
                ++word;
            }
            _stepBias(image, towards);
        }
    }

    function _save(WeightImage image, bytes calldata) internal override {
        image.save(_storedWords(), PackedLanes.signs(image.laneBits()));
    }

    function _needsAllWords(uint256, uint256) internal pure override returns (bool) {
        return true;
    }

    function _laneOf(uint256 feature, uint256) internal pure override returns (uint256) {
        return feature;
    }

    /// @dev 32 bytes of calldata.
    function _read(uint256 cursor) private pure returns (uint256 lanes) {
        assembly ("memory-safe") {
            lanes := calldataload(cursor)
        }
    }

    /// @dev The first bits of 32 bytes of calldata; what lies behind the sample's last lane is cleared.
    function _readFirst(uint256 cursor, uint256 bits) private pure returns (uint256) {
        unchecked {
            return (_read(cursor) >> (256 - bits)) << (256 - bits);
        }
    }

    function _bias(WeightImage image) private pure returns (int256) {
        uint256 perWord = 256 / image.laneBits();
        return
            image.word(image.featureCount() / perWord, PackedLanes.signs(image.laneBits())).lane(
                image.featureCount() % perWord,
                image.laneBits()
            );
    }

    function _stepBias(WeightImage image, bool up) private pure {
        uint256 perWord = 256 / image.laneBits();
        uint256 index = image.featureCount() / perWord;
        uint256 shift = 256 - image.laneBits() * ((image.featureCount() % perWord) + 1);
        uint256 unit = (1 << image.fractionBits()) << shift;
        image.setWord(
            index,
            image.word(index, PackedLanes.signs(image.laneBits())).addOrSubtract(unit, !up, image.laneBits()),
            PackedLanes.signs(image.laneBits())
        );
    }
}
