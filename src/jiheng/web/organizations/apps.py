"""Organizations as a Django app."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Organizations, divisions, roles, budget years."""

    name = "jiheng.web.organizations"
    label = "organizations"
