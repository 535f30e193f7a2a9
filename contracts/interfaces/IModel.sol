// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ModelShape, WeightChange} from "../types/ModelShape.sol";

/// @title A linear model that anyone may ask for free
/// @notice Score = bias + sum of weight x feature; label 1 is predicted iff the score is above 0. The model
/// agrees with a sample iff (2 label - 1) x score > 0, and learns from it iff it does not agree (Rosenblatt
/// 1958; the update rule of scikit-learn's Perceptron). A weight saturates at +-(2**(laneBits - 1) - 1).
interface IModel {
    /// @notice Starting weights were stored.
    /// @param firstWord Index of the first word written.
    /// @param words Packed lanes, the first lane of a word in its highest bits.
    event WeightsUploaded(uint256 indexed firstWord, bytes32[] words);
    /// @notice From here on only learning changes weights.
    event UploadClosed();

    /// @notice Only the deployer may upload starting weights.
    error UploadNotDeployer(address expected, address found);
    /// @notice The starting weights are final.
    error UploadAlreadyClosed();
    /// @notice Contributions and funds are taken once the upload has closed.
    error UploadStillOpen();
    /// @notice The words reach past the model's last weight.
    error UploadTooLong(uint256 endWord, uint256 wordCount);
    /// @notice A word holds the lowest lane value, or a lane past the bias that is not zero.
    error UploadWordInvalid(uint256 word);
    /// @notice There is no sample in the data.
    error SamplesEmpty();
    /// @notice There are more samples than a contribution may have.
    error SamplesTooMany(uint256 most);
    /// @notice The data ends within the sample.
    error SampleTruncated(uint256 position);
    /// @notice The label is not one of 0..labelCount-1.
    error SampleLabelOutOfRange(uint256 position, uint256 label, uint256 labelCount);
    /// @notice The sample has no feature.
    error SampleWithoutFeatures(uint256 position);
    /// @notice The sample names a feature that the model does not have.
    error SampleFeatureOutOfRange(uint256 position, uint256 feature, uint256 featureCount);
    /// @notice The sample's features are not strictly increasing: one is repeated or out of order.
    error SampleFeaturesNotIncreasing(uint256 position, uint256 feature, uint256 next);

    /// @notice Store starting weights.
    /// @dev Access: the deployer. Phase: upload open.
    /// @param firstWord Index of the first word to write.
    /// @param words Packed lanes; may be empty.
    /// @param last Whether the upload closes with this call, for good.
    function uploadWeights(uint256 firstWord, bytes32[] calldata words, bool last) external;

    /// @notice Dimensions of the model.
    function shape() external view returns (ModelShape memory);

    /// @notice Words of packed weights. Sparse: lane 0 is the bias, lane i + 1 the weight of feature i. Dense:
    /// lane i is the weight of feature i, lane featureCount the bias.
    function weightWords(uint256 firstWord, uint256 count) external view returns (bytes32[] memory words);

    /// @notice Number of words that hold the model's weights.
    function wordCount() external view returns (uint256);

    /// @notice Label and score of exactly one packed sample; the sample's own label is not used.
    function predict(bytes calldata sample) external view returns (uint8 label, int256 score);

    /// @notice Labels and scores of packed samples, without limit to their number.
    function predictBatch(bytes calldata samples) external view returns (uint8[] memory labels, int256[] memory scores);

    /// @notice How many of the packed samples have the label that the model predicts.
    function evaluate(bytes calldata samples) external view returns (uint256 correct, uint256 total);

    /// @notice Weights that contributing these samples now would change.
    function preview(bytes calldata samples) external view returns (WeightChange[] memory changes);
}
