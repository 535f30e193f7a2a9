// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IncentiveKind, MarketRules, PointsRules, StakeRules} from "../types/IncentiveRules.sol";
import {Metadata} from "../types/Metadata.sol";
import {ModelKind, ModelShape} from "../types/ModelShape.sol";

/// @title Deploys trainers and is how the world finds them
interface IRegistry {
    /// @notice A trainer was deployed.
    /// @param rules The packed rules as the trainer carries them; `rules()` of the trainer unpacks them.
    event TrainerDeployed(
        uint256 indexed index,
        address indexed trainer,
        address indexed deployer,
        ModelKind model,
        IncentiveKind incentive,
        ModelShape shape,
        bytes32 rules,
        Metadata metadata
    );

    /// @notice The shape is not one that the model can have; `dimension` names what is wrong.
    error ShapeOutOfRange(bytes32 dimension, uint256 found, uint256 least, uint256 most);
    /// @notice A name, a label name or the licence is empty; `field` names it.
    error MetadataMissing(bytes32 field);
    /// @notice No trainer has this index.
    error TrainerUnknown(uint256 index, uint256 trainerCount);

    /// @notice Deploy a trainer under stakes; its weights are zero until the caller uploads others.
    /// @dev Access: anyone.
    function deployUnderStake(
        ModelKind model,
        ModelShape calldata shape,
        StakeRules calldata rules,
        Metadata calldata metadata
    ) external returns (address trainer);

    /// @notice Deploy a trainer under points; its weights are zero until the caller uploads others.
    /// @dev Access: anyone.
    function deployUnderPoints(
        ModelKind model,
        ModelShape calldata shape,
        PointsRules calldata rules,
        Metadata calldata metadata
    ) external returns (address trainer);

    /// @notice Deploy a trainer that learns by markets; its weights are zero until the caller uploads others.
    /// @dev Access: anyone. Such a model has at most 1,024 weights, its bias included.
    function deployUnderMarket(
        ModelKind model,
        ModelShape calldata shape,
        MarketRules calldata rules,
        Metadata calldata metadata
    ) external returns (address trainer);

    /// @notice Number of trainers.
    function trainerCount() external view returns (uint256);

    /// @notice A trainer and the block whose `TrainerDeployed` event describes it.
    function trainerAt(uint256 index) external view returns (address trainer, uint256 deployedAtBlock);

    /// @notice The implementation that trainers of this kind are clones of.
    function implementationOf(ModelKind model, IncentiveKind incentive) external view returns (address);

    /// @notice The implementation that markets are clones of.
    function marketImplementation() external view returns (address);

    /// @notice The contract that holds everybody's badges.
    function badges() external view returns (address);
}
