// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {StakeRules} from "../types/IncentiveRules.sol";

/// @title Deposit, refund, take
/// @notice Good data returns its deposit and earns shares; deposits of bad data go to those who hold shares.
interface IStakeIncentive {
    /// @notice A stranger found samples that the model disagrees with; a second verdict may follow.
    /// @param disagreeing Bit i is set iff the model disagrees with sample i.
    event DisagreementFound(
        bytes32 indexed key,
        address indexed contributor,
        address indexed caller,
        uint256 disagreeing
    );
    /// @notice A contribution was closed.
    /// @param sharesEarned One for each sample that the model agrees with, as far as shares are left.
    /// @param returnedWei Credited to the contributor.
    /// @param forfeitedWei Taken from the deposit; `callerWei` of it was credited to the caller.
    event Settled(
        bytes32 indexed key,
        address indexed contributor,
        address indexed caller,
        uint256 sharesEarned,
        uint256 returnedWei,
        uint256 forfeitedWei,
        uint256 callerWei
    );
    /// @notice A sponsor added to what those who hold shares have.
    event Funded(address indexed sponsor, uint256 amountWei);
    /// @notice A credit was paid out.
    event Withdrawn(address indexed account, address indexed recipient, uint256 amountWei);

    /// @notice The value sent is less than price x samples.
    error DepositTooSmall(uint256 sentWei, uint256 leastWei);
    /// @notice With this deposit the trainer would hold more than its cap.
    error DepositCapExceeded(uint256 wouldHoldWei, uint256 capWei);
    /// @notice The trainer would hold more ETH than its arithmetic allows.
    error BalanceTooLarge(uint256 balanceWei, uint256 mostWei);
    /// @notice The caller may settle this contribution from `fromS` on.
    error SettleTooEarly(uint256 nowS, uint256 fromS);
    /// @notice The rules are outside of what is safe; `rule` names the one.
    error StakeRuleOutOfRange(bytes32 rule, uint256 found, uint256 least, uint256 most);
    /// @notice The account has no credit of a whole wei.
    error CreditEmpty(address account);
    /// @notice Funding needs a value.
    error FundingEmpty();

    /// @notice Close a contribution by what the model says of its samples now.
    /// @dev Access: its contributor from refundWaitS on; anyone from takeWaitS on. A stranger who finds a
    /// disagreement gives a first verdict; from verdictGapS later a second one closes the contribution, and
    /// only samples that both verdicts disagree with are forfeited.
    function settle(address contributor, bytes calldata samples) external;

    /// @notice Add to what those who hold shares have; with no shares the value is carried forward.
    /// @dev Access: anyone. Phase: upload closed.
    function fund() external payable;

    /// @notice Pay the caller's whole credit to `recipient`.
    /// @dev Access: anyone with a credit.
    function withdraw(address payable recipient) external returns (uint256 amountWei);

    /// @notice The rules, fixed at deployment.
    function rules() external view returns (StakeRules memory);

    /// @notice Least deposit for this many samples in a block at this block's time.
    function quoteWei(uint256 samples) external view returns (uint256);

    /// @notice Demand and totals.
    /// @return depositsWei Open deposits together.
    /// @return totalShares Shares held together.
    /// @return priceTimeS Time of the last contribution.
    /// @return backlogS Demand at `priceTimeS` before that moment's own samples, in seconds of forgetting.
    /// @return addedSamples Samples added at `priceTimeS`, at most the cap of what may raise the price.
    function demand()
        external
        view
        returns (uint256 depositsWei, uint256 totalShares, uint256 priceTimeS, uint256 backlogS, uint256 addedSamples);

    /// @notice What has been shared, per share, and what waits to be shared; both in wei x 2**32.
    function pool() external view returns (uint256 perShareX32, uint256 carryX32);

    /// @notice An account as stored.
    /// @return shares Shares held.
    /// @return checkpointX32 `perShareX32` up to which `creditX32` is reckoned.
    /// @return creditX32 Credit in wei x 2**32.
    function accountOf(
        address account
    ) external view returns (uint256 shares, uint256 checkpointX32, uint256 creditX32);

    /// @notice What `withdraw` would pay now.
    function creditWei(address account) external view returns (uint256);

    /// @notice An open contribution.
    /// @return depositWei Its deposit.
    /// @return sinceS Time of the contribution, or of the first verdict if `disagreeing` is not 0.
    /// @return disagreeing Samples that the first verdict disagreed with.
    function openContribution(
        bytes32 key
    ) external view returns (uint256 depositWei, uint256 sinceS, uint256 disagreeing);
}
