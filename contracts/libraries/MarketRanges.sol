// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMarketIncentive} from "../interfaces/IMarketIncentive.sol";
import {MarketTerms} from "../types/MarketTerms.sol";

/// @title What a market may be opened with
library MarketRanges {
    uint256 internal constant MAX_WEI = 1 << 90;
    /// @dev Features of a model that learns by markets: with the bias 1,024 weights, which one step can carry.
    uint256 internal constant MAX_FEATURES = 1023;
    /// @dev Gas that a sponsor's bond covers at the least: draws, misses, fees of callers.
    uint256 private constant LEAST_BOND_GAS = 10_000_000;
    uint256 private constant MAX_ROUNDS = 1 << 20;
    uint256 private constant MAX_CAPACITY = 1024;
    /// @dev More would make segments so long that refuting a step takes over 60,000 bytes.
    uint256 private constant MAX_PARTS = 44;
    uint256 private constant MAX_ROWS_PER_PART = 1000;
    uint256 private constant MAX_SCORED_ROWS = 10_000;
    uint256 private constant MAX_GAS_PRICE_WEI = 1 << 63;
    /// @dev A stake is worth at least what the pot pays for so many rows.
    uint256 private constant STAKE_FACTOR = 4;
    uint256 private constant LEAST_MOVE_S = 10 minutes;
    uint256 private constant MOST_MOVE_S = 14 days;
    uint256 private constant MOST_WAIT_S = 60 days;
    uint256 private constant LEAST_CLAIM_S = 1 days;
    uint256 private constant MOST_CLAIM_S = 3650 days;

    /// @notice Revert with the first term that is out of its range.
    function check(MarketTerms calldata terms, uint256 leastBountyWei) internal view {
        _money(terms, leastBountyWei);
        _counts(terms);
        _stake(terms);
        _times(terms);
    }

    function _money(MarketTerms calldata terms, uint256 leastBountyWei) private pure {
        _range("bountyWei", terms.bountyWei, leastBountyWei, MAX_WEI);
        uint256 bondGasWei = LEAST_BOND_GAS * terms.gasPriceWei;
        uint256 quarterWei = terms.bountyWei / 4;
        _range("sponsorBondWei", terms.sponsorBondWei, bondGasWei > quarterWei ? bondGasWei : quarterWei, MAX_WEI);
        _range("proposerFeeWei", terms.proposerFeeWei, 0, terms.bountyWei);
    }

    function _counts(MarketTerms calldata terms) private pure {
        // At least 1 wei a round.
        _range("rounds", terms.rounds, 1, terms.bountyWei < MAX_ROUNDS ? terms.bountyWei : MAX_ROUNDS);
        _range("capacity", terms.capacity, 1, MAX_CAPACITY);
        _range("leastContributions", terms.leastContributions, 1, terms.capacity);
        _range("partCount", terms.partCount, 2, MAX_PARTS);
        uint256 most = MAX_SCORED_ROWS / (terms.partCount - 1);
        _range("rowsPerPart", terms.rowsPerPart, 1, most < MAX_ROWS_PER_PART ? most : MAX_ROWS_PER_PART);
        _range("gasPriceWei", terms.gasPriceWei, 1, MAX_GAS_PRICE_WEI);
        _range("mostFeeWei", terms.mostFeeWei, 0, terms.stakeWei);
    }

    /// @dev A round takes no more than the stake, and bad data risks more than a few lucky rows bring.
    function _stake(MarketTerms calldata terms) private pure {
        uint256 feesWei = (uint256(terms.mostFeeWei) * terms.capacity) / 2;
        uint256 roundWei = (terms.bountyWei + feesWei) / terms.rounds;
        uint256 scoredRows = uint256(terms.partCount - 1) * terms.rowsPerPart;
        uint256 rowsWei = (STAKE_FACTOR * terms.bountyWei) / scoredRows;
        _range("stakeWei", terms.stakeWei, roundWei > rowsWei ? roundWei : rowsWei, MAX_WEI);
    }

    function _times(MarketTerms calldata terms) private view {
        _move("moveS", terms.moveS);
        uint256 earliestEndS = terms.earliestEndS;
        // A move to show the drawn part, and one to contribute.
        _range("earliestEndS", earliestEndS, block.timestamp + 2 * uint256(terms.moveS), block.timestamp + MOST_WAIT_S);
        _range("latestEndS", terms.latestEndS, earliestEndS + 1, earliestEndS + MOST_WAIT_S);
        if (terms.isSealed) _move("revealS", terms.revealS);
        else _range("revealS", terms.revealS, 0, 0);
        _move("testRevealS", terms.testRevealS);
        _move("windowS", terms.windowS);
        // A dispute, and a window to compute and propose in.
        uint256 leastS = 2 * uint256(terms.windowS) + 2 * uint256(terms.moveS);
        _range("resolveS", terms.resolveS, leastS, MOST_WAIT_S);
        _range("claimS", terms.claimS, LEAST_CLAIM_S, MOST_CLAIM_S);
    }

    function _move(bytes32 term, uint256 found) private pure {
        _range(term, found, LEAST_MOVE_S, MOST_MOVE_S);
    }

    function _range(bytes32 term, uint256 found, uint256 least, uint256 most) private pure {
        if (found < least || found > most) {
            revert IMarketIncentive.MarketTermOutOfRange(term, found, least, most);
        }
    }
}
