"""One's own tokens."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jiheng.web.accounts.people import person
from jiheng.web.api import policies, selectors, services
from jiheng.web.api.errors import error_answer
from jiheng.web.api.forms import TokenForm

__all__ = ["token_list", "token_revoke", "unknown"]


@never_cache
@login_required
def token_list(request: HttpRequest) -> HttpResponse:
    """The tokens, and a form for a new one; its secret is shown in the answer and never again."""
    if not policies.may_have_tokens(request.user):
        raise PermissionDenied
    scopes = policies.scopes_for(request.user)
    form = TokenForm(request.POST or None, scopes=scopes)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = services.token_create(actor=person(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            form = TokenForm(scopes=scopes)
    context = {"form": form, "secret": secret, "tokens": selectors.tokens_of(request.user)}
    return render(request, "api/token_list.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a token away."""
    token = selectors.token_get(actor=request.user, pk=pk)
    services.token_revoke(token=token, actor=person(request))
    messages.success(request, _("令牌“{name}”已吊销，用它的程序从现在起不能再访问").format(name=token.name))
    return redirect("api:tokens")


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """An address below the API that there is not, said as the API says everything."""
    return error_answer(404, "not-found", _("没有这个接口，请看 /api/v1/docs"))
