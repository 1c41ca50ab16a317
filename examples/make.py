"""Make the example documents from content.yml (`make examples`)."""

from __future__ import annotations

from pathlib import Path

from example_content import load
from example_docx import write_docx
from example_text import write_text

__all__ = ["documents", "main"]

HERE = Path(__file__).parent
NAME = "云溪经济开发区2025年绩效目标"


def documents() -> dict[str, bytes]:
    """File name → content, of every example document."""
    content = load()
    return {f"{NAME}.docx": write_docx(content), f"{NAME}.txt": write_text(content)}


def main() -> None:
    """Write the documents beside this script."""
    for name, data in documents().items():
        (HERE / name).write_bytes(data)
        print(f"examples/{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
