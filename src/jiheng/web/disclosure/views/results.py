"""Results that are kept out of the disclosure, and taken in again."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.web.accounts.people import person
from jiheng.web.disclosure import services
from jiheng.web.disclosure.forms import reason_of
from jiheng.web.disclosure.models import Part
from jiheng.web.disclosure.selectors import office
from jiheng.web.disclosure.views.office import done

__all__ = ["exempt", "exemption_end"]


@login_required
@require_POST
def exempt(request: HttpRequest, pk: int, year: int, kind: str, key: int) -> HttpResponse:
    """Keep a result out of the next publications."""
    actor = person(request)
    result = office.result_get(actor=actor, pk=pk, year=year, kind=kind, key=key)

    def act() -> str:
        services.result_exempt(result=result, actor=actor, reason=reason_of(request))
        return _("“{name}”不再列入以后的公开；已经公开的，重新公开或撤回后才不再可见").format(name=result.name)

    return done(request, act, pk, year, Part.RESULTS)


@login_required
@require_POST
def exemption_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a result be published again."""
    actor = person(request)
    exemption = office.result_exemption_get(actor=actor, pk=pk)

    def act() -> str:
        services.result_exemption_end(exemption=exemption, actor=actor)
        return _("已恢复，下次公开时列入")

    return done(request, act, exemption.organization_id, exemption.year, Part.RESULTS)
