"""What waits for a person."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.review import policies, selectors, services
from jiheng.web.review.selectors import QueueFilter
from jiheng.web.review.subjects import subject_of, subjects
from jiheng.web.ui.paging import KeysFirst

__all__ = ["address_of", "batch", "filter_of", "queue"]

_PAGE = 50
_MOST = 500  # tasks approved together


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The tasks of the person, filtered and sorted by what the address says."""
    year = chosen_year(request)
    if not policies.has_queue(request.user, year):
        raise PermissionDenied
    wanted = filter_of(request.GET)
    counts = selectors.queue_counts(actor=request.user, year=year)
    pages = KeysFirst(selectors.queue(actor=request.user, year=year, wanted=wanted), _PAGE)
    if not wanted.narrows:
        pages.count = getattr(counts, wanted.state)  # the number on the tab
    context = {
        "page_obj": pages.get_page(request.GET.get("page")),
        "wanted": wanted,
        "tabs": _tabs(counts),
        "organizations": selectors.queue_organizations(actor=request.user, year=year, state=wanted.state),
        "may_configure": policies.may_configure(request.user, year),
        "subjects": [(name, subject_of(name).label) for name in subjects()],
    }
    return render(request, "review/queue.html", context)


@login_required
@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """Approve what was chosen: first a page that says what will happen, then the deed."""
    year = chosen_year(request)
    if not policies.has_queue(request.user, year):
        raise PermissionDenied
    keys = [int(key) for key in request.POST.getlist("task")[:_MOST] if key.isdecimal() and len(key) < 19]
    tasks = selectors.tasks_chosen(actor=request.user, year=year, keys=keys)
    back = address_of(request.POST.get("from", ""))
    if "confirmed" not in request.POST:
        obstacles = [(task, services.batch_obstacle(task)) for task in tasks]
        context = {"obstacles": obstacles, "ready": [task for task, why in obstacles if not why], "back": back}
        return render(request, "review/batch.html", context | {"from": request.POST.get("from", "")})
    result = services.tasks_approve(tasks=tasks, actor=person(request))
    gone = len(set(keys)) - len(tasks)
    if result.approved:
        messages.success(request, _("已通过 {count} 项").format(count=result.approved))
    for task, reason in result.left:
        messages.warning(request, _("{title}没有通过：{reason}").format(title=task.run.title, reason=reason))
    if gone:
        messages.warning(request, _("有 {count} 项已由别人处理或已撤回").format(count=gone))
    return redirect(back)


def filter_of(params: QueryDict) -> QueueFilter:
    """The filter in an address; what it does not know it leaves out."""
    organization = params.get("organization", "")
    state = params.get("state", "open")
    return QueueFilter(
        state=state if state in {"open", "waiting", "team", "done"} else "open",
        organization=int(organization) if organization.isdecimal() and len(organization) < 19 else None,
        level=params.get("level", ""),
        due=params.get("due", ""),
        text=params.get("text", "").strip()[:100],
        sort=params.get("sort", ""),
    )


def address_of(filters: str) -> str:
    """The queue with a filter that came from a form: only ever an address of the queue."""
    known = QueryDict(filters[:1000])
    return reverse("review:queue") + (f"?{known.urlencode()}" if known else "")


def _tabs(counts: selectors.TabCounts) -> list[tuple[str, str, int]]:
    return [
        ("open", _("待我审核"), counts.open),
        ("waiting", _("还没到我"), counts.waiting),
        ("team", _("已转同事"), counts.team),
        ("done", _("我审过的"), counts.done),
    ]
