"""The API as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """Tokens and what they open."""

    name = "jiheng.web.api"
    label = "api"

    def ready(self) -> None:
        """Give the acts of this area their names in the log."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - models must be there first

        register_actions({"token.created": _("新建接口令牌"), "token.revoked": _("吊销接口令牌")})
