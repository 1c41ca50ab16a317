"""From drawn pages (characters, lines, boxes at places) to paragraphs and grids; for PDF, and whatever draws pages."""

from jiheng.readers.pages.assemble import assemble
from jiheng.readers.pages.model import Char, Page, Ruling
from jiheng.readers.pages.wrapping import Distances

__all__ = ["Char", "Distances", "Page", "Ruling", "assemble"]
