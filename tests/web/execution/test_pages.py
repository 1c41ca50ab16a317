"""The pages of the money, as people use them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests.web.execution.money import approved, table_of, version
from tests.web.execution.test_tables import TWO, pay

from jiheng.web.execution.models import ImportState, Movement, MovementKind, Source, TableImport
from jiheng.web.execution.services import movement_set
from jiheng.web.execution.tables import work
from jiheng.web.execution.tables.services import table_check
from jiheng.web.execution.tables.work import options_from


@pytest.fixture
def project(world):
    return approved(world)


def put(world, goal, month, amount):
    movement_set(
        goal=goal, kind=MovementKind.SPENT, source=Source.FISCAL, month=month, amount=Decimal(amount),
        actor=world.people["performance_office"],
    )  # fmt: skip


def test_the_list_has_sums_rates_and_a_filter(world, project, signed_in):
    put(world, project, 3, "30")
    approved(world, code="P2", name="设备购置", total="50", fiscal="50", other=None)
    browser = signed_in("preparer")
    text = browser.get(reverse("execution:list")).content.decode()
    assert [word in text for word in ("校舍维修", "设备购置", "150.00", "30.0%", "20.0%")] == [True] * 5
    text = browser.get(reverse("execution:list") + "?band=none").content.decode()
    assert ("设备购置" in text, "校舍维修" in text) == (True, False)
    lines = b"".join(browser.get(reverse("execution:export")).streaming_content).decode().splitlines()
    assert lines[1].split(",")[2:] == ["P1", "校舍维修", "100", "100", "", "30", "", "30"]


def test_cells_save_themselves_and_a_conflict_says_what_stands_there(project, signed_in):
    browser = signed_in("preparer")
    address = reverse("execution:save", args=[project.pk])

    def send(**cell):
        said = {"kind": "spent", "source": "fiscal", "month": 3, "before": "", **cell}
        return browser.post(
            address,
            json.dumps({"cells": [said]}),
            content_type="application/json",
            headers={"Accept": "application/json"},
        )

    answer = send(amount="1,234.5")
    assert answer.status_code == 200
    assert "1,234.50" in answer.json()["sums"]
    answer = send(amount="7")
    assert answer.status_code == 409
    assert answer.json()["cells"][0]["amount"] == "1234.5"
    for wrong in (
        {"amount": "viel"},
        {"amount": "NaN"},
        {"month": 10**30, "amount": "1"},
        {"kind": "x", "amount": "1"},
        {},
    ):
        assert send(**wrong).status_code == 422
    assert browser.post(address, b"[" * 9999, content_type="application/json").status_code == 422


def test_the_page_of_a_project_proposes_an_approved_adjustment(project, signed_in):
    content = {**project.content, "budget": {**project.content["budget"], "total": "120", "fiscal": "100"}}
    version(project, content)
    browser = signed_in("preparer")
    page = reverse("execution:project", args=[project.pk])
    assert "登记为预算调整" in browser.get(page).content.decode()
    answer = browser.post(reverse("execution:adjustment", args=[project.pk]), follow=True)
    assert "登记为预算调整" not in answer.content.decode()
    assert Movement.objects.get().amount == 20


def test_a_file_goes_all_the_way_and_back(project, signed_in):
    browser = signed_in("preparer")
    data = table_of(*TWO, pay("X1", "2027-05-01", "10000", "K7", name="外来项目"), pay("P1", "2027-05-01", "?", "K8"))
    answer = browser.post(reverse("execution:imports"), {"file": SimpleUploadedFile("支付.csv", data)}, follow=True)
    text = answer.content.decode()
    assert [word in text for word in ("对应各列", "支付金额（元）", "12.50005", "金额“?”不是数")] == [True] * 4
    table = TableImport.objects.get()
    form = answer.context["form"]
    sent = {name: form.initial.get(name, "") for name in form.fields}
    answer = browser.post(reverse("execution:import_check", args=[table.pk]), sent, follow=True)
    text = answer.content.decode()
    assert [word in text for word in ("还没有改动任何数据", "确认导入", "外来项目", "17.50005")] == [True] * 4
    answer = browser.post(reverse("execution:import_take", args=[table.pk]), follow=True)
    assert "已导入" in answer.content.decode()
    rows = b"".join(browser.get(reverse("execution:import_rows", args=[table.pk])).streaming_content).decode()
    assert len(rows.splitlines()) == 3
    sent = {"code": "X1", "name": "外来项目", "project": "P1 校舍维修"}
    answer = browser.post(reverse("execution:import_assign", args=[table.pk]), sent, follow=True)
    assert "补入 1 行" in answer.content.decode()
    page = browser.get(reverse("execution:project", args=[project.pk])).content.decode()
    assert "18.50005" in page
    assert "支付.csv" in page
    browser.post(reverse("execution:import_undo", args=[table.pk]))
    assert not Movement.objects.exists()


@pytest.mark.usefixtures("project")
def test_a_column_that_is_missing_is_asked_for_with_what_was_chosen_still_there(signed_in):
    browser = signed_in("preparer")
    browser.post(reverse("execution:imports"), {"file": SimpleUploadedFile("a.csv", table_of(*TWO))})
    table = TableImport.objects.get()
    sent = {"unit": "万元", "way": "months", "kind": "spent", "month": "0", "source": "fiscal", "vouchers": "month"}
    answer = browser.post(reverse("execution:import_check", args=[table.pk]), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "请指明哪一列是金额" in text
    assert '<option value="万元" selected>' in text


@pytest.mark.usefixtures("project")
def test_a_large_file_is_worked_on_beside_the_site(signed_in, monkeypatch):
    monkeypatch.setattr(work, "LARGE_FILE", 0)
    monkeypatch.setattr(work, "LARGE_ROWS", 0)
    browser = signed_in("preparer")
    browser.post(reverse("execution:imports"), {"file": SimpleUploadedFile("a.csv", table_of(*TWO))})
    table = TableImport.objects.get()
    assert table.state == ImportState.READING
    status = reverse("execution:import_status", args=[table.pk])
    waiting = browser.get(status)
    assert "every 1s" in waiting.content.decode()
    _work()
    assert browser.get(status).headers["HX-Refresh"] == "true"
    table.refresh_from_db()
    table_check(table=table, columns=table.columns, options=options_from(table.options), actor=table.imported_by)
    _work()
    browser.post(reverse("execution:import_take", args=[table.pk]))
    _work()
    _work()
    table.refresh_from_db()
    assert table.state == ImportState.DONE
    assert Movement.objects.count() == 2


def _work():
    """What waits, done by the worker's function without the worker, which closes the connection of the test."""
    for waiting in DBTaskResult.objects.ready():
        work.do_step.call(*waiting.args_kwargs["args"])
        waiting.delete()
