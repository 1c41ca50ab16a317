"""Disclosure as a Django app."""

from contextlib import suppress
from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    """Publications and the public side."""

    name = "jiheng.web.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        """Name the acts and stand in the side bar."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - models can be imported from here on
        from jiheng.web.disclosure.policies import has_part  # noqa: PLC0415 - as above
        from jiheng.web.disclosure.selectors.office import waiting_count  # noqa: PLC0415
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415

        register_actions(
            {
                "publication.published": _("公开"),
                "publication.replaced": _("替换公开"),
                "publication.withdrawn": _("撤回公开"),
                "goal.exempted": _("列为不公开"),
                "goal.exemption-ended": _("恢复公开"),
                "result.exempted": _("结果列为不公开"),
                "result.exemption-ended": _("结果恢复公开"),
            }
        )
        connection_created.connect(_install)
        post_migrate.connect(_index_texts, sender=self)
        register_area(Area(80, _("公开"), "disclosure:state", has_part, waiting_count))


def _install(connection: Any, **_others: object) -> None:
    from jiheng.web.disclosure.text_index import sqlite  # noqa: PLC0415 - after Django is ready

    if connection.vendor == "sqlite":
        sqlite.install(connection.connection)


def _index_texts(**_others: object) -> None:
    """A new database has no index of its texts, and a table that a migration made anew has lost it."""
    from jiheng.errors import SiteError  # noqa: PLC0415 - as above
    from jiheng.web.disclosure import text_index  # noqa: PLC0415 - as above

    with suppress(SiteError):  # search is right without it; the doctor says what is missing
        if text_index.is_missing():
            text_index.make()
