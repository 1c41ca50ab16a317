"""The log as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The audit log."""

    name = "jiheng.web.audit"
    label = "audit"

    def ready(self) -> None:
        """Take a place in the side bar."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - models must be there first
        from jiheng.web.audit.policies import may_read  # noqa: PLC0415 - as above
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        register_area(Area(95, _("审计日志"), "audit:list", lambda actor, _year: may_read(actor)))
        register_actions({"audit.exported": _("导出审计日志"), "demo.loaded": _("装入演示数据")})
