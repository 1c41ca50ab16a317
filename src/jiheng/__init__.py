"""绩衡 Jiheng: read, check and compare the performance goals of public budgets.

>>> import jiheng
>>> document = jiheng.read("goals.docx")      # doctest: +SKIP
>>> findings = jiheng.check(document)         # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiheng.engine import check, contents, fix, read
    from jiheng.errors import ConfigError, JihengError, UnreadableSourceError

__all__ = ["ConfigError", "JihengError", "UnreadableSourceError", "check", "contents", "fix", "read"]
__version__ = "0.1.0"

_HOMES = {name: "jiheng.errors" if name.endswith("Error") else "jiheng.engine" for name in __all__}


def __getattr__(name: str) -> Any:
    """Load the engine at the first use, so that `jiheng --help` need not wait for it."""
    if name not in _HOMES:
        raise AttributeError(name)
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value
