// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Signed lanes packed in a word
/// @notice Lanes of 16 or 32 bits in two's complement, the first in the highest bits. Weights keep to the
/// symmetric range +-(2**(bits - 1) - 1); sums that leave it saturate, so a lane never reaches its neighbour.
library PackedLanes {
    uint256 private constant SIGNS_16 = 0x8000800080008000800080008000800080008000800080008000800080008000;
    uint256 private constant SIGNS_32 = 0x8000000080000000800000008000000080000000800000008000000080000000;

    /// @notice A word with only the sign bit of each lane set.
    function signs(uint256 bits) internal pure returns (uint256) {
        return bits == 16 ? SIGNS_16 : SIGNS_32;
    }

    /// @notice Lane `index` of a word, counted from the highest bits.
    function lane(uint256 word, uint256 index, uint256 bits) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(sub(256, bits), shl(mul(index, bits), word))
        }
    }

    /// @notice Whether a lane holds the value below the symmetric range.
    /// @dev Such a lane is zero once its sign is flipped; the borrow of `v - ones` shows whether any is.
    function hasLowest(uint256 word, uint256 bits) internal pure returns (bool) {
        return _hasLowest(word, signs(bits), bits);
    }

    function _hasLowest(uint256 word, uint256 high, uint256 bits) private pure returns (bool) {
        unchecked {
            uint256 v = word ^ high;
            return (v - (high >> (bits - 1))) & ~v & high != 0;
        }
    }

    /// @notice Sum over lanes of a x b.
    /// @dev Four lanes a round; `b` runs out of set bits at the latest after its last lane.
    function dot(uint256 a, uint256 b, uint256 bits) internal pure returns (int256 sum) {
        assembly ("memory-safe") {
            function product(x, y, width) -> value {
                let top := sub(256, width)
                value := mul(sar(top, x), sar(top, y))
            }

            let two := shl(1, bits)
            for {} b {
                a := shl(two, a)
                b := shl(two, b)
            } {
                sum := add(sum, add(product(a, b, bits), product(shl(bits, a), shl(bits, b), bits)))
            }
        }
    }

    /// @notice a + b (or a - b) lane by lane, saturating.
    function addOrSubtract(uint256 a, uint256 b, bool subtract, uint256 bits) internal pure returns (uint256 sum) {
        unchecked {
            uint256 high = signs(bits);
            uint256 overflow;
            // The sign bits are kept out of the carry and put back by parity (SIMD within a register).
            if (subtract) {
                sum = ((a | high) - (b & ~high)) ^ ((a ^ ~b) & high);
                overflow = (a ^ b) & (a ^ sum) & high;
            } else {
                sum = ((a & ~high) + (b & ~high)) ^ ((a ^ b) & high);
                overflow = ~(a ^ b) & (a ^ sum) & high;
            }
            if (overflow != 0 || _hasLowest(sum, high, bits)) sum = _saturate(a, sum, overflow, high, bits);
        }
    }

    /// @dev Lanes that overflowed take the end of the range on the side of `a`; a lowest value becomes its successor.
    function _saturate(
        uint256 a,
        uint256 sum,
        uint256 overflow,
        uint256 high,
        uint256 bits
    ) private pure returns (uint256) {
        unchecked {
            // All bits of each lane that overflowed.
            uint256 mask = overflow | (overflow - (overflow >> (bits - 1)));
            // 0x7f.. where a is not negative, 0x80.. where it is.
            uint256 ends = ~high ^ (((a & high) >> (bits - 1)) * ((1 << bits) - 1));
            sum = (sum & ~mask) | (ends & mask);
            // Sign bit of each lane that is exactly the lowest value; no carry leaves a lane.
            uint256 v = sum ^ high;
            uint256 lowest = ~((((v & ~high) + ~high) | v) | ~high);
            return sum + (lowest >> (bits - 1));
        }
    }
}
