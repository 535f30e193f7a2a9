// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ContractAccount} from "./ContractAccount.sol";

/// @title Calls back whoever pays it, before the payer is done
contract ReentrantReceiver is ContractAccount {
    bytes[] private _calls;

    /// @notice One of the calls returned.
    event CalledBack(uint256 index, bool success, bytes returned);

    receive() external payable {
        for (uint256 i = 0; i < _calls.length; ++i) {
            // Its failure is what is to be shown, so it must not end the payment.
            // solhint-disable-next-line avoid-low-level-calls
            (bool success, bytes memory returned) = msg.sender.call(_calls[i]);
            emit CalledBack(i, success, returned);
        }
    }

    /// @notice What to call back with, in order.
    function arm(bytes[] calldata calls) external {
        _calls = calls;
    }
}
