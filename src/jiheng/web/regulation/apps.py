"""Regulation as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RegulationConfig(AppConfig):
    """What the performance office decides for a year."""

    name = "jiheng.web.regulation"
    label = "regulation"
