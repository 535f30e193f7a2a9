// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DataHandler} from "../DataHandler.sol";
import {MarketIncentive} from "../incentives/MarketIncentive.sol";
import {DensePerceptron} from "../models/DensePerceptron.sol";
import {MarketLearner} from "../models/MarketLearner.sol";
import {IncentiveKind} from "../types/IncentiveRules.sol";
import {ModelKind} from "../types/ModelShape.sol";

/// @title Dense perceptron that learns by markets
contract DensePerceptronMarket is DensePerceptron, MarketLearner, MarketIncentive {
    /// @notice Refuses: contributions go to the model's market.
    function contribute(bytes calldata samples) external payable override(DataHandler) returns (uint256 index) {
        return _refuse(samples);
    }

    function kind() external pure returns (ModelKind, IncentiveKind) {
        return (ModelKind.DensePerceptron, IncentiveKind.Market);
    }
}
