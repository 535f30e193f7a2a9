// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Sends ETH to a contract that cannot refuse it
contract ForceEther {
    constructor(address payable target) payable {
        selfdestruct(target);
    }
}
