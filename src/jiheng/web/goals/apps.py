"""Goals as a Django app."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """Goals of a budget year."""

    name = "jiheng.web.goals"
    label = "goals"
