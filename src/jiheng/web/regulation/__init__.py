"""What the performance office decides for a year: weights, formulas, thresholds, words."""
