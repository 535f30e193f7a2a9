// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DataHandler} from "../DataHandler.sol";
import {IStakeIncentive} from "../interfaces/IStakeIncentive.sol";
import {Payments} from "../libraries/Payments.sol";
import {StakePrice} from "../libraries/StakePrice.sol";
import {StakeShares} from "../libraries/StakeShares.sol";
import {StakeVerdict} from "../libraries/StakeVerdict.sol";
import {TrainerArguments} from "../libraries/TrainerArguments.sol";
import {Account} from "../types/Account.sol";
import {Demand} from "../types/Demand.sol";
import {StakeRules} from "../types/IncentiveRules.sol";
import {Pool} from "../types/Pool.sol";
import {StakeRecord, StakeRecordLibrary} from "../types/StakeRecord.sol";

/// @title Deposit, refund, take
/// @notice Guards, orchestrates and emits; the rules stand in StakePrice, StakeVerdict and StakeShares.
abstract contract StakeIncentive is DataHandler, IStakeIncentive {
    /// @dev Keeps credits (112 bits of wei x 2**32) and deposits (88 bits) from overflowing.
    uint256 private constant MAX_BALANCE_WEI = 1 << 79;

    Demand private _demand;
    Pool private _pool;
    mapping(address account => Account) private _accounts;

    /// @inheritdoc IStakeIncentive
    function settle(address contributor, bytes calldata samples) external {
        (bytes32 key, uint256 word) = _openContribution(contributor, samples);
        StakeRecord record = StakeRecord.wrap(word);
        bool byContributor = msg.sender == contributor;
        _checkTime(record, byContributor);
        (uint256 count, uint256 disagreeing) = _judge(samples);
        if (StakeVerdict.isFirstVerdict(record, byContributor, disagreeing)) {
            _records[key] = StakeRecord.unwrap(record.withVerdict(disagreeing, block.timestamp));
            emit DisagreementFound(key, contributor, msg.sender, disagreeing);
            return;
        }
        delete _records[key];
        uint256 forfeited = StakeVerdict.forfeited(record, byContributor, disagreeing);
        _close(key, contributor, record.depositWei(), count, _ones(disagreeing), _ones(forfeited));
    }

    /// @inheritdoc IStakeIncentive
    function fund() external payable onlyClone {
        // Until the upload closes nobody can earn shares, so the value could stay here for ever.
        if (!_head.uploadClosed()) revert UploadStillOpen();
        if (msg.value == 0) revert FundingEmpty();
        _checkBalance();
        _pool = StakeShares.distribute(_pool, msg.value, _demand.totalShares());
        emit Funded(msg.sender, msg.value);
    }

    /// @inheritdoc IStakeIncentive
    function withdraw(address payable recipient) external returns (uint256 amountWei) {
        (_accounts[msg.sender], amountWei) = StakeShares.withdraw(_accounts[msg.sender], _pool);
        if (amountWei == 0) revert CreditEmpty(msg.sender);
        emit Withdrawn(msg.sender, recipient, amountWei);
        Payments.pay(recipient, amountWei);
    }

    /// @inheritdoc IStakeIncentive
    function rules() public view returns (StakeRules memory) {
        (, uint256 word) = TrainerArguments.load();
        return TrainerArguments.unpackStakeRules(word);
    }

    /// @inheritdoc IStakeIncentive
    function quoteWei(uint256 samples) external view returns (uint256) {
        StakeRules memory own = rules();
        uint256 backlogS = StakePrice.backlogAt(_demand, own.secondsPerSample, block.timestamp);
        return samples * StakePrice.priceWei(own.floorPriceWei, own.secondsPerSample, backlogS);
    }

    /// @inheritdoc IStakeIncentive
    function demand() external view returns (uint256, uint256, uint256, uint256, uint256) {
        Demand current = _demand;
        return (
            current.depositsWei(),
            current.totalShares(),
            current.priceTimeS(),
            current.backlogS(),
            current.addedSamples()
        );
    }

    /// @inheritdoc IStakeIncentive
    function pool() external view returns (uint256 perShareX32, uint256 carryX32) {
        return (_pool.perShareX32(), _pool.carryX32());
    }

    /// @inheritdoc IStakeIncentive
    function accountOf(address account) external view returns (uint256, uint256, uint256) {
        Account found = _accounts[account];
        return (found.shares(), found.checkpointX32(), found.creditX32());
    }

    /// @inheritdoc IStakeIncentive
    function creditWei(address account) external view returns (uint256) {
        return _accounts[account].accruedX32(_pool.perShareX32()) >> 32;
    }

    /// @inheritdoc IStakeIncentive
    function openContribution(bytes32 key) external view returns (uint256, uint256, uint256) {
        StakeRecord record = StakeRecord.wrap(_records[key]);
        return (record.depositWei(), record.sinceS(), record.disagreeing());
    }

    function _openRecord(uint256 count) internal override returns (uint256) {
        StakeRules memory own = rules();
        Demand current = _demand;
        uint256 backlogS = StakePrice.backlogAt(current, own.secondsPerSample, block.timestamp);
        uint256 leastWei = count * StakePrice.priceWei(own.floorPriceWei, own.secondsPerSample, backlogS);
        if (msg.value < leastWei) revert DepositTooSmall(msg.value, leastWei);
        uint256 heldWei = current.depositsWei() + msg.value;
        if (heldWei > own.depositCapWei) revert DepositCapExceeded(heldWei, own.depositCapWei);
        _checkBalance();
        _demand = StakePrice.add(current, backlogS, msg.value, count, block.timestamp);
        return StakeRecord.unwrap(StakeRecordLibrary.open(msg.value, block.timestamp));
    }

    /// @dev Split the deposit, share the forfeit, credit contributor and caller.
    function _close(
        bytes32 key,
        address contributor,
        uint256 depositWei,
        uint256 count,
        uint256 disagreeingSamples,
        uint256 forfeitedSamples
    ) private {
        Demand current = _demand;
        Account account = _accounts[contributor];
        Pool before = _pool;
        Pool afterwards = before;
        (uint256 forfeitedWei, uint256 callerWei) = StakeShares.split(
            depositWei,
            count,
            forfeitedSamples,
            msg.sender == contributor
        );
        uint256 eligible = current.totalShares();
        if (forfeitedWei != 0) eligible -= account.shares();
        if (forfeitedWei != 0 || (eligible != 0 && before.carryX32() >= eligible)) {
            afterwards = StakeShares.distribute(before, forfeitedWei - callerWei, eligible);
            _pool = afterwards;
        }
        uint256 sharesEarned = StakeShares.earned(count - disagreeingSamples, current.totalShares());
        uint256 returnedWei = depositWei - forfeitedWei;
        _accounts[contributor] = StakeShares.settle(
            account,
            before,
            afterwards,
            forfeitedWei != 0,
            sharesEarned,
            returnedWei
        );
        if (callerWei != 0) _accounts[msg.sender] = StakeShares.credit(_accounts[msg.sender], callerWei);
        _demand = current.close(depositWei, sharesEarned);
        emit Settled(key, contributor, msg.sender, sharesEarned, returnedWei, forfeitedWei, callerWei);
    }

    function _checkTime(StakeRecord record, bool byContributor) private view {
        StakeRules memory own = rules();
        uint256 fromS = StakeVerdict.settleFromS(
            record,
            byContributor,
            own.refundWaitS,
            own.takeWaitS,
            own.verdictGapS
        );
        if (block.timestamp < fromS) revert SettleTooEarly(block.timestamp, fromS);
    }

    function _checkBalance() private view {
        if (address(this).balance > MAX_BALANCE_WEI) revert BalanceTooLarge(address(this).balance, MAX_BALANCE_WEI);
    }

    /// @dev Number of set bits, at most 128 of them.
    function _ones(uint256 mask) private pure returns (uint256 count) {
        for (; mask != 0; mask &= mask - 1) {
            ++count;
        }
    }
}
