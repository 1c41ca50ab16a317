"""The life of a project as far as it is public: year by year what was promised, spent, reached, and what it was graded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from jiheng.domain.self_evaluation import SelfEvaluation
from jiheng.web.disclosure.addresses import project_path, result_path
from jiheng.web.disclosure.models import PublishedProject, PublishedResult, ResultKind
from jiheng.web.disclosure.result_mapping import table_of_result
from jiheng.web.disclosure.selectors.published import projects_about, results_about
from jiheng.web.goals.mapping import sheet_of
from jiheng.web.organizations.models import Organization

__all__ = ["Outcome", "Year", "life_of", "outcomes_of"]

_FEW = 2


class Year(NamedTuple):
    """What is public of a project in a year, each with its address.

    Attributes:
        amount: the budget in 万元; rate: of execution, 1 for all.
    """

    year: int
    goals: tuple[PublishedProject, str] | None
    results: list[tuple[PublishedResult, str]]

    @property
    def amount(self) -> Decimal | None:
        """The budget in 万元."""
        return self.goals[0].amount if self.goals else None

    @property
    def rate(self) -> Decimal | None:
        """Of execution, 1 for all."""
        return next((each.rate for each, _address in self.results if each.rate is not None), None)

    @property
    def name(self) -> str:
        """What the project was called then."""
        return (self.goals or self.results[0])[0].name

    @property
    def organization(self) -> Organization:
        """Whose it was then."""
        return (self.goals or self.results[0])[0].organization


class Outcome(NamedTuple):
    """An indicator over the years: its name, and of each year what was promised and what was reached, as written."""

    name: str
    cells: list[tuple[str, str]]


def life_of(*, code: str, name: str, organization: Organization, year: int) -> list[Year]:
    """All years of which anything is public, the newest first; without a code only that one year."""
    projects = projects_about(code, name, organization, [year])
    found = results_about(code, name, organization, [year])
    years = sorted({each.year for each in projects} | {each.year for each in found}, reverse=True)
    of_year = {each.year: each for each in projects}
    return [
        Year(
            number,
            (known, project_path(known.publication, known)) if (known := of_year.get(number)) else None,
            [(each, result_path(each.publication, each)) for each in found if each.year == number],
        )
        for number in years
    ]


def outcomes_of(life: Sequence[Year]) -> list[Outcome]:
    """The indicators side by side: of whatever was promised in more than one year, or of which it is said what came of it."""
    columns = [_column(each) for each in life]
    names = dict.fromkeys(name for column in columns for name in column)
    found = [Outcome(name, [column.get(name, ("", "")) for column in columns]) for name in names]
    return [each for each in found if _is_telling(each.cells)]


def _is_telling(cells: Iterable[tuple[str, str]]) -> bool:
    known = list(cells)
    return any(actual for _target, actual in known) or sum(bool(target) for target, _actual in known) >= _FEW


def _column(year: Year) -> Mapping[str, tuple[str, str]]:
    """Name → promised and reached."""
    rows = sheet_of(year.goals[0].content).indicators if year.goals else ()
    found = {row.name: (row.target.raw if row.target else "—", "") for row in rows if row.name}
    for result, _address in year.results:
        if result.kind != ResultKind.PROJECT:
            continue
        table = table_of_result(result)
        for row in table.indicators if isinstance(table, SelfEvaluation) else ():
            if row.name:
                target = row.target.raw if row.target else found.get(row.name, ("", ""))[0]
                found[row.name] = (target, row.actual.raw if row.actual else "")
    return found
