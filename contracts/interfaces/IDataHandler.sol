// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Records every contribution for good
/// @notice A contribution is 1..128 samples of one contributor under one deposit. The samples travel in the
/// event; the chain keeps one word per open contribution and a running hash over all of them.
interface IDataHandler {
    /// @notice A contribution was recorded and, where the model disagreed, learned from.
    /// @param index Number of the contribution, from 0.
    /// @param depositWei Value sent with it; always 0 under points.
    /// @param samples The packed samples as sent.
    event Contributed(uint256 indexed index, address indexed contributor, uint256 depositWei, bytes samples);

    /// @notice The contributor has the same samples open already; settle them first, or send others.
    error ContributionAlreadyOpen(bytes32 key);
    /// @notice No open contribution of this contributor has these samples.
    error ContributionUnknown(bytes32 key);
    /// @notice The contribution has more bytes than one may have.
    error ContributionTooLarge(uint256 foundBytes, uint256 mostBytes);

    /// @notice Record samples under the value sent and learn from those that the model disagrees with.
    /// @dev Access: anyone. Phase: upload closed.
    /// @param samples Packed samples, 1..128 of them, at most 60,000 bytes.
    /// @return index Number of the contribution.
    function contribute(bytes calldata samples) external payable returns (uint256 index);

    /// @notice Key under which a contribution is kept: keccak256(contributor, keccak256(samples)).
    function contributionKey(address contributor, bytes calldata samples) external pure returns (bytes32 key);

    /// @notice State of the record.
    /// @return runningHash h' = first 20 bytes of keccak256(h (20 bytes), key (32 bytes)), from 0.
    /// @return contributionCount Contributions ever recorded.
    /// @return sampleCount Samples ever recorded.
    /// @return uploadOpen Whether starting weights may still be uploaded.
    function head()
        external
        view
        returns (bytes20 runningHash, uint256 contributionCount, uint256 sampleCount, bool uploadOpen);
}
