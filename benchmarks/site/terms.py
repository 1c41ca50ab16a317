"""What the measurement and its report both have to know."""

from __future__ import annotations

__all__ = ["INDICATORS", "THINKS", "TYPES"]

INDICATORS = 9
"""Of a table."""
THINKS = (2.0, 8.0)
"""Seconds from one page to the next, each length as likely as another."""
TYPES = (1.0, 3.0)
"""Seconds from one pause in typing to the next; the checks run at each."""
