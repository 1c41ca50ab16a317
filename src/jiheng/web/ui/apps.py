"""The shared look as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags and static files; no models."""

    name = "jiheng.web.ui"
    label = "ui"
