// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDataHandler} from "./interfaces/IDataHandler.sol";
import {TrainerBase} from "./trainers/TrainerBase.sol";
import {Head} from "./types/Head.sol";

/// @title Records every contribution for good
/// @notice Orchestrates a contribution; what it costs is the incentive's, what it teaches the model's matter.
abstract contract DataHandler is TrainerBase {
    /// @dev What fits here fits to settle: settling reads the same bytes and writes less.
    uint256 internal constant MAX_CONTRIBUTION_BYTES = 60_000;

    Head internal _head;
    mapping(bytes32 key => uint256 record) internal _records;

    /// @inheritdoc IDataHandler
    function contribute(bytes calldata samples) external payable virtual returns (uint256 index) {
        Head current = _head;
        if (!current.uploadClosed()) revert UploadStillOpen();
        _checkSize(samples);
        uint256 count = _learn(samples);
        uint256 record = _openRecord(count);
        bytes32 key = contributionKey(msg.sender, samples);
        if (_records[key] != 0) revert ContributionAlreadyOpen(key);
        _records[key] = record;
        _head = current.append(key, count);
        index = current.contributionCount();
        emit Contributed(index, msg.sender, msg.value, samples);
    }

    /// @inheritdoc IDataHandler
    function contributionKey(address contributor, bytes calldata samples) public pure returns (bytes32) {
        return keccak256(abi.encodePacked(contributor, keccak256(samples)));
    }

    /// @inheritdoc IDataHandler
    function head() external view returns (bytes20, uint256, uint256, bool) {
        Head current = _head;
        return (current.runningHash(), current.contributionCount(), current.sampleCount(), !current.uploadClosed());
    }

    /// @dev Key and record of an open contribution; reverts if there is none.
    function _openContribution(
        address contributor,
        bytes calldata samples
    ) internal view returns (bytes32 key, uint256 record) {
        _checkSize(samples);
        key = contributionKey(contributor, samples);
        record = _records[key];
        if (record == 0) revert ContributionUnknown(key);
    }

    function _checkSize(bytes calldata samples) internal pure {
        if (samples.length > MAX_CONTRIBUTION_BYTES) {
            revert ContributionTooLarge(samples.length, MAX_CONTRIBUTION_BYTES);
        }
    }

    /// @dev The model: learn from the samples the model disagrees with; returns how many samples there are.
    function _learn(bytes calldata samples) internal virtual returns (uint256 count);

    /// @dev The model: bit i of `disagreeing` is set iff the model does not agree with sample i.
    function _judge(bytes calldata samples) internal view virtual returns (uint256 count, uint256 disagreeing);

    /// @dev The incentive: take the value sent for `count` samples; returns the word to keep, not 0.
    function _openRecord(uint256 count) internal virtual returns (uint256 record);
}
