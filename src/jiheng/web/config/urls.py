"""Addresses: each area has its own, below its name."""

from django.apps import apps
from django.urls import include, path

_PREFIXES = {
    "accounts": "accounts/",
    "audit": "audit/",
    "organizations": "organizations/",
    "review": "review/",
    "notices": "notices/",
    "attachments": "attachments/",
    "regulation": "regulation/",
    "execution": "execution/",
    "monitoring": "monitoring/",
    "api": "api/",
    "self_evaluation": "self-evaluation/",
    "evaluation": "evaluation/",
    "rectification": "rectification/",
    "results": "results/",
    "analytics": "analytics/",
    "disclosure": "",  # /disclosure/ for the office, /public/ for everybody, /robots.txt
    "goals": "",
}

urlpatterns = [
    path(prefix, include(f"jiheng.web.{area}.urls"))
    for area, prefix in _PREFIXES.items()
    if apps.is_installed(f"jiheng.web.{area}")
]
urlpatterns.append(path("accounts/", include("jiheng.web.accounts.provider_urls")))
