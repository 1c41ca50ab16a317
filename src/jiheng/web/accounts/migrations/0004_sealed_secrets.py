"""Secrets of second factors no longer lie in the database as they are."""

from django.db import migrations, models

from jiheng.web.accounts.seals import opened, sealed


def seal(apps, schema_editor):
    factors = apps.get_model("accounts", "SecondFactor").objects
    for factor in factors.all():
        factors.filter(pk=factor.pk).update(secret=sealed(factor.secret))


def unseal(apps, schema_editor):
    factors = apps.get_model("accounts", "SecondFactor").objects
    for factor in factors.all():
        if (secret := opened(factor.secret)) is None:
            raise ValueError("a second factor is sealed by a key that is not known here")
        factors.filter(pk=factor.pk).update(secret=secret)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_attempts")]

    operations = [
        migrations.AlterField("secondfactor", "secret", models.CharField(max_length=255)),
        migrations.RunPython(seal, unseal),
    ]
