"""What is asked for in each cell: its kind of value, whether it must be filled in, and how."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from openpyxl.cell.cell import Cell

from jiheng.forms import Form
from jiheng.writers.form_table import PrintedCell

__all__ = ["LEVELS", "Asked", "Kind", "Slot", "asked", "hint_of", "slot_of"]

LEVELS = frozenset({"level1", "level2"})

_PART = re.compile(r"\.\d+\.")
_MEDIUM_TERM = "medium_term."
_CODED_NAME = "coded-name"
_MAY_BE_BLANK = re.compile(r"(?:medium_term\.)?budget\.(?:other|carried_over)")
_NEEDED_COLUMNS = frozenset({"level1", "level2", "name", "description", "target", "target.number", "basis", "actual"})
_NEEDED_SCORES = frozenset({"weight", "score"})
_NEEDED_FUNDING = frozenset({"funding.total.opening", "funding.total.adjusted", "funding.total.executed"})
_LINES = {
    "total": "年度资金总额", "fiscal": "财政拨款", "carried_over": "上年结转资金", "special_account": "财政专户管理资金",
    "unit": "单位资金", "other": "其他资金",
}  # fmt: skip
_POINTS = frozenset({"weight", "score", "total_weight", "total_score", "execution_weight"})


class Kind(StrEnum):
    """What a cell takes."""

    TEXT = "text"
    AMOUNT = "amount"
    PERCENT = "percent"
    POINTS = "points"
    CODE = "code"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    SIGN = "sign"
    UNIT = "unit"
    TICK = "tick"
    GRADE = "grade"
    PLAN = "plan"


class Asked(NamedTuple):
    """What a cell asks for; as of `Slot`."""

    path: str
    kind: Kind
    label: str
    is_needed: bool


class Slot(NamedTuple):
    """A cell to be filled in.

    Attributes:
        path: its field; in a block the block's name and the column (``indicators.name``).
        kind: what it takes.
        label: what the form calls it.
        is_needed: whether it must not stay blank; in a block, once its row says anything.
        row: the row of the block, from 1; None in the head.
        cell: on the sheet; of merged cells the first.
    """

    path: str
    kind: Kind
    label: str
    is_needed: bool
    row: int | None
    cell: Cell


def slot_of(form: Form, printed: PrintedCell, cell: Cell) -> Slot:
    """`printed`, which is to be filled in, where it stands on the sheet."""
    return Slot(*asked(form, printed), printed.row, cell)


def asked(form: Form, printed: PrintedCell) -> Asked:
    """What `printed`, which is to be filled in, asks for."""
    field = printed.fields[-1]
    if printed.block is None:
        kind, label = _head_kind(form, field)
        known = form.fields.get(field)
        if known and known.type == _CODED_NAME:
            return Asked(_CODED_NAME, kind, label, is_needed=True)
        is_needed = bool(known and not known.is_optional and not _MAY_BE_BLANK.fullmatch(field))
        return Asked(field, kind, label, is_needed or field in _NEEDED_FUNDING or kind is Kind.PLAN)
    column = field.removeprefix(_MEDIUM_TERM)
    columns = {known.name: known for known in form.blocks[printed.block].columns}
    known_column = columns.get(column) or columns.get(column.removesuffix(".number"))
    label = known_column.label if known_column else column
    prefix = _MEDIUM_TERM if field != column else ""
    kind = _column_kind(printed.block, column, known_column.type if known_column else "text")
    needed = _NEEDED_COLUMNS | _NEEDED_SCORES if form.kind == "self-evaluation" else _NEEDED_COLUMNS
    is_needed = column in needed and printed.block == "indicators"
    return Asked(f"{prefix}{printed.block}.{column}", kind, label, is_needed)


def _head_kind(form: Form, field: str) -> tuple[Kind, str]:
    if field.startswith("spending_plan."):
        return Kind.PLAN, form.fields["spending_plan"].label
    if field.startswith("funding."):
        _block, line, column = field.split(".")
        known = next(known for known in form.blocks["funding"].columns if known.name == column)
        return _simple_kind(column, known.type), f"{_LINES.get(line, line)}·{known.label}"
    if field == "grade":
        return Kind.GRADE, form.fields[field].label
    known_field = form.fields.get(field)
    last = field.rpartition(".")[2]
    kind = _simple_kind(last, known_field.type if known_field else "text")
    if last in {"fiscal", "total", "other", "carried_over"}:
        kind = Kind.AMOUNT
    return kind, known_field.label if known_field else last


def _simple_kind(name: str, type_name: str) -> Kind:
    if name in _POINTS or type_name == "points":
        return Kind.POINTS
    return {"amount": Kind.AMOUNT, "percent": Kind.PERCENT, "code": Kind.CODE}.get(type_name, Kind.TEXT)


def _column_kind(block: str, column: str, type_name: str) -> Kind:
    if column in LEVELS:
        return Kind(column)
    if type_name == "tick":
        return Kind.TICK
    if column in {"target.sign", "target.unit"}:
        return Kind(column.removeprefix("target."))
    return _simple_kind(column, "amount" if block == "tasks" and column.startswith("budget") else type_name)


_HINTS = {
    "name": "批复的项目名称。",
    _CODED_NAME: "先写项目编码，再写“-”和项目名称，如：51132423T000008812345-村级公共服务运行维护。",
    "code": "21 位项目编码，与预算管理一体化系统一致，不加空格。",
    "organization": "单位名称，可在前面写单位代码，如：301001云溪经济开发区管理委员会。",
    "department": "主管部门名称，可在前面写部门代码。",
    "purpose": "写明钱用在哪里、用多少，合计与预算数一致。",
    "spending_plan": "到这个月底为止累计支出占预算的百分比，只增不减，12 月底为 100%。填 25 即 25%。",
    "goals": "写明到年底做到什么。有几条写几条，编上 1. 2. 3.，一条一行（Alt+Enter 换行）。",
    "expected_goals": "照抄批复的年度目标。",
    "actual_goals": "逐条写实际完成了什么，用数字说话。",
    "process": "写项目怎么实施：做了哪些事、经过哪些步骤。",
    "conclusion": "写自评得分和总的评价。",
    "problems": "写具体问题，没有的填“无”。",
    "improvements": "针对问题写措施、责任人和时限，没有的填“无”。",
    "rate": "执行数除以预算数，填 95 即 95%。",
    "tasks.name": "本年度主要任务，一行一项。",
    "tasks.content": "这项任务具体做什么。",
    "tasks.completion": "这项任务完成得怎样。",
    "indicators.level1": "从列表中选；预填的可以改选。不用的行其余各栏留空即可。",
    "indicators.level2": "从列表中选；预填的可以改选。不用的行其余各栏留空即可。",
    "indicators.name": "具体衡量什么，如：举办招商推介会场次。不要照抄二级指标。",
    "indicators.description": "说明怎样计算、统计哪些对象，不要照抄指标名称。",
    "indicators.target": "符号、数字、单位连写，如：≥95%、=6场、≤50万元；时限如：2026年11月底前。不要写“较好”之类的空话。",
    "indicators.target.sign": "从列表中选：≥ 不低于，≤ 不超过，= 等于；不是数量的选“定性”。",
    "indicators.target.number": "只填数字；定性的填要达到的程度。",
    "indicators.target.unit": "从列表中选，没有的可以自己写；定性的留空。",
    "indicators.basis": "这个数从哪里来：文件、计划、标准或历年数据的名称。",
    "indicators.actual": "写实际完成的数字和单位，与指标值能对照。",
    "indicators.expected": "预计到年底完成多少，与指标值能对照。",
    "indicators.weight": "这项指标的分值；各项合计加预算执行率 10 分为 100。",
    "indicators.score": "按完成情况得的分，不超过分值。",
    "indicators.reason": "没有完成或超出较多的，写明原因和改进措施。",
    "indicators.reasons.explanation": "写明偏差的具体原因。",
}
_KIND_HINTS = {
    Kind.AMOUNT: "只填数字，不写单位；没有的填 0 或留空。",
    Kind.POINTS: "填分数，0 至 100。",
    Kind.TICK: "选中的打“√”。",
    Kind.GRADE: "90 分以上为优，80 至 90 分为良，60 至 80 分为中，60 分以下为差。",
    Kind.TEXT: "没有的留空。",
}


def hint_of(slot: Asked | Slot) -> str:
    """How the cell is to be filled in."""
    path = slot.path.removeprefix(_MEDIUM_TERM)
    base = _PART.split(path)[0]
    for key in (
        path,
        base,
        base.split("[", maxsplit=1)[0],
        slot.path.rpartition(".")[2] if "indicators" not in path and "tasks" not in path else "",
    ):
        if key in _HINTS:
            return _HINTS[key]
    return _KIND_HINTS.get(slot.kind, _KIND_HINTS[Kind.TEXT])
