"""Documents that are hard to print: what a property test publishes and reads back.

A generated document is first put through `reread`, the paper without any file format: so it holds just what recognition
can tell apart, and a format has no excuse.
"""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st
from tests.strategies import project_codes, target_texts

from jiheng.domain.goals import (
    Budget,
    DepartmentGoals,
    Document,
    GoalSheet,
    Indicator,
    Organization,
    PlanStep,
    Source,
    SubGoal,
)
from jiheng.domain.grid import Cell, Grid, Paragraph, Reading
from jiheng.domain.target import parse_target
from jiheng.domain.text import label_key
from jiheng.forms import load_forms
from jiheng.recognise import recognise
from jiheng.writers.compose import compose
from jiheng.writers.paper import Contents, Cover, FormTable, Heading

HARD = [
    "=1+1", "+8613900000000", "-5", "@SUM(A1)", "'引号", "<script>alert(1)</script>", "&amp;", "#set page(width: 1cm)",
    "{{ x }}", "{% raw %}", "[bookmark: _Toc1]", "$x^2$", "*粗*_斜_", "\\u{41}", "𠮷野家𪚥", "①②③⑴㈠", "ＡＢＣ１２３％", "“双”‘单’",
    "《办法》（试行）【2024】3号", "℃±°μ㎡", "a\u0301é", "👍🏽", "لا", "100％", "—", "甲 乙", "1.0", "2024-01-01", "12:30", "1e5", "TRUE", "001",
    "项目A/B类", "http://www.example.gov.cn/?a=1&b=2", "很" * 300, "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 4,
]  # fmt: skip
LEVELS = [
    ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("成本指标", "经济成本指标"),
    ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标"), (None, None),
]  # fmt: skip

LABELS = {label for form in load_forms().values() for block in form.blocks.values() for label in block.labels}
LABELS |= {label for form in load_forms().values() for label in (*form.labels, *form.captions)}
"""An indicator that is called like a heading of the form is read as one: no writer can help that."""


def lines(limit=60):
    """A line of text, plain or hard, without blanks at its ends."""
    plain = st.text(
        "预算绩效目标单位项目资金完成保障提高，。；：、（）ABCabc0123456789 .%-", min_size=1, max_size=limit
    )
    written = st.one_of(st.sampled_from(HARD), plain).map(lambda text: " ".join(text.split()))
    return written.filter(lambda text: text and label_key(text) not in LABELS)


def titles():
    """What a person would call a duty of the department."""
    return st.text("加强项目建设优化营商环境Aa1", min_size=2, max_size=12).filter(lambda text: not text[0].isdigit())


def texts(most=3):
    """The text of a cell: one line or several."""
    return st.lists(lines(), min_size=1, max_size=most).map("\n".join)


def amounts():
    """Amounts of money as they are printed."""
    return st.decimals(0, 99999, places=2, allow_nan=False) | st.integers(0, 10**6).map(Decimal)


def indicators():
    """A row of the indicator grid, blank cells among it."""
    return st.builds(
        lambda levels, name, description, target, basis: Indicator(
            *levels, name, description, parse_target(target) if target else None, basis
        ),
        st.sampled_from(LEVELS),
        lines(),
        st.none() | texts(2),
        st.none() | target_texts().map(str.strip) | lines(),
        st.none() | lines(),
    )


def sheets():
    """A goal sheet in Hebei's form, without its number."""
    return st.builds(
        lambda code, name, money, purpose, plan, goals, rows: GoalSheet(
            number=1,
            form="hebei-project-goals",
            organization=Organization("301001", "云溪经济开发区管理委员会"),
            code=code,
            name=name,
            budget=Budget(*money, "万元"),
            purpose=purpose,
            spending_plan=tuple(PlanStep(*step) for step in zip((3, 6, 10, 12), plan, strict=True)),
            goals=tuple(goals),
            indicators=tuple(rows),
        ),
        project_codes(),
        lines(20),
        st.tuples(*[st.none() | amounts()] * 3),
        st.none() | texts(),
        st.tuples(*[st.none() | st.integers(0, 100).map(Decimal)] * 4),
        st.lists(lines(), max_size=3),
        st.lists(indicators(), min_size=1, max_size=12),
    )


def documents():
    """A yearly document that recognition can tell apart."""
    part = st.builds(
        DepartmentGoals,
        st.none() | texts(),
        st.lists(st.builds(SubGoal, titles(), lines(), st.none() | lines()), max_size=3).map(tuple),
        texts(),
    )
    return st.builds(make_document, st.none() | part, st.lists(sheets(), min_size=1, max_size=3)).map(reread)


def make_document(department, tables):
    """The document of these tables, numbered."""
    numbered = tuple(replace(sheet, number=number) for number, sheet in enumerate(tables, 1))
    return Document(2025, tables[0].organization, department, numbered, Source("生成.docx", "0" * 64, "docx"))


def reading(paper):
    """The paper as a reader of a perfect copy sees it."""
    made = []
    for block in paper.blocks:
        if isinstance(block, FormTable):
            made.append(_grid(block.table, sum(isinstance(each, Grid) for each in made) + 1))
        elif isinstance(block, Cover):
            made += [Paragraph(line, len(made)) for line in (block.organization, *block.lines) if line]
        elif isinstance(block, Heading):
            made.append(Paragraph(block.text, len(made)))
        elif not isinstance(block, Contents):
            made.append(Paragraph(block.lead + block.text, len(made)))
    return Reading("docx", tuple(made))


def reread(document):
    """What is recognised of the paper of `document`."""
    paper = compose(document, load_forms())
    return recognise(reading(paper), Source("纸.docx", "0" * 64, "docx"), load_forms())


def _grid(table, number):
    places = {}
    for r, row in enumerate(table.rows, 1):
        for cell in row.cells:
            made = Cell(cell.text, r, cell.column + 1)
            covered = {(r + y, cell.column + 1 + x) for y in range(cell.height) for x in range(cell.width)}
            assert not covered & set(places), "two cells at one place"
            places |= dict.fromkeys(covered, made)
    width = len(table.widths)
    assert len(places) == width * len(table.rows), "a place without a cell"
    rows = tuple(tuple(places[r, c] for c in range(1, width + 1)) for r in range(1, len(table.rows) + 1))
    return Grid(number, rows)
