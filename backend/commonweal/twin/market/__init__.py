"""The market contract: one module for each concern, composed in `market`."""
