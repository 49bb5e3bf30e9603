"""What has to be there before an embedded portal can serve."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

import keyring.files
from portal.demo import marker


def make_directories() -> None:
    """Keep what the portal writes to its own user: VAR and everything that is made in it from now on."""
    os.umask(0o077)
    settings.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.VAR.chmod(0o700)
    settings.STATIC_ROOT.mkdir(exist_ok=True)


def make_keyring() -> None:
    """Make the server's own keys at the first start; later starts check what is there.

    Raises keyring.errors.KeyringError.
    """
    path = Path(settings.KEYRING_FILE)
    if not path.exists():
        keyring.files.make(path)
    keyring.files.load(path)


def migrate() -> None:
    """Bring the database's tables up to date, and do nothing when they are."""
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def prepare() -> None:
    """Make keyring, tables and, in the demo, its agency; to be run in a process that ends afterwards.

    Raises KeyringError, or marker.NotTheDemo when demo and real agency would mix.
    """
    make_keyring()
    if settings.DEMO:
        marker.remove_half_founded()
    migrate()
    if not settings.DEMO:
        marker.refuse_demo_agency()
    elif marker.must_be_founded():
        from portal.demo import founding

        marker.note_begun()
        founding.found()
        marker.note_founded()
