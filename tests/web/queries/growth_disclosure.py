"""More of published results: in one publication, of many units, over many years; and of what is kept back."""

from __future__ import annotations

from tests.web.disclosure.published_results import kept_back, published_results
from tests.web.factories import World
from tests.web.queries.rows import fill, with_values

from jiheng.web.disclosure.models import (
    Part,
    Publication,
    PublishedFile,
    PublishedReport,
    PublishedResult,
    ResultExemption,
)
from jiheng.web.self_evaluation.models import SelfEvaluation

__all__ = ["grow_disclosed_results"]


def grow_disclosed_results(world: World, count: int) -> None:
    """Let there be `count` of everything."""
    exemption, known = kept_back(world), published_results(world)
    result = known.results.get(kind="evaluation")
    report = result.reports.first()
    places = world.departments[0].children.exclude(pk=world.units[0].pk)
    wanted = [(known.organization, world.year - 1 - number) for number in range(count)]
    wanted += [(place, world.year) for place in places]
    there = set(Publication.objects.filter(part=Part.RESULTS).values_list("organization", "year"))
    made = [
        with_values(known, organization=place, year=year, number=5000)
        for place, year in wanted
        if (place.pk, year) not in there
    ]
    Publication.objects.bulk_create(made)
    PublishedFile.objects.bulk_create(
        with_values(file, publication=each, data=b"x") for each in made for file in known.files.all()
    )
    PublishedResult.objects.bulk_create(
        with_values(result, publication=each, organization=each.organization, year=each.year) for each in made
    )
    fill(known.results, count, lambda n: with_values(result, number=1000 + n))
    without = PublishedResult.objects.filter(kind="evaluation", reports=None)
    PublishedReport.objects.bulk_create(with_values(report, result=each, data=b"x") for each in without)
    kept = set(ResultExemption.objects.values_list("source_id", flat=True))
    free = SelfEvaluation.objects.filter(organization=known.organization).exclude(pk__in=kept).order_by("pk")
    ResultExemption.objects.bulk_create(
        with_values(exemption, source_id=each.pk) for each in free[: max(0, count - len(kept))]
    )
