// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Model} from "./Model.sol";
import {ILearner} from "../interfaces/ILearner.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {PackedLanes} from "../libraries/PackedLanes.sol";
import {WeightImage, WeightImageLibrary} from "../libraries/WeightImage.sol";
import {ModelShape} from "../types/ModelShape.sol";

/// @title A model's rules over weights that are given
/// @notice The trainer's own code, so a market's weights are exactly those that `contribute` would leave.
abstract contract MarketLearner is Model, ILearner {
    /// @inheritdoc ILearner
    function countSamples(
        ModelShape calldata dimensions,
        bytes calldata samples
    ) external pure returns (uint256 count) {
        if (samples.length == 0) revert SamplesEmpty();
        ModelShape memory copy = dimensions;
        uint256 offset = 0;
        unchecked {
            while (offset < samples.length) offset = _skip(copy, samples, offset, count++);
        }
    }

    /// @inheritdoc ILearner
    function orderedRows(
        ModelShape calldata dimensions,
        bytes calldata rows
    ) external pure returns (uint256 count, bytes32 first, bytes32 last, uint256 misplaced) {
        if (rows.length == 0) revert SamplesEmpty();
        ModelShape memory copy = dimensions;
        uint256 offset = 0;
        unchecked {
            while (offset < rows.length) {
                uint256 next = _skip(copy, rows, offset, count);
                bytes32 hash = keccak256(rows[offset:next]);
                if (count == 0) first = hash;
                else if (hash <= last && misplaced == 0) misplaced = count;
                last = hash;
                offset = next;
                ++count;
            }
        }
    }

    /// @inheritdoc ILearner
    function trainedHash(
        ModelShape calldata dimensions,
        bytes calldata weights,
        bytes calldata samples
    ) external view returns (bytes32 weightsHash) {
        WeightImage image = _given(dimensions, weights);
        _train(image, samples);
        weightsHash = image.hashOnce(PackedLanes.signs(dimensions.laneBits));
    }

    /// @inheritdoc ILearner
    function countErrors(
        ModelShape calldata dimensions,
        bytes calldata weights,
        bytes calldata rows
    ) external view returns (uint256 errors) {
        if (rows.length == 0) revert SamplesEmpty();
        WeightImage image = _given(dimensions, weights);
        uint256 offset = 0;
        // Neither count can pass the number of bytes.
        unchecked {
            uint256 row = 0;
            while (offset < rows.length) {
                uint256 label;
                int256 score;
                (label, score, offset) = _score(image, rows, offset, row++);
                if (_predicted(score) != label) ++errors;
            }
        }
    }

    /// @dev An image of the weights; all of them, so nothing is read from storage.
    function _given(ModelShape calldata dimensions, bytes calldata weights) private pure returns (WeightImage) {
        uint256 bits = dimensions.laneBits;
        uint256 words = _wordCount(dimensions.featureCount, bits);
        if (weights.length != words * 32) {
            revert IMarket.MarketInputMismatch("weights", bytes32(words * 32), bytes32(weights.length));
        }
        return
            WeightImageLibrary.create(words, dimensions.featureCount, bits, dimensions.fractionBits).fill(
                weights,
                PackedLanes.signs(bits)
            );
    }
}
