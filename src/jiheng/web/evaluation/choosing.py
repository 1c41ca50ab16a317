"""Which projects are evaluated in a year: rules that anybody can check, and a draw that anybody can repeat."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

__all__ = ["Candidate", "Choice", "Reason", "Rules", "choose", "population_digest"]


class Candidate(NamedTuple):
    """A project that could be evaluated.

    Attributes:
        identity: by which it is drawn: the same whoever asks, whenever.
        amount: of its budget in 万元; colour: of its latest light; total, grade: of its self-evaluation.
        difference: by how much its self-evaluation came down when it was scored again, in points.
        evaluated: in which year it was evaluated last.
    """

    goal: int
    identity: str
    amount: Decimal | None = None
    colour: str = ""
    total: Decimal | None = None
    grade: str = ""
    difference: Decimal | None = None
    evaluated: int | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Whatever fits one of them is chosen; None, 0 and empty ask for nothing.

    Attributes:
        amount_from: budget in 万元; colours: of lights; grades: of self-evaluations.
        difference_from: points that a self-evaluation lost when it was scored again.
        years_since: so many years since it was evaluated, or never.
        is_new: of this year for the first time.
        random: how many more are drawn of what no rule chose; seed: of that draw.
    """

    amount_from: Decimal | None = None
    colours: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    difference_from: Decimal | None = None
    years_since: int | None = None
    is_new: bool = False
    random: int = 0
    seed: str = ""

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            name: str(value) if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }


_SENTENCES: Mapping[str, str] = {
    "amount": gettext_noop("预算数 {amount} 万元，不低于 {least} 万元"),
    "colour": gettext_noop("监控亮{colour}"),
    "grade": gettext_noop("自评为“{grade}”（{total} 分）"),
    "difference": gettext_noop("自评复核核减 {difference} 分，不低于 {least} 分"),
    "age": gettext_noop("上次评价是 {evaluated} 年，已有 {years} 年"),
    "never": gettext_noop("从未评价过"),
    "new": gettext_noop("本年新增项目"),
    "random": gettext_noop("随机抽取：种子“{seed}”，{population} 个中的第 {rank} 个"),
}
_COLOURS: Mapping[str, str] = {
    "red": gettext_noop("红灯"), "yellow": gettext_noop("黄灯"), "green": gettext_noop("绿灯"),
    "blue": gettext_noop("蓝灯"),
}  # fmt: skip


class Reason(NamedTuple):
    """Why something was chosen: the rule, and what it saw."""

    rule: str
    values: Mapping[str, str]

    @property
    def sentence(self) -> str:
        """In the language in use."""
        values = dict(self.values)
        if "colour" in values:
            values["colour"] = _(_COLOURS.get(values["colour"], values["colour"]))
        return _(_SENTENCES[self.rule]).format(**values)

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {"rule": self.rule, "values": dict(self.values)}


class Choice(NamedTuple):
    """A project that was chosen, and every reason for it."""

    candidate: Candidate
    reasons: tuple[Reason, ...]


def choose(candidates: Iterable[Candidate], rules: Rules, *, year: int) -> list[Choice]:
    """The projects that the rules choose, in the order in which they were given, the drawn ones behind them."""
    known = list(candidates)
    chosen = [Choice(each, tuple(_reasons(each, rules, year))) for each in known]
    by_rule = [each for each in chosen if each.reasons]
    rest = [each.candidate for each in chosen if not each.reasons]
    return by_rule + _drawn(rest, rules)


def population_digest(candidates: Sequence[Candidate]) -> str:
    """SM3 of everything that the rules look at, in hexadecimal: it proves from what was chosen."""
    rows = sorted([str(value) for value in each[1:]] for each in candidates)
    return hashlib.new("sm3", json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _reasons(each: Candidate, rules: Rules, year: int) -> Iterable[Reason]:
    least = rules.amount_from
    if least is not None and each.amount is not None and each.amount >= least:
        yield Reason("amount", {"amount": _plain(each.amount), "least": _plain(least)})
    if each.colour and each.colour in rules.colours:
        yield Reason("colour", {"colour": each.colour})
    if each.grade and each.grade in rules.grades:
        yield Reason("grade", {"grade": each.grade, "total": _plain(each.total) if each.total is not None else "—"})
    lost = rules.difference_from
    if lost is not None and each.difference is not None and each.difference >= lost:
        yield Reason("difference", {"difference": _plain(each.difference), "least": _plain(lost)})
    if rules.years_since is not None:
        if each.evaluated is None:
            yield Reason("never", {})
        elif year - each.evaluated >= rules.years_since:
            yield Reason("age", {"evaluated": str(each.evaluated), "years": str(year - each.evaluated)})
    if rules.is_new and each.is_new:
        yield Reason("new", {})


def _drawn(rest: Sequence[Candidate], rules: Rules) -> list[Choice]:
    """As many as are asked for, in the order of the digests of seed and identity: no program's dice, anybody's sums."""
    if rules.random <= 0:
        return []
    order = sorted(rest, key=lambda each: hashlib.sha256(f"{rules.seed}\n{each.identity}".encode()).hexdigest())
    population = str(len(rest))
    return [
        Choice(each, (Reason("random", {"seed": rules.seed, "population": population, "rank": str(rank)}),))
        for rank, each in enumerate(order[: rules.random], 1)
    ]


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value == value.to_integral_value() else f"{value:.2f}"
