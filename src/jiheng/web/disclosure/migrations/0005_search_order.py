"""What is found stands in an index in its order; the search has an index of its own, see `text_index`."""

from django.db import migrations, models

_OLD = ("disclosure_project_text", "disclosure_result_text")  # of three letters, on PostgreSQL


def remove_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in _OLD:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


def _ordered(name):
    fields = ["-year", "organization", "number"]
    return models.Index(condition=models.Q(("is_valid", True)), fields=fields, name=name)


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0004_result_search")]

    operations = [
        migrations.RunPython(remove_trigrams, migrations.RunPython.noop),
        migrations.RemoveIndex("publishedproject", "disclosure_project_valid"),
        migrations.RemoveIndex("publishedresult", "disclosure_result_valid"),
        migrations.AddIndex("publishedproject", _ordered("disclosure_project_public")),
        migrations.AddIndex("publishedresult", _ordered("disclosure_result_public")),
    ]
