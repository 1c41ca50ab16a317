"""What people fill in around the sheets: choosing, handing in, explaining."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jiheng.web.goals.models import GoalKind, GoalState, Origin
from jiheng.web.goals.reading import FILE_SIZE
from jiheng.web.goals.services_drafts import goal_forms
from jiheng.web.ui.filters import AddressFilter

__all__ = ["HANDED_IN", "AdjustForm", "BlankForm", "FilterForm", "SubmitForm", "UploadForm"]

_MEGABYTE = 1024 * 1024
SORTS = (
    ("", _("按单位")),
    ("-errors", _("问题多的在前")),
    ("-amount", _("金额大的在前")),
    ("name", _("按名称")),
    ("-changed_at", _("最近修改的在前")),
)
_LEVELS = (
    ("", _("不限")),
    ("errors", _("有必须修改的")),
    ("clean", _("没有必须修改的")),
    ("warnings", _("只有建议的")),
    ("faultless", _("没有问题的")),
)
HANDED_IN = "handed_in"  # not a state of its own: all but drafts
_STATES = (("", _("不限")), (HANDED_IN, _("除草稿外")), *GoalState.choices)
_KINDS = (("", _("不限")), *GoalKind.choices)


class FilterForm(AddressFilter):
    """The filter of the list, as the address has it; what makes no sense is as if it were not there."""

    organization = forms.CharField(label=_("单位编码"), max_length=12, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=_KINDS, required=False)
    state = forms.ChoiceField(label=_("状态"), choices=_STATES, required=False)
    level = forms.ChoiceField(label=_("检查"), choices=_LEVELS, required=False)
    text = forms.CharField(label=_("名称或编码"), max_length=100, required=False)
    sort = forms.ChoiceField(label=_("排序"), choices=SORTS, required=False)
    step = forms.CharField(label=_("等在"), max_length=32, required=False)
    day = forms.DateField(label=_("首次提交"), required=False)


class BlankForm(forms.Form):
    """A blank table."""

    form = forms.ChoiceField(label=_("表式"), choices=goal_forms)
    origin = forms.ChoiceField(label=_("来源"), choices=Origin.choices, initial=Origin.BUDGET)


class UploadForm(forms.Form):
    """A file to read."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("Word、Excel、WPS、PDF、OFD、网页、文本、扫描件和图片；压缩包和邮件里的文件逐份读取。不超过 20 MB"),
    )
    password = forms.CharField(
        label=_("压缩包或文件的密码（如有）"),
        max_length=128,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("只用来打开这一次，不保存"),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Not larger than what is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > FILE_SIZE:
            raise forms.ValidationError(
                _("文件有 {size} MB，超过 {limit} MB 的上限。请拆分后再传").format(
                    size=(file.size or 0) // _MEGABYTE, limit=FILE_SIZE // _MEGABYTE
                )
            )
        return file


class SubmitForm(forms.Form):
    """Handing in; an explanation where something still blocks."""

    explanation = forms.CharField(
        label=_("说明"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("还有必须修改的问题而确实不能改的，请写明理由，审核人会看到"),
    )


class AdjustForm(forms.Form):
    """Why approved goals are to be changed."""

    reason = forms.CharField(
        label=_("调整理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明依据（如追加预算的文件、政策变化），会随新的版本一起送审并保留"),
    )
