"""The document the benchmark measures with: a made-up unit's 13 goal tables with 99 indicators, the same bytes every time.

It has the shape of the published Hebei documents: a text part, then per project a head table of 7 rows with merges both
ways and an indicator grid of 6 columns whose first column is merged down. Nothing in it is wrong, so that `jiheng check`
ends with exit code 0 and a crash cannot pass for findings.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import groupby

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Cell

__all__ = ["INDICATORS", "PROJECTS", "build", "indicator_names"]

PROJECTS = (
    "基本公用经费",
    "招商引资工作经费",
    "园区道路养护",
    "综合管网改造工程",
    "安全生产监管经费",
    "企业服务中心运行经费",
    "创业孵化基地租金补助",
    "信息化平台建设",
    "环境监测服务费",
    "人才引进补助资金",
    "消防站运行保障经费",
    "园区绿化提升工程",
    "统计调查工作经费",
)

ROWS = (
    ("产出指标", "数量指标", "{}完成数量", "年度内完成{}事项的数量", "≥{}项"),
    ("产出指标", "质量指标", "{}验收合格率", "验收合格的事项占{}全部事项的比例", "≥9{}%"),
    ("产出指标", "时效指标", "{}按时完成率", "按时完成的事项占{}计划事项的比例", "≥8{}%"),
    ("产出指标", "成本指标", "{}成本控制数", "{}全年支出的上限", "≤1{}.50万元"),
    ("效益指标", "经济效益指标", "{}带动投资额", "{}带动的社会投资", "≥2{}0万元"),
    ("效益指标", "社会效益指标", "{}惠及企业数", "从{}中受益的园区企业数量", "≥3{}家"),
    ("效益指标", "可持续影响指标", "{}持续年限", "{}的成果持续发挥作用的年限", "≥{}年"),
    ("满意度指标", "服务对象满意度指标", "{}企业满意度", "对{}表示满意的企业占受访企业的比例", "≥9{}%"),
)
SHORT_PROJECTS = 5  # the last ones lack the row of the lasting effect: 8 x 8 + 5 x 7 = 99
INDICATORS = len(PROJECTS) * len(ROWS) - SHORT_PROJECTS

_CHECK_CHARACTERS = "TG6UH7WJ8C2PD"  # of the project codes, one a project
_UNIT = "999001云溪经济开发区管理委员会"
_COLUMNS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
_TEXT = (
    ("第一部分", 1),
    ("部门整体绩效目标", 1),
    ("一、总体绩效目标", 2),
    ("围绕年度重点任务，保障园区平稳运行，提升服务企业的能力，推动重点项目按期建成并发挥效益。", 0),
    ("二、分项绩效目标", 2),
    ("（一）保障园区平稳运行。", 0),
    ("绩效目标：道路、管网、绿化和消防设施完好，安全生产形势稳定。", 0),
    ("绩效指标：设施完好率达到95%以上；全年无较大及以上安全事故。", 0),
    ("（二）提升服务企业的能力。", 0),
    ("绩效目标：企业诉求有人办、办得快，惠企政策应享尽享。", 0),
    ("绩效指标：企业诉求按时办结率达到98%以上；企业满意度达到90%以上。", 0),
    ("三、工作保障措施", 2),
    ("1.落实责任。每个项目明确责任单位和责任人，按月调度。", 0),
    ("2.加强监控。每季度对照绩效目标检查进度和支出，发现偏差及时纠正。", 0),
    ("第二部分", 1),
    ("预算项目绩效目标", 1),
)
_ZIP_DATE = (2025, 1, 1, 0, 0, 0)


def build() -> bytes:
    """The document as bytes of a .docx file."""
    word = Document()
    for text, level in _TEXT:
        word.add_heading(text, level) if level else word.add_paragraph(text)
    for number, project in enumerate(PROJECTS, start=1):
        word.add_heading(f"{number}.{project}绩效目标表", 3)
        _head(word, number, project)
        word.add_paragraph()
        _grid(word, list(_indicators(number, project)))
        word.add_paragraph()
    stream = io.BytesIO()
    word.save(stream)
    return _same_every_time(stream.getvalue())


def indicator_names(data: bytes) -> list[str]:
    """The texts under 三级指标 in any document of this kind, for checking what a tool has read."""
    names = []
    for table in Document(io.BytesIO(data)).tables:
        header, *rows = [row.cells for row in table.rows]
        titles = [cell.text for cell in header]
        if _COLUMNS[2] in titles:
            names += [cells[titles.index(_COLUMNS[2])].text for cells in rows]
    return names


def _indicators(number: int, project: str) -> Iterator[tuple[str, ...]]:
    for row in ROWS:
        if "持续" in row[2] and number > len(PROJECTS) - SHORT_PROJECTS:
            continue
        level1, level2, name, description, target = row
        yield (
            level1,
            level2,
            name.format(project),
            description.format(project),
            target.format(number % 9 + 1),
            "年度工作计划",
        )


def _code(number: int) -> str:
    return f"13999925P{number:06}10001{_CHECK_CHARACTERS[number - 1]}"


def _head(word: WordDocument, number: int, project: str) -> None:
    amount = f"{10 + number % 9 + 1}.50"
    table = _table(word, 7, 7)
    rows: Sequence[Sequence[tuple[int, int, str]]] = (
        ((0, 4, _UNIT), (5, 6, "单位：万元")),
        ((0, 0, "项目编码"), (1, 2, _code(number)), (3, 3, "项目名称"), (4, 6, project)),
        (
            *((0, 0, "预算规模及资金用途"), (1, 1, "预算数"), (2, 2, amount)),
            *((3, 3, "其中：财政    资金"), (4, 4, amount), (5, 5, "其他资金"), (6, 6, "")),
        ),
        ((1, 6, f"用于{project}的各项支出，按进度支付，专款专用。"),),
        ((0, 0, "资金支出计划（%）"), (1, 2, "3月底"), (3, 4, "6月底"), (5, 5, "10月底"), (6, 6, "12月底")),
        ((1, 2, "25%"), (3, 4, "50%"), (5, 5, "75%"), (6, 6, "100%")),
        ((0, 0, "绩效目标"), (1, 6, f"1.按计划完成{project}的年度任务\n2.提高园区企业对{project}的满意程度")),
    )
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(4, 0).merge(table.cell(5, 0))
    for cells, row in zip(rows, table.rows, strict=True):
        places = row.cells
        for first, last, text in cells:
            cell = places[first] if first == last else places[first].merge(places[last])
            _write(cell, text)


def _grid(word: WordDocument, indicators: list[tuple[str, ...]]) -> None:
    table = _table(word, len(indicators) + 1, len(_COLUMNS))
    start = 1
    for _, group in groupby(indicators, key=lambda row: row[0]):
        end = start + len(list(group)) - 1
        if end > start:
            table.cell(start, 0).merge(table.cell(end, 0))
        start = end + 1
    above = ""
    for texts, row in zip((_COLUMNS, *indicators), table.rows, strict=True):
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            if column or text != above:
                _write(cell, text)
        above = texts[0]


def _table(word: WordDocument, rows: int, columns: int) -> Table:
    table: Table = word.add_table(rows, columns)
    table.style = "Table Grid"
    return table


def _write(cell: _Cell, text: str) -> None:
    """Fill a cell the way office programs do: a run a line, with its own font and size."""
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        run = paragraph.add_run(line)
        run.font.name = "宋体"
        run._element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")  # noqa: SLF001 - python-docx offers no other way
        run.font.size = Pt(9)


def _same_every_time(docx: bytes) -> bytes:
    """The package with a fixed date on its members, which python-docx stamps with the clock."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _ZIP_DATE), source.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
