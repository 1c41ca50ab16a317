"""A document to be printed, the same for every format: blocks in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from jiheng.writers.form_table import PrintedTable

__all__ = ["Block", "Contents", "Cover", "FormTable", "Heading", "Paper", "Text"]


class Cover(NamedTuple):
    """The first page: who made the document, and its title, line by line."""

    organization: str | None
    lines: tuple[str, ...]


class Contents(NamedTuple):
    """The list of all headings that follow, with their pages, on pages of its own."""

    title: str = "目录"


class Heading(NamedTuple):
    """A heading.

    Attributes:
        level: 1 for the parts, 2 for sections and tables, 3 below them.
        key: the name of its bookmark; ASCII, unique in the paper, the same for the same document.
        new_page: whether it begins a page.
    """

    text: str
    level: int
    key: str
    new_page: bool = False


class Text(NamedTuple):
    """A paragraph; a line break in it is kept. `lead` stands before it in bold."""

    text: str
    lead: str = ""


class FormTable(NamedTuple):
    """A printed form; `key` is that of its heading."""

    table: PrintedTable
    key: str


Block = Cover | Contents | Heading | Text | FormTable


@dataclass(frozen=True, slots=True)
class Paper:
    """The printed document.

    Attributes:
        title: for the file's properties and the page's title, on one line.
        blocks: what is printed.
    """

    title: str
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> Iterator[Heading]:
        """All headings in their order."""
        return (block for block in self.blocks if isinstance(block, Heading))

    @property
    def tables(self) -> Iterator[FormTable]:
        """All tables in their order."""
        return (block for block in self.blocks if isinstance(block, FormTable))
