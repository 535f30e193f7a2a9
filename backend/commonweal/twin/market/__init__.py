"""The market's rules: what its rounds pay, and the forms and rules it was measured against."""
