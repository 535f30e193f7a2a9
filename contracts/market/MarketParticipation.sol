// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDataHandler} from "../interfaces/IDataHandler.sol";
import {ILearner} from "../interfaces/ILearner.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {IModel} from "../interfaces/IModel.sol";
import {IStakeIncentive} from "../interfaces/IStakeIncentive.sol";
import {MarketArguments} from "../libraries/MarketArguments.sol";
import {MarketPhase} from "../types/Market.sol";
import {MarketHead} from "../types/MarketHead.sol";
import {LearnerLocation} from "../types/MarketStep.sol";
import {MarketBase} from "./MarketBase.sol";

/// @title Contributions, open or sealed
abstract contract MarketParticipation is MarketBase {
    uint256 private constant MAX_SAMPLES = 128;

    /// @inheritdoc IMarket
    function contribute(bytes calldata samples) external payable returns (uint256 index) {
        MarketHead current = _checkParticipation(false);
        _checkSamples(samples);
        MarketHead next = _takeValue(current);
        _head = next.addRevealed();
        index = current.contributionCount();
        _records[index] = _record(msg.sender, keccak256(samples), msg.value);
        emit IDataHandler.Contributed(index, msg.sender, msg.value, samples);
    }

    /// @inheritdoc IMarket
    function commit(bytes32 commitment) external payable returns (uint256 index) {
        MarketHead current = _checkParticipation(true);
        _head = _takeValue(current);
        index = current.contributionCount();
        _records[index] = _record(msg.sender, commitment, msg.value);
        emit Committed(index, msg.sender, msg.value, commitment);
    }

    /// @inheritdoc IMarket
    function endParticipation() external {
        MarketHead current = _head;
        _require(current, MarketPhase.Participating);
        uint256 count = current.contributionCount();
        if (count != MarketArguments.capacity() && block.timestamp < MarketArguments.latestEndS()) {
            uint256 fromS = MarketArguments.earliestEndS();
            if (block.timestamp < fromS) _fail(MarketTooEarly.selector, block.timestamp, fromS);
            uint256 least = MarketArguments.leastContributions();
            if (count < least) _fail(MarketTooFewContributions.selector, count, least);
        }
        emit ParticipationEnded(msg.sender, count);
        if (count == 0) {
            _cancel(current, 0);
        } else if (MarketArguments.isSealed()) {
            _enterFor(current, MarketPhase.RevealingContributions, MarketArguments.revealS());
        } else {
            _awaitTest(current);
        }
    }

    /// @inheritdoc IMarket
    function revealContribution(uint256 index, bytes32 salt, uint256 sentWei, bytes calldata samples) external {
        MarketHead current = _head;
        _require(current, MarketPhase.RevealingContributions);
        _requireUntil(current.deadlineS());
        _checkIndex(current, index);
        if (_isRevealed(index)) _fail(MarketAlreadyRevealed.selector, index);
        bytes32 dataHash = keccak256(samples);
        bytes32 commitment = keccak256(abi.encode(msg.sender, block.chainid, address(this), salt, dataHash));
        _checkRecord(index, msg.sender, commitment, sentWei);
        _checkSamples(samples);
        _records[index] = _record(msg.sender, dataHash, sentWei);
        _marks[index / 128] |= 1 << (index % 128);
        _head = current.addRevealed();
        emit ContributionRevealed(index, msg.sender, salt, samples);
    }

    /// @inheritdoc IMarket
    function endReveal() external {
        unchecked {
            MarketHead current = _head;
            _require(current, MarketPhase.RevealingContributions);
            uint256 revealed = current.revealedCount();
            uint256 count = current.contributionCount();
            if (revealed != count && block.timestamp <= current.deadlineS()) {
                _fail(MarketRevealsPending.selector, revealed, count);
            }
            emit RevealEnded(msg.sender, revealed);
            if (revealed == 0) {
                _cancel(current, count * MarketArguments.stakeWei() + current.feesWei());
            } else {
                _awaitTest(current);
            }
        }
    }

    /// @inheritdoc IMarket
    function quoteWei() external view returns (uint256) {
        return _leastWei(_head.contributionCount());
    }

    function _checkParticipation(bool asSealed) private view returns (MarketHead current) {
        current = _head;
        _require(current, MarketPhase.Participating);
        if (MarketArguments.isSealed() != asSealed) revert MarketModeWrong(!asSealed);
        uint256 endS = MarketArguments.latestEndS();
        if (block.timestamp >= endS) _fail(MarketTooLate.selector, block.timestamp, endS);
        uint256 capacity = MarketArguments.capacity();
        if (current.contributionCount() == capacity) _fail(MarketFull.selector, capacity);
    }

    /// @dev All that is sent above the stake is the fee.
    function _takeValue(MarketHead current) private view returns (MarketHead) {
        unchecked {
            uint256 leastWei = _leastWei(current.contributionCount());
            if (msg.value < leastWei) revert IStakeIncentive.DepositTooSmall(msg.value, leastWei);
            uint256 feeWei = msg.value - MarketArguments.stakeWei();
            uint256 feesWei = current.feesWei() + feeWei;
            if (feesWei > type(uint96).max) revert IStakeIncentive.BalanceTooLarge(feesWei, type(uint96).max);
            return current.addContribution(feeWei);
        }
    }

    /// @dev The fee grows with the place, rounded down: the same samples sent by many accounts cost ever more.
    function _leastWei(uint256 index) private view returns (uint256) {
        unchecked {
            return MarketArguments.stakeWei() + (MarketArguments.mostFeeWei() * index) / MarketArguments.capacity();
        }
    }

    function _checkSamples(bytes calldata samples) private view {
        if (samples.length > MAX_BYTES) revert IDataHandler.ContributionTooLarge(samples.length, MAX_BYTES);
        LearnerLocation memory location = MarketArguments.location();
        uint256 count = ILearner(location.learner).countSamples(location.shape, samples);
        if (count > MAX_SAMPLES) revert IModel.SamplesTooMany(MAX_SAMPLES);
    }

    function _awaitTest(MarketHead current) private {
        _enterFor(current, MarketPhase.RevealingTest, MarketArguments.testRevealS());
    }

    function _cancel(MarketHead current, uint256 burntWei) private {
        unchecked {
            _enter(current, MarketPhase.Cancelled, 0);
            emit MarketCancelled();
            _credit(
                MarketArguments.sponsor(),
                MarketArguments.bountyWei() + MarketArguments.proposerFeeWei() + _bondLeftWei(current)
            );
            _burn(burntWei);
        }
    }
}
