"""Signing in, signing out, one's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiheng.web.accounts import selectors, services, totp
from jiheng.web.accounts.forms import CodeForm, PasswordForm, RemoveFactorForm, SignInForm
from jiheng.web.accounts.models import User
from jiheng.web.accounts.pictures import square
from jiheng.web.accounts.selectors import signed_in
from jiheng.web.config.identity import PROVIDER

__all__ = ["language", "profile", "second_factor", "second_factor_remove", "sign_in", "sign_in_code", "sign_out"]

_YEAR = 365 * 24 * 3600  # seconds
_SECRET = "new_second_factor"  # noqa: S105 - the key in the session, not a secret


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first page of whoever is not signed in."""
    form = SignInForm(request.POST or None)
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "POST" and form.is_valid():
        try:
            user = services.sign_in(request, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            request.session["next"] = wanted
            return redirect("accounts:sign_in_code") if user is None else _onward(request)
    context = {"form": form, "next": wanted, "provider": PROVIDER if settings.SOCIALACCOUNT_PROVIDERS else ""}
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("code")
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step for whoever has an authenticator app."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.sign_in_with_code(request, code=form.cleaned_data["code"])
        except LookupError:
            messages.warning(request, _("离输入密码的时间太久，请重新登录"))
            return redirect("accounts:sign_in")
        except ValidationError as error:
            form.add_error("code", error)
        else:
            return _onward(request)
    return render(request, "accounts/sign_in_code.html", {"form": form}, status=422 if form.errors else 200)


def _onward(request: HttpRequest) -> HttpResponse:
    return _to(request, request.session.pop("next", ""))


def _to(request: HttpRequest, wanted: str) -> HttpResponse:
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe and wanted.startswith("/") else resolve_url("/"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    services.sign_out(request)
    return redirect("accounts:sign_in")


# Pages of the public carry no token, so that they are the same for everybody. Nobody is harmed: from another site the
# browser does not send the session's cookie along (SameSite), and what is left to change is a visitor's own cookie.
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of pages and findings: kept for a person who has signed in, and in the browser."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if isinstance(request.user, User):
        services.language_choose(actor=request.user, language=code)
    response = _to(request, request.POST.get("next", ""))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=_YEAR, samesite="Lax", httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip
    return response


@never_cache
@login_required
@sensitive_post_parameters()
def profile(request: HttpRequest) -> HttpResponse:
    """One's own account: roles, the password, the second factor."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        try:
            services.password_change(request, actor=signed_in(request), old=old, new=new)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("密码已经改好；在别处登录的会话已全部退出"))
            return redirect("accounts:profile")
    context = {
        "form": form,
        "account": selectors.account(signed_in(request)),
        "remove_form": RemoveFactorForm(prefix="factor"),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@sensitive_post_parameters()
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: a picture to take, a code to prove it; then the recovery codes, once."""
    form = CodeForm(request.POST or None)
    secret = request.session.setdefault(_SECRET, totp.new_secret())
    if request.method == "POST" and form.is_valid():
        try:
            recovery = services.second_factor_confirm(
                actor=signed_in(request), secret=secret, code=form.cleaned_data["code"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            del request.session[_SECRET]
            return render(request, "accounts/recovery_codes.html", {"codes": recovery})
    address = totp.address(secret, request.user.get_username(), _("绩衡"))
    context = {"form": form, "secret": secret, "picture": square(address)}
    return render(request, "accounts/second_factor.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
@sensitive_post_parameters()
def second_factor_remove(request: HttpRequest) -> HttpResponse:
    """Give up one's authenticator app."""
    password = request.POST.get("factor-password", "")
    try:
        services.second_factor_remove(person=signed_in(request), actor=signed_in(request), password=password)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("两步验证已经取消"))
    return redirect("accounts:profile")
