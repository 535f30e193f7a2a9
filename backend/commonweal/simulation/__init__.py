"""Playing the rules against people who want something else than a good model."""
