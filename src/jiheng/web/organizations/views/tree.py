"""Organizations and divisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jiheng.web.accounts.selectors import signed_in
from jiheng.web.organizations import policies, selectors, services
from jiheng.web.organizations.forms import DivisionForm, OrganizationForm, tell
from jiheng.web.organizations.models import Division, Organization

__all__ = ["division_edit", "division_new", "organization_edit", "organization_list", "organization_new"]


@login_required
def organization_list(request: HttpRequest) -> HttpResponse:
    """The tree."""
    if not policies.may_manage_people(request.user):
        raise PermissionDenied
    text = request.GET.get("text", "").strip()
    context = {
        "organizations": selectors.tree(actor=signed_in(request), text=text),
        "divisions": Division.objects.select_related("bureau"),
        "text": text,
        "may_manage": policies.may_manage_organizations(request.user),
    }
    return render(request, "organizations/organization_list.html", context)


@login_required
def organization_new(request: HttpRequest) -> HttpResponse:
    """Add an organization."""
    _require(request)
    form = OrganizationForm(request.POST or None, initial={"parent": request.GET.get("parent")})

    def save(values: dict[str, Any]) -> None:
        services.organization_create(**values, actor=signed_in(request))

    return _form_page(request, form, save, _("新增单位"))


@login_required
def organization_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an organization."""
    _require(request)
    organization = get_object_or_404(Organization, pk=pk)
    form = OrganizationForm(request.POST or None, organization=organization)

    def save(values: dict[str, Any]) -> None:
        services.organization_change(organization=organization, **values, actor=signed_in(request))

    return _form_page(request, form, save, str(organization))


@login_required
def division_new(request: HttpRequest) -> HttpResponse:
    """Add a division."""
    _require(request)

    def save(values: dict[str, Any]) -> None:
        services.division_create(**values, actor=signed_in(request))

    return _form_page(request, DivisionForm(request.POST or None), save, _("新增业务处室"))


@login_required
def division_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a division another name."""
    _require(request)
    division = get_object_or_404(Division, pk=pk)
    form = DivisionForm(request.POST or None, initial={"name": division.name})
    del form.fields["bureau"]

    def save(values: dict[str, Any]) -> None:
        services.division_change(division=division, **values, actor=signed_in(request))

    return _form_page(request, form, save, division.name)


def _require(request: HttpRequest) -> None:
    if not policies.may_manage_organizations(request.user):
        raise PermissionDenied


def _form_page(request: HttpRequest, form: Any, save: Any, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("已经保存"))
            return redirect("organizations:list")
    context = {"form": form, "title": title, "back": "organizations:list"}
    return render(request, "organizations/form.html", context, status=422 if form.errors else 200)
