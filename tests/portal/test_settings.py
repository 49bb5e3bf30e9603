"""A bad or missing value stops the start with a sentence that names it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "SEALPOST_DATABASE_URL": "postgresql://portal:secret@db.example.gov/sealpost",
    "SEALPOST_SITE_URL": "https://mail.example.gov",
    "SEALPOST_BEHIND_PROXY": "1",
    "SEALPOST_SECRET_KEY": "k" * 40,
}


def _read_settings(folder: Path, show: str = "''", **variables: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    code = f"from portal import settings; print({show})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**inherited, "VAR": str(folder), **variables},
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("SEALPOST_DEMO", "perhaps"),
        ("SEALPOST_SITE_URL", "portal.example.gov"),
        ("SEALPOST_SITE_URL", "http://mail.example.gov"),
        ("SEALPOST_DATABASE_URL", "mysql://x/y"),
        ("SEALPOST_DATABASE_URL", "postgresql://portal@db.example.gov:many/sealpost"),
        ("SEALPOST_DATABASE_URL", "postgresql://portal@db.example.gov:70000/sealpost"),
        ("SEALPOST_DATABASE_URL", "postgresql://portal@db.example.gov/"),
        ("SEALPOST_DATABASE_URL", "postgresql://portal@db.example.gov/one/two"),
        ("SEALPOST_DATABASE_URL", "postgresql://portal@db.example.gov/sealpost?sslmodus=verify-full"),
        (
            "SEALPOST_DATABASE_URL",
            "postgresql://portal@db.example.gov/sealpost?sslmode=verify-full&sslmode=disable",
        ),
        ("SEALPOST_DATABASE_URL", "postgresql://portal@db.example.gov/sealpost?sslmode="),
        ("SEALPOST_DATABASE_URL", "postgresql://portal@db.example.gov/sealpost?verify-full"),
        ("SEALPOST_DATABASE_URL", "postgresql://portal:pass#word@db.example.gov/sealpost"),
        ("SEALPOST_SECRET_KEY", "short"),
        ("SEALPOST_BEHIND_PROXY", "nginx"),
        ("SEALPOST_LIMIT_COMMENTS", "-1"),
        ("SEALPOST_ARGON2_WAITERS", "0"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named_but_not_shown(
    tmp_path: Path, name: str, value: str
) -> None:
    done = _read_settings(tmp_path, **{**PRODUCTION, name: value})

    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert name in last
    assert len(value) < 3 or value not in last


def test_a_database_is_reached_as_its_address_says(tmp_path: Path) -> None:
    options = "sslmode=verify-full&sslrootcert=/etc/ssl/our%20root.pem"
    address = f"postgresql://portal:p%40ss@db.example.gov:5433/sealpost?{options}"
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")

    done = _read_settings(
        tmp_path,
        show=f"__import__('json').dumps([settings.DATABASES['default'][name] for name in {names}])",
        **{**PRODUCTION, "SEALPOST_DATABASE_URL": address},
    )

    *place, said = json.loads(done.stdout)
    assert place == ["portal", "p@ss", "db.example.gov", "5433", "sealpost"]
    assert said == {
        "connect_timeout": 5,
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ssl/our root.pem",
    }


def test_production_has_no_default_secret(tmp_path: Path) -> None:
    without = {name: value for name, value in PRODUCTION.items() if name != "SEALPOST_SECRET_KEY"}

    done = _read_settings(tmp_path, **without)

    assert done.returncode != 0
    assert "SEALPOST_SECRET_KEY" in done.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


def test_a_portal_with_tls_is_told_whether_a_proxy_stands_in_front(tmp_path: Path) -> None:
    show = "settings.SECURE_PROXY_SSL_HEADER, settings.CLIENT_ADDRESS_HEADER"

    behind, alone, unsaid = (
        _read_settings(tmp_path, show=show, **{**PRODUCTION, "SEALPOST_BEHIND_PROXY": value})
        for value in ("1", "0", "")
    )

    assert behind.stdout.strip() == "('HTTP_X_FORWARDED_PROTO', 'https') HTTP_X_REAL_IP"
    assert alone.stdout.strip() == "None"
    assert unsaid.returncode != 0
    assert "SEALPOST_BEHIND_PROXY" in unsaid.stderr.splitlines()[-1]


def test_an_embedded_portal_makes_its_own_secret_once(tmp_path: Path) -> None:
    first = _read_settings(tmp_path, show="settings.SECRET_KEY")
    second = _read_settings(tmp_path, show="settings.SECRET_KEY")

    assert len(first.stdout.strip()) >= 50
    assert first.stdout == second.stdout
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_the_demo_runs_on_this_machine_only(tmp_path: Path) -> None:
    done = _read_settings(tmp_path, SEALPOST_DEMO="1", SEALPOST_SITE_URL="https://mail.example.gov")

    assert done.returncode != 0
    assert "SEALPOST_DEMO" in done.stderr.splitlines()[-1]


def test_production_sends_cookies_over_tls_only_and_under_host_names(tmp_path: Path) -> None:
    names = ("DEBUG", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")

    done = _read_settings(tmp_path, show=",".join(f"settings.{name}" for name in names), **PRODUCTION)

    assert done.stdout.split() == ["False", "True", "__Host-session", "__Host-csrf"]


@pytest.mark.parametrize("command", [("serve", "--demo"), ("migrate",), ("work", "--once")])
def test_a_command_that_cannot_start_says_why_in_one_sentence(tmp_path: Path, command: tuple[str, ...]):
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR": str(tmp_path), "PORT": "abc"},
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "PORT must be a whole number from 1 to 65535, and is not.\n"
