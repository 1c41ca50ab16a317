"""People: the system administrator makes them, the security administrator gives them roles."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiheng.web.accounts import policies as accounts_policies
from jiheng.web.accounts import selectors as accounts_selectors
from jiheng.web.accounts import services as accounts
from jiheng.web.accounts.models import User
from jiheng.web.accounts.selectors import signed_in
from jiheng.web.organizations import policies, services
from jiheng.web.organizations.forms import OfficeForm, PersonForm, RoleForm, tell
from jiheng.web.organizations.models import Organization

__all__ = [
    "office_change",
    "person_detail",
    "person_edit",
    "person_list",
    "person_new",
    "person_password",
    "person_unlock",
    "role_give",
    "role_take",
    "second_factor_remove",
]

_PAGE = 100


@login_required
def person_list(request: HttpRequest) -> HttpResponse:
    """The people and their roles."""
    if not policies.may_manage_people(request.user):
        raise PermissionDenied
    text = request.GET.get("text", "").strip()
    people = accounts_selectors.person_list(actor=signed_in(request), text=text).prefetch_related(
        "memberships__organization"
    )
    context = {
        "page_obj": Paginator(people, _PAGE).get_page(request.GET.get("page")),
        "text": text,
        "may_make": accounts_policies.may_make_people(request.user),
        "now": timezone.now(),
    }
    return render(request, "organizations/person_list.html", context)


@never_cache
@login_required
def person_new(request: HttpRequest) -> HttpResponse:
    """Make a person; the first password is shown on the page that answers, and never again."""
    _require(accounts_policies.may_make_people(request.user))
    form = PersonForm(request.POST or None)
    del form.fields["is_active"]
    if request.method == "POST" and form.is_valid():
        try:
            person, password = accounts.person_create(**form.cleaned_data, actor=signed_in(request))
        except ValidationError as error:
            tell(form, error)
        else:
            return _with_password(request, person, password)
    context = {"form": form, "title": _("新增人员"), "back": "organizations:people"}
    return render(request, "organizations/form.html", context, status=422 if form.errors else 200)


@login_required
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A person: what they are, and what this administrator may do about it."""
    return _detail(request, _person(request, pk))


@login_required
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person."""
    _require(accounts_policies.may_make_people(request.user))
    person = _person(request, pk)
    first = {"name": person.name, "email": person.email, "is_active": person.is_active}
    form = PersonForm(request.POST or None, initial=first)
    del form.fields["login"], form.fields["with_password"]
    if request.method == "POST" and form.is_valid():
        try:
            accounts.person_change(person=person, **form.cleaned_data, actor=signed_in(request))
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("已经保存"))
            return redirect("organizations:person", pk=person.pk)
    context = {"form": form, "title": f"{person.name}（{person.login}）", "back": "organizations:people"}
    return render(request, "organizations/form.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@login_required
def person_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a first password again."""
    person = _person(request, pk)
    return _with_password(request, person, accounts.password_reset(person=person, actor=signed_in(request)))


@require_POST
@login_required
def person_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody try again."""
    person = _person(request, pk)
    accounts.person_unlock(person=person, actor=signed_in(request))
    return _done(request, person, _("已经解锁"))


@require_POST
@login_required
def second_factor_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who lost the telephone."""
    person = _person(request, pk)
    _require(accounts_policies.may_give_roles(request.user))
    accounts.second_factor_remove(person=person, actor=signed_in(request))
    return _done(request, person, _("两步验证已经取消"))


@require_POST
@login_required
def role_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role."""
    person = _person(request, pk)
    _require(accounts_policies.may_give_roles(request.user))
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            services.role_give(person=person, **form.cleaned_data, actor=signed_in(request))
        except ValidationError as error:
            tell(form, error)
        else:
            return _done(request, person, _("角色已经授予"))
    return _detail(request, person, role_form=form)


@require_POST
@login_required
def role_take(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Take a role away."""
    person = _person(request, pk)
    held = get_object_or_404(person.memberships.select_related("organization", "division"), pk=membership)
    services.role_take(membership=held, actor=signed_in(request))
    return _done(request, person, _("角色已经收回"))


@require_POST
@login_required
def office_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Make somebody an administrator, or relieve them (no office named)."""
    person = _person(request, pk)
    office = request.POST.get("office", "")
    try:
        if office:
            services.office_give(person=person, office=office, actor=signed_in(request))
        else:
            services.office_take(person=person, actor=signed_in(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("organizations:person", pk=person.pk)
    return _done(request, person, _("管理员职务已经变更"))


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _person(request: HttpRequest, pk: int) -> User:
    try:
        return accounts_selectors.person_get(actor=signed_in(request), pk=pk)
    except User.DoesNotExist as error:
        raise Http404 from error


def _done(request: HttpRequest, person: User, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("organizations:person", pk=person.pk)


def _with_password(request: HttpRequest, person: User, password: str) -> HttpResponse:
    passwords = [(person.login, person.name, password)] if password else []
    return render(request, "organizations/passwords.html", {"passwords": passwords, "person": person})


def _detail(request: HttpRequest, person: User, role_form: RoleForm | None = None) -> HttpResponse:
    gives = accounts_policies.may_give_roles(request.user) and person.pk != request.user.pk
    context = {
        "person": person,
        "account": accounts_selectors.account(person),
        "is_locked": person.locked_until is not None and person.locked_until > timezone.now(),
        "may_make": accounts_policies.may_make_people(request.user),
        "may_reset": accounts_policies.may_reset_password(request.user, person),
        "may_give": gives,
        "role_form": role_form or RoleForm(),
        "office_form": OfficeForm(),
        "codes": Organization.objects.filter(is_active=True) if gives else (),
    }
    status = 422 if role_form is not None else 200
    return render(request, "organizations/person_detail.html", context, status=status)
