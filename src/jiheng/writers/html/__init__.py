"""Web pages: one file that stands by itself, runs nothing and asks nobody on the net for anything."""

from jiheng.writers.html.writer import write_html

__all__ = ["write_html"]
