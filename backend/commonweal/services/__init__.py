"""Loops over chain and store; the rules are elsewhere."""
