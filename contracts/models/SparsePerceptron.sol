// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Model} from "./Model.sol";
import {WeightImage} from "../libraries/WeightImage.sol";

/// @title Perceptron over binary features
/// @notice Sample: label (1 byte), feature count (1 byte), strictly increasing feature indices (2 bytes each).
/// Weights are int16 in units of one learning step. Lane 0 is the bias, so that it shares the word of the most
/// frequent features.
abstract contract SparsePerceptron is Model {
    uint256 private constant HEADER_BYTES = 2;
    uint256 private constant INDEX_BYTES = 2;
    uint256 private constant LANE_BYTES = 2;
    uint256 private constant SIGNS = 0x8000800080008000800080008000800080008000800080008000800080008000;
    /// @dev A weight of 0, as the image holds it.
    uint256 private constant FLIPPED_ZERO = 0x8000;
    /// @dev +32,767 and -32,767, as the image holds them.
    uint256 private constant FLIPPED_MOST = 0xffff;
    uint256 private constant FLIPPED_LEAST = 1;

    function _score(WeightImage image, bytes calldata samples, uint256 offset, uint256 position)
        internal
        view
        override
        returns (uint256 label, int256 score, uint256 next)
    {
        uint256 features;
        (label, features, next) = _header(samples, offset, position);
        // At most 256 lanes of 16 bits are summed, and offsets stay below the length of calldata.
        unchecked {
            uint256 start = _position(samples, offset + HEADER_BYTES);
            (uint256 sum, bool valid) = _walk(image.pointer(), start, features, image.featureCount());
            if (!valid) _revertFeature(start, features, position, image.featureCount());
            score = int256(sum) - int256((features + 1) * FLIPPED_ZERO);
        }
    }

    function _update(WeightImage image, bytes calldata samples, uint256 offset, bool towards)
        internal
        pure
        override
    {
        unchecked {
            uint256 cursor = _position(samples, offset);
            uint256 end = cursor + HEADER_BYTES + (_uint16(cursor) & 0xff) * INDEX_BYTES;
            uint256 pointer = image.pointer();
            uint256 saturated = towards ? FLIPPED_MOST : FLIPPED_LEAST;
            uint256 step = towards ? 1 : type(uint256).max;
            _step(pointer, saturated, step);
            for (cursor += HEADER_BYTES; cursor != end; cursor += INDEX_BYTES) {
                _step(pointer + LANE_BYTES + LANE_BYTES * _uint16(cursor), saturated, step);
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

    /// @dev Sum of the flipped lanes of the bias and of each feature; the inner loop of everything. Indices are
    /// held doubled, for the lane of index i stands 2 x i bytes behind that of index 0. Four lanes of 16 bits
    /// multiply to 0 iff one of them is 0: its word is not loaded yet. `ordered` keeps its highest bit while each
    /// index minus its successor is negative. An index past the model may read other memory; it is never valid.
    function _walk(uint256 pointer, uint256 cursor, uint256 features, uint256 featureCount)
        private
        view
        returns (uint256 sum, bool valid)
    {
        uint256 stored = _storedWords();
        assembly ("memory-safe") {
            function load(image, doubled, slot) {
                let index := shr(5, add(doubled, 2))
                let place := add(image, shl(5, index))
                if iszero(mload(place)) { mstore(place, xor(sload(add(slot, index)), SIGNS)) }
            }

            load(pointer, sub(0, 2), stored)
            sum := shr(240, mload(pointer))
            let end := add(cursor, shl(1, features))
            let previous := sub(0, 2)
            let ordered := not(0)
            for { let tail := add(cursor, shl(1, and(features, 3))) } lt(cursor, tail) { cursor := add(cursor, 2) } {
                let a := shl(1, shr(240, calldataload(cursor)))
                ordered := and(ordered, sub(previous, a))
                if iszero(lt(a, shl(1, featureCount))) {
                    ordered := 0
                    break
                }
                load(pointer, a, stored)
                sum := add(sum, shr(240, mload(add(add(pointer, 2), a))))
                previous := a
            }
            for {} lt(cursor, end) {} {
                let d := calldataload(cursor)
                let a := and(shr(239, d), 0x1fffe)
                let b := and(shr(223, d), 0x1fffe)
                let c := and(shr(207, d), 0x1fffe)
                d := and(shr(191, d), 0x1fffe)
                previous := and(and(sub(previous, a), sub(a, b)), and(sub(b, c), sub(c, d)))
                ordered := and(ordered, previous)
                previous := d
                let lane := shr(240, mload(add(add(pointer, 2), a)))
                let product := lane
                let total := lane
                lane := shr(240, mload(add(add(pointer, 2), b)))
                product := mul(product, lane)
                total := add(total, lane)
                lane := shr(240, mload(add(add(pointer, 2), c)))
                product := mul(product, lane)
                total := add(total, lane)
                lane := shr(240, mload(add(add(pointer, 2), d)))
                if iszero(mul(product, lane)) {
                    if iszero(and(shr(255, ordered), lt(d, shl(1, featureCount)))) {
                        ordered := 0
                        break
                    }
                    load(pointer, a, stored)
                    load(pointer, b, stored)
                    load(pointer, c, stored)
                    load(pointer, d, stored)
                    // The same four again, their order is known.
                    previous := sub(a, 2)
                    continue
                }
                sum := add(sum, add(total, lane))
                cursor := add(cursor, 8)
            }
            valid := and(shr(255, ordered), lt(previous, shl(1, featureCount)))
        }
    }

    /// @dev Name the first bad index, from the last to the first: each is bounded by its successor.
    function _revertFeature(uint256 start, uint256 features, uint256 position, uint256 featureCount) private pure {
        uint256 bound = featureCount;
        for (uint256 i = features; i != 0; --i) {
            uint256 feature = _uint16(start + (i - 1) * INDEX_BYTES);
            if (feature >= bound) {
                if (i == features) revert SampleFeatureOutOfRange(position, feature, featureCount);
                revert SampleFeaturesNotIncreasing(position, feature, bound);
            }
            bound = feature;
        }
    }

    /// @dev One learning step on the lane at a memory position, saturating.
    function _step(uint256 lane, uint256 saturated, uint256 step) private pure {
        assembly ("memory-safe") {
            let word := mload(lane)
            // Only the lane's own two bytes change, for the sum stays within 1..65,535.
            if iszero(eq(shr(240, word), saturated)) { mstore(lane, add(word, shl(240, step))) }
        }
    }

    /// @dev Absolute position in calldata.
    function _position(bytes calldata samples, uint256 offset) private pure returns (uint256 position) {
        assembly ("memory-safe") {
            position := add(samples.offset, offset)
        }
    }

    /// @dev The two bytes of calldata at an absolute position.
    function _uint16(uint256 cursor) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, calldataload(cursor))
        }
    }
}
