// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MarketPhase} from "./Market.sol";

/// @notice Where a market stands, in one word: feesWei 96 | deadlineS 40 | openBlock 40 | standing 32 | unused 7 |
/// contributionCount 11 | revealedCount 11 | partsRevealed 7 | missedDraws 2 | drawnPart 6 | phase 4.
/// @dev Counts have the bits for their limits: 1,024 contributions, 64 parts, 3 misses. A proposal that stands costs
/// a bond, so 2**32 of them cannot be.
type MarketHead is uint256;

using MarketHeadLibrary for MarketHead global;

library MarketHeadLibrary {
    uint256 private constant ONE_PART = 1 << 12;
    uint256 private constant ONE_REVEALED = 1 << 19;
    uint256 private constant ONE_CONTRIBUTION = 1 << 30;
    uint256 private constant ONE_STANDING = 1 << 48;
    uint256 private constant PHASE_MASK = 0xf;
    uint256 private constant DEADLINE_MASK = uint256(type(uint40).max) << 120;

    /// @notice The head of a market that opens.
    function open(uint256 blockNumber) internal pure returns (MarketHead) {
        return MarketHead.wrap(blockNumber << 80);
    }

    function phase(MarketHead head) internal pure returns (MarketPhase) {
        return MarketPhase(MarketHead.unwrap(head) & PHASE_MASK);
    }

    /// @dev Cheaper than to compare `phase`, which makes sure that it is one.
    function isIn(MarketHead head, MarketPhase expected) internal pure returns (bool) {
        return MarketHead.unwrap(head) & PHASE_MASK == uint256(expected);
    }

    /// @notice Whether the phase is one of the ends.
    function hasEnded(MarketHead head) internal pure returns (bool) {
        return MarketHead.unwrap(head) & PHASE_MASK >= uint256(MarketPhase.Resolved);
    }

    function drawnPart(MarketHead head) internal pure returns (uint256) {
        return (MarketHead.unwrap(head) >> 4) & 0x3f;
    }

    function missedDraws(MarketHead head) internal pure returns (uint256) {
        return (MarketHead.unwrap(head) >> 10) & 3;
    }

    function partsRevealed(MarketHead head) internal pure returns (uint256) {
        return (MarketHead.unwrap(head) >> 12) & 0x7f;
    }

    function revealedCount(MarketHead head) internal pure returns (uint256) {
        return (MarketHead.unwrap(head) >> 19) & 0x7ff;
    }

    function contributionCount(MarketHead head) internal pure returns (uint256) {
        return (MarketHead.unwrap(head) >> 30) & 0x7ff;
    }

    function standing(MarketHead head) internal pure returns (uint256) {
        return uint32(MarketHead.unwrap(head) >> 48);
    }

    function openBlock(MarketHead head) internal pure returns (uint256) {
        return uint40(MarketHead.unwrap(head) >> 80);
    }

    function deadlineS(MarketHead head) internal pure returns (uint256) {
        return uint40(MarketHead.unwrap(head) >> 120);
    }

    function feesWei(MarketHead head) internal pure returns (uint256) {
        return MarketHead.unwrap(head) >> 160;
    }

    function enter(MarketHead head, MarketPhase next, uint256 untilS) internal pure returns (MarketHead) {
        uint256 rest = MarketHead.unwrap(head) & ~(PHASE_MASK | DEADLINE_MASK);
        return MarketHead.wrap(rest | uint256(next) | (untilS << 120));
    }

    function draw(MarketHead head, uint256 part, uint256 missed) internal pure returns (MarketHead) {
        return MarketHead.wrap(MarketHead.unwrap(head) | (part << 4) | (missed << 10));
    }

    function addPart(MarketHead head) internal pure returns (MarketHead) {
        unchecked {
            return MarketHead.wrap(MarketHead.unwrap(head) + ONE_PART);
        }
    }

    /// @dev The caller sees to it that fees stay below 2**96.
    function addContribution(MarketHead head, uint256 feeWei) internal pure returns (MarketHead) {
        unchecked {
            return MarketHead.wrap(MarketHead.unwrap(head) + ONE_CONTRIBUTION + (feeWei << 160));
        }
    }

    function addRevealed(MarketHead head) internal pure returns (MarketHead) {
        unchecked {
            return MarketHead.wrap(MarketHead.unwrap(head) + ONE_REVEALED);
        }
    }

    function addStanding(MarketHead head) internal pure returns (MarketHead) {
        unchecked {
            return MarketHead.wrap(MarketHead.unwrap(head) + ONE_STANDING);
        }
    }

    function removeStanding(MarketHead head) internal pure returns (MarketHead) {
        unchecked {
            return MarketHead.wrap(MarketHead.unwrap(head) - ONE_STANDING);
        }
    }
}
