"""An index for the search of the public on PostgreSQL, where the extension for it can be had; SQLite looks through."""

from django.db import DatabaseError, migrations, transaction

_NAME = "disclosure_project_text"


def add(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {_NAME} ON disclosure_publishedproject USING gin (text gin_trgm_ops)"
            )
    except DatabaseError:
        pass  # not installed, or not ours to install: search is right without it, only slower


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {_NAME}")


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
