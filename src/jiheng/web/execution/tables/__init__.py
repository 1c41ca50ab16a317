"""The payment system's tables: from the rows of a file to movements, with an account of every row."""
