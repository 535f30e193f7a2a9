// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PointsIncentive} from "../incentives/PointsIncentive.sol";
import {SparsePerceptron} from "../models/SparsePerceptron.sol";
import {IncentiveKind} from "../types/IncentiveRules.sol";
import {ModelKind} from "../types/ModelShape.sol";

/// @title Sparse perceptron under points
contract SparsePerceptronPoints is SparsePerceptron, PointsIncentive {
    function kind() external pure returns (ModelKind, IncentiveKind) {
        return (ModelKind.SparsePerceptron, IncentiveKind.Points);
    }
}
