"""The log as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit log."""

    name = "jiheng.web.audit"
    label = "audit"
