// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITrainer} from "../interfaces/ITrainer.sol";
import {TrainerArguments} from "../libraries/TrainerArguments.sol";

/// @title Identity of a trainer
/// @notice A trainer is a clone; who deployed it and what it is stands in its code and never changes.
abstract contract TrainerBase is ITrainer {
    address internal immutable IMPLEMENTATION = address(this);

    /// @dev The implementation itself has no arguments, so it must take neither weights nor money.
    modifier onlyClone() {
        if (address(this) == IMPLEMENTATION) revert TrainerNotDeployed();
        _;
    }

    /// @inheritdoc ITrainer
    function deployer() public view returns (address) {
        (uint256 identity, ) = TrainerArguments.load();
        return TrainerArguments.deployerOf(identity);
    }

    /// @inheritdoc ITrainer
    function registryIndex() public view returns (uint256) {
        (uint256 identity, ) = TrainerArguments.load();
        return TrainerArguments.registryIndexOf(identity);
    }
}
