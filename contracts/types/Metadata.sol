// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What people should know of a trainer before they use it; none of it is read by contracts.
/// @param name Short name, not empty.
/// @param description What the model predicts and from what.
/// @param labelNames Names of label 0 and label 1, not empty.
/// @param dataLicence Licence under which contributed samples are public for ever (an SPDX identifier).
/// @param encoderHash keccak256 of the manifest of the encoder that turns raw data into samples.
struct Metadata {
    string name;
    string description;
    string[2] labelNames;
    string dataLicence;
    bytes32 encoderHash;
}
