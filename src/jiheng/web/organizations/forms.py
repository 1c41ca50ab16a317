"""What administrators and the performance office fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jiheng.web.accounts.models import Office
from jiheng.web.organizations.models import Division, Kind, Organization, Role

__all__ = [
    "CycleForm",
    "DivisionForm",
    "ImportForm",
    "OfficeForm",
    "OrganizationForm",
    "PersonForm",
    "PhaseForm",
    "RoleForm",
    "tell",
]

_LARGEST = 10 * 1024 * 1024
_MOMENT = "%Y-%m-%dT%H:%M"


class OrganizationForm(forms.Form):
    """An organization; what kind it is stays."""

    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    code = forms.CharField(label=_("编码"), max_length=12)
    name = forms.CharField(label=_("名称"), max_length=120)
    parent = forms.ModelChoiceField(
        Organization.objects.exclude(kind=Kind.UNIT), label=_("上级"), required=False, help_text=_("财政部门没有上级")
    )
    division = forms.ModelChoiceField(
        Division.objects.all(), label=_("分管处室"), required=False, help_text=_("只有主管部门填写")
    )
    is_active = forms.BooleanField(label=_("启用"), required=False, initial=True)

    def __init__(self, *args: Any, organization: Organization | None = None, **settings: Any) -> None:
        """`organization`: the one that is changed; without it, a new one."""
        super().__init__(*args, **settings)
        if organization is None:
            del self.fields["is_active"]
            return
        del self.fields["kind"]
        for name, field in self.fields.items():
            field.initial = getattr(organization, name)


class DivisionForm(forms.Form):
    """A division of the bureau."""

    bureau = forms.ModelChoiceField(Organization.objects.filter(kind=Kind.BUREAU), label=_("财政部门"))
    name = forms.CharField(label=_("处室名称"), max_length=64)


class PersonForm(forms.Form):
    """A person."""

    login = forms.CharField(label=_("账号"), max_length=64, help_text=_("登录时输入，以后不能改"))
    name = forms.CharField(label=_("姓名"), max_length=64)
    email = forms.EmailField(label=_("邮箱"), required=False)
    with_password = forms.BooleanField(
        label=_("生成初始密码"), required=False, initial=True, help_text=_("只用统一身份认证登录的人不需要密码")
    )
    is_active = forms.BooleanField(label=_("启用"), required=False, help_text=_("停用后不能再登录，已经做的事都留着"))


class RoleForm(forms.Form):
    """A role for somebody."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    organization = forms.CharField(label=_("单位编码"), max_length=12, widget=forms.TextInput(attrs={"list": "codes"}))
    year = forms.IntegerField(
        label=_("年度"), required=False, min_value=2000, max_value=2099, help_text=_("留空表示每年")
    )
    division = forms.ModelChoiceField(
        Division.objects.all(),
        label=_("业务处室"),
        required=False,
        help_text=_("只有财政业务处室审核人填写；留空表示全部处室"),
    )

    def clean_organization(self) -> Organization:
        """The organization of that code."""
        code = self.cleaned_data["organization"].strip()
        found = Organization.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("没有编码为“%(code)s”的单位"), params={"code": code})
        return found


class OfficeForm(forms.Form):
    """One of the three offices of administration."""

    office = forms.ChoiceField(label=_("管理员"), choices=[each for each in Office.choices if each[0]])


class ImportForm(forms.Form):
    """A file."""

    file = forms.FileField(label=_("Excel 文件（.xlsx）"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    with_passwords = forms.BooleanField(
        label=_("给新的人员生成初始密码"), required=False, initial=True, help_text=_("只用统一身份认证登录时不需要")
    )

    def clean_file(self) -> Any:
        """Not too large."""
        file = self.cleaned_data["file"]
        if file.size > _LARGEST:
            raise forms.ValidationError(_("文件超过 10 MB，请分成几个文件"))
        return file


class CycleForm(forms.Form):
    """A budget year."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2099)
    approved_on = forms.DateField(
        label=_("预算批准日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("人民代表大会批准预算的日期；此后 20 日内公开"),
    )
    accounts_approved_on = forms.DateField(
        label=_("决算批准日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("人民代表大会常务委员会批准决算的日期；绩效结果的公开期限从这天算起"),
    )


class PhaseForm(forms.Form):
    """A window in which units hand in."""

    name = forms.CharField(label=_("阶段"), max_length=32, help_text=_("例如：一上、二上、年中追加"))
    opens_at = forms.DateTimeField(
        label=_("开始"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    )
    due_at = forms.DateTimeField(
        label=_("截止"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    )
    reason = forms.CharField(label=_("调整原因"), max_length=200, required=False, help_text=_("写入审计日志"))


def tell(form: forms.Form, error: ValidationError) -> None:
    """Show what a service refused: at its field, or above the form if that has no such field."""
    said = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in said.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
