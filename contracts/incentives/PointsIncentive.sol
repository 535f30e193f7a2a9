// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DataHandler} from "../DataHandler.sol";
import {IBadges} from "../interfaces/IBadges.sol";
import {IPointsIncentive} from "../interfaces/IPointsIncentive.sol";
import {Milestones} from "../libraries/Milestones.sol";
import {TrainerArguments} from "../libraries/TrainerArguments.sol";
import {PointsRules} from "../types/IncentiveRules.sol";

/// @title Points and badges, no money
abstract contract PointsIncentive is DataHandler, IPointsIncentive {
    struct Points {
        uint64 asContributor;
        uint64 asValidator;
    }

    mapping(address account => Points) private _points;

    /// @inheritdoc IPointsIncentive
    function validate(address contributor, bytes calldata samples) external {
        (bytes32 key, uint256 sinceS) = _openContribution(contributor, samples);
        if (msg.sender == contributor) revert ValidateOwnContribution(contributor);
        (address badges, PointsRules memory own) = _rules();
        uint256 fromS = sinceS + own.validateWaitS;
        if (block.timestamp < fromS) revert ValidateTooEarly(block.timestamp, fromS);

        (uint256 count, uint256 disagreeing) = _judge(samples);
        uint256 agreeing = count;
        for (; disagreeing != 0; disagreeing &= disagreeing - 1) {
            --agreeing;
        }
        delete _records[key];
        uint256 contributorBefore = _total(contributor);
        uint256 validatorBefore = _total(msg.sender);
        if (agreeing != 0) _points[contributor].asContributor += uint64(agreeing);
        _points[msg.sender].asValidator += 1;
        emit Validated(key, contributor, msg.sender, agreeing, 1);
        _award(badges, contributor, contributorBefore, contributorBefore + agreeing);
        _award(badges, msg.sender, validatorBefore, validatorBefore + 1);
    }

    /// @inheritdoc IPointsIncentive
    function rules() external view returns (PointsRules memory own) {
        (, own) = _rules();
    }

    /// @inheritdoc IPointsIncentive
    function pointsOf(address account) external view returns (uint256 asContributor, uint256 asValidator) {
        Points storage points = _points[account];
        return (points.asContributor, points.asValidator);
    }

    /// @inheritdoc IPointsIncentive
    function openContribution(bytes32 key) external view returns (uint256 sinceS) {
        return _records[key];
    }

    function _openRecord(uint256) internal view override returns (uint256) {
        if (msg.value != 0) revert DepositNotAccepted(msg.value);
        return block.timestamp;
    }

    function _award(address badges, address holder, uint256 pointsBefore, uint256 pointsNow) private {
        if (!Milestones.passed(pointsBefore, pointsNow)) return;
        IBadges(badges).award(registryIndex(), holder, pointsBefore, pointsNow);
    }

    function _total(address account) private view returns (uint256) {
        Points storage points = _points[account];
        return uint256(points.asContributor) + points.asValidator;
    }

    function _rules() private view returns (address badges, PointsRules memory) {
        (, uint256 word) = TrainerArguments.load();
        return TrainerArguments.unpackPointsRules(word);
    }
}
