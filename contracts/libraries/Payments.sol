// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title The one place that moves ETH
library Payments {
    /// @notice Send with all gas; reverts if the recipient does.
    /// @dev Callers have written their state before (checks, effects, interactions).
    function pay(address payable recipient, uint256 amountWei) internal {
        Address.sendValue(recipient, amountWei);
    }
}
