// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice State of the record in one word:
/// runningHash 160 | contributionCount 40 | sampleCount 40 | unused 15 | uploadClosed 1.
type Head is uint256;

using HeadLibrary for Head global;

library HeadLibrary {
    uint256 private constant COUNT_MASK = type(uint40).max;

    function runningHash(Head head) internal pure returns (bytes20) {
        return bytes20(bytes32(Head.unwrap(head)));
    }

    function contributionCount(Head head) internal pure returns (uint256) {
        return (Head.unwrap(head) >> 56) & COUNT_MASK;
    }

    function sampleCount(Head head) internal pure returns (uint256) {
        return (Head.unwrap(head) >> 16) & COUNT_MASK;
    }

    function uploadClosed(Head head) internal pure returns (bool) {
        return Head.unwrap(head) & 1 == 1;
    }

    function closeUpload(Head head) internal pure returns (Head) {
        return Head.wrap(Head.unwrap(head) | 1);
    }

    /// @notice The head after one more contribution.
    /// @dev Counts stay far below 2**40: at a contribution each second that many take 34,000 years.
    function append(Head head, bytes32 key, uint256 samples) internal pure returns (Head) {
        bytes20 next = bytes20(keccak256(abi.encodePacked(head.runningHash(), key)));
        uint256 low = Head.unwrap(head) & type(uint96).max;
        return Head.wrap(uint256(bytes32(next)) | (low + (1 << 56) + (samples << 16)));
    }
}
