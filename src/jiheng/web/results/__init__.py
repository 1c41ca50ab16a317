"""Use of results (结果应用): what the year's results mean for the next budget, decided by people."""
