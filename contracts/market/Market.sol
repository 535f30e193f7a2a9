// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarket} from "../interfaces/IMarket.sol";
import {IMarketIncentive} from "../interfaces/IMarketIncentive.sol";
import {IStepJudge} from "../interfaces/IStepJudge.sol";
import {MarketArguments} from "../libraries/MarketArguments.sol";
import {MerkleRoot} from "../libraries/MerkleRoot.sol";
import {PackedBalances} from "../libraries/PackedBalances.sol";
import {Payments} from "../libraries/Payments.sol";
import {Claim, MarketPhase} from "../types/Market.sol";
import {MarketHead, MarketHeadLibrary} from "../types/MarketHead.sol";
import {MarketDispute} from "./MarketDispute.sol";
import {MarketParticipation} from "./MarketParticipation.sol";
import {MarketResolution} from "./MarketResolution.sol";

/// @title One market; its clones carry their terms in their code
contract Market is MarketParticipation, MarketDispute {
    /// @dev Time from the result in which its weights are waited for.
    uint256 private constant ADOPT_S = 1 days;

    /// @dev The implementation itself has no terms, so it stands at an end where nothing can be done.
    constructor(IStepJudge judge) MarketResolution(judge) {
        _head = MarketHeadLibrary.open(block.number).enter(MarketPhase.Cancelled, 0);
    }

    /// @inheritdoc IMarket
    function adopt(bytes calldata weights) external {
        _require(_head, MarketPhase.Resolved);
        if (_payout.adopted) revert MarketAlreadyAdopted();
        bytes32 found = keccak256(weights);
        if (found != _result.weightsHash)
            _fail(MarketWeightsWrong.selector, uint256(_result.weightsHash), uint256(found));
        _payout.adopted = true;
        IMarketIncentive(MarketArguments.trainer()).adopt(weights);
    }

    /// @inheritdoc IMarket
    function claim(Claim[] calldata claims, address payable recipient) external returns (uint256 amountWei) {
        unchecked {
            MarketHead current = _head;
            _requireEnded(current);
            _requireUntil(current.deadlineS());
            bool isResolved = current.isIn(MarketPhase.Resolved);
            Payout memory payout = _payout;
            bytes32 payoutsRoot = isResolved ? _result.payoutsRoot : bytes32(0);
            for (uint256 i = 0; i < claims.length; ++i) {
                Claim calldata made = claims[i];
                _mark(current, made);
                uint256 wei_ = made.valueWei;
                if (isResolved) {
                    _checkBalance(payoutsRoot, made);
                    wei_ = made.balanceWei;
                }
                wei_ += payout.bonusWei;
                if (wei_ > payout.owedWei) _fail(MarketOwesLess.selector, wei_, payout.owedWei);
                payout.owedWei -= uint128(wei_);
                amountWei += wei_;
                emit Claimed(made.index, msg.sender, wei_);
            }
            _payout.owedWei = payout.owedWei;
            Payments.pay(recipient, amountWei);
        }
    }

    /// @inheritdoc IMarket
    function burnUnclaimed() external {
        MarketHead current = _head;
        _requireEnded(current);
        _requireAfter(current.deadlineS());
        uint256 owedWei = _payout.owedWei;
        if (owedWei == 0) revert MarketNothingLeft();
        _payout.owedWei = 0;
        emit ClaimsClosed(msg.sender);
        _burn(owedWei);
    }

    /// @inheritdoc IMarket
    function isOver() external view returns (bool) {
        MarketHead current = _head;
        if (!current.isIn(MarketPhase.Resolved)) return current.hasEnded();
        if (_payout.adopted || _result.weightsHash == _startWeightsHash) return true;
        // Weights that nobody can show must not keep the model from its next market.
        unchecked {
            return block.timestamp > current.deadlineS() - MarketArguments.claimS() + ADOPT_S;
        }
    }

    /// @dev The claim is of a contribution of the caller's that was revealed, and its first.
    function _mark(MarketHead current, Claim calldata made) private {
        uint256 index = made.index;
        _checkIndex(current, index);
        _checkRecord(index, msg.sender, made.dataHash, made.valueWei);
        uint256 marks = _marks[index / 128];
        uint256 bit = 1 << (index % 128);
        if (marks & bit == 0 && MarketArguments.isSealed()) _fail(MarketNotRevealed.selector, index);
        bit <<= 128;
        if (marks & bit != 0) _fail(MarketAlreadyClaimed.selector, index);
        _marks[index / 128] = marks | bit;
    }

    function _checkBalance(bytes32 payoutsRoot, Claim calldata made) private pure {
        bytes32 leaf = PackedBalances.leaf(made.index, made.balanceWei);
        if (made.balanceWei > type(uint128).max || !MerkleRoot.isProof(made.proof, payoutsRoot, leaf))
            _fail(MarketClaimWrong.selector, made.index);
    }
}
