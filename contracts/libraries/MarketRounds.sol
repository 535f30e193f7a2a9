// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PackedBalances} from "./PackedBalances.sol";

/// @title What contributions gain and lose in rounds
/// @notice The pot of R rounds pays u = floor(pot / R) a round. A contribution with at least u is in; in a round it
/// gains, or loses, floor(u x (errors before - errors after) / rows), "before" being after the previous contribution
/// that is in, or the start. Who has less than u is out and keeps what it has.
/// @dev The differences telescope, so a round pays at most u. At most `rows` errors come on, so nobody loses more
/// than u, which it has. With u <= 2**90 and errors of 16 bits nothing overflows.
library MarketRounds {
    using PackedBalances for bytes;

    /// @notice Play all rounds up to the next drop-out, or all that are left; nothing once none is left or nobody is in.
    /// @param balances Balances of the contributions; those after the rounds are written over them.
    /// @param errors Errors of the start and after each contribution, 2 bytes each.
    /// @return Rounds left.
    function play(
        bytes memory balances,
        bytes calldata errors,
        uint256 unitWei,
        uint256 rows,
        uint256 roundsLeft
    ) internal pure returns (uint256) {
        if (roundsLeft == 0) return 0;
        unchecked {
            int256[] memory gains = new int256[](balances.length / PackedBalances.BYTES);
            uint256 rounds = roundsLeft;
            uint256 before = countAt(errors, 0);
            bool somebody;
            for (uint256 i = 0; i < gains.length; ++i) {
                uint256 balanceWei = balances.get(i);
                if (balanceWei < unitWei) continue;
                somebody = true;
                uint256 afterwards = countAt(errors, i + 1);
                if (before >= afterwards) {
                    gains[i] = int256((unitWei * (before - afterwards)) / rows);
                } else {
                    // Towards minus infinity, to the pot's advantage.
                    uint256 loss = (unitWei * (afterwards - before) + rows - 1) / rows;
                    gains[i] = -int256(loss);
                    // It has less than u after so many rounds.
                    if (loss != 0) {
                        uint256 lasts = (balanceWei - unitWei) / loss + 1;
                        if (lasts < rounds) rounds = lasts;
                    }
                }
                before = afterwards;
            }
            if (!somebody) return roundsLeft;
            for (uint256 i = 0; i < gains.length; ++i) {
                if (gains[i] == 0) continue;
                balances.set(i, uint256(int256(balances.get(i)) + gains[i] * int256(rounds)));
            }
            return roundsLeft - rounds;
        }
    }

    /// @notice The weights that the market may adopt: those after the last contribution that is in.
    /// @return Their number: 0 the start's, i + 1 those after contribution i.
    function candidate(bytes memory balances, uint256 unitWei) internal pure returns (uint256) {
        unchecked {
            uint256 i = balances.length / PackedBalances.BYTES;
            while (i != 0 && balances.get(i - 1) < unitWei) --i;
            return i;
        }
    }

    /// @notice Count `index` of errors.
    function countAt(bytes calldata errors, uint256 index) internal pure returns (uint256 count) {
        assembly ("memory-safe") {
            count := shr(240, calldataload(add(errors.offset, shl(1, index))))
        }
    }
}
