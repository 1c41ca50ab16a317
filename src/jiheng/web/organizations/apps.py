"""Organizations as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Organizations, divisions, roles, budget years."""

    name = "jiheng.web.organizations"
    label = "organizations"

    def ready(self) -> None:
        """Take a place in the side bar, and give the acts of this area their names in the log."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - models must be there first
        from jiheng.web.organizations.policies import may_manage_people, roles  # noqa: PLC0415 - as above
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        def manages(actor: object, _year: int) -> bool:
            return may_manage_people(actor)  # type: ignore[arg-type]

        register_area(Area(80, _("年度"), "organizations:years", lambda actor, year: bool(roles(actor, year))))
        register_area(Area(90, _("单位"), "organizations:list", manages))
        register_area(Area(91, _("人员"), "organizations:people", manages))
        register_actions(
            {
                "organization.created": _("新增单位"),
                "organization.changed": _("修改单位"),
                "organizations.imported": _("导入单位和人员"),
                "organizations.exported": _("导出单位和人员"),
                "division.created": _("新增业务处室"),
                "division.changed": _("修改业务处室"),
                "role.given": _("授予角色"),
                "role.taken": _("收回角色"),
                "office.given": _("任命管理员"),
                "office.taken": _("免去管理员"),
                "cycle.created": _("新建预算年度"),
                "cycle.changed": _("修改预算年度"),
                "phase.created": _("新建阶段"),
                "phase.changed": _("调整阶段时间"),
                "phase.deleted": _("删除阶段"),
            }
        )
