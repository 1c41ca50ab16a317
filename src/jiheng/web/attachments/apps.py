"""Attachments as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    """Files beside what people write."""

    name = "jiheng.web.attachments"
    label = "attachments"

    def ready(self) -> None:
        """Name what the log keeps."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - tables are known only now

        register_actions({"attachment.added": _("上传附件"), "attachment.removed": _("移除附件")})
