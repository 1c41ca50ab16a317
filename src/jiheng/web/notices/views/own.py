"""A person's own notices, and which of them are mailed."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.notices import selectors, services
from jiheng.web.notices.kinds import Mailing
from jiheng.web.notices.models import Notice
from jiheng.web.notices.policies import may_see_mail

__all__ = ["notice_list", "notice_open", "notice_read", "notice_read_all", "notice_settings"]

_PAGE = 30


@never_cache
@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """What the person was told, unread first."""
    user = person(request)
    unread_only = request.GET.get("show") == "unread"
    found = selectors.notice_list(user, unread_only=unread_only)
    context = {
        "page_obj": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "unread_only": unread_only,
        "may_see_mail": may_see_mail(user),
    }
    return render(request, "notices/notice_list.html", context)


@never_cache
@login_required
@require_safe
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a notice leads; it counts as read from then on."""
    notice = _own(request, pk)
    if request.method == "GET":
        services.notice_read(notice=notice, actor=person(request))
    return redirect(notice.url)


@require_POST
@login_required
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Count a notice as read and stay."""
    services.notice_read(notice=_own(request, pk), actor=person(request))
    return redirect("notices:list")


@require_POST
@login_required
def notice_read_all(request: HttpRequest) -> HttpResponse:
    """Count all as read."""
    count = services.notices_read_all(actor=person(request))
    messages.success(request, _("已把 {count} 条标为已读").format(count=count))
    return redirect("notices:list")


@login_required
def notice_settings(request: HttpRequest) -> HttpResponse:
    """Which kinds are mailed, and when."""
    user = person(request)
    if request.method == "POST":
        try:
            services.preferences_save(actor=user, wanted={name: str(value) for name, value in request.POST.items()})
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("已经保存"))
        return redirect("notices:settings")
    context = {"choices": selectors.choices_of(user), "mailings": Mailing.choices, "mail_on": settings.MAIL is not None}
    return render(request, "notices/settings.html", context)


def _own(request: HttpRequest, pk: int) -> Notice:
    return get_object_or_404(Notice, pk=pk, user=person(request))
