"""Word documents (.docx) out."""

from __future__ import annotations

from jiheng.writers.docx.document import write_docx

__all__ = ["write_docx"]
