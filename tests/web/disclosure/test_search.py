from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Sequence

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import World

from jiheng.web.disclosure import text_index
from jiheng.web.disclosure.models import PublishedProject
from jiheng.web.disclosure.selectors.search import Wanted, find, matching
from jiheng.web.disclosure.services import publish, withdraw
from jiheng.web.disclosure.words import excerpt, fold, marked, search_words

_NAMES = ("招商引资经费", "校园商店监管", "100%达标_示范", "100号达标X示范", "ＡＢＣ系统运维", "路面\\养护")


@pytest.fixture
def projects(world: World) -> World:
    """Projects with names that differ in little."""
    for name in _NAMES:
        approve(world, make_sheet(world.units[0], name, purpose="", goals=(), indicators=()))
    publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])
    return world


def _found(query: str, **others: str) -> set[str]:
    return {hit.project.name for hit in find(Wanted.of(query, **others)).hits}


@pytest.mark.usefixtures("projects")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("商", {"招商引资经费", "校园商店监管"}),
        ("招商", {"招商引资经费"}),
        ("商店监", {"校园商店监管"}),
        ("招商引资经费", {"招商引资经费"}),
        ("商招", set()),
        ("100%", {"100%达标_示范"}),
        ("标_示", {"100%达标_示范"}),
        ("％", {"100%达标_示范"}),
        ("\\", {"路面\\养护"}),
        ("abc", {"ＡＢＣ系统运维"}),
        ("Ａ", {"ＡＢＣ系统运维"}),
        ("x", {"100号达标X示范"}),
        ("经费 引资", {"招商引资经费"}),
        ("招商 商店", set()),
        ("教育局第1单位", set(_NAMES)),
        ("'; DROP TABLE disclosure_publishedproject; --", set()),
    ],
)
def test_a_part_of_any_length_is_found_where_it_stands_and_nowhere_else(query: str, names: set[str]) -> None:
    assert _found(query) == names


@pytest.mark.usefixtures("published")
def test_purpose_goals_and_indicators_are_searched_too() -> None:
    for word in ("外出考察", "扩大", "客商", "≥10", "年度计划", "13070021P"):
        assert _found(word) == {"招商经费"}, word


@pytest.mark.usefixtures("published")
def test_the_words_are_marked_in_name_and_excerpt() -> None:
    [hit] = find(Wanted.of("客商 招商")).hits
    assert hit.name == "<mark>招商</mark>经费"
    assert "<mark>客商</mark>" in hit.excerpt
    assert hit.label == "资金用途"


def test_year_and_organization_narrow_the_search(projects: World) -> None:
    approve(projects, make_sheet(projects.units[0], "招商旧事"), year=2026)
    publish(organization=projects.units[0], year=2026, actor=projects.people["unit_leader"])
    assert _found("招商") == {"招商引资经费", "招商旧事"}
    assert _found("招商", year="2026") == {"招商旧事"}
    assert _found("招商", organization=projects.units[0].code, year="2027") == {"招商引资经费"}
    assert _found("招商", organization=projects.units[1].code) == set()


def test_names_come_before_mentions(world: World) -> None:
    approve(world, make_sheet(world.units[0], "道路养护", purpose="与绿化同步"))
    approve(world, make_sheet(world.units[0], "绿化"))
    publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])
    assert [hit.project.name for hit in find(Wanted.of("绿化")).hits] == ["绿化", "道路养护"]


def test_what_is_withdrawn_is_not_found(world: World, published: object) -> None:
    withdraw(publication=published, actor=world.people["unit_leader"], reason="有误")  # type: ignore[arg-type]
    assert _found("招商") == set()


def test_the_counts_are_those_of_all_pages(world: World) -> None:
    for unit, who in ((world.units[0], "unit_leader"), (world.units[1], "department_reviewer")):
        for number in range(15):
            approve(world, make_sheet(unit, f"项目{number}"), organization=unit)
        publish(organization=unit, year=world.year, actor=world.people[who])
    found = find(Wanted.of("项目"), "2")
    assert (found.total, found.organizations, len(found.hits)) == (30, 2, 10)
    assert found.by_organization == [(world.units[0], 15), (world.units[1], 15)]
    assert found.by_year == [(world.year, 30)]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", ""])
def test_any_page_number_gives_a_page(page: str) -> None:
    assert find(Wanted.of("招商"), page).hits


def test_a_hostile_query_is_cut_and_cleaned() -> None:
    wanted = Wanted.of("招\x00商" + "长" * 5000, "二零二七", "x" * 5000)
    assert wanted.words[0].startswith("招商")
    assert len(wanted.query) <= 100
    assert (wanted.year, len(wanted.organization)) == (None, 12)


@given(st.text(max_size=40), st.text(max_size=6))
def test_marking_loses_no_letter_and_lets_no_markup_through(text: str, query: str) -> None:
    html = marked(text, search_words(query))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        bare = bare.replace(entity, letter)
    assert bare == text
    assert html.count("<") == html.count("<mark>") + html.count("</mark>")


@given(st.text(max_size=60), st.data())
def test_every_part_of_a_text_is_found_in_its_folded_form(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : start + 3]
    assert fold(part) in fold(text)
    assert not any(unicodedata.category(each) == "Cs" for each in fold(text))


def test_an_excerpt_shows_the_word_with_its_neighbours() -> None:
    text = "前" * 100 + "招商" + "后" * 100
    shown = excerpt(text, ["招商"])
    assert "前招商后" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert excerpt("短文", ["招商"]) == "短文"


def _plainly(words: Sequence[str], rows: Iterable[PublishedProject]) -> set[int]:
    return {row.pk for row in rows if row.is_valid and all(word in row.text for word in words)}


@pytest.mark.usefixtures("projects")
@pytest.mark.parametrize("common", [text_index.COMMON, 2, 0])
def test_whatever_is_looked_up_is_what_a_plain_comparison_finds(common: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words from all texts, alone and together; also where so many rows have them that they are not looked up."""
    monkeypatch.setattr(text_index, "COMMON", common)
    chance, rows = random.Random(7), list(PublishedProject.objects.all())
    for _each in range(120):
        texts = [chance.choice(rows).text for _word in range(chance.choice((1, 1, 2, 3)))]
        query = " ".join(text[(at := chance.randrange(len(text))) : at + chance.randint(1, 5)] for text in texts)
        wanted = Wanted.of(query)
        if wanted.words:
            known = _plainly(wanted.words, rows)
            assert {row.pk for row in matching(wanted)} == known, query
            assert {hit.project.pk for hit in find(wanted).hits} == known, query


@pytest.mark.usefixtures("projects")
def test_the_index_follows_whoever_writes() -> None:
    row = PublishedProject.objects.get(name="校园商店监管")
    PublishedProject.objects.filter(pk=row.pk).update(title="书店", text="书店 图书")
    assert _found("商店监") == set()
    assert _found("图书") == {"校园商店监管"}
    row.delete()
    assert _found("图书") == set()
    assert not text_index.is_missing()


@pytest.mark.usefixtures("projects")
def test_without_the_index_the_same_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_index, "_in_use", lambda: False)
    assert _found("商") == {"招商引资经费", "校园商店监管"}
    assert _found("经费 引资") == {"招商引资经费"}


@pytest.mark.django_db
def test_an_index_that_lost_a_part_is_missing_until_it_is_made() -> None:
    assert not text_index.is_missing()
    is_server = connection.vendor == "postgresql"
    part = (
        "INDEX disclosure_publishedproject_text_parts"
        if is_server
        else "TRIGGER disclosure_publishedproject_parts_insert"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {part}")
    assert text_index.is_missing()
    text_index.make()
    assert not text_index.is_missing()
