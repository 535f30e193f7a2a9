"""Models on Ethereum that people train together, under a stake or for points."""

__version__ = "0.1.0"
