"""Attachments as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """Files beside what people write."""

    name = "jiheng.web.attachments"
    label = "attachments"
