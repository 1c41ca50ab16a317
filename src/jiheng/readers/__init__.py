"""Bytes → `Reading`: one module a format. Readers know Word or plain text and nothing of budgets."""

from jiheng.readers.change import CHANGEABLE, replace_cells
from jiheng.readers.detect import read_bytes
from jiheng.readers.limits import DEFAULT_LIMITS, Limits

__all__ = ["CHANGEABLE", "DEFAULT_LIMITS", "Limits", "read_bytes", "replace_cells"]
