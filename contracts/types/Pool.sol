// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What is shared, in wei x 2**32 and one word: perShareX32 112 | carryX32 112 | unused 32.
type Pool is uint256;

using PoolLibrary for Pool global;

library PoolLibrary {
    function pack(uint256 perShare, uint256 carry) internal pure returns (Pool) {
        return Pool.wrap((perShare << 144) | (carry << 32));
    }

    function perShareX32(Pool pool) internal pure returns (uint256) {
        return Pool.unwrap(pool) >> 144;
    }

    function carryX32(Pool pool) internal pure returns (uint256) {
        return (Pool.unwrap(pool) >> 32) & type(uint112).max;
    }
}
