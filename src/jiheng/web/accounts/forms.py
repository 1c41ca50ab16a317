"""What people type to sign in, and about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = ["CodeForm", "PasswordForm", "RemoveFactorForm", "SignInForm"]

_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


def _password(label: StrPromise, autocomplete: str, **settings: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=256, strip=False, widget=widget, **settings)


class SignInForm(forms.Form):
    """Login and password."""

    login = forms.CharField(
        label=_("账号"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = _password(_("密码"), "current-password")


class CodeForm(forms.Form):
    """A one-time code."""

    code = forms.CharField(label=_("验证码"), max_length=32, widget=forms.TextInput(attrs=_CODE))


class RemoveFactorForm(forms.Form):
    """The password, again."""

    password = _password(_("密码"), "current-password")


class PasswordForm(forms.Form):
    """The old password and twice the new one."""

    old = _password(_("原密码"), "current-password")
    new = _password(_("新密码"), "new-password", help_text=_("至少 10 个字符，不能全是数字，也不能与账号、姓名相近"))
    again = _password(_("再输一次"), "new-password")

    def clean(self) -> dict[str, str]:
        """Both must be the same."""
        values: dict[str, str] = super().clean() or {}
        if values.get("new") != values.get("again"):
            self.add_error("again", _("两次输入的新密码不同"))
        return values
