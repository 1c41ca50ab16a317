"""Signing in through the office's identity provider (OpenID Connect). It says who somebody is; what they may is said here.

allauth speaks the protocol; nothing of what it would do next is wanted: people are not created, accounts not connected.
"""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jiheng.web.accounts import services

__all__ = ["ProviderAdapter"]


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth is not typed
    """Ends allauth's way where the provider has named the person."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Begin our own session for the person of that login, or say that there is none."""
        claim = sociallogin.account.get_provider().app.settings["claim"]
        said: dict[str, Any] = sociallogin.account.get_provider_account().get_user_data() or {}
        login = said.get(claim)
        wanted = sociallogin.get_redirect_url(request) or ""
        try:
            services.sign_in_by_provider(request, login=login if isinstance(login, str) else "")
        except ValidationError as error:
            messages.error(request, error.messages[0])
            raise ImmediateHttpResponse(redirect("accounts:sign_in")) from error
        safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        raise ImmediateHttpResponse(redirect(wanted if safe and wanted.startswith("/") else resolve_url("/")))

    def on_authentication_error(self, request: HttpRequest, provider: object, **_details: object) -> NoReturn:
        """The provider did not answer, refused, or the person went back: to our own page, where a password will do."""
        messages.error(request, _("没有通过统一身份认证。请再试一次，或用本系统的账号和密码登录"))
        raise ImmediateHttpResponse(redirect("accounts:sign_in"))
