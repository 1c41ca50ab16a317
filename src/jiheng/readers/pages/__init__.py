"""From drawn pages (characters, lines, boxes at places) to paragraphs and grids; for PDF, and whatever draws pages."""

from jiheng.readers.pages.assemble import assemble
from jiheng.readers.pages.model import Char, Page, Ruling

__all__ = ["Char", "Page", "Ruling", "assemble"]
