"""The log names the token of the API or the console through which something was done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField(
            "entry",
            "means",
            models.CharField(blank=True, default="", max_length=120, verbose_name="途径"),
            preserve_default=False,
        )
    ]
