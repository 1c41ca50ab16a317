"""Money as it moves through the year: budget, adjustments, what arrived, what was spent."""
