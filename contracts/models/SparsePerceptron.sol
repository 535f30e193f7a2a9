// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Model} from "./Model.sol";
import {WeightImage, WeightImageLibrary} from "../libraries/WeightImage.sol";

/// @title Perceptron over binary features
/// @notice Sample: label (1 byte), feature count (1 byte), strictly increasing feature indices (2 bytes each).
/// Weights are int16 in units of one learning step. Lane 0 is the bias, so that it shares the word of the most
/// frequent features.
abstract contract SparsePerceptron is Model {
    using WeightImageLibrary for WeightImage;

    uint256 private constant HEADER_BYTES = 2;
    uint256 private constant INDEX_BYTES = 2;
    /// @dev A weight of 0, as the image holds it.
    uint256 private constant FLIPPED_ZERO = 0x8000;
    /// @dev +32,767 and -32,767, as the image holds them.
    uint256 private constant FLIPPED_MOST = 0xffff;
    uint256 private constant FLIPPED_LEAST = 1;

    function _score(WeightImage memory image, bytes calldata samples, uint256 offset, uint256 position)
        internal
        view
        override
        returns (uint256 label, int256 score, uint256 next)
    {
        uint256 features;
        (label, features, next) = _header(samples, offset, position);
        // At most 256 lanes of 16 bits are summed, and offsets stay below the length of calldata.
        unchecked {
            uint256 sum = _lane(image, 0);
            uint256 start;
            assembly ("memory-safe") {
                start := add(samples.offset, add(offset, HEADER_BYTES))
            }
            // From the last to the first: one comparison bounds each index by its successor, and so by the model.
            uint256 bound = image.featureCount;
            for (uint256 cursor = start + features * INDEX_BYTES; cursor != start;) {
                cursor -= INDEX_BYTES;
                uint256 feature = _uint16(cursor);
                if (feature >= bound) _revertFeature(position, feature, bound, image.featureCount, cursor, next, samples);
                sum += _lane(image, feature + 1);
                bound = feature;
            }
            score = int256(sum) - int256((features + 1) * FLIPPED_ZERO);
        }
    }

    function _update(WeightImage memory image, bytes calldata samples, uint256 offset, bool towards)
        internal
        view
        override
    {
        unchecked {
            uint256 cursor;
            assembly ("memory-safe") {
                cursor := add(samples.offset, offset)
            }
            uint256 end = cursor + HEADER_BYTES + (uint256(_uint16(cursor)) & 0xff) * INDEX_BYTES;
            _step(image, 0, towards);
            for (cursor += HEADER_BYTES; cursor != end; cursor += INDEX_BYTES) {
                _step(image, _uint16(cursor) + 1, towards);
            }
        }
    }

    function _laneOf(uint256 feature, uint256 featureCount) internal pure override returns (uint256) {
        return feature == featureCount ? 0 : feature + 1;
    }

    function _header(bytes calldata samples, uint256 offset, uint256 position)
        private
        pure
        returns (uint256 label, uint256 features, uint256 next)
    {
        unchecked {
            if (offset + HEADER_BYTES > samples.length) revert SampleTruncated(position);
            uint256 header;
            assembly ("memory-safe") {
                header := shr(240, calldataload(add(samples.offset, offset)))
            }
            label = header >> 8;
            features = header & 0xff;
            if (label >= LABEL_COUNT) revert SampleLabelOutOfRange(position, label, LABEL_COUNT);
            if (features == 0) revert SampleWithoutFeatures(position);
            next = offset + HEADER_BYTES + features * INDEX_BYTES;
            if (next > samples.length) revert SampleTruncated(position);
        }
    }

    function _revertFeature(
        uint256 position,
        uint256 feature,
        uint256 bound,
        uint256 featureCount,
        uint256 cursor,
        uint256 next,
        bytes calldata samples
    ) private pure {
        uint256 start;
        assembly ("memory-safe") {
            start := samples.offset
        }
        if (cursor + INDEX_BYTES == start + next) revert SampleFeatureOutOfRange(position, feature, featureCount);
        revert SampleFeaturesNotIncreasing(position, feature, bound);
    }

    /// @dev The two bytes of calldata at an absolute position.
    function _uint16(uint256 cursor) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, calldataload(cursor))
        }
    }

    /// @dev The flipped lane of the image, which is never 0; its word is loaded if it was not.
    function _lane(WeightImage memory image, uint256 lane) private view returns (uint256 value) {
        uint256 pointer = image.pointer;
        assembly ("memory-safe") {
            value := shr(240, mload(add(pointer, shl(1, lane))))
        }
        if (value == 0) {
            image.word(_words, lane >> 4);
            assembly ("memory-safe") {
                value := shr(240, mload(add(pointer, shl(1, lane))))
            }
        }
    }

    /// @dev One learning step on a lane, saturating.
    function _step(WeightImage memory image, uint256 lane, bool up) private view {
        unchecked {
            uint256 value = _lane(image, lane);
            if (value == (up ? FLIPPED_MOST : FLIPPED_LEAST)) return;
            value = up ? value + 1 : value - 1;
            uint256 cursor = image.pointer + (lane << 1);
            assembly ("memory-safe") {
                mstore8(cursor, shr(8, value))
                mstore8(add(cursor, 1), value)
            }
        }
    }
}
