// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDataHandler} from "../interfaces/IDataHandler.sol";
import {ILearner} from "../interfaces/ILearner.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {MarketArguments} from "../libraries/MarketArguments.sol";
import {OrderedMerkle} from "../libraries/OrderedMerkle.sol";
import {MarketPhase} from "../types/Market.sol";
import {MarketHead, MarketHeadLibrary} from "../types/MarketHead.sol";
import {LearnerLocation} from "../types/MarketStep.sol";
import {MarketBase} from "./MarketBase.sol";

/// @title The test set: opening, draw, reveal
abstract contract MarketTest is MarketBase {
    /// @dev The first 16 bytes of the hashes of a part's first and last row.
    struct RowEnds {
        bytes16 first;
        bytes16 last;
    }

    /// @dev The block that decides is the second after the opening; a chain keeps 256 hashes.
    uint256 private constant DRAW_BLOCKS = 2;
    uint256 private constant HASHES_KEPT = 256;
    uint256 private constant MOST_MISSES = 3;

    mapping(uint256 part => RowEnds) private _rowEnds;

    /// @inheritdoc IMarket
    function start(bytes32 testRoot, bytes32 weightsHash) external payable {
        address trainer = MarketArguments.trainer();
        if (msg.sender != trainer || _head.openBlock() != 0)
            _fail(MarketNotTrainer.selector, uint160(trainer), uint160(msg.sender));
        _head = MarketHeadLibrary.open(block.number);
        _testRoot = testRoot;
        _startWeightsHash = weightsHash;
    }

    /// @inheritdoc IMarket
    function draw() external returns (uint256 part) {
        unchecked {
            MarketHead current = _head;
            _require(current, MarketPhase.Drawing);
            uint256 target = current.openBlock() + DRAW_BLOCKS;
            if (block.number <= target) _fail(MarketDrawTooEarly.selector, block.number, target + 1);
            uint256 missed = _missed(current);
            if (missed == MOST_MISSES) _fail(MarketDrawsMissed.selector, missed);
            bytes32 decider = blockhash(target + missed * HASHES_KEPT);
            part = uint256(keccak256(abi.encode(decider, address(this)))) % MarketArguments.partCount();
            // Who takes its time to show it leaves as much to contribute.
            uint256 moveS = MarketArguments.moveS();
            uint256 untilS = MarketArguments.earliestEndS() - moveS;
            if (block.timestamp + moveS < untilS) untilS = block.timestamp + moveS;
            _enter(current.draw(part, missed), MarketPhase.RevealingDrawnPart, untilS);
            emit PartDrawn(part, msg.sender, decider, missed);
            _credit(msg.sender, _gasWei(CALLER_GAS));
            _burn(_missesWei(missed));
        }
    }

    /// @inheritdoc IMarket
    function voidMarket() external {
        unchecked {
            MarketHead current = _head;
            uint256 missed = current.missedDraws();
            uint256 bondWei = MarketArguments.sponsorBondWei();
            if (current.isIn(MarketPhase.Drawing)) {
                missed = _missed(current);
                if (missed != MOST_MISSES) _fail(MarketDrawPossible.selector, missed);
                current = current.draw(0, missed);
            } else {
                _require(current, MarketPhase.RevealingDrawnPart);
                _requireAfter(current.deadlineS());
                bondWei = _bondLeftWei(current);
            }
            _enter(current, MarketPhase.Voided, 0);
            uint256 callerWei = _gasWei(CALLER_GAS);
            emit MarketVoided(msg.sender, missed);
            _credit(msg.sender, callerWei);
            _credit(MarketArguments.sponsor(), MarketArguments.bountyWei() + MarketArguments.proposerFeeWei());
            _burn(bondWei - callerWei);
        }
    }

    /// @inheritdoc IMarket
    function revealPart(uint256 part, bytes32 salt, bytes calldata rows, bytes32[] calldata proof) external {
        MarketHead current = _head;
        _checkTurn(current, part);
        bytes32 rowsHash = keccak256(rows);
        _checkCommitment(part, salt, rowsHash, proof);
        _checkRows(part, rows);
        _rowsHashes[part] = rowsHash;
        emit PartRevealed(part, salt, rows);
        current = current.addPart();
        if (current.isIn(MarketPhase.RevealingDrawnPart)) {
            _enter(current, MarketPhase.Participating, MarketArguments.latestEndS());
        } else if (current.partsRevealed() != MarketArguments.partCount()) {
            _head = current;
        } else {
            _enterFor(current, MarketPhase.Resolving, MarketArguments.resolveS());
            _openResult(current);
        }
    }

    /// @inheritdoc IMarket
    function rowsHashOf(uint256 part) external view returns (bytes32) {
        return _rowsHashes[part];
    }

    /// @dev The whole test set is known.
    function _openResult(MarketHead current) internal virtual;

    function _missed(MarketHead current) private view returns (uint256 missed) {
        unchecked {
            uint256 target = current.openBlock() + DRAW_BLOCKS;
            if (block.number <= target) return 0;
            missed = (block.number - target - 1) / HASHES_KEPT;
            if (missed > MOST_MISSES) missed = MOST_MISSES;
        }
    }

    function _checkTurn(MarketHead current, uint256 part) private view {
        unchecked {
            bool isDrawn = current.isIn(MarketPhase.Drawing) || current.isIn(MarketPhase.RevealingDrawnPart);
            _require(current, isDrawn ? MarketPhase.RevealingDrawnPart : MarketPhase.RevealingTest);
            address sponsor = MarketArguments.sponsor();
            if (msg.sender != sponsor) _fail(MarketNotSponsor.selector, uint160(sponsor), uint160(msg.sender));
            _requireUntil(current.deadlineS());
            if (isDrawn) {
                if (part != current.drawnPart()) _fail(MarketPartWrong.selector, current.drawnPart(), part);
            } else {
                uint256 count = MarketArguments.partCount();
                if (part >= count) _fail(MarketPartWrong.selector, count - 1, part);
                if (_rowsHashes[part] != 0) _fail(MarketPartAlreadyRevealed.selector, part);
            }
        }
    }

    function _checkCommitment(uint256 part, bytes32 salt, bytes32 rowsHash, bytes32[] calldata proof) private view {
        bytes32 commitment = keccak256(abi.encode(block.chainid, address(this), part, salt, rowsHash));
        if (!OrderedMerkle.isProof(proof, _testRoot, commitment, part, MarketArguments.partCount()))
            _fail(MarketPartMismatch.selector, part, uint256(commitment));
    }

    function _checkRows(uint256 part, bytes calldata rows) private {
        unchecked {
            if (rows.length > MAX_BYTES) revert IDataHandler.ContributionTooLarge(rows.length, MAX_BYTES);
            LearnerLocation memory location = MarketArguments.location();
            (uint256 count, bytes32 first, bytes32 last, uint256 misplaced) = ILearner(location.learner).orderedRows(
                location.shape,
                rows
            );
            uint256 expected = MarketArguments.rowsPerPart();
            if (count != expected) revert MarketRowsWrong(part, expected, count);
            if (misplaced != 0) _fail(MarketRowsNotIncreasing.selector, part, misplaced);
            // Every two neighbours meet here: at the reveal of the later one.
            if (part != 0 && _rowsHashes[part - 1] != 0 && bytes16(first) <= _rowEnds[part - 1].last) {
                _fail(MarketPartsOverlap.selector, part, part - 1);
            }
            if (_rowsHashes[part + 1] != 0 && bytes16(last) >= _rowEnds[part + 1].first) {
                _fail(MarketPartsOverlap.selector, part, part + 1);
            }
            _rowEnds[part] = RowEnds(bytes16(first), bytes16(last));
        }
    }
}
