"""Execution as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ExecutionConfig(AppConfig):
    """Money as it moves through the year."""

    name = "jiheng.web.execution"
    label = "execution"
