"""Results as everybody may see them."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from jiheng.domain.self_evaluation import SelfEvaluation
from jiheng.web.disclosure.lives import life_of, outcomes_of
from jiheng.web.disclosure.models import ResultKind
from jiheng.web.disclosure.pages import page, public
from jiheng.web.disclosure.result_mapping import printed_result, table_of_result
from jiheng.web.disclosure.selectors import published
from jiheng.web.disclosure.views.public import gone

__all__ = ["result"]


@public
def result(request: HttpRequest, code: str, year: int, number: int, table: int) -> HttpResponseBase:
    """A self-evaluation or an evaluation: its form as it was printed, its report, the project's other years."""
    publication = published.publication_get(code, year, number)
    if publication.withdrawn_at:
        return gone(request, publication)
    found = published.result_get(publication, table)
    shown = table_of_result(found)
    is_of_project = found.kind != ResultKind.DEPARTMENT
    about = {"code": found.code, "name": found.name, "organization": found.organization, "year": found.year}
    life = life_of(**about) if is_of_project else []  # type: ignore[arg-type] # each is what its name says
    context = {
        "publication": publication,
        "result": found,
        "form": printed_result(shown),
        "table": shown,
        "is_self_evaluation": isinstance(shown, SelfEvaluation),
        "life": life,
        "amounts": [each.amount for each in reversed(life)],
        "outcomes": outcomes_of(life),
    }
    return page(request, "disclosure/result.html", context)
