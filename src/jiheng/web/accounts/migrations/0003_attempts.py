"""Wrong passwords are counted for logins that nobody has, and of addresses."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_user_language")]

    operations = [
        migrations.CreateModel(
            "Attempts",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True)),
                ("failed_attempts", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
                ("since", models.DateTimeField(db_index=True)),
            ],
        )
    ]
