"""绩衡 Jiheng: read, check and compare the performance goals of public budgets.

>>> import jiheng
>>> document = jiheng.read("goals.docx")      # doctest: +SKIP
>>> findings = jiheng.check(document)         # doctest: +SKIP
"""

from jiheng.engine import check, fix, read
from jiheng.errors import ConfigError, JihengError, UnreadableSourceError

__all__ = ["ConfigError", "JihengError", "UnreadableSourceError", "check", "fix", "read"]
__version__ = "0.1.0"
