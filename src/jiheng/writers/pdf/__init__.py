"""The paper as PDF, set by typst: tagged for reading aloud, with bookmarks, its fonts embedded."""

from jiheng.writers.pdf.writer import write_pdf

__all__ = ["write_pdf"]
