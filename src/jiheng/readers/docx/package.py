"""Where the parts of a Word document lie in its package."""

from __future__ import annotations

import posixpath
from functools import cached_property

from jiheng.errors import UnreadableSourceError
from jiheng.readers.package import RELATION, OfficePackage

__all__ = ["Package"]

_MAIN = "/officeDocument"
_OFFICE = ("xl/", "ppt/")


class Package(OfficePackage):
    """The parts of a Word package."""

    @cached_property
    def main(self) -> str:
        """The name of the part that holds the document's body.

        Raises:
            UnreadableSourceError: there is none.
        """
        if "word/document.xml" in self.names:
            return "word/document.xml"
        if "_rels/.rels" in self.names:
            for relation in self.parse("_rels/.rels").iter(RELATION):
                target = relation.get("Target", "").lstrip("/")
                if relation.get("Type", "").endswith(_MAIN) and target in self.names:
                    if target.startswith(_OFFICE):
                        kind = "Excel (.xlsx)" if target.startswith("xl/") else "PowerPoint (.pptx)"
                        raise UnreadableSourceError("unsupported", format=kind)
                    return target
        raise UnreadableSourceError("not-word")

    def beside_main(self, name: str) -> str | None:
        """The part `name` (``styles.xml``) in the folder of the body, None where there is none."""
        path = posixpath.join(posixpath.dirname(self.main), name)
        return path if path in self.names else None
