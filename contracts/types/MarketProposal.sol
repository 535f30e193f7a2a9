// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Where a proposal stands, in one word, 0 if it is unknown or closed:
/// proposedAtS 40 | challenges 32 | waiting 32 | unused 151 | refuted 1. A refuted one stays, for its challengers.
/// @dev A challenge costs a bond, so 2**32 of them cannot be.
type MarketProposal is uint256;

using MarketProposalLibrary for MarketProposal global;

library MarketProposalLibrary {
    uint256 private constant ONE_WAITING = 1 << 152;
    uint256 private constant ONE_CHALLENGE = 1 << 184;

    function open(uint256 nowS) internal pure returns (MarketProposal) {
        return MarketProposal.wrap(nowS << 216);
    }

    function exists(MarketProposal proposal) internal pure returns (bool) {
        return MarketProposal.unwrap(proposal) != 0;
    }

    function proposedAtS(MarketProposal proposal) internal pure returns (uint256) {
        return MarketProposal.unwrap(proposal) >> 216;
    }

    function challenges(MarketProposal proposal) internal pure returns (uint256) {
        return uint32(MarketProposal.unwrap(proposal) >> 184);
    }

    function waiting(MarketProposal proposal) internal pure returns (uint256) {
        return uint32(MarketProposal.unwrap(proposal) >> 152);
    }

    function refuted(MarketProposal proposal) internal pure returns (bool) {
        return MarketProposal.unwrap(proposal) & 1 == 1;
    }

    function addChallenge(MarketProposal proposal) internal pure returns (MarketProposal) {
        unchecked {
            return MarketProposal.wrap(MarketProposal.unwrap(proposal) + (ONE_CHALLENGE | ONE_WAITING));
        }
    }

    function removeWaiting(MarketProposal proposal) internal pure returns (MarketProposal) {
        unchecked {
            return MarketProposal.wrap(MarketProposal.unwrap(proposal) - ONE_WAITING);
        }
    }

    function refute(MarketProposal proposal) internal pure returns (MarketProposal) {
        return MarketProposal.wrap(MarketProposal.unwrap(proposal) | 1);
    }
}
