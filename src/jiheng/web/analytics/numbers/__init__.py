"""What is counted, each with a fixed number of queries however many organizations there are."""
