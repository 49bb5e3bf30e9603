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
        ("SEALPOST_SMTP_STARTTLS", "opportunistic"),
        ("SEALPOST_SMTP_CA_FILE", "/nowhere/authority.pem"),
        ("SEALPOST_DKIM_KEY_FILE", "/nowhere/dkim.pem"),
        ("SEALPOST_BOUNCE_ADDRESS", "bounces"),
        ("SEALPOST_BOUNCE_ADDRESS", "@mail.example.gov"),
        ("SEALPOST_BOUNCE_ADDRESS", "bounces+tag@mail.example.gov"),
        ("SEALPOST_BOUNCE_ADDRESS", "Bounces <bounces@mail.example.gov>"),
        ("SEALPOST_BOUNCE_ADDRESS", "a@mail.example.gov, b@mail.example.gov"),
        ("SEALPOST_RETRY_SECONDS", ""),
        ("SEALPOST_RETRY_SECONDS", "30, soon"),
        ("SEALPOST_RETRY_SECONDS", "30,-1"),
        ("SEALPOST_RETRIES", "0"),
        ("SEALPOST_UNREAD_DAYS", "6"),
        ("SEALPOST_BEHIND_PROXY", "nginx"),
        ("SEALPOST_LISTEN", "everywhere"),
        ("SEALPOST_PROXIES", "proxy.example.gov"),
        ("SEALPOST_PROXIES", "192.0.2.7/28"),
        ("SEALPOST_PROXIES", "192.0.2.7, 0.0.0.0/0"),
        ("SEALPOST_PROXIES", " , "),
        ("SEALPOST_REDIS_URL", "http://redis.example.gov/0"),
        ("SEALPOST_REDIS_URL", "redis:///0"),
        ("SEALPOST_REDIS_URL", "redis://redis.example.gov:many/0"),
        ("SEALPOST_REDIS_URL", "redis://redis.example.gov/first"),
        ("SEALPOST_REDIS_URL", "redis://redis.example.gov/0?db=1"),
        ("SEALPOST_REDIS_URL", "rediss://redis.example.gov/0?ssl_cert_reqs=none"),
        ("SEALPOST_WORKER_PROCESSES", "0"),
        ("SEALPOST_LIMIT_COMMENTS", "-1"),
        ("SEALPOST_ARGON2_WAITERS", "0"),
        ("SEALPOST_ARGON2_WAITERS", "10"),
        ("SEALPOST_WEB_THREADS", "3"),
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


def test_a_mailbox_is_not_asked_to_begin_tls_and_to_go_without(tmp_path: Path) -> None:
    said = {"SEALPOST_IMAP_HOST": "localhost", "SEALPOST_IMAP_ADDRESS": "a@mail.example.gov"}
    both = {**PRODUCTION, **said, "SEALPOST_IMAP_STARTTLS": "1"}

    refused = _read_settings(tmp_path, **both, SEALPOST_IMAP_TLS="0")
    taken = _read_settings(tmp_path, show="settings.IMAP_PORT", **both, SEALPOST_IMAP_PORT="")

    assert "SEALPOST_IMAP_TLS" in refused.stderr.strip().splitlines()[-1]
    # An empty value is none, as Compose hands on what nobody has set.
    assert taken.stdout.strip() == "143"


def test_mail_goes_to_another_machine_in_clear_only_if_that_is_named_twice(tmp_path: Path) -> None:
    clear = {**PRODUCTION, "SEALPOST_SMTP_STARTTLS": "0"}
    away = {**clear, "SEALPOST_SMTP_HOST": "smtp.example.gov"}

    refused = _read_settings(tmp_path, **away)
    taken = _read_settings(tmp_path, **away, SEALPOST_SMTP_CLEAR_HOST="smtp.example.gov")
    near = _read_settings(tmp_path, **clear, SEALPOST_SMTP_HOST="localhost")

    assert "SEALPOST_SMTP_STARTTLS" in refused.stderr.strip().splitlines()[-1]
    assert refused.returncode
    assert taken.returncode == near.returncode == 0


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
        "keepalives": 1,
        "keepalives_idle": 4,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        "server_side_binding": True,
        "prepare_threshold": 3,
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ssl/our root.pem",
    }


def test_nothing_is_prepared_behind_a_pooler_that_cannot(tmp_path: Path) -> None:
    show = "settings.DATABASES['default']['OPTIONS']['prepare_threshold']"

    done = _read_settings(tmp_path, show=show, **PRODUCTION, SEALPOST_PREPARE="0")

    assert done.stdout.strip() == "None"


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
    cookies = ("SESSION", "CSRF", "BROWSER", "LANGUAGE")
    names = ("DEBUG", "SESSION_COOKIE_SECURE", *(f"{cookie}_COOKIE_NAME" for cookie in cookies))

    done = _read_settings(tmp_path, show=",".join(f"settings.{name}" for name in names), **PRODUCTION)

    assert done.stdout.split() == [
        "False",
        "True",
        *(f"__Host-{cookie.lower()}" for cookie in cookies),
    ]


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


def test_mail_is_encrypted_and_tried_for_more_than_a_day_unless_somebody_says_otherwise(
    tmp_path: Path,
) -> None:
    names = ("EMAIL_USE_TLS", "OUTBOX_BACKOFF_SECONDS", "OUTBOX_MAX_ATTEMPTS")
    shown = f"__import__('json').dumps([getattr(settings, name) for name in {names}])"

    usual = _read_settings(tmp_path, shown)
    other = _read_settings(tmp_path, shown, SEALPOST_RETRY_SECONDS="1, 2", SEALPOST_RETRIES="3")

    is_encrypted, steps, attempts = json.loads(usual.stdout)
    assert is_encrypted
    assert sum(steps) + steps[-1] * (attempts - 1 - len(steps)) > 24 * 3600
    assert json.loads(other.stdout) == [True, [1, 2], 3]


def test_redis_is_reached_as_its_address_says_and_tls_is_verified(tmp_path: Path) -> None:
    show = "settings.CELERY_BROKER_URL, repr((settings.CELERY_BROKER_USE_SSL or {}).get('ssl_cert_reqs'))"
    plain, tls = "redis://:word@redis.example.gov:6380/2", "rediss://portal:word@redis.example.gov/0"

    answers = [
        _read_settings(tmp_path, show=show, **{**PRODUCTION, "SEALPOST_REDIS_URL": url}).stdout
        for url in (plain, tls)
    ]

    assert answers == [f"{plain} None\n", f"{tls} <VerifyMode.CERT_REQUIRED: 2>\n"]


def test_secrets_may_come_from_files(tmp_path: Path) -> None:
    names = ("SEALPOST_DATABASE_URL", "SEALPOST_SECRET_KEY", "SEALPOST_REDIS_URL", "SEALPOST_SMTP_PASSWORD")
    values = {**PRODUCTION, "SEALPOST_REDIS_URL": "redis://:w@h/0", "SEALPOST_SMTP_PASSWORD": "p@ss"}
    files = {}
    for name in names:
        (tmp_path / name).write_text(f"{values[name]}\n")
        files[f"{name}_FILE"] = str(tmp_path / name)
    rest = {name: value for name, value in PRODUCTION.items() if name not in names}
    show = "settings.DATABASE_URL, settings.SECRET_KEY, settings.REDIS_URL, settings.EMAIL_HOST_PASSWORD"

    done = _read_settings(tmp_path, show=show, **rest, **files)

    assert done.stdout.split() == [values[name] for name in names]


def test_a_secret_whose_file_cannot_be_read_is_named(tmp_path: Path) -> None:
    done = _read_settings(tmp_path, SEALPOST_REDIS_URL_FILE="/nowhere/at/all")

    last = done.stderr.strip().splitlines()[-1]
    assert "SEALPOST_REDIS_URL_FILE" in last
    assert "/nowhere" not in last


def test_what_celery_takes_and_gives_is_json_and_no_results(tmp_path: Path) -> None:
    names = (
        "CELERY_ACCEPT_CONTENT",
        "CELERY_RESULT_BACKEND",
        "CELERY_TASK_ACKS_LATE",
        "CELERY_WORKER_ENABLE_REMOTE_CONTROL",
    )

    done = _read_settings(tmp_path, show=",".join(f"settings.{name}" for name in names), **PRODUCTION)

    assert done.stdout.strip() == "['json'] None True False"


def test_plain_http_is_served_to_this_machine_only(tmp_path: Path) -> None:
    listening = {"SEALPOST_LISTEN": "0.0.0.0"}  # noqa: S104 - nothing listens
    alone = _read_settings(tmp_path, **listening)
    unproxied = _read_settings(tmp_path, **{**PRODUCTION, **listening, "SEALPOST_BEHIND_PROXY": "0"})
    unnamed = _read_settings(tmp_path, **{**PRODUCTION, **listening})
    proxied = _read_settings(tmp_path, **{**PRODUCTION, **listening, "SEALPOST_PROXIES": "192.0.2.7"})

    assert [done.returncode for done in (alone, unproxied, unnamed, proxied)] == [1, 1, 1, 0]
    assert "SEALPOST_LISTEN" in alone.stderr.splitlines()[-1]
    assert "SEALPOST_PROXIES" in unnamed.stderr.splitlines()[-1]


def _check_for_deployment(folder: Path, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR": str(folder), **PRODUCTION, **variables},
        capture_output=True,
        text=True,
        timeout=30,
    )
    return done.stderr


def test_a_production_without_redis_is_told_what_it_misses(tmp_path: Path) -> None:
    without = _check_for_deployment(tmp_path)
    with_redis = _check_for_deployment(tmp_path, SEALPOST_REDIS_URL="redis://localhost/0")

    assert "SEALPOST_REDIS_URL" in without
    assert "SEALPOST_REDIS_URL" not in with_redis


def test_the_embedded_database_stores_before_it_says_so_and_overwrites_what_is_deleted(tmp_path: Path):
    asked = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    print([cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "secure_delete")])
"""

    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings"},
        capture_output=True,
        text=True,
        timeout=30,
    )

    # 2 is FULL (sqlite.org/pragma.html): a commit waits until the disk has it.
    assert done.stdout.strip() == "[2, 1]", done.stderr
