// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarket} from "../interfaces/IMarket.sol";
import {IMarketIncentive} from "../interfaces/IMarketIncentive.sol";
import {MarketArguments} from "../libraries/MarketArguments.sol";
import {MerkleRoot} from "../libraries/MerkleRoot.sol";
import {SegmentHashes} from "../libraries/SegmentHashes.sol";
import {StepHash} from "../libraries/StepHash.sol";
import {TraceLayout} from "../libraries/TraceLayout.sol";
import {MarketPhase, Proposal, Segment} from "../types/Market.sol";
import {MarketHead} from "../types/MarketHead.sol";
import {MarketProposal, MarketProposalLibrary} from "../types/MarketProposal.sol";
import {MarketResult, StepInput, StepPlan} from "../types/MarketStep.sol";
import {MarketResolution} from "./MarketResolution.sol";

/// @title Results proposed under a bond, and disputed down to one step
abstract contract MarketDispute is MarketResolution {
    struct ChallengeState {
        address challenger;
        uint40 challengedAtS;
        bytes32 hashesHash;
    }

    mapping(bytes32 id => MarketProposal) private _proposals;
    mapping(bytes32 id => mapping(uint256 segment => ChallengeState)) private _challenges;

    /// @inheritdoc IMarket
    function propose(MarketResult calldata result, bytes32[] calldata cuts) external payable returns (bytes32 id) {
        unchecked {
            MarketHead current = _head;
            _require(current, MarketPhase.Resolving);
            // A dispute must be over before the last date.
            _requireUntil(current.deadlineS() - _disputeS());
            uint256 segments = TraceLayout.segmentCount(_stepCount(_plan(current)));
            if (cuts.length != segments - 1) _fail(MarketHashesWrong.selector, segments - 1, cuts.length);
            uint256 mostWei = _mostPaidWei(current);
            if (result.paidWei > mostWei) _fail(MarketPaysTooMuch.selector, result.paidWei, mostWei);
            id = keccak256(
                abi.encode(
                    Proposal(msg.sender, SegmentHashes.rootOf(_firstHash, cuts, StepHash.ofResult(result)), result)
                )
            );
            if (_proposals[id].exists()) _fail(MarketProposalKnown.selector, uint256(id));
            _checkValue(_proposalBondWei());
            _proposals[id] = MarketProposalLibrary.open(block.timestamp);
            _head = current.addStanding();
            emit ResultProposed(id, msg.sender, result, cuts);
        }
    }

    /// @inheritdoc IMarket
    function challenge(Proposal calldata proposal, Segment calldata segment) external payable {
        unchecked {
            (bytes32 id, MarketProposal state) = _standing(proposal);
            // Who ran the steps has made it lose already, and is paid for that.
            if (_isShownWrong(proposal)) _fail(MarketProposalRefuted.selector, uint256(id));
            _requireUntil(state.proposedAtS() + MarketArguments.windowS());
            _checkSegment(id, proposal, segment);
            ChallengeState storage challenged = _challenges[id][segment.index];
            if (challenged.challenger != address(0))
                _fail(MarketSegmentChallenged.selector, uint256(id), segment.index);
            _checkValue(_gasWei(CHALLENGE_GAS));
            challenged.challenger = msg.sender;
            challenged.challengedAtS = uint40(block.timestamp);
            _proposals[id] = state.addChallenge();
            emit SegmentChallenged(id, segment.index, msg.sender);
        }
    }

    /// @inheritdoc IMarket
    function revealSegment(Proposal calldata proposal, Segment calldata segment, bytes32[] calldata inner) external {
        unchecked {
            (bytes32 id, MarketProposal state) = _standing(proposal);
            if (msg.sender != proposal.proposer)
                _fail(MarketNotProposer.selector, uint160(proposal.proposer), uint160(msg.sender));
            ChallengeState storage challenged = _challenge(id, segment.index);
            if (challenged.hashesHash != 0) _fail(MarketSegmentRevealed.selector, uint256(id), segment.index);
            _requireUntil(challenged.challengedAtS + MarketArguments.moveS());
            uint256 expected = _stepsOf(_plan(_head), segment.index) - 1;
            if (inner.length != expected) _fail(MarketHashesWrong.selector, expected, inner.length);
            _checkSegment(id, proposal, segment);
            challenged.hashesHash = SegmentHashes.hashOf(segment.first, inner, segment.last);
            _proposals[id] = state.removeWaiting();
            emit SegmentRevealed(id, segment.index, inner);
        }
    }

    /// @inheritdoc IMarket
    function refute(
        Proposal calldata proposal,
        uint256 segment,
        bytes32[] calldata hashes,
        uint256 offset,
        StepInput calldata input
    ) external {
        unchecked {
            (bytes32 id, MarketProposal state) = _standing(proposal);
            _requireUntil(state.proposedAtS() + _disputeS());
            ChallengeState memory challenged = _challenge(id, segment);
            if (challenged.hashesHash == 0) _fail(MarketSegmentHidden.selector, uint256(id), segment);
            bytes32 found = SegmentHashes.hashOf(hashes);
            if (found != challenged.hashesHash) revert MarketInputMismatch("hashes", challenged.hashesHash, found);
            uint256 step = _wrongStep(segment, hashes, offset, input);
            uint256 halfWei = _refute(id, state, step);
            uint256 eighthWei = halfWei / 8;
            _returnChallenge(id, segment, challenged.challenger, eighthWei);
            _credit(msg.sender, halfWei - eighthWei);
            _burn(_proposalBondWei() - halfWei);
        }
    }

    /// @inheritdoc IMarket
    function closeSilent(Proposal calldata proposal, uint256 segment) external {
        unchecked {
            (bytes32 id, MarketProposal state) = _standing(proposal);
            ChallengeState memory challenged = _challenge(id, segment);
            if (challenged.hashesHash != 0) _fail(MarketSegmentRevealed.selector, uint256(id), segment);
            _requireAfter(challenged.challengedAtS + MarketArguments.moveS());
            uint256 halfWei = _refute(id, state, _stepCount(_plan(_head)));
            _returnChallenge(id, segment, challenged.challenger, halfWei);
            _burn(_proposalBondWei() - halfWei);
        }
    }

    /// @inheritdoc IMarket
    function closeChallenge(Proposal calldata proposal, uint256 segment) external {
        unchecked {
            bytes32 id = keccak256(abi.encode(proposal));
            ChallengeState memory challenged = _challenge(id, segment);
            MarketProposal state = _proposals[id];
            bool isRefuted = state.refuted();
            if (!isRefuted && challenged.hashesHash == 0) _fail(MarketSegmentHidden.selector, uint256(id), segment);
            if (isRefuted || _isShownWrong(proposal)) {
                _returnChallenge(id, segment, challenged.challenger, 0);
                return;
            }
            // A silent proposer has lost, whichever of its challenges is closed first.
            _requireAnswered(id, state);
            // A proposal that was closed has stood its time: nothing is left of it, its time neither.
            _requireAfter(state.proposedAtS() + _disputeS());
            delete _challenges[id][segment];
            emit ChallengeFailed(id, segment, challenged.challenger);
            _credit(proposal.proposer, _gasWei(CHALLENGE_GAS));
        }
    }

    /// @inheritdoc IMarket
    function resolve(Proposal calldata proposal) external {
        MarketHead current = _head;
        _require(current, MarketPhase.Resolving);
        bytes32 id = _close(proposal);
        _resolve(current.removeStanding(), id, proposal.result, proposal.proposer, _proposalBondWei());
    }

    /// @inheritdoc IMarket
    function closeProposal(Proposal calldata proposal) external {
        unchecked {
            MarketHead current = _head;
            _requireEnded(current);
            bytes32 id = keccak256(abi.encode(proposal));
            MarketProposal state = _proposals[id];
            _close(proposal);
            uint256 bondWei = _proposalBondWei();
            if (_isShownWrong(proposal)) {
                uint256 halfWei = _refute(id, state, _stepCount(_plan(current)));
                _credit(_direct.finisher, halfWei);
                _burn(bondWei - halfWei);
            } else {
                _head = current.removeStanding();
                emit BondReturned(id);
                _credit(proposal.proposer, bondWei);
            }
        }
    }

    /// @inheritdoc IMarket
    function proposalOf(bytes32 id) external view returns (uint256, uint256, uint256, bool) {
        MarketProposal state = _proposals[id];
        return (state.proposedAtS(), state.waiting(), state.challenges(), state.refuted());
    }

    /// @inheritdoc IMarket
    function challengeOf(bytes32 id, uint256 segment) external view returns (address, uint256, bytes32) {
        ChallengeState memory challenged = _challenges[id][segment];
        return (challenged.challenger, challenged.challengedAtS, challenged.hashesHash);
    }

    /// @inheritdoc IMarket
    function bondsWei() external view returns (uint256, uint256) {
        return (_proposalBondWei(), _gasWei(CHALLENGE_GAS));
    }

    /// @dev Time from a proposal until the last moment to name a wrong step.
    function _disputeS() private view returns (uint256) {
        unchecked {
            return MarketArguments.windowS() + 2 * MarketArguments.moveS();
        }
    }

    function _requireAnswered(bytes32 id, MarketProposal state) private pure {
        if (state.waiting() != 0) _fail(MarketProposalChallenged.selector, uint256(id), state.waiting());
    }

    /// @dev A direct run was completed and had another result.
    function _isShownWrong(Proposal calldata proposal) private view returns (bool) {
        return _direct.finisher != address(0) && StepHash.ofResult(proposal.result) != _direct.stateHash;
    }

    /// @dev Worth its gas, and a part of bounty, fees and stakes of a full market, rounded up.
    function _proposalBondWei() private view returns (uint256) {
        unchecked {
            uint256 capacity = MarketArguments.capacity();
            uint256 fullWei =
                MarketArguments.bountyWei() +
                    capacity * MarketArguments.stakeWei() +
                    (capacity * MarketArguments.mostFeeWei()) / 2;
            uint256 partWei = (fullWei + PROPOSAL_PART - 1) / PROPOSAL_PART;
            uint256 gasWei = _gasWei(PROPOSAL_GAS);
            return gasWei > partWei ? gasWei : partWei;
        }
    }

    function _checkValue(uint256 expectedWei) private view {
        if (msg.value != expectedWei) revert IMarketIncentive.MarketValueWrong(expectedWei, msg.value);
    }

    function _standing(Proposal calldata proposal) private view returns (bytes32 id, MarketProposal state) {
        id = keccak256(abi.encode(proposal));
        state = _proposals[id];
        if (!state.exists()) _fail(MarketProposalUnknown.selector, uint256(id));
        if (state.refuted()) _fail(MarketProposalRefuted.selector, uint256(id));
    }

    function _challenge(bytes32 id, uint256 segment) private view returns (ChallengeState storage challenged) {
        challenged = _challenges[id][segment];
        if (challenged.challenger == address(0)) _fail(MarketChallengeUnknown.selector, uint256(id), segment);
    }

    function _checkSegment(bytes32 id, Proposal calldata proposal, Segment calldata segment) private pure {
        bytes32 leaf = SegmentHashes.leaf(segment.index, segment.first, segment.last);
        // With any number for an index one could choose the leaf.
        bool isNumber = segment.index < SegmentHashes.MOST;
        if (!isNumber || !MerkleRoot.isProof(segment.proof, proposal.cutsRoot, leaf)) {
            _fail(MarketSegmentUnknown.selector, uint256(id), segment.index);
        }
    }

    function _stepsOf(StepPlan memory plan, uint256 segment) private pure returns (uint256) {
        return TraceLayout.stepsIn(segment, _stepCount(plan));
    }

    /// @dev Recompute the step at `offset`; reverts if it is right.
    function _wrongStep(
        uint256 segment,
        bytes32[] calldata hashes,
        uint256 offset,
        StepInput calldata input
    ) private view returns (uint256 step) {
        unchecked {
            MarketHead current = _head;
            StepPlan memory plan = _plan(current);
            if (offset >= hashes.length - 1) _fail(MarketStepUnknown.selector, offset, hashes.length - 1);
            step = segment * TraceLayout.segmentSteps(_stepCount(plan)) + offset;
            _checkState(input, hashes[offset]);
            if (_stateAfter(plan, current.drawnPart(), step, input) == hashes[offset + 1])
                _fail(MarketStepRight.selector, step);
        }
    }

    /// @dev The proposal lost its bond; returns the half of it that is not burnt.
    function _refute(bytes32 id, MarketProposal state, uint256 step) private returns (uint256) {
        _proposals[id] = state.refute();
        _head = _head.removeStanding();
        emit ProposalRefuted(id, msg.sender, step);
        return _proposalBondWei() / 2;
    }

    function _returnChallenge(bytes32 id, uint256 segment, address challenger, uint256 rewardWei) private {
        unchecked {
            delete _challenges[id][segment];
            emit ChallengeReturned(id, segment, challenger);
            _credit(challenger, _gasWei(CHALLENGE_GAS) + rewardWei);
        }
    }

    /// @dev A proposal that stood its time.
    function _close(Proposal calldata proposal) private returns (bytes32 id) {
        unchecked {
            MarketProposal state;
            (id, state) = _standing(proposal);
            _requireAnswered(id, state);
            _requireAfter(state.proposedAtS() + (state.challenges() == 0 ? MarketArguments.windowS() : _disputeS()));
            _proposals[id] = MarketProposal.wrap(0);
        }
    }
}
