"""Doing what a form asks for."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError

from jiheng.web.ui.errors import Conflict

__all__ = ["done"]


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether it was done; else the form says why not, at the fields that it has.

    Raises:
        Conflict: it no longer fits what is there.
    """
    try:
        act()
    except Conflict:
        raise
    except ValidationError as error:
        problems = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, texts in problems.items():
            form.add_error(field if field in form.fields else None, texts)
        return False
    return True
