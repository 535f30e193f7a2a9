// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Model} from "./Model.sol";
import {PackedLanes} from "../libraries/PackedLanes.sol";
import {WeightImage} from "../libraries/WeightImage.sol";

/// @title Perceptron over tables of numbers
/// @notice Sample: label (1 byte), then a lane for each feature (int16 or int32, two's complement, 1.0 is
/// 2**fractionBits). Weights are lanes of the same width in units of learning rate x feature unit, so learning
/// rounds nothing. The bias stands behind the last feature.
abstract contract DensePerceptron is Model {
    using PackedLanes for uint256;

    function _score(WeightImage image, bytes calldata samples, uint256 offset, uint256 position)
        internal
        view
        override
        returns (uint256 label, int256 score, uint256 next)
    {
        // At most 1,025 products of 32 x 32 bits.
        unchecked {
            uint256 features = image.featureCount();
            uint256 bits = image.laneBits();
            label = uint8(samples[offset]);
            if (label >= LABEL_COUNT) revert SampleLabelOutOfRange(position, label, LABEL_COUNT);
            next = offset + 1 + ((features * bits) >> 3);
            if (next > samples.length) revert SampleTruncated(position);

            uint256 lastBits = features * bits;
            for (uint256 i = 0; lastBits != 0; ++i) {
                uint256 lanes = _lanes(samples, offset + 1 + (i << 5), lastBits);
                score += PackedLanes.dot(_word(image, i), lanes, bits);
                lastBits = lastBits > 256 ? lastBits - 256 : 0;
            }
            score += _bias(image) << image.fractionBits();
        }
    }

    function _update(WeightImage image, bytes calldata samples, uint256 offset, bool towards)
        internal
        view
        override
    {
        unchecked {
            uint256 bits = image.laneBits();
            uint256 lastBits = image.featureCount() * bits;
            for (uint256 i = 0; lastBits != 0; ++i) {
                uint256 lanes = _lanes(samples, offset + 1 + (i << 5), lastBits);
                if (lanes != 0) {
                    image.setWord(i, _word(image, i).addOrSubtract(lanes, !towards, bits), PackedLanes.signs(bits));
                }
                lastBits = lastBits > 256 ? lastBits - 256 : 0;
            }
            _stepBias(image, towards);
        }
    }

    function _laneOf(uint256 feature, uint256) internal pure override returns (uint256) {
        return feature;
    }

    /// @dev The next 32 bytes of features; what lies behind the sample's last lane is cleared.
    function _lanes(bytes calldata samples, uint256 cursor, uint256 lastBits) private pure returns (uint256 lanes) {
        assembly ("memory-safe") {
            lanes := calldataload(add(samples.offset, cursor))
        }
        if (lastBits < 256) {
            unchecked {
                uint256 unused = 256 - lastBits;
                lanes = (lanes >> unused) << unused;
            }
        }
    }

    function _bias(WeightImage image) private view returns (int256) {
        uint256 perWord = 256 / image.laneBits();
        return _word(image, image.featureCount() / perWord).lane(image.featureCount() % perWord, image.laneBits());
    }

    function _stepBias(WeightImage image, bool up) private view {
        uint256 perWord = 256 / image.laneBits();
        uint256 index = image.featureCount() / perWord;
        uint256 shift = 256 - image.laneBits() * (image.featureCount() % perWord + 1);
        uint256 unit = (1 << image.fractionBits()) << shift;
        image.setWord(
            index,
            _word(image, index).addOrSubtract(unit, !up, image.laneBits()),
            PackedLanes.signs(image.laneBits())
        );
    }
}
