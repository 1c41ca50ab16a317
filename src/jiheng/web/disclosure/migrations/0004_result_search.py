"""The index of `0002_search` for results, too."""

from django.db import DatabaseError, migrations, transaction

_NAME = "disclosure_result_text"


def add(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {_NAME} ON disclosure_publishedresult USING gin (text gin_trgm_ops)"
            )
    except DatabaseError:
        pass  # without the extension search is right, only slower


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {_NAME}")


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0003_results")]

    operations = [migrations.RunPython(add, remove)]
