// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Account, AccountLibrary} from "../types/Account.sol";
import {Pool, PoolLibrary} from "../types/Pool.sol";

/// @title How forfeits and funding reach those who hold shares
/// @notice Amounts are in wei x 2**32. What a distribution cannot divide is carried to the next one; accruing
/// rounds nothing, so the books balance exactly.
library StakeShares {
    /// @dev Shares of all accounts together.
    uint256 internal constant MAX_SHARES = type(uint32).max;
    /// @dev A stranger who closes a bad contribution gets one part in 2**CALLER_SHIFT of what it forfeits.
    uint256 internal constant CALLER_SHIFT = 4;

    /// @notice Split a deposit; rounded in favour of the contributor.
    function split(
        uint256 depositWei,
        uint256 samples,
        uint256 forfeitedSamples,
        bool byContributor
    ) internal pure returns (uint256 forfeitedWei, uint256 callerWei) {
        forfeitedWei = (depositWei * forfeitedSamples) / samples;
        if (!byContributor) callerWei = forfeitedWei >> CALLER_SHIFT;
    }

    /// @notice Shares that so many agreeing samples earn.
    function earned(uint256 agreeingSamples, uint256 totalShares) internal pure returns (uint256) {
        uint256 left = MAX_SHARES - totalShares;
        return agreeingSamples < left ? agreeingSamples : left;
    }

    /// @notice Share `amountWei` and what was carried among `eligible` shares; with none, carry all.
    function distribute(Pool pool, uint256 amountWei, uint256 eligible) internal pure returns (Pool) {
        uint256 potX32 = pool.carryX32() + (amountWei << 32);
        uint256 perShareX32 = pool.perShareX32();
        uint256 risesX32 = eligible == 0 ? 0 : potX32 / eligible;
        // Settling must never fail: past 2**80 wei a share, which no chain has, all is carried.
        if (perShareX32 + risesX32 > type(uint112).max) risesX32 = 0;
        return PoolLibrary.pack(perShareX32 + risesX32, potX32 - risesX32 * eligible);
    }

    /// @notice A contributor's account after a settlement.
    /// @param before The pool before the settlement's distribution.
    /// @param afterwards The pool after it, in which a forfeiter does not take part.
    function settle(
        Account account,
        Pool before,
        Pool afterwards,
        bool forfeits,
        uint256 sharesEarned,
        uint256 returnedWei
    ) internal pure returns (Account) {
        uint256 creditX32 = account.accruedX32((forfeits ? before : afterwards).perShareX32());
        return
            AccountLibrary.pack(
                account.shares() + sharesEarned,
                afterwards.perShareX32(),
                creditX32 + (returnedWei << 32)
            );
    }

    /// @notice The account with more credit, its shares untouched.
    function credit(Account account, uint256 amountWei) internal pure returns (Account) {
        return Account.wrap(Account.unwrap(account) + (amountWei << 32));
    }

    /// @notice The account after its whole wei were taken out; the fraction of a wei stays.
    function withdraw(Account account, Pool pool) internal pure returns (Account, uint256 amountWei) {
        uint256 creditX32 = account.accruedX32(pool.perShareX32());
        amountWei = creditX32 >> 32;
        return (AccountLibrary.pack(account.shares(), pool.perShareX32(), creditX32 & type(uint32).max), amountWei);
    }
}
