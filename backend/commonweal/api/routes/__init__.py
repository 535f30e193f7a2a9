"""The API's addresses, one module per noun."""
