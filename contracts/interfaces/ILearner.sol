// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ModelShape} from "../types/ModelShape.sol";

/// @title A model's rules over weights that are given, without any storage
/// @notice A market asks the implementation of its model. Samples are packed as in contributions.
interface ILearner {
    /// @notice Check packed samples (any number of them, at least one) and count them; reverts as `contribute` does.
    function countSamples(ModelShape calldata shape, bytes calldata samples) external pure returns (uint256 count);

    /// @notice Hash of the weights after learning from the samples in order, as `contribute` would.
    /// @param weights Packed words, all of the model's.
    function trainedHash(
        ModelShape calldata shape,
        bytes calldata weights,
        bytes calldata samples
    ) external view returns (bytes32 weightsHash);

    /// @notice How many of the rows do not have the label that the weights predict.
    function countErrors(
        ModelShape calldata shape,
        bytes calldata weights,
        bytes calldata rows
    ) external view returns (uint256 errors);
}
