"""The HTTP API: read-only, over the index and the chain; it also serves the web page."""
