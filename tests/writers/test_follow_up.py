"""The scored frame of an evaluation and the ledger of problems: what is printed is read back."""

import io
from decimal import Decimal

import docx
import pytest
from docx.shared import Cm, Pt

from jiheng.domain.evaluation import EvaluatedIndicator, EvaluationTable
from jiheng.domain.goals import Document, Organization, Source
from jiheng.domain.rectification import COLUMNS, LedgerProblem, RectificationLedger
from jiheng.engine import read
from jiheng.publishing import FORMATS, publish

_UNIT = Organization("978001", "云溪经济开发区管委会")
_SOURCE = Source("", "0" * 64, "json")
_ROWS = (
    ("决策", "项目立项", "立项依据充分性", "4", "4", None),
    ("决策", "项目立项", "立项程序规范性", "4", "3.5", "缺少可行性研究报告"),
    ("过程", "资金管理", "预算执行率", "6", "5.17", "执行率 86.20%"),
    ("效益", "项目效益", "实施效益", "86", "75.50", "效益数据不全\n两个项目未落地"),
)


def _frame(number: int = 1) -> EvaluationTable:
    rows = tuple(
        EvaluatedIndicator(
            one, two, name, f"{name}的解释", "①要点一；②要点二", Decimal(weight), "每项扣 1 分", Decimal(score), reason
        )
        for one, two, name, weight, score, reason in _ROWS
    )
    return EvaluationTable(
        number, "national-evaluation", _UNIT, Organization("978", "云溪区商务局"), "13073024P00045710004Y",
        "招商引资专项经费", "云溪会计师事务所", rows, Decimal(100), Decimal("88.17"), "良",
        title="招商引资专项经费项目支出绩效评价指标评分表", details={"评价日期": "2026年6月30日"},
    )  # fmt: skip


def _ledger(number: int, count: int) -> RectificationLedger:
    problems = tuple(
        LedgerProblem(**{column: f"{column}第{n}行" for column in COLUMNS} | {"ordinal": str(n)})
        for n in range(1, count + 1)
    )
    title = "2026年云溪经济开发区绩效问题整改台账"
    return RectificationLedger(
        number, "rectification-ledger", _UNIT, problems, title=title, details={"填报日期": "2026年9月1日"}
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("count", [1, 40])
def test_frame_and_ledger_read_back_as_they_were_printed(name: str, count: int) -> None:
    document = Document(2026, _UNIT, None, (), _SOURCE, evaluations=(_frame(),), rectification=(_ledger(2, count),))
    assert read(publish(document, name), name=f"x.{name}") == document


@pytest.mark.parametrize("name", FORMATS)
def test_each_stands_alone_too(name: str) -> None:
    frame = Document(2026, _UNIT, None, (), _SOURCE, evaluations=(_frame(),))
    ledger = Document(2026, _UNIT, None, (), _SOURCE, rectification=(_ledger(1, 3),))
    for document in (frame, ledger):
        assert read(publish(document, name), name=f"x.{name}") == document


def test_no_heading_of_the_ledger_stands_letter_below_letter() -> None:
    file = publish(Document(2024, _UNIT, None, (), _SOURCE, rectification=(_ledger(1, 1),)), "docx")
    table = docx.Document(io.BytesIO(file)).tables[0]
    letter, margins = Pt(9), Cm(0.28)
    heading = next(row for row in table.rows if row.cells[0].text == "序号")
    assert len(heading.cells) == len(COLUMNS)
    for column, cell in zip(table.columns, heading.cells, strict=True):
        assert column.width is not None
        lines = -(-len(cell.text) // int((column.width - margins) / letter))
        assert lines <= 3, cell.text
