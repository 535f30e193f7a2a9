// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MarketRules} from "../types/IncentiveRules.sol";
import {MarketTerms} from "../types/MarketTerms.sol";

/// @title A model that learns by markets only
/// @notice One market at a time; the next starts from the weights that the last one left.
interface IMarketIncentive {
    /// @notice A market was opened.
    /// @param number Number of the model's market, from 0.
    /// @param market Its contract: the model's contract number + 1 (CREATE), so known before.
    /// @param testRoot Root over the commitments to the parts in their order, see `IMarket.revealPart`, `OrderedMerkle`.
    /// @param weightsHash keccak256 of the packed words that it starts from.
    event MarketOpened(
        uint256 indexed number,
        address indexed market,
        address indexed sponsor,
        MarketTerms terms,
        bytes32 testRoot,
        bytes32 weightsHash
    );
    /// @notice The model adopted a market's weights.
    event WeightsAdopted(address indexed market, bytes32[] words);

    /// @notice A term is outside of what is safe; `term` names the one.
    error MarketTermOutOfRange(bytes32 term, uint256 found, uint256 least, uint256 most);
    /// @notice The value sent is not what is asked for exactly.
    error MarketValueWrong(uint256 expectedWei, uint256 foundWei);
    /// @notice The model's present market has not ended, or its weights are not adopted yet (which is waited for for a day).
    error MarketStillOpen(address market);
    /// @notice The model's next market has another number: somebody else's was opened in between.
    error MarketNumberWrong(uint256 expected, uint256 found);
    /// @notice Contributions go to the model's market (0: there is none).
    error MarketTakesContributions(address market);
    /// @notice Only the model's present market may change its weights.
    error MarketNotCurrent(address expected, address found);
    /// @notice The rules are outside of what is safe; `rule` names the one.
    error MarketRuleOutOfRange(bytes32 rule, uint256 found, uint256 least, uint256 most);

    /// @notice Open a market with the bounty, the proposer's fee and the sponsor's bond as value.
    /// @dev Access: anyone. Phase: upload closed, no market open.
    /// @param number Number of the market, whose address the commitments are bound to: that of `markets()`.
    function openMarket(
        uint256 number,
        MarketTerms calldata terms,
        bytes32 testRoot
    ) external payable returns (address market);

    /// @notice Take a market's weights.
    /// @dev Access: the present market.
    function adopt(bytes calldata weights) external;

    /// @notice The rules, fixed at deployment.
    function rules() external view returns (MarketRules memory);

    /// @notice Number of markets ever opened, and the latest one (0: none).
    function markets() external view returns (uint256 count, address latest);
}
