// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ModelShape} from "../types/ModelShape.sol";

/// @title A model's rules over weights that are given, without any storage
/// @notice A market asks the implementation of its model. Samples are packed as in contributions.
interface ILearner {
    /// @notice Check packed samples (any number of them, at least one) and count them; reverts as `contribute` does.
    function countSamples(ModelShape calldata shape, bytes calldata samples) external pure returns (uint256 count);

    /// @notice Check and count packed rows as `countSamples` does; the hash of each row must be above that of the
    /// row before, so that no row is there twice.
    /// @return count Number of rows.
    /// @return first keccak256 of the first row.
    /// @return last keccak256 of the last row.
    /// @return misplaced Number of the first row that does not fit the order; 0 if all do.
    function orderedRows(
        ModelShape calldata shape,
        bytes calldata rows
    ) external pure returns (uint256 count, bytes32 first, bytes32 last, uint256 misplaced);

    /// @notice Hash of the weights after learning from the samples in order, as `contribute` would.
    /// @dev Reverts with `IMarket.MarketInputMismatch("weights", expected, found)` if they have another length.
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
