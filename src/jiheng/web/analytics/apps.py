"""Analytics as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    """Projects over their whole life, and the year in pictures."""

    name = "jiheng.web.analytics"
    label = "analytics"

    def ready(self) -> None:
        """Stand in the side bar."""
        from jiheng.web.analytics.scopes import has_part  # noqa: PLC0415 - tables are known only now
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        register_area(Area(75, _("分析"), "analytics:overview", has_part))
