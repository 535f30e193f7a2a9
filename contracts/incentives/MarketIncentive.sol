// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {IMarketIncentive} from "../interfaces/IMarketIncentive.sol";
import {IRegistry} from "../interfaces/IRegistry.sol";
import {MarketArguments} from "../libraries/MarketArguments.sol";
import {MarketRanges} from "../libraries/MarketRanges.sol";
import {TrainerArguments} from "../libraries/TrainerArguments.sol";
import {Model} from "../models/Model.sol";
import {MarketRules} from "../types/IncentiveRules.sol";
import {LearnerLocation} from "../types/MarketStep.sol";
import {MarketTerms} from "../types/MarketTerms.sol";
import {ModelShape} from "../types/ModelShape.sol";

/// @title Learning by markets, one at a time
abstract contract MarketIncentive is Model, IMarketIncentive {
    uint256 private _marketCount;
    address private _latest;

    /// @inheritdoc IMarketIncentive
    function openMarket(
        uint256 number,
        MarketTerms calldata terms,
        bytes32 testRoot
    ) external payable onlyClone returns (address market) {
        if (!_head.uploadClosed()) revert UploadStillOpen();
        if (_latest != address(0) && !IMarket(_latest).isOver()) revert MarketStillOpen(_latest);
        if (number != _marketCount) revert MarketNumberWrong(_marketCount, number);
        (address registry, MarketRules memory own) = _rules();
        MarketRanges.check(terms, own.leastBountyWei);
        uint256 expectedWei = uint256(terms.bountyWei) + terms.proposerFeeWei + terms.sponsorBondWei;
        if (msg.value != expectedWei) revert MarketValueWrong(expectedWei, msg.value);

        _marketCount = number + 1;
        // The sponsor has committed to this address: it is that of the next contract that this one creates.
        market = Clones.cloneWithImmutableArgs(
            IRegistry(registry).marketImplementation(),
            MarketArguments.encode(address(this), msg.sender, number, LearnerLocation(IMPLEMENTATION, shape()), terms)
        );
        _latest = market;
        bytes32 weightsHash = _weightsHash();
        emit MarketOpened(number, market, msg.sender, terms, testRoot, weightsHash);
        IMarket(market).start{value: msg.value}(testRoot, weightsHash);
    }

    /// @inheritdoc IMarketIncentive
    function adopt(bytes calldata weights) external {
        if (msg.sender != _latest) revert MarketNotCurrent(_latest, msg.sender);
        uint256 most = wordCount();
        if (weights.length != 32 * most) revert UploadTooLong((weights.length + 31) / 32, most);
        ModelShape memory dimensions = shape();
        bytes32[] memory words = new bytes32[](most);
        for (uint256 i = 0; i < most; ++i) {
            words[i] = bytes32(weights[32 * i:]);
            // A result that nobody disputed may name any weights; the model must not take what breaks its lanes.
            if (!_isValidWord(uint256(words[i]), i, dimensions)) revert UploadWordInvalid(i);
            _words[i] = uint256(words[i]);
        }
        emit WeightsAdopted(msg.sender, words);
    }

    /// @inheritdoc IMarketIncentive
    function rules() external view returns (MarketRules memory own) {
        (, own) = _rules();
    }

    /// @inheritdoc IMarketIncentive
    function markets() external view returns (uint256 count, address latest) {
        return (_marketCount, _latest);
    }

    /// @dev Never asked: the trainer refuses contributions.
    function _openRecord(uint256) internal pure override returns (uint256) {
        return 0;
    }

    function _refuse(bytes calldata) internal view returns (uint256) {
        revert MarketTakesContributions(_latest);
    }

    function _weightsHash() private view returns (bytes32) {
        uint256[] memory words = new uint256[](wordCount());
        for (uint256 i = 0; i < words.length; ++i) {
            words[i] = _words[i];
        }
        return keccak256(abi.encodePacked(words));
    }

    function _rules() private view returns (address registry, MarketRules memory) {
        (, uint256 word) = TrainerArguments.load();
        return TrainerArguments.unpackMarketRules(word);
    }
}
