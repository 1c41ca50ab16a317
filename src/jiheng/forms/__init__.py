"""Official forms as declarative files: what labels stand before which fields, which columns a block has, how it prints."""

from jiheng.forms.form import Field, Form, IndicatorColumn, LayoutCell, load_form, load_forms

__all__ = ["Field", "Form", "IndicatorColumn", "LayoutCell", "load_form", "load_forms"]
