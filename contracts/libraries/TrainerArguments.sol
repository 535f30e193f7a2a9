// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ModelShape} from "../types/ModelShape.sol";
import {MarketRules, PointsRules, StakeRules} from "../types/IncentiveRules.sol";

/// @title The immutable arguments of a trainer
/// @notice They stand in the clone's own code, behind OpenZeppelin's 45 bytes of proxy, as two words:
/// deployer 160 | registryIndex 32 | featureCount 24 | laneBits 8 | fractionBits 8 | unused 24, and the rules.
library TrainerArguments {
    uint256 private constant CLONE_CODE_BYTES = 0x2d;

    function encode(
        address deployer,
        uint256 registryIndex,
        ModelShape memory shape,
        bytes32 rules
    ) internal pure returns (bytes memory) {
        return
            abi.encodePacked(
                deployer,
                uint32(registryIndex),
                shape.featureCount,
                shape.laneBits,
                shape.fractionBits,
                uint24(0),
                rules
            );
    }

    /// @notice The two words of the clone that is running.
    /// @dev OpenZeppelin's `fetchCloneArgs` allocates and copies; this reads into scratch space.
    function load() internal view returns (uint256 identity, uint256 rules) {
        assembly ("memory-safe") {
            extcodecopy(address(), 0x00, CLONE_CODE_BYTES, 0x40)
            identity := mload(0x00)
            rules := mload(0x20)
        }
    }

    function deployerOf(uint256 identity) internal pure returns (address) {
        return address(uint160(identity >> 96));
    }

    function registryIndexOf(uint256 identity) internal pure returns (uint256) {
        return uint32(identity >> 64);
    }

    function featureCountOf(uint256 identity) internal pure returns (uint256) {
        return uint24(identity >> 40);
    }

    function laneBitsOf(uint256 identity) internal pure returns (uint256) {
        return uint8(identity >> 32);
    }

    function fractionBitsOf(uint256 identity) internal pure returns (uint256) {
        return uint8(identity >> 24);
    }

    function packStakeRules(StakeRules memory rules) internal pure returns (bytes32) {
        return
            bytes32(
                abi.encodePacked(
                    rules.floorPriceWei,
                    rules.secondsPerSample,
                    rules.refundWaitS,
                    rules.takeWaitS,
                    rules.verdictGapS,
                    rules.depositCapWei
                )
            );
    }

    function unpackStakeRules(uint256 rules) internal pure returns (StakeRules memory) {
        return
            StakeRules({
                floorPriceWei: uint64(rules >> 192),
                secondsPerSample: uint16(rules >> 176),
                refundWaitS: uint32(rules >> 144),
                takeWaitS: uint32(rules >> 112),
                verdictGapS: uint32(rules >> 80),
                depositCapWei: uint80(rules)
            });
    }

    function packPointsRules(address badges, PointsRules memory rules) internal pure returns (bytes32) {
        return bytes32(abi.encodePacked(badges, rules.validateWaitS, uint64(0)));
    }

    function unpackPointsRules(uint256 rules) internal pure returns (address badges, PointsRules memory) {
        return (address(uint160(rules >> 96)), PointsRules({validateWaitS: uint32(rules >> 64)}));
    }

    function packMarketRules(address registry, MarketRules memory rules) internal pure returns (bytes32) {
        return bytes32(abi.encodePacked(registry, rules.leastBountyWei));
    }

    function unpackMarketRules(uint256 rules) internal pure returns (address registry, MarketRules memory) {
        return (address(uint160(rules >> 96)), MarketRules({leastBountyWei: uint96(rules)}));
    }
}
