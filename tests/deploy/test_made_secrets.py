"""Secrets that an operator makes fit their services, and the roles that the database gets from them."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from portal import database_urls, redis_urls
from tests import real_parts
from tests.deploy.files import COMPOSE, ROOT, SERVICES, words_of


def make_secrets(folder: Path) -> Path:
    """Write secrets as an operator does, in a folder of the test's own."""
    (folder / "deploy").mkdir(exist_ok=True)
    script = Path(shutil.copy(ROOT / "deploy" / "make_secrets", folder / "deploy"))
    subprocess.run([script], check=True, capture_output=True, timeout=30)
    return folder / "deploy" / "secrets"


def test_secrets_are_made_once_and_for_their_services(tmp_path: Path):
    first = {path.name: path.read_text() for path in make_secrets(tmp_path).iterdir()}
    second = {path.name: path.read_text() for path in make_secrets(tmp_path).iterdir()}

    assert first == second
    # The certificate is the agency's own; of the password Redis reads only its configuration.
    brought = {"tls_certificate", "tls_key"}
    assert set(first) == (set(COMPOSE["secrets"]) - brought) | {"redis_password"}
    assert stat.S_IMODE((tmp_path / "deploy" / "secrets").stat().st_mode) == 0o700
    assert len(first["secret_key"].strip()) >= 32
    database = database_urls.read(first["database_url"].strip(), variable="database_url")
    assert (database["HOST"], database["USER"]) == ("postgresql", "sealpost_portal")
    assert database["PASSWORD"] == first["database_password"].strip()
    broker = redis_urls.read(first["redis_url"].strip(), variable="redis_url")
    assert f":{first['redis_password'].strip()}@redis:6379" in broker
    assert f"requirepass {first['redis_password'].strip()}" in first["redis_conf"]


@pytest.mark.production
def test_the_roles_are_made_and_migrating_gives_the_portal_its_own(db: None, tmp_path: Path):
    from django.db import connection

    secrets = make_secrets(tmp_path)
    place = connection.settings_dict
    server = {"PGHOST": place["HOST"], "PGPORT": str(place["PORT"]), "POSTGRES_USER": place["USER"]}
    programs = real_parts.postgresql()
    assert programs
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}:{programs}"
    roles = ROOT / "deploy" / "postgresql" / "roles.sh"
    subprocess.run([roles], env={"PATH": path, "SECRETS": str(secrets), **server}, check=True, timeout=30)

    def address(name: str) -> str:
        here = f"@{place['HOST']}:{place['PORT']}/"
        return re.sub(r"@[^/]+/", here, (secrets / name).read_text().strip())

    migrate = subprocess.run(
        words_of(SERVICES["migrate"]["command"]),
        cwd=ROOT,
        env={
            "PATH": path,
            "VAR": str(tmp_path / "var"),
            "SEALPOST_DATABASE_URL": address("database_owner_url"),
            "SEALPOST_SECRET_KEY_FILE": str(secrets / "secret_key"),
        },
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert migrate.returncode == 0, migrate.stderr
    with psycopg.connect(address("database_url")) as portal:
        assert portal.execute("SHOW lock_timeout").fetchone() == ("5s",)
        assert portal.execute("SHOW statement_timeout").fetchone() == ("8s",)
        assert portal.execute("SELECT count(*) FROM audit_auditevent").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            portal.execute("DELETE FROM audit_auditevent")
