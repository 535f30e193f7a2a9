// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PointsIncentive} from "../incentives/PointsIncentive.sol";
import {DensePerceptron} from "../models/DensePerceptron.sol";
import {IncentiveKind} from "../types/IncentiveRules.sol";
import {ModelKind} from "../types/ModelShape.sol";

/// @title Dense perceptron under points
contract DensePerceptronPoints is DensePerceptron, PointsIncentive {
    function kind() external pure returns (ModelKind, IncentiveKind) {
        return (ModelKind.DensePerceptron, IncentiveKind.Points);
    }
}
