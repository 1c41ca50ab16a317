"""Drawing samples and scoring again."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st
from tests.web.factories import YEAR, World

from jiheng.web.notices.models import Notice
from jiheng.web.self_evaluation.models import Rescore, Sample, SelfEvaluation
from jiheng.web.self_evaluation.policies import visible_rescores, visible_samples
from jiheng.web.self_evaluation.sampling import DRAW_BY, Candidate, Method, draw, population_digest
from jiheng.web.self_evaluation.services_samples import rescore_finish, rescore_save, sample_draw
from jiheng.web.ui.errors import Conflict

_CANDIDATES = st.lists(
    st.builds(
        Candidate,
        key=st.integers(1, 10_000),
        department=st.sampled_from(["205", "214", "301"]),
        grade=st.sampled_from(["优", "良", "中", "差"]),
        money=st.decimals(0, 5000, places=2),
    ),
    max_size=60,
    unique_by=lambda each: each.key,
)


@given(_CANDIDATES, st.integers(1, 80), st.sampled_from(DRAW_BY), st.text(max_size=8), st.randoms())
def test_a_draw_can_be_repeated_whatever_the_order_of_the_population(
    population: list[Candidate], count: int, by: str, seed: str, random: object
) -> None:
    drawn = draw(population, Method(count, None, by), seed)
    shuffled = population[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert draw(shuffled, Method(count, None, by), seed) == drawn
    assert population_digest(shuffled) == population_digest(population)
    assert len({each.key for each in drawn}) == len(drawn) == min(count, len(population))


@given(_CANDIDATES, st.integers(1, 100), st.sampled_from(DRAW_BY))
def test_a_share_leaves_no_part_out(population: list[Candidate], percent: int, by: str) -> None:
    parts = {each.stratum for each in draw(population, Method(None, Decimal(100), by), "1")}
    assert {each.stratum for each in draw(population, Method(None, Decimal(percent), by), "1")} == parts


def test_another_seed_draws_others() -> None:
    population = [Candidate(key, "205", "优", Decimal(key)) for key in range(200)]
    draws = {tuple(each.key for each in draw(population, Method(5, None), str(seed))) for seed in range(20)}
    assert len(draws) == 20


def test_a_number_is_shared_out_by_size() -> None:
    population = [Candidate(key, "205" if key < 80 else "214", "优", Decimal(0)) for key in range(100)]
    drawn = draw(population, Method(10, None, "department"), "x")
    assert [sum(each.stratum == code for each in drawn) for code in ("205", "214")] == [8, 2]


# ── On the site ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _drawn(world: World, approved: Callable[..., SelfEvaluation]) -> Rescore:
    approved()
    office = world.people["performance_office"]
    return sample_draw(year=YEAR, name="抽查", method=Method(1, None), actor=office, seed="2027").rescores.get()


@pytest.mark.django_db
def test_only_the_performance_office_draws_and_only_from_what_is_approved(world: World) -> None:
    with pytest.raises(PermissionDenied):
        sample_draw(year=YEAR, name="抽查", method=Method(1, None), actor=world.people["finance_reviewer"])
    with pytest.raises(ValidationError, match="还没有已通过"):
        sample_draw(year=YEAR, name="抽查", method=Method(1, None), actor=world.people["performance_office"])


@pytest.mark.django_db
def test_scores_are_given_again_with_reasons_and_the_difference_is_kept(
    world: World, approved: Callable[..., SelfEvaluation]
) -> None:
    rescore = _drawn(world, approved)
    scorer = world.people["finance_reviewer"]
    for wrong in (
        {"0": {"points": "20", "reason": ""}},
        {"0": {"points": "25.01", "reason": "多"}},
        {"0": {"points": "x"}},
    ):
        with pytest.raises(ValidationError):
            rescore_save(rescore=rescore, scores=wrong, opinion="", lock=rescore.lock, actor=scorer)
    scores = {"0": {"points": "12.5", "reason": "台账只有 5 批次"}, "1": {"points": "25", "reason": ""}}
    rescore = rescore_save(rescore=rescore, scores=scores, opinion="基本属实", lock=rescore.lock, actor=scorer)
    assert (rescore.total, rescore.grade) == (Decimal("87.50"), "良")
    assert list(rescore.scores) == ["0"]  # only what differs
    with pytest.raises(Conflict):
        rescore_save(rescore=rescore, scores=scores, opinion="", lock=rescore.lock - 1, actor=scorer)


@pytest.mark.django_db
def test_the_unit_sees_its_own_result_once_it_is_done_and_nobody_elses(
    world: World, approved: Callable[..., SelfEvaluation]
) -> None:
    rescore = _drawn(world, approved)
    people = world.people
    scorer = people["performance_office"]
    assert not visible_rescores(people["preparer"], YEAR)
    with pytest.raises(ValidationError):
        rescore_finish(rescore=rescore, lock=rescore.lock, actor=scorer)
    rescore = rescore_save(rescore=rescore, scores={}, opinion="", lock=rescore.lock, actor=scorer)
    rescore = rescore_finish(rescore=rescore, lock=rescore.lock, actor=scorer)
    assert {notice.user for notice in Notice.objects.filter(kind="self_evaluation.rescored")} == {
        people["preparer"], people["unit_leader"], people["department_reviewer"],
    }  # fmt: skip
    assert all(visible_rescores(people[name], YEAR) for name in ("preparer", "unit_leader", "department_reviewer"))
    assert not visible_rescores(people["other_preparer"], YEAR)
    assert not visible_samples(people["preparer"], YEAR)
    assert visible_samples(people["auditor"], YEAR)
    with pytest.raises(PermissionDenied):
        rescore_save(rescore=rescore, scores={}, opinion="", lock=rescore.lock, actor=scorer)
    assert Sample.objects.get().population["count"] == 1
