// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What an account has under stake, in one word: shares 32 | checkpointX32 112 | creditX32 112.
type Account is uint256;

using AccountLibrary for Account global;

library AccountLibrary {
    function pack(uint256 shares_, uint256 checkpoint, uint256 credit) internal pure returns (Account) {
        return Account.wrap((shares_ << 224) | (checkpoint << 112) | credit);
    }

    function shares(Account account) internal pure returns (uint256) {
        return Account.unwrap(account) >> 224;
    }

    function checkpointX32(Account account) internal pure returns (uint256) {
        return (Account.unwrap(account) >> 112) & type(uint112).max;
    }

    function creditX32(Account account) internal pure returns (uint256) {
        return Account.unwrap(account) & type(uint112).max;
    }

    /// @notice Credit including what was shared since the checkpoint; exact, for it is a product.
    /// @dev All credits together are backed by a balance below 2**80 wei, so the sum fits 112 bits.
    function accruedX32(Account account, uint256 perShareX32) internal pure returns (uint256) {
        return account.creditX32() + account.shares() * (perShareX32 - account.checkpointX32());
    }
}
