"""Chains of review for anything that is handed in; knows no goal."""
