// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Model} from "./Model.sol";
import {WeightImage} from "../libraries/WeightImage.sol";
import {ModelShape} from "../types/ModelShape.sol";

/// @title Perceptron over binary features
/// @notice Sample: label (1 byte), feature count (1 byte), strictly increasing feature indices (2 bytes each).
/// Weights are int16 in units of one learning step. Lane 0 is the bias, so that it shares the word of the most
/// frequent features.
abstract contract SparsePerceptron is Model {
    uint256 private constant HEADER_BYTES = 2;
    uint256 private constant INDEX_BYTES = 2;
    uint256 private constant LANE_BYTES = 2;
    uint256 private constant LANES = 16;
    uint256 private constant SIGNS = 0x8000800080008000800080008000800080008000800080008000800080008000;
    /// @dev A weight of 0, as the image holds it.
    uint256 private constant FLIPPED_ZERO = 0x8000;
    /// @dev +32,767 and -32,767, as the image holds them.
    uint256 private constant FLIPPED_MOST = 0xffff;
    uint256 private constant FLIPPED_LEAST = 1;

    function _score(
        WeightImage image,
        bytes calldata samples,
        uint256 offset,
        uint256 position
    ) internal view override returns (uint256 label, int256 score, uint256 next) {
        uint256 features;
        (label, features, next) = _header(samples, offset, position);
        // At most 256 lanes of 16 bits are summed, and offsets stay below the length of calldata.
        unchecked {
            uint256 start = _position(samples, offset + HEADER_BYTES);
            if (!_isIncreasing(start, features, image.featureCount())) {
                _revertFeature(start, features, position, image.featureCount());
            }
            if (!image.isComplete()) _load(image, start, features);
            score = int256(_sum(image.lane1(), start, features)) - int256((features + 1) * FLIPPED_ZERO);
        }
    }

    function _skip(
        ModelShape memory dimensions,
        bytes calldata samples,
        uint256 offset,
        uint256 position
    ) internal pure override returns (uint256 next) {
        uint256 features;
        (, features, next) = _header(samples, offset, position);
        unchecked {
            uint256 start = _position(samples, offset + HEADER_BYTES);
            if (!_isIncreasing(start, features, dimensions.featureCount)) {
                _revertFeature(start, features, position, dimensions.featureCount);
            }
        }
    }

    function _update(WeightImage image, bytes calldata samples, uint256 offset, bool towards) internal pure override {
        uint256 header = _position(samples, offset);
        uint256 lane1 = image.lane1();
        uint256 saturated = towards ? FLIPPED_MOST : FLIPPED_LEAST;
        uint256 step = towards ? 1 << 240 : type(uint256).max << 240;
        assembly ("memory-safe") {
            function move(lane, limit, change) {
                let word := mload(lane)
                // Only the lane's own two bytes change, for it stays within 1..65,535.
                if xor(shr(240, word), limit) {
                    mstore(lane, add(word, change))
                }
            }

            move(sub(lane1, LANE_BYTES), saturated, step)
            let features := byte(1, calldataload(header))
            let cursor := add(header, HEADER_BYTES)
            let end := add(cursor, shl(1, features))
            for {
                let tail := add(cursor, shl(1, and(features, 3)))
            } lt(cursor, tail) {
                cursor := add(cursor, INDEX_BYTES)
            } {
                move(add(lane1, shl(1, shr(240, calldataload(cursor)))), saturated, step)
            }
            for {} lt(cursor, end) {
                cursor := add(cursor, 8)
            } {
                let word := calldataload(cursor)
                move(add(lane1, and(shr(239, word), 0x1fffe)), saturated, step)
                move(add(lane1, and(shr(223, word), 0x1fffe)), saturated, step)
                move(add(lane1, and(shr(207, word), 0x1fffe)), saturated, step)
                move(add(lane1, and(shr(191, word), 0x1fffe)), saturated, step)
            }
        }
    }

    function _save(WeightImage image, bytes calldata samples) internal override {
        uint256 stored = _storedWords();
        if (image.isComplete()) return image.save(stored, SIGNS);
        unchecked {
            image.saveWord(0, stored, SIGNS);
            uint256 cursor = _position(samples, 0);
            uint256 end = cursor + samples.length;
            uint256 saved = 0;
            while (cursor != end) {
                uint256 sampleEnd = cursor + HEADER_BYTES + (_uint16(cursor) & 0xff) * INDEX_BYTES;
                for (cursor += HEADER_BYTES; cursor != sampleEnd; cursor += INDEX_BYTES) {
                    uint256 word = (_uint16(cursor) + 1) / LANES;
                    if (word == saved) continue;
                    image.saveWord(word, stored, SIGNS);
                    saved = word;
                }
            }
        }
    }

    /// @dev A word costs 2,100 gas to load, a feature about 100 to look whether its word is loaded.
    function _needsAllWords(uint256 sampleBytes, uint256 words) internal pure override returns (bool) {
        return sampleBytes / 16 >= words;
    }

    function _laneOf(uint256 feature, uint256 featureCount) internal pure override returns (uint256) {
        return feature == featureCount ? 0 : feature + 1;
    }

    function _header(
        bytes calldata samples,
        uint256 offset,
        uint256 position
    ) private pure returns (uint256 label, uint256 features, uint256 next) {
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

    /// @dev Whether the indices increase strictly and stay below `featureCount`; 16 of them at a time. `next` holds
    /// the indices and `previous` those before them, in lanes of 16 bits; a lane's highest bit of `high` is set
    /// where previous >= next (compared without the highest bits first, so that no borrow leaves a lane).
    function _isIncreasing(uint256 start, uint256 features, uint256 featureCount) private pure returns (bool valid) {
        assembly ("memory-safe") {
            let end := add(start, shl(1, features))
            // The first index has none before it.
            let next := calldataload(start)
            let previous := shr(16, next)
            let high := and(
                or(
                    and(previous, not(next)),
                    and(not(xor(previous, next)), sub(or(previous, SIGNS), and(next, not(SIGNS))))
                ),
                SIGNS
            )
            high := and(high, sub(shl(255, 1), 1))
            let cursor := add(start, 0x20)
            for {} lt(cursor, end) {
                cursor := add(cursor, 0x20)
            } {
                if high {
                    break
                }
                next := calldataload(cursor)
                previous := calldataload(sub(cursor, INDEX_BYTES))
                high := and(
                    or(
                        and(previous, not(next)),
                        and(not(xor(previous, next)), sub(or(previous, SIGNS), and(next, not(SIGNS))))
                    ),
                    SIGNS
                )
            }
            // What lies behind the sample does not count; a break above happened before its last word.
            if lt(end, cursor) {
                high := shr(shl(3, sub(cursor, end)), high)
            }
            valid := and(iszero(high), lt(shr(240, calldataload(sub(end, INDEX_BYTES))), featureCount))
        }
    }

    /// @dev Sum of the flipped lanes of the bias and a sample's features; the inner loop of everything. Indices are doubled,
    /// for the lane of feature i stands 2 x i bytes behind that of feature 0.
    function _sum(uint256 lane1, uint256 cursor, uint256 features) private pure returns (uint256 sum) {
        assembly ("memory-safe") {
            // The lane of the index whose last bit is bit 1 of `doubled`.
            function lane(base, doubled) -> value {
                value := shr(240, mload(add(base, and(doubled, 0x1fffe))))
            }

            sum := shr(240, mload(sub(lane1, LANE_BYTES)))
            let end := add(cursor, shl(1, features))
            for {
                let tail := add(cursor, shl(1, and(features, 3)))
            } lt(cursor, tail) {
                cursor := add(cursor, 2)
            } {
                sum := add(sum, lane(lane1, shr(239, calldataload(cursor))))
            }
            for {
                let tail := add(cursor, shl(1, and(features, 12)))
            } lt(cursor, tail) {
                cursor := add(cursor, 8)
            } {
                let word := calldataload(cursor)
                sum := add(
                    sum,
                    add(
                        add(lane(lane1, shr(239, word)), lane(lane1, shr(223, word))),
                        add(lane(lane1, shr(207, word)), lane(lane1, shr(191, word)))
                    )
                )
            }
            for {} lt(cursor, end) {
                cursor := add(cursor, 32)
            } {
                let word := calldataload(cursor)
                sum := add(
                    sum,
                    add(
                        add(lane(lane1, shr(239, word)), lane(lane1, shr(223, word))),
                        add(lane(lane1, shr(207, word)), lane(lane1, shr(191, word)))
                    )
                )
                sum := add(
                    sum,
                    add(
                        add(lane(lane1, shr(175, word)), lane(lane1, shr(159, word))),
                        add(lane(lane1, shr(143, word)), lane(lane1, shr(127, word)))
                    )
                )
                sum := add(
                    sum,
                    add(
                        add(lane(lane1, shr(111, word)), lane(lane1, shr(95, word))),
                        add(lane(lane1, shr(79, word)), lane(lane1, shr(63, word)))
                    )
                )
                sum := add(
                    sum,
                    add(
                        add(lane(lane1, shr(47, word)), lane(lane1, shr(31, word))),
                        add(lane(lane1, shr(15, word)), lane(lane1, shl(1, word)))
                    )
                )
            }
        }
    }

    /// @dev Load the words that a sample needs; its indices have been checked.
    function _load(WeightImage image, uint256 cursor, uint256 features) private view {
        uint256 stored = _storedWords();
        image.load(0, stored, SIGNS);
        uint256 lane1 = image.lane1();
        assembly ("memory-safe") {
            for {
                let end := add(cursor, shl(1, features))
            } lt(cursor, end) {
                cursor := add(cursor, INDEX_BYTES)
            } {
                let feature := shr(240, calldataload(cursor))
                if iszero(shr(240, mload(add(lane1, shl(1, feature))))) {
                    let index := shr(4, add(feature, 1))
                    mstore(add(sub(lane1, LANE_BYTES), shl(5, index)), xor(sload(add(stored, index)), SIGNS))
                }
            }
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

    /// @dev The two bytes of calldata at an absolute position.
    function _uint16(uint256 cursor) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, calldataload(cursor))
        }
    }
}
