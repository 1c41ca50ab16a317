"""What people fill in about notices and reminders."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from jiheng.web.notices.services.reminders import LONGEST

__all__ = ["ReminderForm", "RuleForm", "TestMailForm"]

_DAYS = re.compile(r"[、,，;；\s]+")
_MOST = 10


class ReminderForm(forms.Form):
    """The words of a reminder; which units is chosen in the list below."""

    text = forms.CharField(
        label=_("附言"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("可以不写；还缺什么会自动写明"),
    )


class RuleForm(forms.Form):
    """When the site reminds by itself."""

    is_on = forms.BooleanField(label=_("自动提醒"), required=False, help_text=_("开始、临近截止和截止后都会提醒"))
    days = forms.CharField(label=_("截止前几天提醒"), max_length=60, required=False, help_text=_("例如：7、3、1"))

    def clean_days(self) -> list[int]:
        """The numbers."""
        words = [word for word in _DAYS.split(self.cleaned_data["days"].strip()) if word]
        if len(words) > _MOST or any(not word.isdecimal() or len(word) > 3 for word in words):
            raise forms.ValidationError(_("请只写天数，用顿号隔开，如 7、3、1"))
        return [int(word) for word in words]


class TestMailForm(forms.Form):
    """Where a test mail goes."""

    to = forms.EmailField(label=_("收件邮箱"))
