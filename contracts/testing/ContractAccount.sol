// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title An account that is a contract
/// @notice Anybody makes it call anything. It takes no ETH but with `execute`; its children say what more.
contract ContractAccount {
    using Address for address;

    /// @notice Call a contract with the value sent along; reverts as the call does.
    function execute(address target, bytes calldata data) external payable returns (bytes memory) {
        return target.functionCallWithValue(data, msg.value);
    }
}
