// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarket} from "../interfaces/IMarket.sol";
import {IStakeIncentive} from "../interfaces/IStakeIncentive.sol";
import {MarketArguments} from "../libraries/MarketArguments.sol";
import {Payments} from "../libraries/Payments.sol";
import {MarketPhase} from "../types/Market.sol";
import {MarketHead} from "../types/MarketHead.sol";
import {MarketTerms} from "../types/MarketTerms.sol";

/// @title What all parts of a market share: head, records, credits
/// @notice ETH leaves a market by `withdraw`, by `claim` and by burning, each the last thing that a call does.
/// @dev Arithmetic here is unchecked where its bounds are these: amounts of ETH stay below 2**96 each (terms below
/// 2**90), contributions are at most 1,024, times are 40 bits, and what is subtracted was compared or is covered by
/// the ranges of terms (a bond covers ten misses, the time to resolve covers a dispute).
abstract contract MarketBase is IMarket {
    /// @dev Gas at the terms' price: a bond must pay for what its holder can make others do. Seven sixteenths of a
    /// proposal's are for who names a wrong step, which takes up to 5 million.
    uint256 internal constant PROPOSAL_GAS = 12_000_000;
    /// @dev A proposal's bond is at least this part of what can be in a market: there is no room within a dispute's
    /// time for so many wrong ones that one is left over and makes up for the others.
    uint256 internal constant PROPOSAL_PART = 32;
    uint256 internal constant CHALLENGE_GAS = 200_000;
    /// @dev Tip for the draw, fee for ending a market that its sponsor gave up.
    uint256 internal constant CALLER_GAS = 100_000;
    uint256 internal constant MAX_BYTES = 48_000;

    MarketHead internal _head;
    bytes32 internal _testRoot;
    bytes32 internal _startWeightsHash;
    mapping(address account => uint256 amountWei) private _credits;
    mapping(uint256 index => bytes32) internal _records;
    /// @dev Bit i % 128 of word i / 128: revealed; bit 128 + i % 128: claimed.
    uint256[8] internal _marks;
    mapping(uint256 part => bytes32) internal _rowsHashes;

    /// @inheritdoc IMarket
    function withdraw(address payable recipient) external returns (uint256 amountWei) {
        amountWei = _credits[msg.sender];
        if (amountWei == 0) revert IStakeIncentive.CreditEmpty(msg.sender);
        delete _credits[msg.sender];
        emit IStakeIncentive.Withdrawn(msg.sender, recipient, amountWei);
        Payments.pay(recipient, amountWei);
    }

    /// @inheritdoc IMarket
    function terms() external view returns (MarketTerms memory) {
        return MarketArguments.terms();
    }

    /// @inheritdoc IMarket
    function identity() external view returns (address, address, uint256) {
        return (MarketArguments.trainer(), MarketArguments.sponsor(), MarketArguments.number());
    }

    /// @inheritdoc IMarket
    function head()
        external
        view
        returns (MarketPhase, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256)
    {
        MarketHead current = _head;
        return (
            current.phase(),
            current.deadlineS(),
            current.contributionCount(),
            current.revealedCount(),
            current.missedDraws(),
            current.drawnPart(),
            current.partsRevealed(),
            current.standing(),
            current.feesWei()
        );
    }

    /// @inheritdoc IMarket
    function recordOf(uint256 index) external view returns (bytes32 record, bool revealed, bool claimed) {
        if (index >= _head.contributionCount()) return (0, false, false);
        return (_records[index], _isRevealed(index), _isClaimed(index));
    }

    /// @inheritdoc IMarket
    function roots() external view returns (bytes32, bytes32) {
        return (_testRoot, _startWeightsHash);
    }

    /// @inheritdoc IMarket
    function creditWei(address account) external view returns (uint256) {
        return _credits[account];
    }

    /// @dev Revert with an error of two words. One routine for all of them, or the market would not fit a chain's
    /// limit for code.
    function _fail(bytes4 selector, uint256 first, uint256 second) internal pure {
        uint256 code = uint32(selector);
        assembly ("memory-safe") {
            mstore(0x00, code)
            mstore(0x20, first)
            mstore(0x40, second)
            revert(0x1c, 0x44)
        }
    }

    /// @dev Revert with an error of one word.
    function _fail(bytes4 selector, uint256 only) internal pure {
        uint256 code = uint32(selector);
        assembly ("memory-safe") {
            mstore(0x00, code)
            mstore(0x20, only)
            revert(0x1c, 0x24)
        }
    }

    function _require(MarketHead current, MarketPhase expected) internal pure {
        if (!current.isIn(expected)) _fail(MarketWrongPhase.selector, uint256(expected), uint256(current.phase()));
    }

    function _requireEnded(MarketHead current) internal pure {
        if (!current.hasEnded()) _fail(MarketNotEnded.selector, uint256(current.phase()));
    }

    /// @dev This may happen until then, that time included.
    function _requireUntil(uint256 untilS) internal view {
        if (block.timestamp > untilS) _fail(MarketTooLate.selector, block.timestamp, untilS);
    }

    /// @dev This may happen after that time.
    function _requireAfter(uint256 timeS) internal view {
        if (block.timestamp <= timeS) _fail(MarketTooEarly.selector, block.timestamp, timeS + 1);
    }

    function _enter(MarketHead current, MarketPhase next, uint256 untilS) internal {
        _head = current.enter(next, untilS);
    }

    /// @dev The next phase's own move is due within so much time.
    function _enterFor(MarketHead current, MarketPhase next, uint256 seconds_) internal {
        unchecked {
            _enter(current, next, block.timestamp + seconds_);
        }
    }

    function _credit(address account, uint256 amountWei) internal {
        if (amountWei == 0) return;
        // There is not as much ETH as would overflow.
        unchecked {
            _credits[account] += amountWei;
        }
        emit Credited(account, amountWei);
    }

    function _burn(uint256 amountWei) internal {
        if (amountWei == 0) return;
        emit Burnt(amountWei);
        Payments.pay(payable(address(0)), amountWei);
    }

    function _gasWei(uint256 gasAmount) internal view returns (uint256) {
        unchecked {
            return gasAmount * MarketArguments.gasPriceWei();
        }
    }

    /// @dev What missed draws burn of the sponsor's bond: a tenth each.
    function _missesWei(uint256 missed) internal view returns (uint256) {
        unchecked {
            return missed * (MarketArguments.sponsorBondWei() / 10);
        }
    }

    /// @dev The sponsor's bond after the draw: less its tip and what its misses burnt.
    function _bondLeftWei(MarketHead current) internal view returns (uint256) {
        // The bond covers a hundred tips; there is no draw after three misses.
        unchecked {
            return MarketArguments.sponsorBondWei() - _gasWei(CALLER_GAS) - _missesWei(current.missedDraws());
        }
    }

    /// @dev keccak256(abi.encode(contributor, dataHash, valueWei)).
    function _record(address contributor, bytes32 dataHash, uint256 valueWei) internal pure returns (bytes32) {
        return keccak256(abi.encode(contributor, dataHash, valueWei));
    }

    function _checkRecord(uint256 index, address contributor, bytes32 dataHash, uint256 valueWei) internal view {
        bytes32 found = _record(contributor, dataHash, valueWei);
        if (found != _records[index]) revert MarketRecordMismatch(index, _records[index], found);
    }

    function _checkIndex(MarketHead current, uint256 index) internal pure {
        if (index >= current.contributionCount()) {
            _fail(MarketContributionUnknown.selector, index, current.contributionCount());
        }
    }

    /// @dev All contributions of an open market are revealed as they come.
    function _isRevealed(uint256 index) internal view returns (bool) {
        return !MarketArguments.isSealed() || (_marks[index / 128] >> (index % 128)) & 1 == 1;
    }

    function _isClaimed(uint256 index) internal view returns (bool) {
        return (_marks[index / 128] >> (128 + (index % 128))) & 1 == 1;
    }
}
