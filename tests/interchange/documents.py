"""Documents of every kind of table, as hard to write down as they come."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st
from tests.strategies import target_texts
from tests.writers.documents import HARD

from jiheng.domain.goals import (
    Budget,
    DepartmentGoals,
    Document,
    GoalSheet,
    Indicator,
    MediumTerm,
    Organization,
    PlanStep,
    Source,
    SubGoal,
    Task,
)
from jiheng.domain.monitoring import (
    DeviationReason,
    MonitoredFunding,
    MonitoredIndicator,
    MonitoringReport,
    Possibility,
)
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.domain.self_evaluation import EvaluatedTask, FundingLine, FundSource, ScoredIndicator, SelfEvaluation
from jiheng.domain.target import parse_target

WORDS = (st.text(st.characters(exclude_categories=["C"]), max_size=30) | st.sampled_from(HARD)).map(str.strip)
WORDS = st.lists(WORDS, min_size=1, max_size=2).map(lambda lines: "\n".join(lines).strip()).filter(bool)
TEXTS = st.none() | WORDS
NUMBERS = st.none() | st.decimals(-(10**15), 10**15, allow_nan=False, places=2) | st.integers(0, 10**15).map(Decimal)
TARGETS = st.none() | (target_texts() | WORDS).map(str.strip).filter(bool).map(parse_target)
UNITS = st.none() | st.builds(Organization, TEXTS, TEXTS)
MAPS = st.dictionaries(WORDS, WORDS, max_size=3)
SOURCES = st.sampled_from(FundSource)


def many(item):
    return st.lists(item, max_size=2).map(tuple)


def build(kind, *parts, **named):
    """`kind` of these strategies; like `st.builds`, whose description of the whole would fill a book."""

    @st.composite
    def made(draw):
        return kind(*map(draw, parts), **{name: draw(part) for name, part in named.items()})

    return made()


BUDGETS = build(Budget, NUMBERS, NUMBERS, NUMBERS, TEXTS, NUMBERS)
ROWS = build(Indicator, TEXTS, TEXTS, TEXTS, TEXTS, TARGETS, TEXTS, places=st.just({}), weight=NUMBERS, remark=TEXTS)
SHEETS = build(
    GoalSheet, number=st.just(0), form=st.just("national-project-goals-medium-term"), organization=UNITS, code=TEXTS,
    name=TEXTS, budget=BUDGETS, purpose=TEXTS, goals=many(WORDS), indicators=many(ROWS), malformed=MAPS, title=TEXTS,
    spending_plan=many(build(PlanStep, st.integers(1, 12), NUMBERS)), places=st.just({}), department=UNITS,
    execution_weight=NUMBERS, medium_term=st.none() | build(MediumTerm, BUDGETS, many(WORDS), many(ROWS)),
    tasks=many(build(Task, TEXTS, TEXTS, build(Budget, NUMBERS, NUMBERS, NUMBERS, TEXTS), st.just({}))), details=MAPS,
)  # fmt: skip
FUNDING = build(FundingLine, SOURCES, *[NUMBERS] * 6, TEXTS, st.just({}))
SCORED = build(ScoredIndicator, TEXTS, TEXTS, TEXTS, TARGETS, TARGETS, NUMBERS, NUMBERS, TEXTS, st.just({}))
EVALUATIONS = build(
    SelfEvaluation, number=st.just(0), form=st.just("national-self-evaluation"), organization=UNITS, department=UNITS,
    code=TEXTS, name=TEXTS, currency_unit=TEXTS, funding=many(FUNDING), expected_goals=TEXTS, actual_goals=TEXTS,
    indicators=many(SCORED), total_weight=NUMBERS, total_score=NUMBERS, malformed=MAPS, title=TEXTS,
    places=st.just({}), process=TEXTS, conclusion=TEXTS, problems=TEXTS, improvements=TEXTS, grade=TEXTS, details=MAPS,
    tasks=many(build(EvaluatedTask, TEXTS, TEXTS, NUMBERS, NUMBERS, TEXTS, st.just({}))),
)  # fmt: skip
MONITORED = build(
    MonitoredIndicator, TEXTS, TEXTS, TEXTS, TARGETS, TARGETS, TARGETS, many(st.sampled_from(DeviationReason)), TEXTS,
    st.none() | st.sampled_from(Possibility), TEXTS, st.just({}),
)  # fmt: skip
MONITORING = build(
    MonitoringReport, number=st.just(0), form=st.just("national-monitoring"), organization=UNITS, department=UNITS,
    code=TEXTS, name=TEXTS, currency_unit=TEXTS, through_month=st.none() | st.integers(1, 12),
    funding=many(build(MonitoredFunding, SOURCES, *[NUMBERS] * 4, st.just({}))), goals=many(WORDS),
    indicators=many(MONITORED), malformed=MAPS, title=TEXTS, places=st.just({}), details=MAPS,
)  # fmt: skip
PLACES = st.none() | st.builds(Place, *[st.none() | st.integers(1, 10**6)] * 5, TEXTS, st.none() | st.floats(0, 1))
NOTES = st.builds(lambda text, place: Note("unrecognised-cell", {"text": text}, place), WORDS, PLACES) | st.builds(
    lambda number, label: Note("field-missing", {"number": number, "label": label}), st.integers(1, 99), WORDS
)
PART = build(DepartmentGoals, TEXTS, many(build(SubGoal, TEXTS, TEXTS, TEXTS)), TEXTS, st.just({}))


def documents():
    """A document with at least one table; each table has a number of its own."""
    return build(
        Document, st.none() | st.integers(1900, 2100), UNITS, st.none() | PART, st.tuples(SHEETS) | st.tuples(SHEETS, SHEETS),
        st.builds(Source, WORDS, st.just("0" * 64), st.just("docx")), TEXTS, many(NOTES), many(EVALUATIONS),
        many(MONITORING),
    ).map(_numbered)  # fmt: skip


def _numbered(document):
    numbers = iter(range(1, 100))
    return replace(
        document,
        **{
            name: tuple(replace(table, number=next(numbers)) for table in getattr(document, name))
            for name in ("sheets", "self_evaluations", "monitoring")
        },
    )
