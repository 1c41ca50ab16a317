"""Goal tables in any number: the first table of the benchmark's document with names, amounts and targets of their own."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import document
from jiheng import engine
from jiheng.domain.project_code import check_character
from jiheng.domain.target import parse_target
from jiheng.web.goals.mapping import content_of, department_of
from jiheng.web.goals.selectors import findings_of
from jiheng.web.organizations.models import Organization
from terms import INDICATORS

__all__ = ["RARE", "Project", "content", "counts", "department_part", "project"]

RARE = "古籍修复"
"""A word in few projects."""
_RARE_EVERY = 20_000
_PLACES = ("城东", "城西", "城南", "城北", "新区", "老城", "河东", "河西", "山前", "湖滨", "港口", "高铁站")
_THEMES = (
    "招商引资", "道路养护", "校舍维修", "设备购置", "信息系统运维", "安全监管", "人才培训", "环境监测", "绿化提升",
    "管网改造", "疫苗接种", "公共图书", "困难救助", "防汛抗旱", "农田灌溉", "垃圾分类", "养老服务", "就业补贴",
    "食品抽检", "法律援助", "档案整理", "统计调查", "科普宣传", "体育活动", "非遗保护", "森林防火", "地质勘查",
    "公交补贴", "停车管理", "社区矫正", "基层党建", "儿童保健", "急救能力", "河道清淤", "桥梁检测", "照明改造",
    "数据治理", "物业管理", "办公运行", "课题研究",
)  # fmt: skip
_KINDS = ("经费", "补助资金", "专项", "工程", "项目")
_PURPOSES = (
    "保障{}各项任务按年度计划实施，重点用于人员劳务、材料采购和第三方服务。",
    "对照本年度工作要点推进{}，按合同约定和工作进度分批支付。",
    "解决群众反映集中的问题，{}完成后移交使用单位并落实长效管护。",
)


class Project(NamedTuple):
    """What a project is called over the years; `amount` in 万元."""

    code: str
    name: str
    amount: str


def project(number: int, unit: Organization, begun: int) -> Project:
    """The project of that number, of all there are; it keeps its code while it goes on."""
    theme = RARE if number % _RARE_EVERY == 7 else _THEMES[number % len(_THEMES)]
    place = _PLACES[number // len(_THEMES) % len(_PLACES)]
    name = f"{place}{theme}{_KINDS[number // 7 % len(_KINDS)]}（{number % 1000 + 1}期）"
    first = f"13{unit.code[:4]}{begun % 100:02d}P{number:010d}1"
    return Project(first + check_character(first), name, f"{10 + number % 900}.{number % 100:02d}")


def content(what: Project, unit: Organization, year: int, *, unfinished: bool = False) -> dict[str, Any]:
    """The stored table of a project; an unfinished one lacks what a beginner leaves out."""
    of_name = json.dumps(what.name, ensure_ascii=False)[1:-1]
    purpose = _PURPOSES[year % len(_PURPOSES)].format(of_name)
    text = _template(unfinished=unfinished)
    for old, new in (
        ("⟨purpose⟩", purpose), ("⟨name⟩", of_name), ("⟨amount⟩", what.amount), ("⟨project⟩", what.code),
        ("⟨unit⟩", unit.code), ("⟨office⟩", unit.name), ("⟨year⟩", str(year)),
    ):  # fmt: skip
        text = text.replace(old, new)
    made: dict[str, Any] = json.loads(text)
    return made


@lru_cache(maxsize=2)
def counts(*, unfinished: bool) -> dict[str, int]:
    """How many findings of each severity such a table has."""
    unit = Organization(code="201001", name="教育第1局直属第1中心")
    found = findings_of(
        content(project(1, unit, 2025), unit, 2025, unfinished=unfinished), organization=unit, year=2025, kind="project"
    )
    severities = [finding.severity.value for finding in found]
    return {f"{each}s": severities.count(each) for each in ("error", "warning", "info")}


@lru_cache(maxsize=1)
def department_part() -> dict[str, Any]:
    """The stored department part, the same for everybody."""
    part = engine.read(document.build(), name="made-up.docx").department
    assert part is not None
    made = content_of(part)
    assert department_of(made) is not None
    return made


@lru_cache(maxsize=2)
def _template(*, unfinished: bool) -> str:
    sheet = engine.read(document.build(), name="made-up.docx").sheets[0]
    name, amount = str(sheet.name), str(sheet.budget.total)
    more = replace(
        sheet.indicators[0],
        name=f"{name}覆盖的街道",
        description=f"{name}服务到的街道数量",
        target=parse_target("≥6个"),
    )
    rows = (sheet.indicators[0], more, *sheet.indicators[1:])
    assert len(rows) == INDICATORS
    if unfinished:
        rows = (replace(rows[0], target=None), replace(rows[1], target=parse_target("明显提升")), *rows[2:])
    made = content_of(replace(sheet, title=None, indicators=rows, purpose=None if unfinished else "⟨purpose⟩"))
    made |= {"code": "⟨project⟩", "organization": {"code": "⟨unit⟩", "name": "⟨office⟩"}}
    text = json.dumps(made, ensure_ascii=False)
    return text.replace(name, "⟨name⟩").replace(amount, "⟨amount⟩").replace("年度工作计划", "⟨year⟩年度工作计划")
