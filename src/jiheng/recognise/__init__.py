"""Grids and paragraphs → domain objects, by the labels of the forms. What is not understood becomes a note."""

from jiheng.recognise.document import recognise

__all__ = ["recognise"]
