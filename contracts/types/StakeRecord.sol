// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice An open contribution under stake in one word: deposit 88 | since 40 | disagreeing 128.
/// `since` is the time of the contribution until a first verdict stands, then the time of that verdict.
type StakeRecord is uint256;

using StakeRecordLibrary for StakeRecord global;

library StakeRecordLibrary {
    /// @dev The balance of a trainer stays below 2**80 wei, so a deposit fits.
    function open(uint256 deposit, uint256 nowS) internal pure returns (StakeRecord) {
        return StakeRecord.wrap((deposit << 168) | (nowS << 128));
    }

    function depositWei(StakeRecord record) internal pure returns (uint256) {
        return StakeRecord.unwrap(record) >> 168;
    }

    function sinceS(StakeRecord record) internal pure returns (uint256) {
        return (StakeRecord.unwrap(record) >> 128) & type(uint40).max;
    }

    function disagreeing(StakeRecord record) internal pure returns (uint256) {
        return StakeRecord.unwrap(record) & type(uint128).max;
    }

    function hasVerdict(StakeRecord record) internal pure returns (bool) {
        return record.disagreeing() != 0;
    }

    /// @notice The record once a stranger has found `mask` disagreeing.
    function withVerdict(StakeRecord record, uint256 mask, uint256 nowS) internal pure returns (StakeRecord) {
        return StakeRecord.wrap((record.depositWei() << 168) | (nowS << 128) | mask);
    }
}
