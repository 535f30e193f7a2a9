// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DataHandler} from "../DataHandler.sol";
import {MarketIncentive} from "../incentives/MarketIncentive.sol";
import {SparsePerceptron} from "../models/SparsePerceptron.sol";
import {MarketLearner} from "../models/MarketLearner.sol";
import {IncentiveKind} from "../types/IncentiveRules.sol";
import {ModelKind} from "../types/ModelShape.sol";

/// @title Sparse perceptron that learns by markets
contract SparsePerceptronMarket is SparsePerceptron, MarketLearner, MarketIncentive {
    /// @notice Refuses: contributions go to the model's market.
    function contribute(bytes calldata samples) external payable override(DataHandler) returns (uint256 index) {
        return _refuse(samples);
    }

    function kind() external pure returns (ModelKind, IncentiveKind) {
        return (ModelKind.SparsePerceptron, IncentiveKind.Market);
    }
}
