// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ContractAccount} from "./ContractAccount.sol";

/// @title Keeps books of the ETH that it receives, which takes more gas than `transfer` forwards
contract WritingReceiver is ContractAccount {
    uint256 public receivedWei;
    address public lastSender;

    // solhint-disable-next-line no-complex-fallback
    receive() external payable {
        receivedWei += msg.value;
        lastSender = msg.sender;
    }
}
