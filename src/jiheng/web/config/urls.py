"""Addresses: each area has its own, below its name."""

from django.apps import apps
from django.urls import include, path

_PREFIXES = {
    "accounts": "accounts/",
    "audit": "audit/",
    "organizations": "organizations/",
    "review": "review/",
    "disclosure": "public/",
    "goals": "",
}

urlpatterns = [
    path(prefix, include(f"jiheng.web.{area}.urls"))
    for area, prefix in _PREFIXES.items()
    if apps.is_installed(f"jiheng.web.{area}")
]
