"""Signing in, signing out, one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiheng.web.accounts import services
from jiheng.web.accounts.forms import PasswordForm, SignInForm
from jiheng.web.accounts.people import person

__all__ = ["profile", "sign_in", "sign_out"]


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
            if user.must_change_password:
                return redirect("accounts:profile")
            safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
            return redirect(wanted if safe else resolve_url("/"))
    return render(request, "accounts/sign_in.html", {"form": form, "next": wanted}, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    services.sign_out(request)
    return redirect("accounts:sign_in")


@login_required
@sensitive_post_parameters()
def profile(request: HttpRequest) -> HttpResponse:
    """One's own account: roles, and the password."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.password_change(actor=person(request), old=form.cleaned_data["old"], new=form.cleaned_data["new"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("密码已经改好，请用新密码登录"))
            return redirect("accounts:sign_in")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)
