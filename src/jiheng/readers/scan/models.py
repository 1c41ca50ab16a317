"""Lines of text → characters with how sure the eye is, by the recognition model that the wheel of rapidocr carries.

The model is run by onnxruntime from its file: nothing of rapidocr's own code runs, which would look for models on the
network, and the answer for each step of a line is at hand: where a character stands, and what else it may be.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

__all__ = ["Glyph", "Recogniser", "model_folder"]

_MODEL = "PP-OCRv6_rec_small.onnx"
_HEIGHT = 48  # of a line, in pixels, as the model knows it
_LEAST_WIDTH = 32
_MOST_WIDTH = 3200
_BATCH_WIDTH = 1600  # pixels of all lines together that are read at once
_BLANK = 0
_MIDDLE = 127.5
_UNSURE = 0.5  # a step at which no character won, though one was so likely

_Image = NDArray[np.uint8]


class Glyph(NamedTuple):
    """A character as it was read.

    Attributes:
        text: the character; a space where the model saw one.
        at: where its middle is, 0 at the left end of the line and 1 at the right.
        confidence: 0 to 1.
    """

    text: str
    at: float
    confidence: float


def model_folder() -> Path:
    """Where the wheel keeps its models.

    Raises:
        ImportError: rapidocr is not installed, or without its models.
    """
    spec = find_spec("rapidocr")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place, "models")
        if (folder / _MODEL).is_file():
            return folder
    raise ImportError(_MODEL)


class Recogniser:
    """Reads lines; to be made once a process."""

    def __init__(self, threads: int | None = None) -> None:
        """`threads`: at most so many at once; None for as many as there are processors for this process."""
        onnxruntime.disable_telemetry_events()  # some builds report to their maker; what is read here stays here
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = threads or len(os.sched_getaffinity(0))
        options.enable_cpu_mem_arena = False  # it would keep the memory of the longest line for ever
        self._session: Any = onnxruntime.InferenceSession(
            str(model_folder() / _MODEL), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        known = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *known, " "]

    def read(self, lines: Sequence[_Image]) -> list[list[Glyph]]:
        """The characters of each line; `lines` are grey pictures, dark on light, one line of text each."""
        scaled = [_scaled(line) for line in lines]
        order = sorted(range(len(lines)), key=lambda n: scaled[n].shape[1])
        found: list[list[Glyph]] = [[] for _ in lines]
        while order:
            batch: list[int] = []
            while order and (not batch or scaled[order[0]].shape[1] * (len(batch) + 1) <= _BATCH_WIDTH):
                batch.append(order.pop(0))
            for n, glyphs in zip(batch, self._read_batch([scaled[n] for n in batch]), strict=True):
                found[n] = glyphs
        return found

    def _read_batch(self, lines: Sequence[_Image]) -> list[list[Glyph]]:
        width = max(line.shape[1] for line in lines)
        batch = np.zeros((len(lines), 3, _HEIGHT, width), np.float32)
        for n, line in enumerate(lines):
            batch[n, :, :, : line.shape[1]] = line.astype(np.float32) / _MIDDLE - 1
        (likely,) = self._session.run(None, {self._input: batch})
        steps = likely.shape[1]
        return [self._glyphs(likely[n], steps * line.shape[1] / width) for n, line in enumerate(lines)]

    def _glyphs(self, likely: NDArray[np.float32], steps: float) -> list[Glyph]:
        """The best character of each step, runs of one counted once; `steps`: how many are within the line."""
        best = likely.argmax(axis=1)
        sure = likely[np.arange(len(best)), best]
        glyphs: list[Glyph] = []
        start = 0
        for stop in range(1, len(best) + 1):
            if stop < len(best) and best[stop] == best[start]:
                continue
            if best[start] != _BLANK:
                weights = sure[start:stop]
                at = float((np.arange(start, stop) * weights).sum() / weights.sum() + 0.5) / steps
                glyphs.append(Glyph(self._characters[best[start]], min(at, 1.0), float(weights.max())))
            start = stop
        return glyphs


def _scaled(line: _Image) -> _Image:
    height, width = line.shape
    wide = min(max(round(width * _HEIGHT / height), _LEAST_WIDTH), _MOST_WIDTH)
    enlarged = cv2.resize(line, (wide, _HEIGHT), interpolation=cv2.INTER_CUBIC if height < _HEIGHT else cv2.INTER_AREA)
    return np.asarray(enlarged, np.uint8)
