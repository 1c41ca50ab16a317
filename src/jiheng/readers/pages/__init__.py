"""From drawn pages (characters, lines, boxes at places) to paragraphs and grids; for PDF, and whatever draws pages."""

from jiheng.readers.pages.assemble import assemble
from jiheng.readers.pages.lattice import find_lattices
from jiheng.readers.pages.model import Char, Page, Ruling, Seen
from jiheng.readers.pages.ranges import page_ranges
from jiheng.readers.pages.wrapping import Distances

__all__ = ["Char", "Distances", "Page", "Ruling", "Seen", "assemble", "find_lattices", "page_ranges"]
