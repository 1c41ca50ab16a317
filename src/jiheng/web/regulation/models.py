"""What an office changed of the regulation that comes with the program."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.organizations.models import Cycle

__all__ = ["YearRegulation"]


class YearRegulation(models.Model):
    """The regulation of one budget year.

    Attributes:
        region: whose values hold, two digits; ``00`` for the nation.
        changes: what the office set otherwise, as nested values (see `jiheng.regulations`).
        lock: counts up with each change; whoever saves names the one they saw.
    """

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="regulation")
    region = models.CharField(_("地区"), max_length=2, default="00")
    changes = models.JSONField(default=dict, blank=True)
    lock = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        """The year."""
        return str(self.cycle)
