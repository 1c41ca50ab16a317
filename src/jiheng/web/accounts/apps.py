"""People as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and their ways to sign in."""

    name = "jiheng.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Give the acts of this area their names in the log."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - models must be there first

        register_actions(
            {
                "account.signed-in": _("登录"),
                "account.signed-out": _("退出"),
                "account.locked": _("账号锁定"),
                "address.locked": _("地址锁定"),
                "account.refused": _("统一身份认证的账号未登记"),
                "account.password-changed": _("修改密码"),
                "account.second-factor-added": _("开启两步验证"),
                "account.second-factor-removed": _("取消两步验证"),
                "account.recovery-code-used": _("使用备用码"),
                "site.key-renewed": _("更换密钥"),
                "person.created": _("新增人员"),
                "person.changed": _("修改人员"),
                "person.password-reset": _("重设初始密码"),
                "person.unlocked": _("解锁账号"),
            }
        )
