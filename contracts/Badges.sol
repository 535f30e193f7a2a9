// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {IBadges} from "./interfaces/IBadges.sol";
import {IERC5192} from "./interfaces/IERC5192.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Milestones} from "./libraries/Milestones.sol";

/// @title Soulbound badges for points earned
contract Badges is ERC721, IBadges, IERC5192 {
    using Strings for uint256;

    /// @dev The registry deploys this contract.
    IRegistry private immutable REGISTRY = IRegistry(msg.sender);

    constructor() ERC721("Commonweal Badges", "COMMONWEAL") {}

    /// @inheritdoc IBadges
    function award(uint256 registryIndex, address holder, uint256 pointsBefore, uint256 pointsNow) external {
        (address trainer, ) = REGISTRY.trainerAt(registryIndex);
        if (trainer != msg.sender) revert BadgesNotTrainer(msg.sender);
        for (uint256 level = 0; level < Milestones.LEVEL_COUNT; ++level) {
            if (!Milestones.reached(level, pointsBefore, pointsNow)) continue;
            uint256 tokenId = (registryIndex << 168) | (level << 160) | uint160(holder);
            // Not `_safeMint`: a holder that is a contract must not be able to stop a validation.
            _mint(holder, tokenId);
            emit Locked(tokenId);
        }
    }

    /// @inheritdoc IBadges
    function milestone(uint256 level) external pure returns (uint256) {
        return Milestones.pointsOf(level);
    }

    /// @inheritdoc IBadges
    function levelCount() external pure returns (uint256) {
        return Milestones.LEVEL_COUNT;
    }

    /// @inheritdoc IERC5192
    function locked(uint256 tokenId) external view returns (bool) {
        _requireOwned(tokenId);
        return true;
    }

    /// @notice Name and picture as a data URI, made on chain.
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        _requireOwned(tokenId);
        string memory points = Milestones.pointsOf(uint8(tokenId >> 160)).toString();
        string memory trainer = (tokenId >> 168).toString();
        string memory picture = Base64.encode(bytes(_picture(points, trainer)));
        return
            string.concat(
                "data:application/json;base64,",
                Base64.encode(
                    bytes(
                        string.concat(
                            '{"name":"',
                            points,
                            " points for model ",
                            trainer,
                            '","description":"Earned by contributing to and validating model ',
                            trainer,
                            ' of Commonweal. Not transferable.","image":"data:image/svg+xml;base64,',
                            picture,
                            '","attributes":[{"trait_type":"points","value":',
                            points,
                            '},{"trait_type":"model","value":',
                            trainer,
                            "}]}"
                        )
                    )
                )
            );
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC5192).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev Badges are minted once and never move.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address) {
        if (_ownerOf(tokenId) != address(0)) revert BadgesSoulbound(tokenId);
        return super._update(to, tokenId, auth);
    }

    function _picture(string memory points, string memory trainer) private pure returns (string memory) {
        return
            string.concat(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" font-family="sans-serif" text-anchor="middle">',
                '<circle cx="60" cy="60" r="56" fill="#12372a"/><circle cx="60" cy="60" r="48" fill="#fbfada"/>',
                '<text x="60" y="66" font-size="26" font-weight="bold" fill="#12372a">',
                points,
                '</text><text x="60" y="86" font-size="11" fill="#436850">model ',
                trainer,
                "</text></svg>"
            );
    }
}
