"""Disclosure as a Django app."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Publications and the public side."""

    name = "jiheng.web.disclosure"
    label = "disclosure"
