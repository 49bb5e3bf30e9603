"""What has to be there before an embedded portal can serve."""

import fcntl
import os
import sys
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

import keyring.files
from accounts.models import Person
from portal.checks import agency_is_named
from portal.demo import marker


def make_directories() -> None:
    """Keep what the portal writes to its own user: VAR and everything that is made in it from now on."""
    os.umask(0o077)
    settings.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.VAR.chmod(0o700)
    settings.STATIC_ROOT.mkdir(exist_ok=True)


class AlreadyServed(Exception):
    """Another `serve` runs from the same VAR."""

    explanation = "Sealpost is being served from this VAR already; stop that first, or set another VAR."


def claim_directory() -> IO[bytes]:
    """Claim VAR as long as this process keeps the file that is given back open; raises AlreadyServed."""
    claim = (settings.VAR / "serve.lock").open("wb")
    try:
        # A lock of this kind is not shared with forked children, so it ends with the process that claimed.
        fcntl.lockf(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        claim.close()
        raise AlreadyServed from None
    return claim


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


def say_what_is_missing() -> None:
    """Tell whoever starts a real portal what it still needs of them, one line each."""
    missing = [str(warning.msg) for warning in agency_is_named()]
    if not Person.objects.exists():
        missing.append("There is no agency yet: run manage.py found_agency (--help says with what).")
    for sentence in missing:
        print(f"ATTENTION: {sentence}", file=sys.stderr, flush=True)


def prepare() -> None:
    """Make keyring, tables and, in the demo, its agency, and say what else is missing.

    To be run in a process that ends afterwards. Raises KeyringError, or marker.NotTheDemo when a real agency
    is there already.
    """
    make_keyring()
    if settings.DEMO:
        marker.remove_half_founded()
    migrate()
    if not settings.DEMO:
        say_what_is_missing()
    elif marker.must_be_founded():
        from portal.demo import founding

        marker.note_begun()
        founding.found()
        marker.note_founded()
