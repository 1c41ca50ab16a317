"""What differs from place to place and year to year – weights, formulas, thresholds, words – as data, never as code."""

from jiheng.regulations.loading import known_regions, load_regulation, regulation_from, regulation_values
from jiheng.regulations.regulation import Reason, Regulation, Rung, Weights

__all__ = [
    "Reason",
    "Regulation",
    "Rung",
    "Weights",
    "known_regions",
    "load_regulation",
    "regulation_from",
    "regulation_values",
]
