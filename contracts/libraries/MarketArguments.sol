// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LearnerLocation} from "../types/MarketStep.sol";
import {MarketTerms} from "../types/MarketTerms.sol";
import {ModelShape} from "../types/ModelShape.sol";

/// @title The immutable arguments of a market
/// @notice They stand in the clone's own code, behind OpenZeppelin's 45 bytes of proxy, as six words; what a
/// contribution needs stands in the first two:
/// 0: learner 160 | featureCount 24 | laneBits 8 | fractionBits 8 | latestEndS 40 | capacity 15 | isSealed 1.
/// 1: stakeWei 96 | mostFeeWei 96 | gasPriceWei 64.
/// 2: bountyWei 96 | sponsorBondWei 96 | rounds 32 | partCount 16 | rowsPerPart 16.
/// 3: proposerFeeWei 96 | earliestEndS 40 | leastContributions 16 | moveS 32 | windowS 32 | resolveS 32 | unused 8.
/// 4: trainer 160 | number 32 | revealS 32 | testRevealS 32.
/// 5: sponsor 160 | claimS 32 | unused 64.
library MarketArguments {
    uint256 private constant CLONE_CODE_BYTES = 0x2d;

    function encode(
        address trainer_,
        address sponsor_,
        uint256 number_,
        LearnerLocation memory place,
        MarketTerms calldata all
    ) internal pure returns (bytes memory) {
        return
            bytes.concat(
                abi.encodePacked(
                    place.learner,
                    place.shape.featureCount,
                    place.shape.laneBits,
                    place.shape.fractionBits,
                    all.latestEndS,
                    (all.capacity << 1) | (all.isSealed ? 1 : 0)
                ),
                abi.encodePacked(all.stakeWei, all.mostFeeWei, all.gasPriceWei),
                abi.encodePacked(all.bountyWei, all.sponsorBondWei, all.rounds, all.partCount, all.rowsPerPart),
                abi.encodePacked(all.proposerFeeWei, all.earliestEndS, all.leastContributions),
                abi.encodePacked(all.moveS, all.windowS, all.resolveS, uint8(0)),
                abi.encodePacked(trainer_, uint32(number_), all.revealS, all.testRevealS),
                abi.encodePacked(sponsor_, all.claimS, uint64(0))
            );
    }

    /// @notice A word of the clone that is running.
    function word(uint256 index) internal view returns (uint256 value) {
        assembly ("memory-safe") {
            extcodecopy(address(), 0x00, add(CLONE_CODE_BYTES, shl(5, index)), 0x20)
            value := mload(0x00)
        }
    }

    function location() internal view returns (LearnerLocation memory) {
        uint256 hot = word(0);
        return
            LearnerLocation(
                address(uint160(hot >> 96)),
                ModelShape(uint24(hot >> 72), uint8(hot >> 64), uint8(hot >> 56))
            );
    }

    function latestEndS() internal view returns (uint256) {
        return uint40(word(0) >> 16);
    }

    function capacity() internal view returns (uint256) {
        return uint16(word(0)) >> 1;
    }

    function isSealed() internal view returns (bool) {
        return word(0) & 1 == 1;
    }

    function stakeWei() internal view returns (uint256) {
        return word(1) >> 160;
    }

    function mostFeeWei() internal view returns (uint256) {
        return uint96(word(1) >> 64);
    }

    function gasPriceWei() internal view returns (uint256) {
        return uint64(word(1));
    }

    function bountyWei() internal view returns (uint256) {
        return word(2) >> 160;
    }

    function sponsorBondWei() internal view returns (uint256) {
        return uint96(word(2) >> 64);
    }

    function rounds() internal view returns (uint256) {
        return uint32(word(2) >> 32);
    }

    function partCount() internal view returns (uint256) {
        return uint16(word(2) >> 16);
    }

    function rowsPerPart() internal view returns (uint256) {
        return uint16(word(2));
    }

    function proposerFeeWei() internal view returns (uint256) {
        return word(3) >> 160;
    }

    function earliestEndS() internal view returns (uint256) {
        return uint40(word(3) >> 120);
    }

    function leastContributions() internal view returns (uint256) {
        return uint16(word(3) >> 104);
    }

    function moveS() internal view returns (uint256) {
        return uint32(word(3) >> 72);
    }

    function windowS() internal view returns (uint256) {
        return uint32(word(3) >> 40);
    }

    function resolveS() internal view returns (uint256) {
        return uint32(word(3) >> 8);
    }

    function trainer() internal view returns (address) {
        return address(uint160(word(4) >> 96));
    }

    function number() internal view returns (uint256) {
        return uint32(word(4) >> 64);
    }

    function revealS() internal view returns (uint256) {
        return uint32(word(4) >> 32);
    }

    function testRevealS() internal view returns (uint256) {
        return uint32(word(4));
    }

    function sponsor() internal view returns (address) {
        return address(uint160(word(5) >> 96));
    }

    function claimS() internal view returns (uint256) {
        return uint32(word(5) >> 64);
    }

    function terms() internal view returns (MarketTerms memory all) {
        all.bountyWei = uint96(bountyWei());
        all.sponsorBondWei = uint96(sponsorBondWei());
        all.proposerFeeWei = uint96(proposerFeeWei());
        all.stakeWei = uint96(stakeWei());
        all.mostFeeWei = uint96(mostFeeWei());
        all.gasPriceWei = uint64(gasPriceWei());
        all.rounds = uint32(rounds());
        all.capacity = uint16(capacity());
        all.leastContributions = uint16(leastContributions());
        all.partCount = uint16(partCount());
        all.rowsPerPart = uint16(rowsPerPart());
        all.isSealed = isSealed();
        all.earliestEndS = uint40(earliestEndS());
        all.latestEndS = uint40(latestEndS());
        all.moveS = uint32(moveS());
        all.revealS = uint32(revealS());
        all.testRevealS = uint32(testRevealS());
        all.windowS = uint32(windowS());
        all.resolveS = uint32(resolveS());
        all.claimS = uint32(claimS());
    }
}
