"""Reviewing as a Django app."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Chains, runs, opinions, comments."""

    name = "jiheng.web.review"
    label = "review"
