"""Official forms as declarative files: what labels stand before which fields, which columns a block has, how it prints."""

from jiheng.forms.form import Block, Column, Field, Form, load_form, load_forms
from jiheng.forms.layout import Layout, LayoutCell, LayoutRow, Section

__all__ = [
    "Block",
    "Column",
    "Field",
    "Form",
    "Layout",
    "LayoutCell",
    "LayoutRow",
    "Section",
    "load_form",
    "load_forms",
]
