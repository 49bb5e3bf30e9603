"""What holds of every table and every migration."""

import ast
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models

FOLDERS = {path.parent.name for path in Path(settings.BASE_DIR).glob("*/__init__.py")}
OWN_MIGRATIONS = [
    path
    for path in sorted(Path(settings.BASE_DIR).glob("*/migrations/*.py"))
    if path.name != "__init__.py" and path.parent.parent.name in FOLDERS
]


def foreign_keys() -> Iterator[tuple[str, str]]:
    """List the tables of the portal with their columns that refer to another table."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey):
                yield model._meta.db_table, field.column


@pytest.mark.django_db
def test_every_foreign_key_leads_an_index():
    without = []
    for table, column in foreign_keys():
        with connection.cursor() as cursor:
            constraints = connection.introspection.get_constraints(cursor, table).values()
        leading = {
            found["columns"][0]
            for found in constraints
            if found["columns"] and (found["index"] or found["unique"] or found["primary_key"])
        }
        if column not in leading:
            without.append(f"{table}.{column}")

    assert not without


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=said)

    assert said.getvalue().strip() == "No changes detected"


def test_there_are_migrations_to_look_at():
    assert {path.parent.parent.name for path in OWN_MIGRATIONS} >= {
        "accounts",
        "audit",
        "messaging",
        "notices",
    }


@pytest.mark.parametrize(
    "migration", OWN_MIGRATIONS, ids=lambda path: f"{path.parent.parent.name}/{path.stem}"
)
def test_a_migration_has_a_name_and_imports_none_of_our_code(migration: Path):
    tree = ast.parse(migration.read_text(encoding="utf-8"))

    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
    }

    assert not imported & FOLDERS
    assert re.fullmatch(r"\d{4}_[a-z_]{8,}", migration.stem)
    assert not re.search(r"initial|auto_|alter_|squashed", migration.stem)
