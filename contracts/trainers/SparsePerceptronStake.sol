// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {StakeIncentive} from "../incentives/StakeIncentive.sol";
import {SparsePerceptron} from "../models/SparsePerceptron.sol";
import {IncentiveKind} from "../types/IncentiveRules.sol";
import {ModelKind} from "../types/ModelShape.sol";

/// @title Sparse perceptron under stakes
contract SparsePerceptronStake is SparsePerceptron, StakeIncentive {
    function kind() external pure returns (ModelKind, IncentiveKind) {
        return (ModelKind.SparsePerceptron, IncentiveKind.Stake);
    }
}
