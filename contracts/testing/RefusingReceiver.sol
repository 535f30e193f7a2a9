// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ContractAccount} from "./ContractAccount.sol";

/// @title Takes ETH only while it is willing to
contract RefusingReceiver is ContractAccount {
    bool public willing;

    receive() external payable {
        if (!willing) {
            // Without a reason, as a contract that was never meant to be paid.
            assembly ("memory-safe") {
                revert(0, 0)
            }
        }
    }

    function setWilling(bool willing_) external {
        willing = willing_;
    }
}
