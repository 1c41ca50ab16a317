"""Regulation as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegulationConfig(AppConfig):
    """What the performance office decides for a year."""

    name = "jiheng.web.regulation"
    label = "regulation"

    def ready(self) -> None:
        """Stand in the side bar, and name what the log keeps."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - tables are known only now
        from jiheng.web.regulation.policies import may_see  # noqa: PLC0415 - as above
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        register_actions({"regulation.changed": _("修改规则")})
        register_area(Area(85, _("规则"), "regulation:rules", may_see))
