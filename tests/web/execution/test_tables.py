"""The payment system's tables: right totals, every row accounted for, nothing doubled."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from openpyxl import Workbook
from tests.web.execution.money import HEADINGS, approved, brought, checked, spent, table_of, taken

from jiheng.web.audit.models import Entry
from jiheng.web.execution.models import ImportState, Movement, MovementKind, Source, TableImport, UnknownRow
from jiheng.web.execution.services import movement_set
from jiheng.web.execution.tables.assigning import unknown_assign
from jiheng.web.execution.tables.services import table_check, table_discard, table_take, table_undo
from jiheng.web.execution.tables.work import options_from
from jiheng.web.ui.errors import Conflict


def pay(code, day, amount, voucher, *, source="一般公共预算", name="", note="付款"):
    return (code, name, source, day, amount, voucher, note)


@pytest.fixture
def project(world):
    return approved(world)


TWO = (pay("P1", "2027-03-05", "125000.50", "K1"), pay("P1", "2027-04-01", "50000", "K2"))


def test_payments_are_taken_over_in_wan(world, project):
    assert taken(world, table_of(*TWO)) == {"added": 2}
    assert spent(project) == Decimal("17.50005")
    assert [(each.on.isoformat(), each.source, each.note) for each in Movement.objects.all()] == [
        ("2027-03-05", "fiscal", "付款"),
        ("2027-04-01", "fiscal", "付款"),
    ]


def packed(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return made.getvalue()


def test_the_only_table_of_an_archive_is_taken(world, project):
    archive = packed(支付_csv=table_of(*TWO), 说明_docx=b"x")
    assert taken(world, archive, name="三月.zip") == {"added": 2}
    assert TableImport.objects.get().name == "三月.zip › 支付.csv"
    assert taken(world, table_of(*TWO)) == {"unchanged": 2}
    assert len(set(TableImport.objects.values_list("sha256", flat=True))) == 1
    assert spent(project) == Decimal("17.50005")


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"a_csv": b"x", "b_xlsx": b"x"}, "里面有 2 张表（a.csv、b.xlsx 等）"),
        ({"a_docx": b"x"}, "没有可读的文件"),
        ({"a_csv": b"\0" * (70 << 20)}, "MB"),
    ],
    ids=["several", "none", "bomb"],
)
def test_which_table_of_an_archive_is_never_guessed(world, files, reason):
    table = brought(world, packed(**files), name="三月.zip")
    assert table.state == ImportState.FAILED
    assert reason in table.problem
    assert not bytes(table.data)


def test_the_same_file_twice_changes_nothing(world, project):
    taken(world, table_of(*TWO))
    assert taken(world, table_of(*TWO)) == {"unchanged": 2}
    assert taken(world, table_of(*reversed(TWO))) == {"unchanged": 2}
    assert spent(project) == Decimal("17.50005")


def test_a_corrected_file_replaces_by_voucher(world, project):
    taken(world, table_of(*TWO))
    corrected = table_of(TWO[0], pay("P1", "2027-04-01", "40000", "K2"), pay("P1", "2027-04-02", "1", "K3"))
    assert taken(world, corrected) == {"added": 1, "replaced": 1, "unchanged": 1}
    assert spent(project) == Decimal("16.50015")


def test_a_payment_moved_to_another_source_is_not_there_twice(world, project):
    taken(world, table_of(*TWO))
    taken(world, table_of(pay("P1", "2027-04-01", "50000", "K2", source="单位资金")))
    assert spent(project) == Decimal("17.50005")
    assert spent(project) - sum(each.amount for each in Movement.objects.filter(source=Source.UNIT)) == Decimal(
        "12.50005"
    )


def test_negative_corrections_are_allowed_and_shown(world, project):
    data = table_of(*TWO, pay("P1", "2027-05-01", "-20000", "K9"), pay("P1", "2027-05-02", "(1,000.00)", "K10"))
    assert taken(world, data) == {"added": 4}
    assert spent(project) == Decimal("15.40005")
    assert TableImport.objects.get().report["negative"] == 2


def test_the_lines_of_a_voucher_add_up(world, project):
    data = table_of(pay("P1", "2027-03-05", "10000", "K1"), pay("P1", "2027-03-05", "20000", "K1"))
    assert taken(world, data) == {"added": 2}
    assert taken(world, data) == {"unchanged": 2}
    assert spent(project) == Decimal(3)


def test_numbers_that_begin_anew_each_month_are_different_vouchers(world, project):
    data = table_of(pay("P1", "2027-03-05", "10000", "1"), pay("P1", "2027-04-05", "20000", "1"))
    taken(world, data)
    assert spent(project) == Decimal(3)


@pytest.mark.usefixtures("project")
def test_every_row_that_is_not_taken_is_named_with_its_reason(world):
    data = table_of(
        TWO[0],
        pay("P9", "2027-03-06", "10000", "K5", name="没有的项目"),
        pay("P1", "2026-12-31", "10000", "K6"),
        pay("P1", "三月", "10000", "K7"),
        pay("P1", "2027-03-07", "一万", "K8"),
        pay("P1", "2027-02-30", "1", "K11"),
        pay("P1", "2027-03-08", "10000", ""),
        pay("P1", "2027-03-08", "10000", "K12", source="月光宝盒"),
        ("合计", "", "", "", "75000.50", "", ""),
    )
    assert taken(world, data) == {"added": 1, "unknown": 1, "refused": 6, "skipped": 1}
    refused = list(UnknownRow.objects.filter(is_refused=True).values_list("number", "problem"))
    assert [number for number, _problem in refused] == [4, 5, 6, 7, 8, 9]
    words = ("2026", "三月", "一万", "2027-02-30", "凭证号", "月光宝盒")
    assert [word in problem for word, (_number, problem) in zip(words, refused, strict=True)] == [True] * 6


@pytest.mark.usefixtures("project")
def test_a_word_for_a_source_can_be_explained(world):
    data = table_of(pay("P1", "2027-03-08", "10000", "K12", source="月光宝盒"))
    assert taken(world, data, sources={"月光宝盒": "unit"}) == {"added": 1}
    assert Movement.objects.get().source == Source.UNIT


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_texts_in_every_encoding_of_the_office(world, encoding):
    assert taken(world, table_of(*TWO, encoding=encoding)) == {"added": 2}


def test_a_workbook_keeps_its_digits_and_days(world, project):
    book = Workbook()
    sheet = book.active
    sheet.append(["支付明细表"])
    sheet.append(["单位：万元"])
    sheet.append([text.replace("（元）", "") for text in HEADINGS])
    sheet.append(["P1", "校舍维修", "财政拨款", date(2027, 3, 5), 12.345678, "K1", "首付"])
    sheet["E4"].number_format = "#,##0.00"
    made = io.BytesIO()
    book.save(made)
    assert taken(world, made.getvalue()) == {"added": 1}
    assert spent(project) == Decimal("12.345678")


MONTHS = ("项目编码", "月份", "资金来源", "支出数（万元）")


def test_sums_of_months_and_payments_without_numbers_replace_by_month(world, project):
    first = table_of(("P1", "3月", "财政", "5"), ("P1", "4月", "财政", "2"), headings=MONTHS)
    assert taken(world, first) == {"added": 2}
    split = table_of(("P1", "3", "财政", "1.5"), ("P1", "202703", "财政", "4"), headings=MONTHS)
    assert taken(world, split) == {"replaced": 2}
    assert spent(project) == Decimal("7.5")


@pytest.mark.usefixtures("project")
def test_sums_since_january_add_up_in_whatever_order_they_come(world):
    headings = ("项目编码", "月份", "累计支出数（万元）")
    march, june = (table_of(("P1", month, total), headings=headings) for month, total in (("3月", "30"), ("6月", "70")))
    for order in ((march, june), (june, march), (june, march, june, march)):
        Movement.objects.all().delete()
        for data in order:
            taken(world, data)
        assert [each.amount for each in Movement.objects.order_by("on")] == [30, 40]
    corrected = table_of(("P1", "3月", "35"), headings=headings)
    assert taken(world, corrected) == {"replaced": 1}
    assert [each.amount for each in Movement.objects.order_by("on")] == [35, 35]


def test_the_same_money_in_two_ways_is_refused(world, project):
    taken(world, table_of(*TWO))
    monthly = table_of(("P1", "3月", "财政", "12.5"), ("P1", "5月", "财政", "1"), headings=MONTHS)
    assert taken(world, monthly) == {"added": 1, "refused": 1}
    assert spent(project) == Decimal("18.50005")


def test_what_was_typed_gives_way_and_comes_back_with_undo(world, project):
    preparer = world.people["preparer"]
    for month, amount in ((3, "9"), (5, "4")):
        movement_set(
            goal=project, kind=MovementKind.SPENT, source=Source.FISCAL, month=month, amount=Decimal(amount),
            actor=preparer,
        )  # fmt: skip
    taken(world, table_of(*TWO))
    table = TableImport.objects.get()
    assert table.report["typed"] == {"count": 1, "sum": "9"}
    assert spent(project) == Decimal("21.50005")
    table_undo(table=table, actor=preparer)
    assert spent(project) == Decimal(13)


def test_undo_goes_back_step_by_step(world, project):
    preparer = world.people["preparer"]
    taken(world, table_of(*TWO))
    taken(world, table_of(pay("P1", "2027-04-01", "40000", "K2"), pay("P1", "2027-04-02", "1", "K3")))
    second, first = TableImport.objects.all()
    with pytest.raises(ValidationError, match=second.name):
        table_undo(table=first, actor=preparer)
    table_undo(table=second, actor=preparer)
    assert spent(project) == Decimal("17.50005")
    assert set(Movement.objects.values_list("table", flat=True)) == {first.pk}
    with pytest.raises(Conflict):
        table_undo(table=second, actor=preparer)
    table_undo(table=first, actor=preparer)
    assert not Movement.objects.exists()
    said = Entry.objects.filter(action__startswith="execution.import").order_by("number")
    assert [each.action.rpartition(".")[2] for each in said] == [
        "imported",
        "imported",
        "import-undone",
        "import-undone",
    ]


def test_rows_of_an_unknown_project_wait_and_are_taken_over_once_it_is_known(world, project):
    preparer = world.people["preparer"]
    strange = pay("OLD-7", "2027-03-06", "10000", "K5", name="旧名")
    assert taken(world, table_of(TWO[0], strange)) == {"added": 1, "unknown": 1}
    report = TableImport.objects.get().report
    assert [(each["code"], each["rows"], each["amount"]) for each in report["strangers"]] == [("OLD-7", 1, "1")]
    assign = {"organization": world.units[0], "year": world.year, "code": "OLD-7", "name": "旧名"}
    assert unknown_assign(**assign, goal=project, actor=preparer) == 1
    assert spent(project) == Decimal("13.50005")
    report = TableImport.objects.get().report
    assert (report["added"], report["unknown"], report["strangers"]) == (2, 0, [])
    assert report["after"] == "13.50005"
    assert taken(world, table_of(TWO[0], strange)) == {"unchanged": 2}
    assert taken(world, table_of(TWO[0], pay("OLD-7", "2027-03-06", "20000", "K5", name="旧名"))) == {
        "unchanged": 1,
        "replaced": 1,
    }
    assert spent(project) == Decimal("14.50005")


def test_a_line_of_a_voucher_assigned_later_takes_nothing_from_the_others(world, project):
    data = table_of(pay("P1", "2027-03-06", "10000", "K5"), pay("X", "2027-03-06", "20000", "K5"))
    taken(world, data)
    assign = {"organization": world.units[0], "year": world.year, "code": "X", "name": ""}
    unknown_assign(**assign, goal=project, actor=world.people["preparer"])
    assert spent(project) == Decimal(3)
    assert taken(world, data) == {"unchanged": 2}


@pytest.mark.usefixtures("project")
def test_nobody_moves_the_money_of_others(world):
    other = approved(world, code="Q1", name="公路养护", unit=-1)
    assert taken(world, table_of(pay("Q1", "2027-03-06", "10000", "K5"))) == {"unknown": 1}
    with pytest.raises(ValidationError):
        unknown_assign(
            organization=world.units[0], year=world.year, code="Q1", name="", goal=other,
            actor=world.people["preparer"],
        )  # fmt: skip
    for name in ("auditor", "finance_reviewer", "expert", "other_preparer"):
        with pytest.raises(PermissionDenied):
            brought(world, table_of(*TWO), actor=name)
    table = checked(brought(world, table_of(*TWO)))
    with pytest.raises(PermissionDenied):
        table_take(table=table, actor=world.people["unit_leader"])
    with pytest.raises(PermissionDenied):
        table_undo(table=table, actor=world.people["other_preparer"])


@pytest.mark.usefixtures("project")
def test_the_department_imports_for_its_units(world):
    table = brought(world, table_of(*TWO), actor="department_reviewer", unit=0)
    assert checked(table).report["added"] == 2


def test_what_is_no_table_is_refused_in_one_sentence(world):
    for data, word in (
        (b"\x00\x01\x02" * 40, ""),
        (b"", "空"),
        ("你好\n今天天气好\n".encode(), "表头"),
        (b"%PDF-1.4", ""),
    ):
        table = brought(world, data)
        assert table.state == ImportState.FAILED
        assert table.problem
        assert word in table.problem
        table_discard(table=table, actor=world.people["preparer"])


@pytest.mark.usefixtures("project")
def test_columns_that_are_needed_have_to_be_named(world):
    table = brought(world, table_of(("P1", "5"), headings=("项目编码", "金额")))
    assert table.columns == {"code": "项目编码", "amount": "金额"}
    options = options_from(table.options)
    with pytest.raises(ValidationError) as caught:
        table_check(table=table, columns={"amount": "金额"}, options=options, actor=table.imported_by)
    assert len(caught.value.messages) == 2
    with pytest.raises(Conflict):
        table_take(table=table, actor=table.imported_by)
    table = checked(table, month=3, unit="万元")
    assert table.report["after"] == "5"


@pytest.mark.usefixtures("project")
def test_a_mapping_is_remembered_for_tables_with_the_same_headings(world):
    headings = ("甲", "乙", "丙", "项目编码", "金额")
    row = ("P1", "2027-03-01", "5", "不是", "不是")
    table = brought(world, table_of(row, headings=headings))
    columns = {"code": "甲", "date": "乙", "amount": "丙"}
    options = options_from(table.options)._replace(way="months", unit="万元")
    table_check(table=table, columns=columns, options=options, actor=table.imported_by, remember="国库导出")
    again = brought(world, table_of(row, headings=headings))
    assert (again.columns, again.options["unit"], again.mapping.name) == (columns, "万元", "国库导出")


def test_a_long_table_asks_the_database_a_few_times_only(world, project, django_assert_max_num_queries, monkeypatch):
    for name in ("LARGE_FILE", "LARGE_ROWS"):  # here and now
        monkeypatch.setattr(f"jiheng.web.execution.tables.work.{name}", 10**9)
    rows = [pay("P1", f"2027-{1 + n % 12:02d}-{1 + n % 28:02d}", "100", f"K{n}") for n in range(10_000)]
    table = checked(brought(world, table_of(*rows)))
    with django_assert_max_num_queries(200):
        table_take(table=table, actor=table.imported_by)
    assert spent(project) == Decimal(100)
    with django_assert_max_num_queries(200):
        assert taken(world, table_of(*rows)) == {"unchanged": 10_000}
