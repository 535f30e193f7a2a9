"""The incentives, and their rules in one small module each as in Solidity."""
