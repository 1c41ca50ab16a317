"""The tree finance bureau → departments → units, and the roles that people have in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.ui.choices import NamedChoices

__all__ = ["Cycle", "Division", "Kind", "Membership", "Organization", "Phase", "Role"]


class Kind(models.TextChoices):
    """What an organization is."""

    BUREAU = "bureau", _("财政部门")
    DEPARTMENT = "department", _("主管部门")
    UNIT = "unit", _("预算单位")


class Role(models.TextChoices):
    """What a person does for an organization."""

    PREPARER = "preparer", _("填报人")
    UNIT_LEADER = "unit_leader", _("单位负责人")
    DEPARTMENT_REVIEWER = "department_reviewer", _("主管部门审核人")
    FINANCE_REVIEWER = "finance_reviewer", _("财政业务处室审核人")
    PERFORMANCE_OFFICE = "performance_office", _("绩效管理处")
    EXPERT = "expert", _("专家")
    AUDITOR = "auditor", _("审计监督")


class Organization(NamedChoices, models.Model):
    """An office with a budget.

    Attributes:
        code: 3 digits of a department, 6 of a unit; unique.
        parent: a unit's department, a department's bureau.
        division: of the bureau, in charge of this department.
    """

    kind = models.CharField(_("类别"), max_length=16, choices=Kind)
    code = models.CharField(_("编码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    division = models.ForeignKey("Division", models.SET_NULL, null=True, blank=True, related_name="departments")
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        """By code."""

        ordering = ["code"]

    def __str__(self) -> str:
        """Code and name, as forms print them."""
        return f"{self.code}{self.name}"


class Division(models.Model):
    """A division of the finance bureau (业务处室)."""

    bureau = models.ForeignKey(Organization, models.PROTECT, related_name="divisions")
    name = models.CharField(_("名称"), max_length=64)

    class Meta:
        """One of a name."""

        ordering = ["name"]
        constraints = [models.UniqueConstraint("bureau", "name", name="organizations_division_name")]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Membership(NamedChoices, models.Model):
    """A person acts for an organization in a role, in one year or (without one) always.

    Attributes:
        division: of a finance reviewer, whose departments they review; without one, all.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    role = models.CharField(_("角色"), max_length=24, choices=Role)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    division = models.ForeignKey(Division, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """Each once."""

        constraints = [
            models.UniqueConstraint("user", "organization", "role", "year", name="organizations_membership_year"),
            models.UniqueConstraint(
                "user", "organization", "role", name="organizations_membership_always", condition=models.Q(year=None)
            ),
        ]

    def __str__(self) -> str:
        """Who, what, where."""
        return f"{self.user} {self.get_role_display()} {self.organization}"


class Cycle(models.Model):
    """A budget year.

    Attributes:
        year: the year whose budget it is.
        approved_on: when the congress approved the budget; from then departments have 20 days to publish (预算法 第十四条).
        accounts_approved_on: when its final accounts were approved; from then results are to be published.
    """

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    approved_on = models.DateField(_("预算批准日期"), null=True, blank=True)
    accounts_approved_on = models.DateField(_("决算批准日期"), null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ["-year"]

    def __str__(self) -> str:
        """The year."""
        return str(self.year)


class Phase(models.Model):
    """A window in which units write and hand in: 一上, 二上, 年中追加 …

    Attributes:
        opens_at, due_at: from when to when a unit may hand in.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="phases")
    name = models.CharField(_("阶段"), max_length=32)
    opens_at = models.DateTimeField(_("开始"))
    due_at = models.DateTimeField(_("截止"))

    class Meta:
        """In their order; each ends after it began."""

        ordering = ["opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("opens_at")), name="organizations_phase_window"
            )
        ]

    def __str__(self) -> str:
        """Year and name."""
        return f"{self.cycle} {self.name}"
