// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The learners that a trainer can be made of.
enum ModelKind {
    SparsePerceptron,
    DensePerceptron
}

/// @notice The fixed dimensions of a model.
/// @param featureCount Features of a sample: 1..65,535 sparse, 1..1,024 dense.
/// @param laneBits Bits of a weight: 16 sparse, 16 or 32 dense (a dense feature has as many).
/// @param fractionBits A dense feature or bias of 1.0 is 2**fractionBits; 0 for sparse models.
struct ModelShape {
    uint24 featureCount;
    uint8 laneBits;
    uint8 fractionBits;
}

/// @notice One weight that a contribution would change.
/// @param feature Index of the feature; `featureCount` stands for the bias.
struct WeightChange {
    uint256 feature;
    int256 before;
    int256 afterwards;
}
