"""People choose the language of pages and findings."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            "user",
            "language",
            models.CharField(
                blank=True,
                choices=[("zh-hans", "中文"), ("en", "English")],
                default="",
                max_length=16,
                verbose_name="界面语言",
            ),
            preserve_default=False,
        )
    ]
