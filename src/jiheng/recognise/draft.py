"""A goal sheet while it is being read."""

from __future__ import annotations

from decimal import Decimal

from jiheng.domain.goals import Budget, GoalSheet, Indicator, Organization, PlanStep
from jiheng.domain.grid import Cell, Grid
from jiheng.domain.money import CURRENCY_UNITS, parse_amount
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.domain.target import parse_target
from jiheng.forms import Form
from jiheng.recognise.values import parse_organization, parse_percent, split_items

__all__ = ["Draft"]

_AMOUNTS = ("budget.total", "budget.fiscal", "budget.other")


class Draft:
    """Collects what the rows of one table hold, then becomes a `GoalSheet`."""

    def __init__(self, form: Form, title: str | None, number: int | None, notes: list[Note]) -> None:
        """`title` and `number`: from the heading above the table, if there is one."""
        self.form = form
        self.title = title
        self.number = number
        self.notes = notes
        self.seen: set[str] = set()  # names of the fields whose labels stand in the table
        self.values: dict[str, list[str]] = {}
        self.places: dict[str, Place] = {}
        self.percents: list[tuple[int, str, Place]] = []
        self.indicators: list[Indicator] = []
        self.malformed: set[str] = set()

    def see(self, field: str, grid: Grid, cell: Cell) -> None:
        """The label of `field` stands in `cell`: the best place to point at while its value is not found."""
        self.seen.add(field)
        self.places.setdefault(field, grid.place(cell))

    def add(self, field: str, text: str, grid: Grid, cell: Cell) -> None:
        """A cell (or what stands behind a colon in it) that belongs to `field`; blank ones only give the place."""
        known = self.values.setdefault(field, [])
        if not known:
            self.places[field] = grid.place(cell)
        if text:
            known.append(text)

    def finish(self, ordinal: int) -> GoalSheet:
        """The sheet; `ordinal` numbers it where its heading does not."""
        number = ordinal if self.number is None else self.number
        self._note_missing(number)
        unit = self._currency_unit()
        amounts = {field: self._amount(field, unit) for field in _AMOUNTS}
        goals = tuple(split_items(self._text("goals") or ""))
        return GoalSheet(
            number=number,
            form=self.form.id,
            organization=self._organization(),
            code=self._code(),
            name=self._text("name"),
            budget=Budget(amounts["budget.total"], amounts["budget.fiscal"], amounts["budget.other"], unit),
            purpose=self._text("purpose"),
            spending_plan=self._plan(),
            goals=goals,
            indicators=tuple(self.indicators),
            malformed=frozenset(self.malformed),
            title=self.title,
            places=self.places,
        )

    def indicator(self, grid: Grid, cells: dict[str, Cell | None]) -> None:
        """Add a row of the indicator grid; `cells` by column name."""
        texts = {name: (cell.text or None) if cell else None for name, cell in cells.items()}
        target = texts.get("target")
        self.indicators.append(
            Indicator(
                texts.get("level1"),
                texts.get("level2"),
                texts.get("name"),
                texts.get("description"),
                None if target is None else parse_target(target),
                texts.get("basis"),
                {name: grid.place(cell) for name, cell in cells.items() if cell},
            )
        )

    def _text(self, field: str) -> str | None:
        return "\n".join(self.values.get(field, ())) or None

    def _code(self) -> str | None:
        text = self._text("code")
        return "".join(text.split()) if text else None

    def _organization(self) -> Organization | None:
        text = self._text("organization")
        if text is None:
            return None
        organization = parse_organization(text)
        if organization is None:
            organization = Organization(None, text)
        return organization

    def _currency_unit(self) -> str:
        text = self._text("budget.currency_unit")
        if text in CURRENCY_UNITS:
            return text
        self.notes.append(
            Note("currency-unit-missing", {"unit": self.form.currency_unit}, self.places.get("budget.currency_unit"))
        )
        return self.form.currency_unit

    def _amount(self, field: str, unit: str) -> Decimal | None:
        text = self._text(field)
        if text is None:
            return None
        amount = parse_amount(text, unit)
        if amount is None:
            self._reject("malformed-amount", field, text, self.form.fields[field].label, self.places.get(field))
        return amount

    def _plan(self) -> tuple[PlanStep, ...]:
        steps = []
        for index, (month, text, place) in enumerate(self.percents):
            path = f"spending_plan[{index}]"
            self.places[path] = place
            percent = parse_percent(text) if text else None
            if text and percent is None:
                self._reject("malformed-percent", path, text, f"{month}月底", place)
            steps.append(PlanStep(month, percent))
        return tuple(steps)

    def _reject(self, code: str, field: str, text: str, label: str, place: Place | None) -> None:
        self.malformed.add(field)
        self.notes.append(Note(code, {"label": label, "text": text}, place))

    def _note_missing(self, number: int) -> None:
        for name, field in self.form.fields.items():
            if name not in self.seen and name not in self.values and name != "budget.currency_unit":
                self.notes.append(Note("field-missing", {"number": number, "label": field.label}))
        if not self.indicators:
            self.notes.append(Note("no-indicators", {"number": number}))
