// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarket} from "../interfaces/IMarket.sol";
import {IStepJudge} from "../interfaces/IStepJudge.sol";
import {MarketArguments} from "../libraries/MarketArguments.sol";
import {PackedBalances} from "../libraries/PackedBalances.sol";
import {StepHash} from "../libraries/StepHash.sol";
import {StepKind, TraceLayout} from "../libraries/TraceLayout.sol";
import {MarketPhase} from "../types/Market.sol";
import {MarketHead} from "../types/MarketHead.sol";
import {MarketResult, StepInput, StepPlan} from "../types/MarketStep.sol";
import {MarketTest} from "./MarketTest.sol";

/// @title The row of steps, run here, and how a market ends once contributions are in
abstract contract MarketResolution is MarketTest {
    /// @dev Where the direct run is; once it is through: who ran the last step.
    struct DirectRun {
        uint32 nextStep;
        address finisher;
        bytes32 stateHash;
    }

    /// @dev What claims are paid from and what each gets beside its balance or value.
    struct Payout {
        uint128 owedWei;
        uint120 bonusWei;
        bool adopted;
    }

    IStepJudge private immutable JUDGE;

    bytes32 internal _firstHash;
    DirectRun internal _direct;
    MarketResult internal _result;
    Payout internal _payout;

    constructor(IStepJudge judge) {
        JUDGE = judge;
    }

    /// @inheritdoc IMarket
    function runSteps(StepInput[] calldata inputs) external {
        unchecked {
            MarketHead current = _head;
            _require(current, MarketPhase.Resolving);
            StepPlan memory plan = _plan(current);
            uint256 last = _stepCount(plan) - 1;
            uint256 step = _direct.nextStep;
            bytes32 stateHash = step == 0 ? _firstHash : _direct.stateHash;
            for (uint256 i = 0; i < inputs.length; ++i) {
                StepInput calldata input = inputs[i];
                bool isRound = step + plan.contributionCount + 1 >= last;
                // Nothing is left to play: the rest of the rounds changes nothing.
                if (isRound && input.state.roundsLeft == 0) step = last;
                _checkState(input, stateHash);
                if (step == last) {
                    _finish(current, plan, input);
                    return;
                }
                bytes32 nextHash = _stateAfter(plan, current.drawnPart(), step, input);
                // Nobody is in: so will it stay.
                step = isRound && nextHash == stateHash ? last : step + 1;
                stateHash = nextHash;
            }
            _direct.nextStep = uint32(step);
            _direct.stateHash = stateHash;
            emit StepsRun(msg.sender, step, stateHash);
        }
    }

    /// @inheritdoc IMarket
    function expire() external {
        unchecked {
            MarketHead current = _head;
            _require(current, MarketPhase.Resolving);
            _requireAfter(current.deadlineS());
            if (current.standing() != 0) _fail(MarketProposalsStand.selector, current.standing());
            (uint256 bonusWei, uint256 dustWei) = _forfeits(current);
            uint256 revealed = current.revealedCount();
            emit MarketExpired(msg.sender);
            _end(
                current,
                MarketPhase.Expired,
                revealed * (MarketArguments.stakeWei() + bonusWei) + current.feesWei(),
                bonusWei
            );
            _credit(
                MarketArguments.sponsor(),
                MarketArguments.bountyWei() + MarketArguments.proposerFeeWei() + _bondLeftWei(current)
            );
            _burn(dustWei);
        }
    }

    /// @inheritdoc IMarket
    function declareDefault() external {
        unchecked {
            MarketHead current = _head;
            _require(current, MarketPhase.RevealingTest);
            _requireAfter(current.deadlineS());
            (uint256 bonusWei, uint256 dustWei) = _forfeits(current);
            uint256 revealed = current.revealedCount();
            uint256 stakeWei = MarketArguments.stakeWei();
            uint256 bondWei = _bondLeftWei(current);
            uint256 callerWei = _gasWei(CALLER_GAS);
            uint256 lostWei = MarketArguments.bountyWei() + MarketArguments.proposerFeeWei() + bondWei - callerWei;
            // At least half of the bond is burnt, rounded up, so that a sponsor who contributes too gets none of it back.
            uint256 compensationWei = (lostWei - (bondWei - bondWei / 2)) / revealed;
            if (compensationWei > stakeWei) compensationWei = stakeWei;
            emit SponsorDefaulted(msg.sender, compensationWei);
            bonusWei += compensationWei;
            _end(current, MarketPhase.Defaulted, revealed * (stakeWei + bonusWei) + current.feesWei(), bonusWei);
            _credit(msg.sender, callerWei);
            _burn(lostWei - revealed * compensationWei + dustWei);
        }
    }

    /// @inheritdoc IMarket
    function trace() external view returns (bytes32, uint256, uint256, uint256) {
        if (_firstHash == 0) return (0, 0, 0, 0);
        uint256 steps = _stepCount(_plan(_head));
        uint256 segmentSteps = TraceLayout.segmentSteps(steps);
        return (_firstHash, steps, segmentSteps, TraceLayout.segmentCount(steps));
    }

    /// @inheritdoc IMarket
    function direct() external view returns (uint256 nextStep, bytes32 stateHash) {
        nextStep = _direct.nextStep;
        stateHash = nextStep == 0 ? _firstHash : _direct.stateHash;
    }

    /// @inheritdoc IMarket
    function outcome() external view returns (MarketResult memory, uint256, uint256, bool) {
        return (_result, _payout.bonusWei, _payout.owedWei, _payout.adopted);
    }

    function _openResult(MarketHead current) internal override {
        StepPlan memory plan = _plan(current);
        _firstHash = StepHash.ofStart(
            _startWeightsHash,
            keccak256(PackedBalances.start(plan.contributionCount, MarketArguments.stakeWei(), _revealedBits())),
            MarketArguments.rounds()
        );
        emit ResultOpened(_firstHash, _stepCount(plan), plan.unitWei);
    }

    /// @dev What never changes while a result is found.
    function _plan(MarketHead current) internal view returns (StepPlan memory plan) {
        unchecked {
            plan.contributionCount = current.contributionCount();
            plan.scoredParts = MarketArguments.partCount() - 1;
            plan.scoredRows = plan.scoredParts * MarketArguments.rowsPerPart();
            plan.unitWei = (MarketArguments.bountyWei() + current.feesWei()) / MarketArguments.rounds();
            // Who pays more than the fee adds to the pot, but no round may take more than the stake.
            uint256 stakeWei = MarketArguments.stakeWei();
            if (plan.unitWei > stakeWei) plan.unitWei = stakeWei;
        }
    }

    function _stepCount(StepPlan memory plan) internal pure returns (uint256) {
        return TraceLayout.stepCount(plan.contributionCount, plan.scoredParts);
    }

    function _checkState(StepInput calldata input, bytes32 expected) internal pure {
        bytes32 found = StepHash.ofState(input.state);
        if (found != expected) revert MarketInputMismatch("state", expected, found);
    }

    /// @dev The hash after a step whose state has been checked.
    function _stateAfter(
        StepPlan memory plan,
        uint256 drawnPart,
        uint256 step,
        StepInput calldata input
    ) internal view returns (bytes32) {
        bytes32 dataHash = _dataHash(plan, drawnPart, step, input);
        return JUDGE.stateAfter(MarketArguments.location(), plan, step, dataHash, input);
    }

    /// @dev Most that a result can pay: all stakes that are not forfeited, bounty and fees.
    function _mostPaidWei(MarketHead current) internal view returns (uint256) {
        unchecked {
            return
                current.revealedCount() * MarketArguments.stakeWei() + MarketArguments.bountyWei() + current.feesWei();
        }
    }

    /// @dev The proposer of the accepted result gets its fee; after a direct run it goes back.
    /// @param proposedWei Bond of the proposer, 0 after a direct run.
    function _resolve(
        MarketHead current,
        bytes32 id,
        MarketResult memory result,
        address proposer,
        uint256 proposedWei
    ) internal {
        unchecked {
            uint256 mostWei = _mostPaidWei(current);
            if (result.paidWei > mostWei) _fail(MarketPaysTooMuch.selector, result.paidWei, mostWei);
            uint256 remainderWei = mostWei - result.paidWei;
            (uint256 bonusWei, uint256 dustWei) = _forfeits(current);
            _result = result;
            emit MarketResolved(id, result, bonusWei, remainderWei);
            _end(current, MarketPhase.Resolved, result.paidWei + current.revealedCount() * bonusWei, bonusWei);
            uint256 sponsorWei = remainderWei + _bondLeftWei(current);
            if (id == 0) sponsorWei += MarketArguments.proposerFeeWei();
            else _credit(proposer, proposedWei + MarketArguments.proposerFeeWei());
            _credit(MarketArguments.sponsor(), sponsorWei);
            _burn(dustWei);
        }
    }

    function _finish(MarketHead current, StepPlan memory plan, StepInput calldata input) private {
        MarketResult memory result = JUDGE.resultAfter(plan, input);
        bytes32 stateHash = StepHash.ofResult(result);
        uint256 steps = _stepCount(plan);
        _direct = DirectRun(uint32(steps), msg.sender, stateHash);
        emit StepsRun(msg.sender, steps, stateHash);
        _resolve(current, 0, result, address(0), 0);
    }

    function _end(MarketHead current, MarketPhase phase, uint256 owedWei, uint256 bonusWei) private {
        _enterFor(current, phase, MarketArguments.claimS());
        _payout = Payout(uint128(owedWei), uint120(bonusWei), false);
    }

    /// @dev Stakes of contributions that were not revealed, shared by those that were; the rest is burnt.
    function _forfeits(MarketHead current) private view returns (uint256 bonusWei, uint256 dustWei) {
        unchecked {
            uint256 revealed = current.revealedCount();
            uint256 forfeitsWei = (current.contributionCount() - revealed) * MarketArguments.stakeWei();
            return (forfeitsWei / revealed, forfeitsWei % revealed);
        }
    }

    /// @dev What data a step reads: samples of a contribution (0: not revealed), rows of a part, or none.
    function _dataHash(
        StepPlan memory plan,
        uint256 drawnPart,
        uint256 step,
        StepInput calldata input
    ) private view returns (bytes32 dataHash) {
        unchecked {
            (StepKind kind, uint256 model, uint256 part) = TraceLayout.locate(
                step,
                plan.contributionCount,
                plan.scoredParts
            );
            if (kind == StepKind.Evaluate) return _rowsHashes[TraceLayout.partOf(part, drawnPart)];
            if (kind == StepKind.Train && _isRevealed(model - 1)) {
                dataHash = keccak256(input.data);
                _checkRecord(model - 1, input.contributor, dataHash, input.valueWei);
            }
        }
    }

    /// @dev Bit i % 256 of word i / 256: contribution i is revealed.
    function _revealedBits() private view returns (uint256[4] memory bits) {
        unchecked {
            bool isSealed = MarketArguments.isSealed();
            for (uint256 i = 0; i < bits.length; ++i) {
                bits[i] = isSealed ? uint128(_marks[2 * i]) | (_marks[2 * i + 1] << 128) : type(uint256).max;
            }
        }
    }
}
