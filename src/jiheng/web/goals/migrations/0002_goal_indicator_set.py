"""The digest of the indicators of each table, by which the checks find copies."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models

from jiheng.web.goals.facts import indicator_digest

_BATCH = 500


def fill(apps: Any, _schema_editor: Any) -> None:
    """As saving does; a change of `indicator_digest` needs a migration that does this again."""
    goals = apps.get_model("goals", "Goal").objects

    def filled() -> Iterator[Any]:
        for goal in goals.filter(kind="project").only("content").order_by("pk").iterator(_BATCH):
            goal.indicator_set = indicator_digest(goal.content)
            yield goal

    batch = []
    for goal in filled():
        batch.append(goal)
        if len(batch) == _BATCH:
            goals.bulk_update(batch, ["indicator_set"])
            batch.clear()
    goals.bulk_update(batch, ["indicator_set"])


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("goals", "0001_initial")]
    operations = [
        migrations.AddField("goal", "indicator_set", models.CharField(max_length=64, blank=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
