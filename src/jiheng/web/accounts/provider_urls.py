"""Addresses of the identity provider's protocol, under the names by which allauth asks for them."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from requests import RequestException

__all__ = ["urlpatterns"]


def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider; if it does not answer, back to our own page, where a password will do."""
    try:
        response: HttpResponse = views.login(request, provider_id)
    except RequestException:
        messages.error(request, _("统一身份认证现在没有应答。请稍后再试，或用本系统的账号和密码登录"))
        return redirect("accounts:sign_in")
    return response


urlpatterns = [
    path("oidc/<str:provider_id>/login/", start, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
