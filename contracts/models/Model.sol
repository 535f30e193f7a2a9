// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DataHandler} from "../DataHandler.sol";
import {IModel} from "../interfaces/IModel.sol";
import {PackedLanes} from "../libraries/PackedLanes.sol";
import {TrainerArguments} from "../libraries/TrainerArguments.sol";
import {WeightImage, WeightImageLibrary} from "../libraries/WeightImage.sol";
import {ModelShape, WeightChange} from "../types/ModelShape.sol";

/// @title What all linear learners share
/// @notice Walks over packed samples; how one sample is scored and learned is each learner's own.
abstract contract Model is DataHandler {
    uint256 internal constant LABEL_COUNT = 2;
    uint256 private constant MAX_SAMPLES = 128;

    /// @dev Packed weights; 4,096 words of 16 lanes hold the largest model.
    uint256[4096] internal _words;

    /// @inheritdoc IModel
    function uploadWeights(uint256 firstWord, bytes32[] calldata words, bool last) external onlyClone {
        if (msg.sender != deployer()) revert UploadNotDeployer(deployer(), msg.sender);
        if (_head.uploadClosed()) revert UploadAlreadyClosed();
        ModelShape memory dimensions = shape();
        uint256 most = _wordCount(dimensions.featureCount, dimensions.laneBits);
        // A first word that no word index can be is past the end whatever the sum wraps to.
        if (firstWord > most || firstWord + words.length > most) {
            revert UploadTooLong(firstWord > most ? firstWord : firstWord + words.length, most);
        }
        for (uint256 i = 0; i < words.length; ++i) {
            uint256 word = uint256(words[i]);
            if (!_isValidWord(word, firstWord + i, dimensions)) revert UploadWordInvalid(firstWord + i);
            _words[firstWord + i] = word;
        }
        if (words.length != 0) emit WeightsUploaded(firstWord, words);
        if (last) {
            _head = _head.closeUpload();
            emit UploadClosed();
        }
    }

    /// @inheritdoc IModel
    function shape() public view returns (ModelShape memory) {
        (uint256 identity, ) = TrainerArguments.load();
        return
            ModelShape({
                featureCount: uint24(TrainerArguments.featureCountOf(identity)),
                laneBits: uint8(TrainerArguments.laneBitsOf(identity)),
                fractionBits: uint8(TrainerArguments.fractionBitsOf(identity))
            });
    }

    /// @inheritdoc IModel
    function wordCount() public view returns (uint256) {
        ModelShape memory dimensions = shape();
        return _wordCount(dimensions.featureCount, dimensions.laneBits);
    }

    /// @inheritdoc IModel
    function weightWords(uint256 firstWord, uint256 count) external view returns (bytes32[] memory words) {
        words = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            words[i] = bytes32(_words[firstWord + i]);
        }
    }

    /// @inheritdoc IModel
    function predict(bytes calldata sample) external view returns (uint8 label, int256 score) {
        if (sample.length == 0) revert SamplesEmpty();
        uint256 next;
        (, score, next) = _score(_image(sample.length), sample, 0, 0);
        if (next != sample.length) revert SamplesTooMany(1);
        label = uint8(_predicted(score));
    }

    /// @inheritdoc IModel
    function predictBatch(
        bytes calldata samples
    ) external view returns (uint8[] memory labels, int256[] memory scores) {
        WeightImage image = _image(samples.length);
        uint256 count = _countSamples(image, samples);
        labels = new uint8[](count);
        scores = new int256[](count);
        uint256 offset = 0;
        for (uint256 i = 0; i < count; ++i) {
            (, scores[i], offset) = _score(image, samples, offset, i);
            labels[i] = uint8(_predicted(scores[i]));
        }
    }

    /// @inheritdoc IModel
    function evaluate(bytes calldata samples) external view returns (uint256 correct, uint256 total) {
        if (samples.length == 0) revert SamplesEmpty();
        WeightImage image = _image(samples.length);
        uint256 offset = 0;
        // Neither count can pass the number of bytes.
        unchecked {
            while (offset < samples.length) {
                uint256 label;
                int256 score;
                (label, score, offset) = _score(image, samples, offset, total++);
                if (_predicted(score) == label) ++correct;
            }
        }
    }

    /// @inheritdoc IModel
    function preview(bytes calldata samples) external view returns (WeightChange[] memory changes) {
        _checkSize(samples);
        WeightImage image = _image(samples.length);
        _train(image, samples);
        changes = new WeightChange[](_changes(image, changes));
        _changes(image, changes);
    }

    function _learn(bytes calldata samples) internal override returns (uint256 count) {
        WeightImage image = _image(samples.length);
        bool changed;
        (count, changed) = _train(image, samples);
        if (changed) _save(image, samples);
    }

    function _judge(bytes calldata samples) internal view override returns (uint256 count, uint256 disagreeing) {
        WeightImage image = _image(samples.length);
        uint256 offset = 0;
        unchecked {
            // The samples were counted when they were contributed: there are 1..128.
            while (offset < samples.length) {
                uint256 label;
                int256 score;
                (label, score, offset) = _score(image, samples, offset, count);
                if (!_agrees(label, score)) disagreeing |= 1 << count;
                ++count;
            }
        }
    }

    /// @dev Learns in memory, sample by sample in order.
    function _train(WeightImage image, bytes calldata samples) internal view returns (uint256 count, bool changed) {
        if (samples.length == 0) revert SamplesEmpty();
        uint256 offset = 0;
        unchecked {
            while (offset < samples.length) {
                if (count == MAX_SAMPLES) revert SamplesTooMany(MAX_SAMPLES);
                (uint256 label, int256 score, uint256 next) = _score(image, samples, offset, count);
                if (!_agrees(label, score)) {
                    _update(image, samples, offset, label == 1);
                    changed = true;
                }
                offset = next;
                ++count;
            }
        }
    }

    /// @dev Number of weights that differ from the stored ones; as many as fit are written down, the bias last.
    function _changes(WeightImage image, WeightChange[] memory changes) private view returns (uint256 found) {
        uint256 bits = image.laneBits();
        uint256 signs = PackedLanes.signs(bits);
        uint256 perWord = 256 / bits;
        uint256 bias = image.featureCount();
        uint256 feature = 0;
        while (feature <= bias) {
            uint256 lane = _laneOf(feature, bias);
            uint256 word = lane / perWord;
            if (!image.isChanged(word, _storedWords(), signs)) {
                // On to the next word, but not past the bias, which may stand in another one.
                uint256 next = feature + perWord - (lane % perWord);
                feature = feature < bias && next > bias ? bias : next;
                continue;
            }
            int256 before = PackedLanes.lane(_words[word], lane % perWord, bits);
            int256 afterwards = PackedLanes.lane(image.word(word, signs), lane % perWord, bits);
            if (before != afterwards) {
                if (found < changes.length) changes[found] = WeightChange(feature, before, afterwards);
                ++found;
            }
            ++feature;
        }
    }

    function _predicted(int256 score) internal pure returns (uint256) {
        return score > 0 ? 1 : 0;
    }

    /// @dev A score of 0 agrees with neither label, as in scikit-learn's Perceptron: an untrained model pays nobody.
    function _agrees(uint256 label, int256 score) private pure returns (bool) {
        return label == 1 ? score > 0 : score < 0;
    }

    function _countSamples(WeightImage image, bytes calldata samples) private view returns (uint256 count) {
        if (samples.length == 0) revert SamplesEmpty();
        uint256 offset = 0;
        while (offset < samples.length) {
            (, , offset) = _score(image, samples, offset, count++);
        }
    }

    function _isValidWord(uint256 word, uint256 index, ModelShape memory dimensions) internal pure returns (bool) {
        if (PackedLanes.hasLowest(word, dimensions.laneBits)) return false;
        uint256 endBit = (index + 1) * 256;
        uint256 usedBits = (uint256(dimensions.featureCount) + 1) * dimensions.laneBits;
        return endBit <= usedBits || word & ((1 << (endBit - usedBits)) - 1) == 0;
    }

    /// @dev Storage slot of the first word of weights.
    function _storedWords() internal pure returns (uint256 slot) {
        assembly ("memory-safe") {
            slot := _words.slot
        }
    }

    /// @dev An image to work on samples of so many bytes.
    function _image(uint256 sampleBytes) private view returns (WeightImage image) {
        (uint256 identity, ) = TrainerArguments.load();
        uint256 featureCount = TrainerArguments.featureCountOf(identity);
        uint256 laneBits = TrainerArguments.laneBitsOf(identity);
        uint256 words = _wordCount(featureCount, laneBits);
        image = WeightImageLibrary.create(words, featureCount, laneBits, TrainerArguments.fractionBitsOf(identity));
        if (_needsAllWords(sampleBytes, words)) {
            image = image.complete(_storedWords(), PackedLanes.signs(laneBits));
        }
    }

    function _wordCount(uint256 featureCount, uint256 laneBits) internal pure returns (uint256) {
        return ((featureCount + 1) * laneBits + 255) >> 8;
    }

    /// @dev Absolute position in calldata.
    function _position(bytes calldata samples, uint256 offset) internal pure returns (uint256 position) {
        assembly ("memory-safe") {
            position := add(samples.offset, offset)
        }
    }

    /// @dev Parse the sample at `offset`, number `position`, and score it.
    /// @return label Its own label.
    /// @return score Bias + sum of weight x feature.
    /// @return next Offset behind the sample.
    function _score(
        WeightImage image,
        bytes calldata samples,
        uint256 offset,
        uint256 position
    ) internal view virtual returns (uint256 label, int256 score, uint256 next);

    /// @dev Check the sample at `offset`, number `position`, as `_score` does, without any weights.
    /// @return next Offset behind the sample.
    function _skip(
        ModelShape memory dimensions,
        bytes calldata samples,
        uint256 offset,
        uint256 position
    ) internal pure virtual returns (uint256 next);

    /// @dev Move the image's weights towards (or away from) a sample that `_score` has parsed.
    function _update(WeightImage image, bytes calldata samples, uint256 offset, bool towards) internal pure virtual;

    /// @dev Write what learning changed; the samples have been parsed.
    function _save(WeightImage image, bytes calldata samples) internal virtual;

    /// @dev Whether it is cheaper to load all words at once for samples of so many bytes.
    function _needsAllWords(uint256 sampleBytes, uint256 words) internal pure virtual returns (bool);

    /// @dev Lane of a feature's weight; `featureCount` stands for the bias.
    function _laneOf(uint256 feature, uint256 featureCount) internal pure virtual returns (uint256);
}
