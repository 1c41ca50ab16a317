"""Official forms as declarative files: what labels stand before which fields, which columns a block has, how it prints."""

from jiheng.forms.form import Block, Column, Field, Form, LayoutCell, load_form, load_forms

__all__ = ["Block", "Column", "Field", "Form", "LayoutCell", "load_form", "load_forms"]
