"""What people fill in around the money."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jiheng.web.execution.models import Source
from jiheng.web.execution.tables.archives import ACCEPTED
from jiheng.web.execution.tables.columns import FIELDS, KINDS, Options, Way
from jiheng.web.ui.filters import AddressFilter

__all__ = ["FILE_SIZE", "LABELS", "AssignForm", "ColumnsForm", "FileForm", "FilterForm"]

FILE_SIZE = 50 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_BANDS = (
    ("", _("不限")),
    ("none", _("还没有支出")),
    ("low", _("执行率低于 50%")),
    ("middle", _("执行率 50% 到 90%")),
    ("high", _("执行率 90% 以上")),
    ("over", _("支出超过预算")),
)
_SORTS = (
    ("", _("按单位")),
    ("rate", _("执行率低的在前")),
    ("-rate", _("执行率高的在前")),
    ("-budget", _("预算大的在前")),
    ("left", _("未支出多的在前")),
)
_UNITS = (("元", _("元")), ("万元", _("万元")))
_WAYS = (
    (Way.PAYMENTS, _("逐笔支付（按凭证号识别）")),
    (Way.MONTHS, _("当月数（没有凭证号的明细也按月汇总）")),
    (Way.CUMULATIVE, _("从 1 月起的累计数")),
)
_KINDS = tuple((kind.value, kind.label) for kind in KINDS)
_MONTHS = ((0, _("按日期列")), *((month, _("{month}月")) for month in range(1, 13)))
_VOUCHERS = (("month", _("每月重新编号")), ("year", _("全年连续编号")))
LABELS = {
    "code": _("项目编码"), "name": _("项目名称"), "unit_code": _("单位编码"), "source": _("资金来源"),
    "date": _("日期或月份"), "amount": _("金额"), "voucher": _("凭证号"), "note": _("摘要"),
}  # fmt: skip


class FilterForm(AddressFilter):
    """The filter of the list, as the address has it; what makes no sense is as if it were not there."""

    organization = forms.CharField(label=_("单位编码"), max_length=12, required=False)
    band = forms.ChoiceField(label=_("执行率"), choices=_BANDS, required=False)
    text = forms.CharField(label=_("名称或编码"), max_length=100, required=False)
    sort = forms.ChoiceField(label=_("排序"), choices=_SORTS, required=False)


class FileForm(forms.Form):
    """A table of the payment system."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_(
            "国库支付、预算执行系统导出的 Excel（xlsx、xls）、ods 或文本（csv、txt），也可以是只装了一张表的压缩包；不超过 50 MB、30 万行"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Not larger than what is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > FILE_SIZE:
            message = _("文件有 {size} MB，超过 {limit} MB 的上限。请按月份拆分后再导入")
            size, limit = (file.size or 0) // _MEGABYTE, FILE_SIZE // _MEGABYTE
            raise forms.ValidationError(str(message).format(size=size, limit=limit))
        return file


class ColumnsForm(forms.Form):
    """What the columns and amounts of a table mean; the columns to choose from are those of the file."""

    unit = forms.ChoiceField(label=_("金额单位"), choices=_UNITS)
    way = forms.ChoiceField(label=_("金额口径"), choices=_WAYS)
    kind = forms.ChoiceField(label=_("登记为"), choices=_KINDS)
    month = forms.TypedChoiceField(
        label=_("月份"), choices=_MONTHS, coerce=int, required=False, empty_value="0",
        help_text=_("表里没有日期列时，指明是哪个月的数"),
    )  # fmt: skip
    source = forms.ChoiceField(label=_("默认来源"), choices=Source.choices, help_text=_("没有来源列，或单元格空着时用"))
    vouchers = forms.ChoiceField(label=_("凭证编号方式"), choices=_VOUCHERS)
    remember = forms.CharField(
        label=_("记住这套对应，名称为"), max_length=64, required=False,
        help_text=_("同样表头的文件下次自动套用，例如“国库集中支付明细”"),
    )  # fmt: skip

    def __init__(self, *args: Any, headings: list[str], strange: list[str], **kwargs: Any) -> None:
        """`headings` of the file; `strange`: words for sources that nobody knows."""
        super().__init__(*args, **kwargs)
        self.strange = strange
        choices = [("", _("（没有）")), *((text, text) for text in dict.fromkeys(headings) if text)]
        for name in FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(label=LABELS[name], choices=choices, required=False)
        for number, word in enumerate(strange):
            words = [("", _("（不认识，先不导入）")), *Source.choices]
            self.fields[f"word_{number}"] = forms.ChoiceField(label=word, choices=words, required=False)
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (month, str(label).format(month=month)) for month, label in _MONTHS
        ]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The columns."""
        return [self[f"column_{name}"] for name in FIELDS]

    @property
    def option_fields(self) -> list[forms.BoundField]:
        """What the amounts are."""
        return [self[name] for name in ("unit", "way", "kind", "month", "source", "vouchers")]

    @property
    def word_fields(self) -> list[forms.BoundField]:
        """Words for sources."""
        return [self[f"word_{number}"] for number in range(len(self.strange))]

    def columns(self) -> dict[str, str]:
        """Field → heading."""
        chosen = {name: self.cleaned_data.get(f"column_{name}") or "" for name in FIELDS}
        return {name: heading for name, heading in chosen.items() if heading}

    def options(self, known: dict[str, str]) -> Options:
        """What the amounts are; `known`: words for sources that were explained before."""
        said = {word: self.cleaned_data.get(f"word_{number}") or "" for number, word in enumerate(self.strange)}
        words = known | {word: source for word, source in said.items() if source}
        plain = {name: self.cleaned_data[name] for name in ("unit", "way", "kind", "source", "vouchers")}
        return Options(**plain, month=int(self.cleaned_data["month"]), sources=words)


class AssignForm(forms.Form):
    """Which project the payment system means."""

    code = forms.CharField(max_length=64, required=False)
    name = forms.CharField(max_length=255, required=False)
    project = forms.CharField(label=_("项目"), max_length=400)
