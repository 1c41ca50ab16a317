"""Documents and findings as output: JSON, SARIF, a web page, text for the terminal."""
