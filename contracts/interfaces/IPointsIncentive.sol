// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PointsRules} from "../types/IncentiveRules.sol";

/// @title Points and badges, no money
/// @notice Others validate a contribution; contributor and validator earn points, and badges at milestones.
interface IPointsIncentive {
    /// @notice A contribution was closed.
    /// @param contributorPoints One for each sample that the model agrees with.
    /// @param validatorPoints Always 1, whatever the verdict, so that it pays to be honest.
    event Validated(
        bytes32 indexed key,
        address indexed contributor,
        address indexed validator,
        uint256 contributorPoints,
        uint256 validatorPoints
    );

    /// @notice A trainer under points takes no money.
    error DepositNotAccepted(uint256 sentWei);
    /// @notice Contributors do not validate their own data.
    error ValidateOwnContribution(address contributor);
    /// @notice Others may validate this contribution from `fromS` on.
    error ValidateTooEarly(uint256 nowS, uint256 fromS);
    /// @notice The rules are outside of what is safe; `rule` names the one.
    error PointsRuleOutOfRange(bytes32 rule, uint256 found, uint256 least, uint256 most);

    /// @notice Close another's contribution by what the model says of its samples now.
    /// @dev Access: anyone but its contributor, from validateWaitS on.
    function validate(address contributor, bytes calldata samples) external;

    /// @notice The rules, fixed at deployment.
    function rules() external view returns (PointsRules memory);

    /// @notice Points of an account.
    function pointsOf(address account) external view returns (uint256 asContributor, uint256 asValidator);

    /// @notice Time of an open contribution, 0 if there is none.
    function openContribution(bytes32 key) external view returns (uint256 sinceS);
}
