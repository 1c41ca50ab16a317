"""Organizations, people and roles from Excel and back."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from tests.web.factories import World

from jiheng.web.accounts.models import User
from jiheng.web.audit.models import Entry
from jiheng.web.audit.selectors import verify
from jiheng.web.organizations.models import Division, Membership, Organization

UNITS = ("类别", "编码", "名称", "上级编码", "分管处室", "启用")
PEOPLE = ("账号", "姓名", "邮箱", "启用")
ROLES = ("账号", "单位编码", "角色", "年度", "业务处室")


def _book(**sheets: list[tuple[object, ...]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _bring(client: Client, data: bytes, name: str = "名单.xlsx", **more: str):
    return client.post("/organizations/import/", {"file": SimpleUploadedFile(name, data), **more})


def _confirm(client: Client, page: object):
    return client.post("/organizations/import/keep/", {"package": page.context["package"]})


def _problems(page: object) -> list[tuple[str, str]]:
    return [(problem.sheet, problem.cell) for problem in page.context["outcome"].problems]


@pytest.fixture
def system(world: World, client: Client) -> Client:
    client.force_login(world.people["system"])
    return client


@pytest.fixture
def security(world: World, client: Client) -> Client:
    client.force_login(world.people["security"])
    return client


WHOLE = {
    # Units before their department, and the division last: the order in the file does not matter.
    "单位": [
        UNITS,
        ("预算单位", "301001", "图书馆", "301", None, None),
        ("主管部门", 301, "文化局", "001", "文化处", "是"),
        ("预算单位", "205001", "第一小学", "205", None, "是"),
    ],
    "业务处室": [("财政部门编码", "处室名称"), ("001", "文化处")],
    "人员": [PEOPLE, ("li01", "填报人甲", "li01@example.org", None), ("preparer", "填报人", None, "是")],
}


def test_a_preview_saves_nothing_and_says_what_will_happen(system: Client) -> None:
    page = _bring(system, _book(**WHOLE), with_passwords="on")
    assert page.context["outcome"].counts == [("业务处室", 1, 0, 0), ("单位", 2, 1, 0), ("人员", 1, 0, 1)]
    assert not Organization.objects.filter(code="301").exists()
    assert not Entry.objects.exists()


def test_what_was_previewed_is_what_is_saved(system: Client) -> None:
    page = _confirm(system, _bring(system, _book(**WHOLE), with_passwords="on"))
    assert page.context["counts"] == [("业务处室", 1, 0, 0), ("单位", 2, 1, 0), ("人员", 1, 0, 1)]
    assert Organization.objects.get(code="301001").parent.division == Division.objects.get(name="文化处")
    assert Organization.objects.get(code="205001").name == "第一小学"
    [(login, _name, password)] = page.context["passwords"]
    first = Client().post("/accounts/sign-in/", {"login": login, "password": password}, follow=True)
    assert first.redirect_chain[-1][0] == "/accounts/me/"
    assert verify().broken_at is None


def test_without_first_passwords_people_come_through_the_provider_only(system: Client) -> None:
    page = _confirm(system, _bring(system, _book(**WHOLE)))
    assert page.context["passwords"] == []
    assert not User.objects.get(login="li01").has_usable_password()


def test_every_error_is_named_by_its_cell_and_nothing_is_saved(system: Client) -> None:
    page = _bring(
        system,
        _book(
            单位=[
                UNITS,
                ("预算单位", "301001", "图书馆", "404", None, None),
                ("处室", "301002", "档案馆", "205", None, None),
                ("预算单位", "205009", None, "405", None, "也许"),
                ("预算单位", "205003", "好单位", "205", None, None),
                ("预算单位", "205003", "好单位", "205", None, None),
                ("主管部门", "306", "某局", "001", "没有的处", None),
            ],
            人员=[PEOPLE, ("SYSTEM", "冒名", None, "否"), ("li02", "填报人", "不是邮箱", None)],
        ),
    )
    assert page.status_code == 422
    assert _problems(page) == [
        ("单位", "D2"), ("单位", "A3"), ("单位", "C4"), ("单位", "F4"), ("单位", "D4"), ("单位", "B6"), ("单位", "E7"),
        ("人员", "D2"), ("人员", "C3"),
    ]  # fmt: skip
    assert "什么都没有保存" in page.text
    assert page.context["package"] == ""
    assert not Organization.objects.filter(code="205003").exists()


def test_columns_stand_in_any_order_and_may_be_more(system: Client) -> None:
    rows = [
        ("备注", "名称", "启用", "上级编码", "编码", "类别", "分管处室"),
        ("x", "图书馆", None, "404", "301001", "预算单位", None),
    ]
    assert _problems(_bring(system, _book(单位=rows))) == [("单位", "D2")]


def test_a_missing_column_is_named(system: Client) -> None:
    page = _bring(system, _book(单位=[UNITS[1:], ("301", "文化局", "001", None, None)]))
    assert "缺少列：类别" in page.text


def test_a_formula_is_the_text_that_was_typed_and_comes_out_as_text(system: Client) -> None:
    rows = [
        UNITS,
        ("预算单位", "205003", "=1+1", "205", None, None),
        ("预算单位", "205004", '=cmd|"/c calc"!A1', "205", None, None),
    ]
    _confirm(system, _bring(system, _book(单位=rows)))
    assert Organization.objects.get(code="205003").name == "=1+1"
    book = load_workbook(io.BytesIO(system.get("/organizations/export/").content))
    cells = [cell for row in book["单位"].iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert all(cell.quotePrefix for cell in cells)


def test_a_code_keeps_its_zeros(system: Client) -> None:
    book = Workbook()
    page = book.active
    page.title = "单位"
    page.append(UNITS)
    page.append(("预算单位", 5, "图书馆", 205, None, None))
    page["B2"].number_format = "000000"
    stream = io.BytesIO()
    book.save(stream)
    _confirm(system, _bring(system, stream.getvalue()))
    assert Organization.objects.get(name="图书馆").code == "000005"


def test_an_export_is_an_import_without_changes(system: Client, world: World) -> None:
    data = system.get("/organizations/export/").content
    page = _bring(system, data)
    counts = page.context["outcome"].counts
    assert {(added, changed) for _sheet, added, changed, _same in counts} == {(0, 0)}
    assert sum(same for *_rest, same in counts) == 2 + 7 + len(world.people)


def test_the_template_is_what_each_administrator_may_import(world: World, client: Client) -> None:
    for office, titles in {"system": ["业务处室", "单位", "人员"], "security": ["角色"]}.items():
        client.force_login(world.people[office])
        data = client.get("/organizations/import/template/").content
        assert load_workbook(io.BytesIO(data)).sheetnames == titles
        assert "没有可导入的行" in _bring(client, data).text


class TestRoles:
    """Roles are the security administrator's."""

    def test_they_are_given(self, security: Client, world: World) -> None:
        rows = [
            ROLES,
            ("other_preparer", "205002", "填报人", 2027, None),
            ("other_preparer", "001", "财政业务处室审核人", None, "经济建设处"),
            ("preparer", "205001", "填报人", None, None),
        ]
        page = _confirm(security, _bring(security, _book(角色=rows)))
        assert page.context["counts"] == [("角色", 2, 0, 1)]
        held = Membership.objects.filter(user=world.people["other_preparer"], year=2027).get()
        assert held.organization.code == "205002"

    def test_not_to_oneself_nor_to_administrators_nor_to_nobody(self, security: Client) -> None:
        rows = [ROLES, ("security", "205001", "专家", None, None), ("audit", "205001", "专家", None, None),
                ("nobody", "205001", "专家", None, None), ("preparer", "205001", "专家", "明年", None)]  # fmt: skip
        page = _bring(security, _book(角色=rows))
        assert _problems(page) == [("角色", "A2"), ("角色", "A3"), ("角色", "A4"), ("角色", "D5")]

    def test_the_system_administrator_does_not_give_them(self, system: Client) -> None:
        page = _bring(system, _book(角色=[ROLES, ("preparer", "205001", "专家", None, None)]))
        assert "角色由安全管理员导入" in page.text
        assert not Membership.objects.filter(role="expert", user__login="preparer").exists()


class TestBetweenPreviewAndConfirmation:
    """What happens meanwhile, and who may confirm."""

    def test_a_change_meanwhile_is_noticed(self, system: Client) -> None:
        page = _bring(system, _book(单位=[UNITS, ("预算单位", "301001", "图书馆", "205", None, None)]))
        Organization.objects.filter(code="205").update(code="295")
        again = _confirm(system, page)
        assert again.status_code == 422
        assert _problems(again) == [("单位", "D2")]

    def test_nobody_confirms_what_another_brought(self, world: World, client: Client, system: Client) -> None:
        page = _bring(system, _book(**WHOLE))
        client.force_login(world.people["security"])
        assert (
            "预览已经过期"
            in client.post("/organizations/import/keep/", {"package": page.context["package"]}, follow=True).text
        )
        assert not Organization.objects.filter(code="301").exists()

    def test_a_forged_preview_is_refused(self, system: Client) -> None:
        page = _bring(system, _book(**WHOLE))
        forged = re.sub("^.", "x", page.context["package"])
        assert system.post("/organizations/import/keep/", {"package": forged}).status_code == 302
        assert not Organization.objects.filter(code="301").exists()


class TestBadFiles:
    """Whatever is sent, one clear line and nothing saved."""

    @pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old"])
    def test_no_workbook(self, system: Client, data: bytes) -> None:
        page = _bring(system, data)
        assert page.status_code == 422
        assert len(page.context["form"].errors["file"]) == 1

    def test_a_bomb_is_not_expanded(self, system: Client) -> None:
        stream = io.BytesIO(_book(单位=[UNITS]))
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/bomb.xml", b" " * (40 << 20))
        assert "压缩炸弹" in _bring(system, stream.getvalue()).text

    def test_entities_are_refused(self, system: Client) -> None:
        source, target = zipfile.ZipFile(io.BytesIO(_book(单位=[UNITS]))), io.BytesIO()
        with zipfile.ZipFile(target, "w") as package:
            for name in source.namelist():
                data = source.read(name)
                if name == "xl/worksheets/sheet1.xml":
                    data = b'<!DOCTYPE x [<!ENTITY a "b">]>' + data
                package.writestr(name, data)
        assert "实体声明" in _bring(system, target.getvalue()).text

    def test_a_workbook_with_other_sheets(self, system: Client) -> None:
        assert "没有可导入的行" in _bring(system, _book(Sheet1=[("a", "b")])).text

    def test_very_long_and_unprintable_text(self, system: Client) -> None:
        rows = [
            UNITS,
            ("预算单位", "205003", "长" * 10_000, "205", None, None),
            ("预算单位", "205004", "a\nb\tc", "205", None, None),
        ]
        page = _bring(system, _book(单位=rows))
        assert _problems(page) == [("单位", "C2")]
