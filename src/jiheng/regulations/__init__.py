"""What differs from place to place and year to year – weights, formulas, thresholds, words – as data, never as code."""

from jiheng.regulations.frames import EvaluationFrame, FrameLeaf, Measure, evaluation_frames
from jiheng.regulations.loading import known_regions, load_regulation, regulation_from, regulation_values
from jiheng.regulations.regulation import Reason, Regulation, Rung, Weights

__all__ = [
    "EvaluationFrame",
    "FrameLeaf",
    "Measure",
    "Reason",
    "Regulation",
    "Rung",
    "Weights",
    "evaluation_frames",
    "known_regions",
    "load_regulation",
    "regulation_from",
    "regulation_values",
]
