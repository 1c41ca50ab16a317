"""The tree of organizations, roles in it, and the three administrators."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from tests.web.factories import World, make_person

from jiheng.web.accounts.models import Office, User
from jiheng.web.audit.models import Entry
from jiheng.web.organizations.models import Kind, Membership, Organization, Role
from jiheng.web.organizations.policies import acts_for
from jiheng.web.organizations.services import (
    division_create,
    office_give,
    office_take,
    organization_change,
    organization_create,
    role_give,
    role_take,
)


def _change(world: World, organization: Organization, **changes: object) -> Organization:
    values = {name: getattr(organization, name) for name in ("code", "name", "parent", "division", "is_active")}
    return organization_change(organization=organization, **(values | changes), actor=world.people["system"])


class TestTree:
    """Where an organization may stand."""

    def test_a_unit_is_added_below_its_department(self, world: World) -> None:
        unit = organization_create(
            kind=Kind.UNIT, code="205003", name="实验小学", parent=world.departments[0], division=None,
            actor=world.people["system"],
        )  # fmt: skip
        assert acts_for(world.people["department_reviewer"], unit, world.year, {Role.DEPARTMENT_REVIEWER})
        entry = Entry.objects.get()
        assert (entry.action, entry.organization, entry.after["parent"]) == ("organization.created", "205003", "205")

    @pytest.mark.parametrize(
        ("kind", "parent", "field"),
        [("bureau", "205", "parent"), ("department", "205", "parent"), ("unit", "001", "parent"), ("unit", "", "parent"),
         ("office", "205", "kind")],
    )  # fmt: skip
    def test_nothing_stands_where_it_does_not_belong(self, world: World, kind: str, parent: str, field: str) -> None:
        above = Organization.objects.filter(code=parent).first()
        with pytest.raises(ValidationError) as caught:
            organization_create(
                kind=kind, code="999", name="某单位", parent=above, division=None, actor=world.people["system"]
            )
        assert list(caught.value.message_dict) == [field]

    @pytest.mark.parametrize("code", ["", "205 003", "２０５", "1" * 13, "205001"])
    def test_a_code_is_letters_and_digits_and_unique(self, world: World, code: str) -> None:
        with pytest.raises(ValidationError) as caught:
            organization_create(
                kind=Kind.UNIT, code=code, name="某单位", parent=world.departments[0], division=None,
                actor=world.people["system"],
            )  # fmt: skip
        assert "code" in caught.value.message_dict

    def test_only_a_department_has_a_division_and_of_its_own_bureau(self, world: World) -> None:
        with pytest.raises(ValidationError):
            _change(world, world.units[0], division=world.division)
        _change(world, world.departments[0], division=world.other_division)
        reviewer = world.people["finance_reviewer"]  # of the first division
        unit = Organization.objects.get(pk=world.units[0].pk)
        assert not acts_for(reviewer, unit, world.year, {Role.FINANCE_REVIEWER})

    def test_what_changed_stands_in_the_log_and_nothing_if_nothing_did(self, world: World) -> None:
        _change(world, world.units[0])
        assert not Entry.objects.exists()
        _change(world, world.units[0], name="第一小学")
        entry = Entry.objects.get()
        assert (entry.before["name"], entry.after["name"]) == ("教育局第1单位", "第一小学")

    def test_a_unit_has_no_divisions(self, world: World) -> None:
        with pytest.raises(ValidationError):
            division_create(bureau=world.units[0], name="办公室", actor=world.people["system"])

    def test_a_hostile_name_is_shown_as_text(self, world: World, client: Client) -> None:
        _change(world, world.units[0], name="<script>alert(1)</script>")
        client.force_login(world.people["system"])
        page = client.get("/organizations/?text=script")
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text

    def test_a_wrong_entry_is_said_at_its_field(self, world: World, client: Client) -> None:
        client.force_login(world.people["system"])
        page = client.post(
            "/organizations/new/",
            {"kind": "unit", "code": "205001", "name": "某单位", "parent": world.departments[0].pk},
        )
        assert page.status_code == 422
        assert "已经有单位使用" in page.context["form"].errors["code"][0]

    def test_the_tree_takes_the_same_number_of_queries_for_any_number(
        self, world: World, client: Client, django_assert_num_queries: object
    ) -> None:
        client.force_login(world.people["system"])
        client.get("/organizations/")
        counts = []
        for code in ("205801", "205802"):
            with django_assert_num_queries(7, exact=False) as caught:
                client.get("/organizations/")
            counts.append(len(caught))
            Organization.objects.create(code=code, name=code, kind=Kind.UNIT, parent=world.departments[0])
        assert counts[0] == counts[1]


class TestRoles:
    """Who gives what to whom."""

    def test_a_role_opens_and_closes_its_organization(self, world: World) -> None:
        person, unit = make_person("new"), world.units[1]
        held = role_give(person=person, organization=unit, role=Role.PREPARER, actor=world.people["security"])
        assert acts_for(person, unit, world.year, {Role.PREPARER})
        role_take(membership=held, actor=world.people["security"])
        assert not acts_for(User.objects.get(pk=person.pk), unit, world.year, {Role.PREPARER})
        assert [entry.action for entry in Entry.objects.all()] == ["role.taken", "role.given"]

    def test_a_role_of_one_year_holds_in_that_year(self, world: World) -> None:
        person, unit = make_person("new"), world.units[1]
        role_give(person=person, organization=unit, role=Role.PREPARER, year=2026, actor=world.people["security"])
        assert acts_for(person, unit, 2026, {Role.PREPARER})
        assert not acts_for(person, unit, 2027, {Role.PREPARER})

    def test_nobody_but_the_security_administrator_gives_and_nobody_to_oneself(self, world: World) -> None:
        for name, actor in world.people.items():
            person = actor if name == "security" else world.people["preparer"]
            with pytest.raises(PermissionDenied):
                role_give(person=person, organization=world.units[1], role=Role.EXPERT, actor=actor)

    def test_an_administrator_takes_no_part_in_the_business(self, world: World) -> None:
        with pytest.raises(ValidationError, match="兼任"):
            role_give(
                person=world.people["system"], organization=world.units[0], role=Role.PREPARER,
                actor=world.people["security"],
            )  # fmt: skip

    @pytest.mark.parametrize(
        ("role", "code"),
        [
            ("finance_reviewer", "205"),
            ("performance_office", "205001"),
            ("department_reviewer", "001"),
            ("king", "001"),
        ],
    )
    def test_a_role_is_held_where_it_belongs(self, world: World, role: str, code: str) -> None:
        with pytest.raises(ValidationError):
            role_give(
                person=make_person("new"), organization=Organization.objects.get(code=code), role=role,
                actor=world.people["security"],
            )  # fmt: skip

    def test_a_role_is_held_once(self, world: World) -> None:
        with pytest.raises(ValidationError, match="已经有"):
            role_give(
                person=world.people["preparer"], organization=world.units[0], role=Role.PREPARER,
                actor=world.people["security"],
            )  # fmt: skip

    def test_through_the_page(self, world: World, client: Client) -> None:
        person = make_person("new")
        client.force_login(world.people["security"])
        address = f"/organizations/people/{person.pk}/roles/"
        wrong = client.post(address, {"role": "preparer", "organization": "404"})
        assert "没有编码为“404”的单位" in wrong.text
        assert client.post(address, {"role": "preparer", "organization": "205002"}).status_code == 302
        held = Membership.objects.get(user=person)
        assert client.post(f"{address}{held.pk}/take/").status_code == 302
        assert not Membership.objects.filter(user=person).exists()


class TestOffices:
    """The three administrators are three people."""

    def test_who_has_an_office_gets_no_other(self, world: World) -> None:
        with pytest.raises(ValidationError, match="三个人"):
            office_give(person=world.people["system"], office=Office.AUDIT, actor=world.people["security"])

    def test_who_has_a_role_gets_no_office(self, world: World) -> None:
        with pytest.raises(ValidationError, match="兼任"):
            office_give(person=world.people["preparer"], office=Office.AUDIT, actor=world.people["security"])

    def test_an_office_is_handed_over(self, world: World) -> None:
        successor, security = make_person("successor"), world.people["security"]
        with pytest.raises(ValidationError, match="唯一"):
            office_take(person=world.people["audit"], actor=security)
        office_give(person=successor, office=Office.AUDIT, actor=security)
        office_take(person=world.people["audit"], actor=security)
        assert list(User.objects.filter(office=Office.AUDIT)) == [successor]
        assert [entry.action for entry in Entry.objects.all()] == ["office.taken", "office.given"]

    def test_nobody_else_appoints_and_nobody_oneself(self, world: World) -> None:
        person = make_person("new")
        for name, actor in world.people.items():
            with pytest.raises(PermissionDenied):
                office_give(person=actor if name == "security" else person, office=Office.AUDIT, actor=actor)
            with pytest.raises(PermissionDenied):
                office_take(person=actor if name == "security" else world.people["audit"], actor=actor)
