// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IModel} from "../interfaces/IModel.sol";

/// @title Uses a model's free prediction on chain
/// @notice A message board that shows only what the model calls positive.
contract ConsumerExample {
    /// @notice A message that the model likes was posted.
    event Posted(address indexed author, string message, int256 score);
    /// @notice The model predicts label 0 for the message.
    error MessageDisliked(int256 score);

    IModel public immutable MODEL;

    constructor(IModel model) {
        MODEL = model;
    }

    /// @param sample The message as the model's encoder packs it; its label is not used.
    function post(string calldata message, bytes calldata sample) external {
        (uint8 label, int256 score) = MODEL.predict(sample);
        if (label != 1) revert MessageDisliked(score);
        emit Posted(msg.sender, message, score);
    }
}
