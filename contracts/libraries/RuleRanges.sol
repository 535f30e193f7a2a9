// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarketIncentive} from "../interfaces/IMarketIncentive.sol";
import {IPointsIncentive} from "../interfaces/IPointsIncentive.sol";
import {IRegistry} from "../interfaces/IRegistry.sol";
import {IStakeIncentive} from "../interfaces/IStakeIncentive.sol";
import {MarketRules, PointsRules, StakeRules} from "../types/IncentiveRules.sol";
import {MarketRanges} from "./MarketRanges.sol";
import {ModelKind, ModelShape} from "../types/ModelShape.sol";

/// @title What a trainer may be deployed with
library RuleRanges {
    /// @dev Waits shorter than this could be over before people see a contribution.
    uint256 internal constant MIN_WAIT_S = 10 minutes;
    /// @dev Nothing is locked for ever.
    uint256 internal constant MAX_WAIT_S = 365 days;
    uint256 internal constant MAX_SECONDS_PER_SAMPLE = 1 hours;
    /// @dev Lanes of a sparse model, bias included, are numbered by 16 bits.
    uint256 internal constant MAX_SPARSE_FEATURES = 65_535;
    /// @dev A contribution of 60,000 bytes holds 14 samples of the largest dense model.
    uint256 internal constant MAX_DENSE_FEATURES = 1024;

    function checkShape(ModelKind model, ModelShape calldata shape) internal pure {
        bool sparse = model == ModelKind.SparsePerceptron;
        _shape("featureCount", shape.featureCount, 1, sparse ? MAX_SPARSE_FEATURES : MAX_DENSE_FEATURES);
        if (sparse) {
            _shape("laneBits", shape.laneBits, 16, 16);
            _shape("fractionBits", shape.fractionBits, 0, 0);
        } else {
            if (shape.laneBits != 16 && shape.laneBits != 32) {
                revert IRegistry.ShapeOutOfRange("laneBits", shape.laneBits, 16, 32);
            }
            _shape("fractionBits", shape.fractionBits, 0, shape.laneBits - 2);
        }
    }

    function checkMarketShape(ModelKind model, ModelShape calldata shape) internal pure {
        _shape("featureCount", shape.featureCount, 1, MarketRanges.MAX_FEATURES);
        checkShape(model, shape);
    }

    function checkStakeRules(StakeRules calldata rules) internal pure {
        // With a price of 0 a contribution would risk nothing.
        _stake("floorPriceWei", rules.floorPriceWei, 1, type(uint64).max);
        _stake("secondsPerSample", rules.secondsPerSample, 1, MAX_SECONDS_PER_SAMPLE);
        _stake("refundWaitS", rules.refundWaitS, MIN_WAIT_S, MAX_WAIT_S);
        // Between the two waits only the contributor may settle.
        _stake("takeWaitS", rules.takeWaitS, rules.refundWaitS + MIN_WAIT_S, MAX_WAIT_S);
        _stake("verdictGapS", rules.verdictGapS, MIN_WAIT_S, MAX_WAIT_S);
        _stake("depositCapWei", rules.depositCapWei, rules.floorPriceWei, type(uint80).max);
    }

    function checkPointsRules(PointsRules calldata rules) internal pure {
        if (rules.validateWaitS < MIN_WAIT_S || rules.validateWaitS > MAX_WAIT_S) {
            revert IPointsIncentive.PointsRuleOutOfRange("validateWaitS", rules.validateWaitS, MIN_WAIT_S, MAX_WAIT_S);
        }
    }

    function checkMarketRules(MarketRules calldata rules) internal pure {
        if (rules.leastBountyWei == 0 || rules.leastBountyWei > MarketRanges.MAX_WEI) {
            revert IMarketIncentive.MarketRuleOutOfRange(
                "leastBountyWei",
                rules.leastBountyWei,
                1,
                MarketRanges.MAX_WEI
            );
        }
    }

    function _shape(bytes32 dimension, uint256 found, uint256 least, uint256 most) private pure {
        if (found < least || found > most) revert IRegistry.ShapeOutOfRange(dimension, found, least, most);
    }

    function _stake(bytes32 rule, uint256 found, uint256 least, uint256 most) private pure {
        if (found < least || found > most) revert IStakeIncentive.StakeRuleOutOfRange(rule, found, least, most);
    }
}
