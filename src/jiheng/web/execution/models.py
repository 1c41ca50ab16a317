"""Movements of money, and the files that they came from."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.ui.choices import NamedChoices

__all__ = [
    "ImportState",
    "Movement",
    "MovementKind",
    "ProjectAlias",
    "ProjectSums",
    "ReplacedMovement",
    "Source",
    "TableImport",
    "TableMapping",
    "UnknownRow",
]


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


class ImportState(models.TextChoices):
    """Where a file is on its way."""

    READING = "reading", _("正在读取")
    READ = "read", _("待对应列")
    CHECKING = "checking", _("正在试算")
    CHECKED = "checked", _("待确认")
    TAKING = "taking", _("正在导入")
    DONE = "done", _("已导入")
    UNDONE = "undone", _("已撤销")
    FAILED = "failed", _("未能读取")


class TableImport(models.Model):
    """A file on its way into the movements, and what became of each of its rows.

    Attributes:
        rows: below the heading.
        columns, options: as in `TableMapping`, as they were used for this file.
        report: counts (added, replaced, unchanged, refused, unknown, skipped) that add up to `rows`, and sums in 万元.
        data: the file, and once it was read its rows (see `jiheng.readers.rows`); nothing once it was taken over.
        progress: rows that were looked at so far.
        problem: why the file could not be read.
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
    state = models.CharField(max_length=16, choices=ImportState, default=ImportState.DONE)
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    data = models.BinaryField(default=bytes)
    progress = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ["-id"]
        indexes = [models.Index(fields=["organization", "year", "state"])]

    def __str__(self) -> str:
        """The file's name."""
        return self.name


class Movement(NamedChoices, models.Model):
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


class ProjectSums(models.Model):
    """All money of a project as its movements and approved goals make it, see `standing`.

    Attributes:
        opening, adjusted, arrived, spent, expected: as in `selectors.Sums`, in 万元.
        rate: spent of the adjusted budget, 1 for all.
    """

    goal = models.OneToOneField(Goal, models.CASCADE, related_name="sums", primary_key=True)
    opening = models.DecimalField(max_digits=18, decimal_places=6)
    adjusted = models.DecimalField(max_digits=18, decimal_places=6)
    arrived = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    spent = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    expected = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    rate = models.DecimalField(max_digits=24, decimal_places=6, null=True)

    def __str__(self) -> str:
        """Spent of how much."""
        return f"{self.spent} / {self.adjusted}"

    @property
    def percent(self) -> int:
        """How long the bar of the rate is, from 0 to 100."""
        return int(100 * max(Decimal(0), min(self.rate or Decimal(0), Decimal(1))))


class UnknownRow(models.Model):
    """A row of a file that was not taken over, kept so that every row is accounted for.

    Attributes:
        is_refused: it can never be; else nobody knows its project (yet), and it waits to be assigned.
        cells: what was understood of it, for the day when it is assigned.
        goal: the project that it was assigned to and taken over into.
    """

    table = models.ForeignKey(TableImport, models.CASCADE, related_name="unknown")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=255, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    problem = models.CharField(max_length=255)
    cells = models.JSONField(default=dict)
    is_refused = models.BooleanField(default=False)
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """As in the file."""

        ordering = ["number"]
        indexes = [models.Index(fields=["table", "is_refused"])]

    def __str__(self) -> str:
        """Where it stands."""
        return f"{self.table} {self.number}"


class ReplacedMovement(models.Model):
    """What a movement was before a file replaced it: undoing the import puts it back.

    Attributes:
        by: the import that replaced it; of: the one that it came from, None where it was typed.
    """

    by = models.ForeignKey(TableImport, models.CASCADE, related_name="replaced")
    of = models.ForeignKey(TableImport, models.PROTECT, null=True, blank=True, related_name="+")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=MovementKind)
    source = models.CharField(max_length=16, choices=Source)
    on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=6)
    note = models.CharField(max_length=255, blank=True)
    key = models.CharField(max_length=160, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Kind and amount."""
        return f"{self.get_kind_display()} {self.amount}"


class ProjectAlias(models.Model):
    """A project that the payment system calls otherwise: said once by a person, known for all further files."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=255, blank=True)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="+")

    class Meta:
        """Each name once."""

        constraints = [models.UniqueConstraint("organization", "year", "code", "name", name="execution_alias_name")]

    def __str__(self) -> str:
        """Code and name there."""
        return f"{self.code} {self.name}".strip()
