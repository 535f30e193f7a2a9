"""Everything that turns an action into events: twin, in-process EVM, chain."""
