"""Plans of a year, evaluations, who takes part in them, and what they came to."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Kind, Organization
from jiheng.web.ui.choices import NamedChoices

__all__ = [
    "Agency",
    "Assignment",
    "By",
    "Draw",
    "Duty",
    "Evaluation",
    "Opinion",
    "PlanItem",
    "ReportVersion",
    "Stance",
    "State",
    "by_of",
]

_USER = settings.AUTH_USER_MODEL


class By(models.TextChoices):
    """Who evaluates."""

    DEPARTMENT = "department", _("部门评价")
    FINANCE = "finance", _("财政评价")


class State(models.TextChoices):
    """Where an evaluation is; it only ever goes on."""

    PREPARING = "preparing", _("准备")
    SCORING = "scoring", _("专家评分")
    SCORED = "scored", _("综合评分")
    CONSULTING = "consulting", _("征求意见")
    FINAL = "final", _("已定稿")


class Duty(models.TextChoices):
    """What somebody does in an evaluation."""

    EXPERT = "expert", _("专家（评分）")
    AGENCY = "agency", _("机构人员（底稿和报告）")


class Stance(models.TextChoices):
    """What somebody declared of their interests."""

    NONE = "", _("未声明")
    FREE = "free", _("已声明无利益冲突")
    CONFLICT = "conflict", _("已声明有利益冲突")


class Agency(models.Model):
    """A third party that evaluates for an office (第三方机构).

    Attributes:
        credit_code: 统一社会信用代码, 18 characters, checked.
    """

    name = models.CharField(_("机构名称"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    contact = models.CharField(_("联系人"), max_length=64, blank=True)
    phone = models.CharField(_("联系电话"), max_length=32, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """By name."""

        ordering = ["name", "id"]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Draw(models.Model):
    """Projects chosen by rules at one time.

    Attributes:
        organizer: whose plan it is for, the bureau or a department.
        rules: as `choosing.Rules` keeps them, the seed among them: the same rules choose the same of the same projects.
        population: how many projects there were to choose from; digest: SM3 of what the rules looked at.
    """

    organizer = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    rules = models.JSONField(default=dict)
    population = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    chosen = models.PositiveIntegerField(default=0)
    drawn_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The newest first."""

        ordering = ["-id"]
        indexes = [models.Index(fields=["organizer", "year"])]

    def __str__(self) -> str:
        """Whose, of which year."""
        return f"{self.organizer.name} {self.year}"


class PlanItem(models.Model):
    """A project, or a whole unit, in the plan of a year.

    Attributes:
        goal: None of a whole unit. name: of what is evaluated, as it was called then.
        reasons: why it was chosen, as `choosing.Reason` keeps them; note: why it was added by hand.
        removal: why it was taken out; the line stays.
    """

    organizer = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="evaluation_plans")
    name = models.CharField(max_length=255)
    reasons = models.JSONField(default=list)
    note = models.TextField(blank=True)
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, blank=True, related_name="items")
    added_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    removal = models.TextField(blank=True)

    class Meta:
        """Each thing stands in a plan once."""

        ordering = ["organization__code", "id"]
        constraints = [
            models.UniqueConstraint(
                "organizer", "goal", name="evaluation_item_goal",
                condition=models.Q(goal__isnull=False, removed_at=None),
            ),
            models.UniqueConstraint(
                "organizer", "year", "organization", name="evaluation_item_unit",
                condition=models.Q(goal=None, removed_at=None),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organizer", "year"])]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Evaluation(NamedChoices, models.Model):
    """The evaluation of a project, or of a whole unit.

    Attributes:
        organizer: who evaluates; `by` follows from what it is. organization: what is evaluated, or whose project.
        frame: the leaves, see `frames`; fixed when the scoring begins.
        final_scores: leaf → ``score reason deviation`` of the organizer.
        narrative: section of the report → text.
        lock: counts up with each change of frame, final scores or narrative.
        final_score, grade: of the final result, empty before. content: the whole result as it became final; digest: SM3
            of it with sorted keys, in hexadecimal.
    """

    organizer = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    by = models.CharField(_("评价类型"), max_length=16, choices=By)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="evaluations")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="evaluations")
    item = models.OneToOneField(PlanItem, models.PROTECT, null=True, blank=True, related_name="evaluation")
    year = models.PositiveSmallIntegerField(_("年度"))
    name = models.CharField(_("评价对象"), max_length=255)
    state = models.CharField(_("状态"), max_length=16, choices=State, default=State.PREPARING)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="evaluations")
    due_on = models.DateField(_("要求完成日期"), null=True, blank=True)
    frame = models.JSONField(default=list)
    final_scores = models.JSONField(default=dict)
    narrative = models.JSONField(default=dict)
    lock = models.PositiveIntegerField(default=1)
    final_score = models.DecimalField(_("得分"), max_digits=6, decimal_places=2, null=True, blank=True)
    grade = models.CharField(_("等级"), max_length=4, blank=True)
    content = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A project once by each; a unit once a year by each."""

        ordering = ["-year", "organization__code", "id"]
        constraints = [
            models.UniqueConstraint(
                "organizer", "goal", name="evaluation_goal", condition=models.Q(goal__isnull=False)
            ),
            models.UniqueConstraint(
                "organizer", "year", "organization", name="evaluation_unit", condition=models.Q(goal=None)
            ),
        ]
        indexes = [models.Index(fields=["year", "organization"]), models.Index(fields=["year", "organizer", "state"])]

    def __str__(self) -> str:
        """What is evaluated."""
        return self.name

    @property
    def is_open_to_change(self) -> bool:
        """It is not final yet."""
        return self.state != State.FINAL

    @property
    def is_revealed(self) -> bool:
        """The experts' scores may be seen: all have handed in, or the organizer closed the scoring."""
        return self.state in {State.SCORED, State.CONSULTING, State.FINAL}

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError("an evaluation stays")


class Assignment(models.Model):
    """Somebody who takes part: for them this, and nothing else of the evaluated unit, opens.

    Attributes:
        stance, declaration, declared_at: what was declared of interests, word by word, and when.
        scores: leaf → ``score reason``; opinion: of the whole; lock: counts up with each save.
        handed_in_at: from then on nothing of it changes.
        removed_at, removal: when and why they were taken out, or left.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(_USER, models.PROTECT, related_name="evaluation_assignments")
    duty = models.CharField(_("分工"), max_length=16, choices=Duty)
    stance = models.CharField(max_length=16, choices=Stance, default=Stance.NONE, blank=True)
    declaration = models.TextField(blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    scores = models.JSONField(default=dict)
    opinion = models.TextField(blank=True)
    lock = models.PositiveIntegerField(default=1)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    assigned_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removal = models.TextField(blank=True)

    class Meta:
        """Everybody once."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint("evaluation", "user", name="evaluation_assignment_user")]

    def __str__(self) -> str:
        """Who, in what."""
        return f"{self.user} · {self.evaluation}"

    @property
    def is_declared(self) -> bool:
        """They said that nothing stands in the way, and still take part."""
        return self.stance == Stance.FREE and self.removed_at is None


class ReportVersion(models.Model):
    """The report as it was at one time: never changed, never deleted.

    Attributes:
        content: narrative and scored frame, see `reporting.content_of`; digest: SM3 of it, in hexadecimal.
        sent_at: when the evaluated unit was asked for its opinion of it.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.CharField(_("说明"), max_length=255, blank=True)
    made_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first, numbered from 1."""

        ordering = ["-number"]
        constraints = [models.UniqueConstraint("evaluation", "number", name="evaluation_report_number")]

    def __str__(self) -> str:
        """What it is a version of."""
        return f"{self.evaluation} {self.number}"

    @property
    def is_superseded(self) -> bool:
        """There is a newer one."""
        return ReportVersion.objects.filter(evaluation=self.evaluation_id, number__gt=self.number).exists()

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError("a version of a report stays")


class Opinion(models.Model):
    """What the evaluated unit says of a report, and what it was answered.

    Attributes:
        is_accepted: whether it was followed; None until it is answered.
    """

    report = models.ForeignKey(ReportVersion, models.PROTECT, related_name="opinions")
    text = models.TextField(_("意见"))
    said_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("答复"), blank=True)
    is_accepted = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """As they were said."""

        ordering = ["id"]

    def __str__(self) -> str:
        """The beginning."""
        return self.text[:40]


def by_of(organizer: Organization) -> By:
    """What an evaluation is called that this organization makes."""
    return By.FINANCE if organizer.kind == Kind.BUREAU else By.DEPARTMENT
