"""Export to Excel, and import from it: every row through the same services as the pages, all of them or none.

A preview is an import that is taken back: what it says is what will happen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jiheng.web.accounts import policies as accounts_policies
from jiheng.web.accounts.models import User
from jiheng.web.accounts.services import person_change, person_create
from jiheng.web.audit.services import record
from jiheng.web.organizations import policies
from jiheng.web.organizations.listing import exported
from jiheng.web.organizations.models import Division, Kind, Membership, Organization
from jiheng.web.organizations.services.roles import role_give
from jiheng.web.organizations.services.tree import division_create, organization_change, organization_create
from jiheng.web.organizations.sheets import (
    DIVISIONS,
    KINDS,
    NO,
    ORGANIZATIONS,
    PEOPLE,
    ROLE_NAMES,
    ROLES,
    SHEETS,
    YES,
    Row,
    write,
)

__all__ = ["ADDED", "CHANGED", "SAME", "Outcome", "Problem", "export_file", "import_rows", "sheets_for"]

ADDED, CHANGED, SAME = "added", "changed", "same"
_KIND_OF = {title: kind for kind, title in KINDS.items()} | {kind.value: kind for kind in Kind}
_ROLE_OF = {title: role for role, title in ROLE_NAMES.items()}
_DEPTH = {Kind.BUREAU: 0, Kind.DEPARTMENT: 2, Kind.UNIT: 3}
_DIVISION_DEPTH, _PEOPLE_DEPTH, _ROLE_DEPTH = 1, 4, 5


class Problem(NamedTuple):
    """Why a row cannot be taken.

    Attributes:
        cell: ``B7``, or ``7`` for the whole row.
        found: what stands there.
    """

    sheet: str
    cell: str
    found: str
    text: str


class Outcome(NamedTuple):
    """What an import did, or would do.

    Attributes:
        counts: rows by sheet and by what happens with them, in the order of the sheets.
        passwords: login, name and first password of the people who were made.
    """

    counts: list[tuple[str, int, int, int]]
    problems: list[Problem]
    passwords: list[tuple[str, str, str]]


def sheets_for(actor: User) -> list[str]:
    """The sheets that `actor` may import: the tree and people, or roles; never both."""
    if policies.may_manage_organizations(actor):
        return [DIVISIONS.title, ORGANIZATIONS.title, PEOPLE.title]
    return [ROLES.title] if accounts_policies.may_give_roles(actor) else []


def export_file(*, actor: User) -> bytes:
    """Everything that an import by `actor` would take, as a file; that it was taken out stands in the log.

    Raises:
        PermissionDenied: `actor` may not import at all.
    """
    titles = sheets_for(actor)
    if not titles:
        raise PermissionDenied
    data = write(exported(actor=actor, sheets=titles))
    record("organizations.exported", actor=actor, after={"sheets": titles})
    return data


def import_rows(*, rows: Sequence[Row], with_passwords: bool, keep: bool, actor: User) -> Outcome:
    """Take over what the rows say; nothing of it if there is a problem anywhere, or if `keep` is false.

    Raises:
        PermissionDenied: `actor` may not import at all.
    """
    if not sheets_for(actor):
        raise PermissionDenied
    work = _Import(actor, with_passwords=with_passwords)
    with transaction.atomic():
        for row in sorted(rows, key=_depth):
            work.take(row)
        if work.problems or not keep:
            transaction.set_rollback(True)
        else:
            counts = {f"{title} {verb}": count for (title, verb), count in work.counts.items()}
            record("organizations.imported", actor=actor, after=counts)
    counted = work.counts
    seen = [title for title in SHEETS if any(sheet == title for sheet, _verb in counted)]
    table = [(title, counted[title, ADDED], counted[title, CHANGED], counted[title, SAME]) for title in seen]
    order = {title: number for number, title in enumerate(SHEETS)}
    work.problems.sort(key=lambda problem: (order[problem[0].sheet], problem[0].number))
    return Outcome(table, [_told(*problem) for problem in work.problems], work.passwords if keep else [])


def _depth(row: Row) -> int:
    if row.sheet == ORGANIZATIONS.title:
        kind = _KIND_OF.get(row.values["kind"])
        return _DEPTH[kind] if kind else 0
    return {DIVISIONS.title: _DIVISION_DEPTH, PEOPLE.title: _PEOPLE_DEPTH}.get(row.sheet, _ROLE_DEPTH)


def _told(row: Row, column: str, text: str) -> Problem:
    letter = row.letters.get(column, "")
    return Problem(row.sheet, f"{letter}{row.number}", row.values.get(column, "") if letter else "", text)


class _Import:
    """One import on its way."""

    def __init__(self, actor: User, *, with_passwords: bool) -> None:
        self.actor, self.with_passwords = actor, with_passwords
        self.allowed = set(sheets_for(actor))
        self.problems: list[tuple[Row, str, str]] = []
        self.counts: Counter[tuple[str, str]] = Counter()
        self.passwords: list[tuple[str, str, str]] = []
        self._seen: dict[tuple[str, ...], int] = {}
        self._verbs: dict[str, Callable[[dict[str, str]], str]] = {
            ORGANIZATIONS.title: self._organization,
            DIVISIONS.title: self._division,
            PEOPLE.title: self._person,
            ROLES.title: self._role,
        }

    def take(self, row: Row) -> None:
        """Take a row over, or note why not."""
        try:
            self._complete(row)
            self._once(row)
            with transaction.atomic():
                self.counts[row.sheet, self._verbs[row.sheet](row.values)] += 1
        except ValidationError as error:
            said = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            self.problems += [(row, column, text) for column, texts in said.items() for text in texts]
        except PermissionDenied:
            self.problems.append((row, "login", _("不能给自己授予角色")))

    def _complete(self, row: Row) -> None:
        if row.sheet not in self.allowed:
            told = _("角色由安全管理员导入，单位和人员由系统管理员导入：请删去“{sheet}”表")
            raise ValidationError(told.format(sheet=row.sheet))
        wrong = {}
        for column in SHEETS[row.sheet].columns:
            value = row.values[column.name]
            if column.required and not value:
                wrong[column.name] = _("“{column}”没有填").format(column=column.title)
            elif column.choices and value and value not in column.choices:
                wrong[column.name] = _("应当是：{known}").format(known=_("、").join(column.choices))
        for column_name, find in _REFERENCES.get(row.sheet, {}).items():
            if row.values[column_name]:
                try:
                    find(row.values[column_name], column_name)
                except ValidationError as error:
                    wrong[column_name] = error.message_dict[column_name][0]
        if wrong:
            raise ValidationError(wrong)

    def _once(self, row: Row) -> None:
        names = {ORGANIZATIONS.title: ("code",), PEOPLE.title: ("login",)}.get(row.sheet) or tuple(row.values)
        key = (row.sheet, *(row.values[name].lower() for name in names))
        first = self._seen.setdefault(key, row.number)
        if first != row.number:
            raise ValidationError({names[0]: _("与第 {number} 行重复").format(number=first)})

    def _organization(self, values: dict[str, str]) -> str:
        parent = _organization_of(values["parent"], "parent") if values["parent"] else None
        division = _division_of(parent, values["division"]) if values["division"] else None
        existing = Organization.objects.filter(code=values["code"]).select_related("parent", "division").first()
        kind, active = _KIND_OF[values["kind"]], values["is_active"] != NO
        code, name = values["code"], values["name"]
        if existing is None:
            organization_create(kind=kind, code=code, name=name, parent=parent, division=division, actor=self.actor)
            return ADDED
        if existing.kind != kind:
            raise ValidationError({"kind": _("已有的单位不能改类别")})
        if (existing.name, existing.parent, existing.division, existing.is_active) == (name, parent, division, active):
            return SAME
        organization_change(
            organization=existing,
            code=code,
            name=name,
            parent=parent,
            division=division,
            is_active=active,
            actor=self.actor,
        )
        return CHANGED

    def _division(self, values: dict[str, str]) -> str:
        bureau = _organization_of(values["bureau"], "bureau")
        if Division.objects.filter(bureau=bureau, name=values["name"]).exists():
            return SAME
        division_create(bureau=bureau, name=values["name"], actor=self.actor)
        return ADDED

    def _person(self, values: dict[str, str]) -> str:
        existing = User.objects.filter(login__iexact=values["login"]).first()
        new = {"name": values["name"], "email": values["email"]}
        active = (values["is_active"] or YES) == YES
        if existing is None:
            person, password = person_create(
                login=values["login"], **new, with_password=self.with_passwords, actor=self.actor
            )
            if not active:
                person_change(person=person, **new, is_active=False, actor=self.actor)
            if password:
                self.passwords.append((person.login, person.name, password))
            return ADDED
        if (existing.name, existing.email, existing.is_active) == (*new.values(), active):
            return SAME
        person_change(person=existing, **new, is_active=active, actor=self.actor)
        return CHANGED

    def _role(self, values: dict[str, str]) -> str:
        person = _person_of(values["login"], "login")
        organization = _organization_of(values["organization"], "organization")
        division = _division_of(organization, values["division"]) if values["division"] else None
        year = values["year"]
        if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
            raise ValidationError({"year": _("年度应当是 4 位数字，或者留空")})
        role, in_year = _ROLE_OF[values["role"]], int(year) if year else None
        held = Membership.objects.filter(user=person, organization=organization, role=role, year=in_year)
        if held.filter(division=division).exists():
            return SAME
        role_give(
            person=person, organization=organization, role=role, year=in_year, division=division, actor=self.actor
        )
        return ADDED


def _organization_of(code: str, column: str) -> Organization:
    found = Organization.objects.filter(code=code).first()
    if found is None:
        raise ValidationError({column: _("没有编码为“{code}”的单位").format(code=code)})
    return found


def _person_of(login: str, column: str) -> User:
    found = User.objects.filter(login__iexact=login).first()
    if found is None:
        raise ValidationError({column: _("没有这个账号，请系统管理员先导入人员")})
    return found


def _division_of(bureau: Organization | None, name: str) -> Division:
    found = Division.objects.filter(bureau=bureau, name=name).first() if bureau else None
    if found is None:
        raise ValidationError({"division": _("没有名为“{name}”的业务处室，请先在“业务处室”表里写上").format(name=name)})
    return found


# What has to be there already, by sheet and column: told together with what else is wrong in the row.
_REFERENCES: dict[str, dict[str, Callable[[str, str], object]]] = {
    ORGANIZATIONS.title: {"parent": _organization_of},
    DIVISIONS.title: {"bureau": _organization_of},
    ROLES.title: {"login": _person_of, "organization": _organization_of},
}
