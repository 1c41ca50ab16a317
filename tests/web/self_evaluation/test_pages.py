"""The pages: what people see and send."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from docx import Document as WordDocument
from tests.web.factories import YEAR, World
from tests.web.self_evaluation.conftest import ANSWERS, answered, make_goal, saved

from jiheng.web.regulation.models import YearRegulation
from jiheng.web.review.models import Run
from jiheng.web.self_evaluation.models import Rescore, Sample, SelfEvaluation
from jiheng.web.self_evaluation.sampling import Method
from jiheng.web.self_evaluation.services import self_evaluation_submit
from jiheng.web.self_evaluation.services_samples import sample_draw

pytestmark = pytest.mark.django_db

Made = Callable[..., SelfEvaluation]
Browser = Callable[[str], Client]


def _post(client: Client, path: str, **body: Any) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json", headers={"accept": "application/json"})


@pytest.mark.usefixtures("chain")
def test_begin_save_check_and_hand_in(world: World, signed_in: Browser) -> None:
    make_goal(world)
    client = signed_in("preparer")
    assert "生成自评表" in client.get("/self-evaluation/").content.decode()
    client.post("/self-evaluation/begin/", {"organization": world.units[0].code})
    item = SelfEvaluation.objects.get(goal__isnull=False)
    page = client.get(f"/self-evaluation/{item.pk}/").content.decode()
    assert "招商经费" in page
    assert r"\u63a5\u5f85" in page  # the rows, for the script
    content = answered(item, "7批次", *ANSWERS[1:])
    said = _post(client, f"/self-evaluation/{item.pk}/check/", content=content).json()
    assert said["scores"][1]["points"] == "17.5"
    assert said["scores"][1]["arithmetic"] == "25 × 7 ÷ 10 = 17.50"
    assert (said["total"], said["grade"], said["errors"]) == ("92.5", "优", 1)
    assert not SelfEvaluation.objects.get(pk=item.pk).content["indicators"][0]["actual"]  # a check stores nothing
    assert _post(client, f"/self-evaluation/{item.pk}/save/", content=content, lock=item.lock).json()["errors"] == 1
    refused = client.post(f"/self-evaluation/{item.pk}/submit/", {"explanation": ""})
    assert refused.status_code == 422
    content["indicators"][0]["reason"] = "三批客商改期到明年"
    _post(client, f"/self-evaluation/{item.pk}/save/", content=content, lock=item.lock + 1)
    assert client.post(f"/self-evaluation/{item.pk}/submit/", {"explanation": ""}).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.total) == ("submitted", Decimal("92.50"))


def test_a_colleagues_save_is_not_overwritten(world: World, begun: Made, signed_in: Browser) -> None:
    item = begun()
    saved(world, item, *ANSWERS)
    answer = _post(signed_in("unit_leader"), f"/self-evaluation/{item.pk}/save/", content=item.content, lock=item.lock)
    assert answer.status_code == 409
    assert answer.json()["content"]["indicators"][0]["actual"] == "12批次"


@pytest.mark.parametrize(
    "content",
    [
        {"indicators": []},
        {"indicators": "x"},
        {"indicators": [{"actual": 5}] * 4},
        {"indicators": [{"method": "magic"}] * 4},
        {"indicators": [{"actual": "x" * 501}] * 4},
        {"actual_goals": ["x"], "indicators": [{}] * 4},
        {"form": "../x", "indicators": [{}] * 4},
    ],
)
def test_what_makes_no_sense_is_refused(begun: Made, signed_in: Browser, content: dict[str, Any]) -> None:
    item = begun()
    for path in ("save", "check"):
        answer = _post(signed_in("preparer"), f"/self-evaluation/{item.pk}/{path}/", content=content, lock=item.lock)
        assert answer.status_code == 422
        assert answer.json()["message"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"content": 5}', '{"lock": "x"}', "null"])
def test_what_is_no_json_is_refused(begun: Made, signed_in: Browser, body: str) -> None:
    item = begun()
    answer = signed_in("preparer").post(f"/self-evaluation/{item.pk}/save/", body, content_type="application/json")
    assert answer.status_code == 422


def test_targets_and_money_cannot_be_typed(begun: Made, signed_in: Browser) -> None:
    item = begun(spent="7")
    content = answered(item, *({"actual": text, "target": "≥1", "name": "x"} for text in ANSWERS), funding=[], head={})
    _post(signed_in("preparer"), f"/self-evaluation/{item.pk}/save/", content=content, lock=item.lock)
    item.refresh_from_db()
    assert item.content["indicators"][0]["target"] == "≥10批次"
    assert item.content["head"]["name"] == "招商经费"
    assert item.rate == Decimal("0.5")


def test_the_reviewer_sees_the_form_the_arithmetic_and_the_findings(
    world: World, begun: Made, signed_in: Browser
) -> None:
    item = saved(world, begun(), {"actual": "7批次", "reason": "改期"}, *ANSWERS[1:])
    self_evaluation_submit(item=item, actor=world.people["preparer"])
    run = Run.objects.get()
    text = signed_in("unit_leader").get(f"/review/runs/{run.pk}/").content.decode()
    assert "25 × 7 ÷ 10 = 17.50" in text
    assert 'data-anchor="indicators[0].actual"' in text


def test_files_of_every_format(world: World, begun: Made, signed_in: Browser) -> None:
    item = saved(world, begun(), *ANSWERS)
    client = signed_in("preparer")
    for file_format in ("docx", "pdf", "xlsx", "html", "json"):
        assert client.get(f"/self-evaluation/{item.pk}/table.{file_format}").status_code == 200
    assert client.get(f"/self-evaluation/{item.pk}/table.docx?form=sichuan-self-evaluation").status_code == 200
    assert client.get(f"/self-evaluation/{item.pk}/table.docx?form=hebei-project-goals").status_code == 404
    assert client.get(f"/self-evaluation/{item.pk}/table.docx?version=7").status_code == 404
    assert client.get(f"/self-evaluation/document.docx?organization={world.units[0].code}").status_code == 200


def test_the_report_says_what_is_known_and_marks_what_is_not(world: World, begun: Made, signed_in: Browser) -> None:
    item = saved(world, begun(spent="12.05"), {"actual": "7批次", "reason": "三批客商改期"}, *ANSWERS[1:])
    data = signed_in("preparer").get(f"/self-evaluation/{item.pk}/report.docx").content
    document = WordDocument(io.BytesIO(data))
    text = "\n".join(each.text for each in document.paragraphs)
    for said in ("一、基本情况", "年初预算 14.00 万元，全年预算 14.00 万元，全年执行 12.05 万元，预算执行率 86.07%，得 8.61 分",
                 "接待客商批次计划 ≥10批次，实际 7批次，没有达到目标", "三批客商改期", "（请补充：存在的问题）",
                 "（请补充：预算没有执行完的原因）"):  # fmt: skip
        assert said in text
    assert any("接待客商批次" in cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_a_whole_unit_writes_its_own_indicators(world: World, signed_in: Browser) -> None:
    make_goal(world)
    client = signed_in("preparer")
    client.post("/self-evaluation/begin/", {"organization": world.units[0].code})
    item = SelfEvaluation.objects.get(kind="department")
    row = {"level1": "产出指标", "name": "完成任务数", "target": "≥1项", "weight": "90", "actual": "1项"}
    content = {**item.content, "indicators": [row], "tasks": [{"completion": "已完成", "name": "x"}]}
    assert _post(client, f"/self-evaluation/{item.pk}/save/", content=content, lock=item.lock).status_code == 200
    item.refresh_from_db()
    assert item.total == 100
    assert item.content["tasks"][0]["name"] == "招商经费"
    assert item.content["tasks"][0]["completion"] == "已完成"


def test_the_regulation_of_the_year_decides_weights_and_form(world: World, begun: Made) -> None:
    YearRegulation.objects.create(cycle=world.cycle, region="51", changes={})
    assert begun().content["form"] == "sichuan-self-evaluation"


def test_scoring_a_sample_again_through_the_pages(approved: Made, signed_in: Browser) -> None:
    item = approved()
    client = signed_in("performance_office")
    refused = client.post("/self-evaluation/samples/new/", {"name": "抽查"})
    assert refused.status_code == 422
    client.post("/self-evaluation/samples/new/", {"name": "抽查", "percent": "10", "by": "money", "seed": "7"})
    sample, rescore = Sample.objects.get(), Rescore.objects.get()
    assert (sample.seed, rescore.stratum) == ("7", "0")
    path = f"/self-evaluation/rescores/{rescore.pk}/"
    wrong = client.post(path, {"lock": rescore.lock, "points-0": "30", "reason-0": "多"})
    assert wrong.status_code == 422
    assert 'value="30"' in wrong.content.decode()  # what was typed is still there
    client.post(path, {"lock": rescore.lock, "points-0": "20", "reason-0": "台账不全", "opinion": "基本属实"})
    rescore.refresh_from_db()
    assert rescore.total == 95
    assert "台账不全" not in signed_in("preparer").get(f"/self-evaluation/{item.pk}/").content.decode()
    client = signed_in("performance_office")
    client.post(f"{path}done/", {"lock": rescore.lock})
    summary = b"".join(client.get(f"/self-evaluation/samples/{sample.pk}/export.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "100,优,95,优" in summary
    assert "'-5" in summary or ",-5," in summary
    page = signed_in("preparer").get(path).content.decode()
    assert "台账不全" in page
    assert signed_in("other_preparer").get(path).status_code == 404


def test_the_list_filters_sorts_and_exports(approved: Made, signed_in: Browser) -> None:
    approved()
    client = signed_in("performance_office")
    assert "招商经费" in client.get("/self-evaluation/?grade=优&sort=-total&text=招商").content.decode()
    assert "没有符合条件" in client.get("/self-evaluation/?grade=差").content.decode()
    lines = b"".join(client.get("/self-evaluation/export.csv?state=approved").streaming_content).decode()  # type: ignore[attr-defined]
    assert "招商经费,100,优,100" in lines


def test_hostile_words_stay_words(world: World, begun: Made, signed_in: Browser) -> None:
    bad = "=cmd|'/c calc'!A1<script>alert(1)</script>"
    item = saved(world, begun(name=bad), {"actual": bad, "reason": bad}, *ANSWERS[1:], problems=bad)
    client = signed_in("preparer")
    for path in ("", "print/", "submit/"):
        assert "<script>alert" not in client.get(f"/self-evaluation/{item.pk}/{path}").content.decode()
    assert client.get(f"/self-evaluation/{item.pk}/report.docx").status_code == 200


def test_a_draw_that_finds_nothing_says_so(signed_in: Browser) -> None:
    answer = signed_in("performance_office").post("/self-evaluation/samples/new/", {"name": "抽查", "count": "3"})
    assert answer.status_code == 422
    assert "还没有已通过" in answer.content.decode()


def test_a_repeated_draw_gives_the_same_sample(world: World, approved: Made) -> None:
    for number in range(5):
        approved(name=f"项目{number}", code=f"13070021P00000000004{number}")
    draws = [
        sample_draw(year=YEAR, name="抽查", method=Method(2, None), actor=world.people["performance_office"], seed="x")
        for _time in range(2)
    ]
    one, two = ({each.version_id for each in draw.rescores.all()} for draw in draws)
    assert one == two
    assert draws[0].population == draws[1].population
