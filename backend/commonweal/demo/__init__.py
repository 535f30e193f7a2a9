"""The whole story on a local chain, told from measured figures."""
