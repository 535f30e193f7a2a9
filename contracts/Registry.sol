// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Badges} from "./Badges.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {RuleRanges} from "./libraries/RuleRanges.sol";
import {TrainerArguments} from "./libraries/TrainerArguments.sol";
import {IncentiveKind, MarketRules, PointsRules, StakeRules} from "./types/IncentiveRules.sol";
import {Metadata} from "./types/Metadata.sol";
import {ModelKind, ModelShape} from "./types/ModelShape.sol";

/// @title Deploys trainers and is how the world finds them
contract Registry is IRegistry {
    struct Entry {
        address trainer;
        uint64 deployedAtBlock;
    }

    /// @inheritdoc IRegistry
    address public immutable badges = address(new Badges());
    /// @inheritdoc IRegistry
    address public immutable marketImplementation;

    mapping(ModelKind => mapping(IncentiveKind => address)) private _implementations;
    Entry[] private _entries;

    /// @param trainers Implementations: sparse and dense under stakes, under points, under markets.
    /// @param market Implementation of the markets.
    constructor(address[6] memory trainers, address market) {
        for (uint256 i = 0; i < trainers.length; ++i) {
            _implementations[ModelKind(i % 2)][IncentiveKind(i / 2)] = trainers[i];
        }
        marketImplementation = market;
    }

    /// @inheritdoc IRegistry
    function deployUnderStake(
        ModelKind model,
        ModelShape calldata shape,
        StakeRules calldata rules,
        Metadata calldata metadata
    ) external returns (address) {
        RuleRanges.checkShape(model, shape);
        RuleRanges.checkStakeRules(rules);
        return _deploy(model, IncentiveKind.Stake, shape, TrainerArguments.packStakeRules(rules), metadata);
    }

    /// @inheritdoc IRegistry
    function deployUnderPoints(
        ModelKind model,
        ModelShape calldata shape,
        PointsRules calldata rules,
        Metadata calldata metadata
    ) external returns (address) {
        RuleRanges.checkShape(model, shape);
        RuleRanges.checkPointsRules(rules);
        return _deploy(model, IncentiveKind.Points, shape, TrainerArguments.packPointsRules(badges, rules), metadata);
    }

    /// @inheritdoc IRegistry
    function deployUnderMarket(
        ModelKind model,
        ModelShape calldata shape,
        MarketRules calldata rules,
        Metadata calldata metadata
    ) external returns (address) {
        RuleRanges.checkMarketShape(model, shape);
        RuleRanges.checkMarketRules(rules);
        bytes32 packed = TrainerArguments.packMarketRules(address(this), rules);
        return _deploy(model, IncentiveKind.Market, shape, packed, metadata);
    }

    /// @inheritdoc IRegistry
    function trainerCount() external view returns (uint256) {
        return _entries.length;
    }

    /// @inheritdoc IRegistry
    function trainerAt(uint256 index) external view returns (address, uint256) {
        if (index >= _entries.length) revert TrainerUnknown(index, _entries.length);
        Entry storage entry = _entries[index];
        return (entry.trainer, entry.deployedAtBlock);
    }

    /// @inheritdoc IRegistry
    function implementationOf(ModelKind model, IncentiveKind incentive) public view returns (address) {
        return _implementations[model][incentive];
    }

    function _deploy(
        ModelKind model,
        IncentiveKind incentive,
        ModelShape calldata shape,
        bytes32 rules,
        Metadata calldata metadata
    ) private returns (address trainer) {
        _checkMetadata(metadata);
        uint256 index = _entries.length;
        trainer = Clones.cloneWithImmutableArgs(
            implementationOf(model, incentive),
            TrainerArguments.encode(msg.sender, index, shape, rules)
        );
        _entries.push(Entry({trainer: trainer, deployedAtBlock: uint64(block.number)}));
        emit TrainerDeployed(index, trainer, msg.sender, model, incentive, shape, rules, metadata);
    }

    function _checkMetadata(Metadata calldata metadata) private pure {
        if (bytes(metadata.name).length == 0) revert MetadataMissing("name");
        if (bytes(metadata.labelNames[0]).length == 0 || bytes(metadata.labelNames[1]).length == 0) {
            revert MetadataMissing("labelNames");
        }
        if (bytes(metadata.dataLicence).length == 0) revert MetadataMissing("dataLicence");
    }
}
