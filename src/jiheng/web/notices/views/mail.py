"""The mail server, for the system administrator."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.notices import policies, selectors, services
from jiheng.web.notices.forms import TestMailForm

__all__ = ["mail_page", "mail_retry", "mail_test"]


@login_required
@require_safe
def mail_page(request: HttpRequest) -> HttpResponse:
    """Which server is set, what waits and what failed."""
    return _page(request, TestMailForm(initial={"to": person(request).email}))


@require_POST
@login_required
def mail_test(request: HttpRequest) -> HttpResponse:
    """Send a mail now, and show what the server says."""
    form = TestMailForm(request.POST)
    _require(request)
    if form.is_valid():
        to = form.cleaned_data["to"]
        try:
            services.test_mail_send(to=to, actor=person(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("测试邮件已经交给邮件服务器，请到 {to} 查收").format(to=to))
            return redirect("notices:mail")
    return _page(request, form)


@require_POST
@login_required
def mail_retry(request: HttpRequest) -> HttpResponse:
    """Try what was given up once more."""
    count = services.mails_retry(actor=person(request))
    messages.success(request, _("{count} 封邮件重新排队发送").format(count=count))
    return redirect("notices:mail")


def _page(request: HttpRequest, form: TestMailForm) -> HttpResponse:
    _require(request)
    context = {
        "server": settings.MAIL,
        "address": settings.SITE_ADDRESS,
        "state": selectors.mail_state(),
        "form": form,
    }
    return render(request, "notices/mail_page.html", context, status=422 if form.errors else 200)


def _require(request: HttpRequest) -> None:
    if not policies.may_see_mail(request.user):
        raise PermissionDenied
