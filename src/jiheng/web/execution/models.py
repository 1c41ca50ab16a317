"""Movements of money, and the files that they came from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization

__all__ = ["Movement", "MovementKind", "Source", "TableImport", "TableMapping", "UnknownRow"]


class MovementKind(models.TextChoices):
    """What moved."""

    OPENING = "opening", _("年初预算")
    ADJUSTMENT = "adjustment", _("预算调整")
    ARRIVED = "arrived", _("到位")
    SPENT = "spent", _("支出")
    EXPECTED = "expected", _("全年预计")


class Source(models.TextChoices):
    """Which money; the names of `jiheng.domain.self_evaluation.FundSource` without the total."""

    FISCAL = "fiscal", _("财政拨款")
    CARRIED_OVER = "carried_over", _("上年结转")
    SPECIAL_ACCOUNT = "special_account", _("财政专户管理资金")
    UNIT = "unit", _("单位资金")
    OTHER = "other", _("其他资金")


class TableMapping(models.Model):
    """Which column of the payment system's table says what, kept for the next file of its kind.

    Attributes:
        columns: what is needed → heading of the column.
        options: unit of the amounts, whether they are totals or single payments, words for the sources.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    name = models.CharField(_("名称"), max_length=64)
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """One of a name."""

        ordering = ["name"]
        constraints = [models.UniqueConstraint("organization", "name", name="execution_mapping_name")]

    def __str__(self) -> str:
        """The name."""
        return self.name


class TableImport(models.Model):
    """A file that was taken over, and what became of each of its rows.

    Attributes:
        report: counts (added, replaced, unchanged, refused, unknown) and sums, in 万元.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    mapping = models.ForeignKey(TableMapping, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        """The file's name."""
        return self.name


class Movement(models.Model):
    """An amount that was added to one of a project's sums.

    Attributes:
        goal: the project's goals of the year.
        on: the day; of what was entered by month, its last one.
        amount: in 万元; negative where something was taken back. Of `EXPECTED` the newest holds for its source, all
            others add up.
        key: what makes it the same movement in another file: the voucher's number, or source and month of a total; empty
            for what was typed. A second one of the same key replaces the first.
    """

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=16, choices=MovementKind)
    source = models.CharField(max_length=16, choices=Source, default=Source.FISCAL)
    on = models.DateField(_("日期"))
    amount = models.DecimalField(_("金额（万元）"), max_digits=18, decimal_places=6)
    note = models.CharField(_("摘要"), max_length=255, blank=True)
    key = models.CharField(max_length=160, blank=True)
    table = models.ForeignKey(TableImport, models.PROTECT, null=True, blank=True, related_name="movements")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now=True)

    class Meta:
        """By day; each key once."""

        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint("goal", "kind", "key", name="execution_movement_key", condition=~models.Q(key=""))
        ]
        indexes = [models.Index(fields=["goal", "kind", "on"])]

    def __str__(self) -> str:
        """Kind and amount."""
        return f"{self.get_kind_display()} {self.amount}"


class UnknownRow(models.Model):
    """A row of a file whose project nobody knows (yet): kept, so that every row is accounted for and can be assigned."""

    table = models.ForeignKey(TableImport, models.CASCADE, related_name="unknown")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=255, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    problem = models.CharField(max_length=255)
    cells = models.JSONField(default=dict)

    class Meta:
        """As in the file."""

        ordering = ["number"]

    def __str__(self) -> str:
        """Where it stands."""
        return f"{self.table} {self.number}"
