"""The rules of a year: read by everybody, changed by the performance office, with examples that follow."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from jiheng.domain.scoring import Grade, ReverseFormula
from jiheng.regulations import regulation_values
from jiheng.web.audit.models import Entry
from jiheng.web.regulation.models import YearRegulation
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.regulation.services import regulation_save
from jiheng.web.ui.errors import Conflict

RULES = "/regulation/"


def _sent(browser):
    """What the page would send without a change."""
    context = browser.get(RULES).context
    form = context["form"]
    sent = {name: form.initial.get(name, "") for name in form.fields}
    sent["scoring__strict_equal"] = "on" if sent["scoring__strict_equal"] else ""
    for part in context["parts"]:
        for prefix, rows in part.lists:
            sent |= {
                f"{prefix}-TOTAL_FORMS": rows.total_form_count(),
                f"{prefix}-INITIAL_FORMS": rows.initial_form_count(),
            }
            for number, row in enumerate(rows.initial_forms):
                sent |= {f"{prefix}-{number}-{name}": row.initial.get(name, "") for name in row.fields}
    return {name: value for name, value in sent.items() if value not in (None, "")}


def test_saving_without_a_change_stores_no_difference(world, signed_in):
    browser = signed_in("performance_office")
    before = regulation_of(world.year)
    assert browser.post(RULES, _sent(browser)).status_code == 302
    assert YearRegulation.objects.get().changes == {}
    assert regulation_of(world.year) == before
    assert not Entry.objects.filter(action="regulation.changed").exists()


def test_a_change_holds_from_now_on_and_stands_in_the_log(world, signed_in):
    browser = signed_in("performance_office")
    sent = _sent(browser) | {
        "lights__red_below": "55", "scoring__reverse": "distance", "grades__优": "92", "monitoring__rounds": ["6", "9"],
        "ladder-1-days": "20", "reasons-5-label": "价格上涨", "reasons-5-finer": "材料，人工", "scoring__strict_equal": "on",
    }  # fmt: skip
    assert browser.post(RULES, sent).status_code == 302
    rules = regulation_of(world.year)
    assert rules.lights.red_below == Decimal("0.55")
    assert (rules.scoring.reverse, rules.scoring.strict_equal) == (ReverseFormula.DISTANCE, True)
    assert (rules.grade(Decimal("91.99")), rules.grade(Decimal(92))) == (Grade.GOOD, Grade.EXCELLENT)
    assert rules.rounds == (6, 9)
    assert [rung.days for rung in rules.ladder] == [1, 20, 30]
    assert rules.reasons[-1].label == "价格上涨"
    assert rules.reasons[-1].finer == ("材料", "人工")
    assert rules.reasons[0].code == "funding"
    entry = Entry.objects.get(action="regulation.changed")
    assert entry.after["lights"] == {"red_below": "0.55"}
    text = browser.get(RULES).content.decode()
    assert "修改记录" in text
    assert "lights.red_below" in text
    assert text.count("已改") >= 5


def test_a_smaller_weight_leaves_less_to_the_others(world, signed_in):
    browser = signed_in("performance_office")
    change = {"weights__2021__groups__成本指标": "10", "weights__2021__groups__产出指标": "50"}
    assert browser.post(RULES, _sent(browser) | change).status_code == 302
    weights = regulation_of(world.year).weights["2021"]
    for present in (
        {"成本指标", "产出指标", "效益指标", "满意度指标"},
        {"产出指标", "效益指标", "满意度指标"},
        {"产出指标", "效益指标"},
    ):
        assert sum(weights.of(present).values()) == 90


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lights__red_below": "90"}, "lights__yellow_below"),
        ({"lights__red_below": "-1"}, "lights__red_below"),
        ({"lights__warning_days": "x"}, "lights__warning_days"),
        ({"grades__中": "85"}, "grades__优"),
        ({"weights__2021__groups__产出指标": "45"}, "weights__2021__groups__满意度指标"),
        ({"monitoring__rounds": ["13"]}, "monitoring__rounds"),
        ({"region": "99"}, "region"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_and_not_stored(signed_in, change, field):
    browser = signed_in("performance_office")
    answer = browser.post(RULES, _sent(browser) | change)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not YearRegulation.objects.exists()


def test_a_row_that_is_begun_has_to_be_finished(signed_in):
    browser = signed_in("performance_office")
    answer = browser.post(RULES, _sent(browser) | {"ladder-3-days": "60"})
    assert answer.status_code == 422
    assert answer.content.decode().count("请填写") == 2


def test_a_row_that_is_emptied_goes_and_the_order_of_proposals_holds(world, signed_in):
    browser = signed_in("performance_office")
    sent = _sent(browser)
    for name in [name for name in sent if name.startswith("ladder-0-")]:
        del sent[name]
    sent |= {
        "proposals-7-order": "1",
        "proposals-7-action": "cut",
        "proposals-7-percent": "30",
        "proposals-7-rate_below": "30",
    }
    sent |= {f"proposals-{number}-order": str(number + 2) for number in range(7)}
    assert browser.post(RULES, sent).status_code == 302
    rules = regulation_of(world.year)
    assert [rung.days for rung in rules.ladder] == [10, 30]
    first = rules.proposals[0]
    assert (first.action.value, first.percent, first.rate_below) == ("cut", 30, Decimal("0.3"))
    assert len(rules.proposals) == 8


def test_examples_follow_what_is_typed_and_store_nothing(signed_in):
    browser = signed_in("performance_office")
    address = "/regulation/examples/"
    usual = browser.post(address, _sent(browser)).content.decode()
    stricter = browser.post(
        address, _sent(browser) | {"lights__red_below": "75", "lights__allowed_gap": "0"}
    ).content.decode()
    assert stricter.count("红灯") > usual.count("红灯")
    wrong = browser.post(address, _sent(browser) | {"lights__red_below": "x"}).content.decode()
    assert "先改正" in wrong
    assert not YearRegulation.objects.exists()


def test_everybody_with_a_part_reads_and_only_the_office_changes(world, signed_in):
    for name in ("preparer", "auditor", "expert"):
        browser = signed_in(name)
        text = browser.get(RULES).content.decode()
        assert "红灯线" in text
        assert '<form method="post" action="?year' not in text
        assert "经费保障" in text
        assert browser.post(RULES, {}).status_code == 403
        assert browser.post("/regulation/examples/", {}).status_code == 403
    with pytest.raises(PermissionDenied):
        regulation_save(year=world.year, region="00", values={}, lock=0, actor=world.people["preparer"])


def test_two_at_once_do_not_overwrite_each_other(world):
    actor = world.people["performance_office"]
    values = regulation_values("00", world.year)
    regulation_save(year=world.year, region="13", values=values, lock=0, actor=actor)
    assert regulation_of(world.year).rounds == (7,)  # what was typed holds over the region's
    with pytest.raises(Conflict):
        regulation_save(year=world.year, region="00", values={}, lock=0, actor=actor)
    with pytest.raises(ValidationError):
        regulation_save(year=world.year, region="00", values={"lights": {"red_below": "viel"}}, lock=1, actor=actor)


def test_hostile_texts_come_back_as_texts(signed_in):
    browser = signed_in("performance_office")
    sent = _sent(browser) | {"reasons-5-label": "<script>alert(1)</script>", "reasons-5-finer": "</td>"}
    assert browser.post(RULES, sent).status_code == 302
    text = browser.get(RULES).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
