"""The usual way of a self-evaluation: the unit's leader, the department, the division of the finance bureau."""

from django.db import migrations

_STEPS = (
    (1, "单位负责人", "unit_leader", [], 3),
    (2, "主管部门", "department_reviewer", ["bureau", "department"], 10),
    (3, "财政业务处室", "finance_reviewer", [], 15),
)


def make_chain(apps, _editor):
    chains, steps = apps.get_model("review", "Chain"), apps.get_model("review", "Step")
    if chains.objects.filter(subject="self_evaluation").exists():
        return
    chain = chains.objects.create(subject="self_evaluation", name="绩效自评审核流程")
    steps.objects.bulk_create(
        steps(chain=chain, order=order, name=name, role=role, skipped_for=skipped, days=days)
        for order, name, role, skipped, days in _STEPS
    )


class Migration(migrations.Migration):
    dependencies = [("self_evaluation", "0001_initial"), ("review", "0001_initial")]
    operations = [migrations.RunPython(make_chain, migrations.RunPython.noop)]
