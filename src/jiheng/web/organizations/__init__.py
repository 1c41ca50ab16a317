"""The tree of offices, and who acts for which of them."""
