"""Ways to reach the compiled contracts."""
