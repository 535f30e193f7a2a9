// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Soulbound badges (ERC-721 with ERC-5192) for points earned
/// @dev Token id = registry index of the trainer << 168 | level << 160 | holder.
interface IBadges {
    /// @notice Only a trainer of the registry awards badges.
    error BadgesNotTrainer(address caller);
    /// @notice Badges stay with those who earned them.
    error BadgesSoulbound(uint256 tokenId);

    /// @notice Award badges for each milestone above `pointsBefore` and up to `pointsNow`.
    /// @dev Access: a trainer of the registry.
    function award(uint256 registryIndex, address holder, uint256 pointsBefore, uint256 pointsNow) external;

    /// @notice Points at which the badge of a level (0..levelCount-1) is earned: 10**(level + 1).
    function milestone(uint256 level) external pure returns (uint256 points);

    /// @notice Number of levels.
    function levelCount() external pure returns (uint256);
}
