// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDataHandler} from "./IDataHandler.sol";
import {IModel} from "./IModel.sol";
import {IncentiveKind} from "../types/IncentiveRules.sol";
import {ModelKind} from "../types/ModelShape.sol";

/// @title One deployed model with its incentive
interface ITrainer is IDataHandler, IModel {
    /// @notice The trainer was called as an implementation, not as a clone with arguments.
    error TrainerNotDeployed();

    /// @notice Who deployed the trainer and may upload its starting weights.
    function deployer() external view returns (address);

    /// @notice Index of the trainer in its registry.
    function registryIndex() external view returns (uint256);

    /// @notice What the trainer is made of.
    function kind() external view returns (ModelKind model, IncentiveKind incentive);
}
