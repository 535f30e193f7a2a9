// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {StakeIncentive} from "../incentives/StakeIncentive.sol";
import {DensePerceptron} from "../models/DensePerceptron.sol";
import {IncentiveKind} from "../types/IncentiveRules.sol";
import {ModelKind} from "../types/ModelShape.sol";

/// @title Dense perceptron under stakes
contract DensePerceptronStake is DensePerceptron, StakeIncentive {
    function kind() external pure returns (ModelKind, IncentiveKind) {
        return (ModelKind.DensePerceptron, IncentiveKind.Stake);
    }
}
