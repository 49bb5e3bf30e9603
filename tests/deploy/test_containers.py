"""What Dockerfile, docker-compose.yml and deploy/ say is what the code has; nothing secret stands in them."""

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands, load_command_class

from deploy.not_needed import needed, not_needed
from portal import database_urls, redis_urls
from tests import real_parts

ROOT = Path(settings.BASE_DIR)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if service["image"].startswith("sealpost:")}
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
NGINX = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text(encoding="utf-8")
SETTINGS = (ROOT / "portal" / "settings.py").read_text(encoding="utf-8")
every_service = pytest.mark.parametrize("name", sorted(SERVICES))


def words_of(command: str | list[str]) -> list[str]:
    return shlex.split(command) if isinstance(command, str) else command


def manage_commands() -> Iterator[list[str]]:
    """List what is said to manage.py: by services, by health checks, and by the image itself."""
    said = [SERVICES[name].get(key, []) for name in sorted(OURS) for key in ("command",)]
    said += [SERVICES[name]["healthcheck"].get("test", []) for name in sorted(OURS)]
    said += [json.loads(words) for words in re.findall(r"CMD (\[.*\])", DOCKERFILE)]
    said += re.findall(r"python manage\.py \w+[^&\\\n]*", DOCKERFILE)
    for words in map(words_of, said):
        text = " ".join(words)
        for part in text.split("&&"):
            if "manage.py" in part:
                yield part.partition("manage.py ")[2].split()


def nginx_value(name: str) -> str:
    """Read the one value that a directive of the proxy has."""
    found = re.findall(rf"^\s*{name}\s+([^;]+);", NGINX, re.MULTILINE)
    assert len(found) == 1, name
    return str(found[0])


def bytes_of(size: str) -> int:
    return int(size[:-1]) * {"k": 1024, "m": 1024 * 1024}[size[-1]]


def test_the_services_are_those_of_the_architecture():
    assert set(SERVICES) == {
        "proxy", "web", "worker", "receive", "beat", "migrate", "postgresql", "redis", "mail",
    }  # fmt: skip
    assert {"web", "worker", "receive", "beat", "migrate", "mail"} == OURS
    assert SERVICES["mail"]["profiles"] == ["try"]
    assert SERVICES["receive"]["profiles"] == ["mail-in"]
    assert {name for name in SERVICES if "profiles" in SERVICES[name]} == {"mail", "receive"}


def test_only_this_machine_hands_mail_over():
    assert SERVICES["receive"]["ports"] == ["127.0.0.1:9100:9100"]


@every_service
def test_a_service_can_change_nothing_and_gain_no_rights(name: str):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"].partition(":")[0] not in ("", "0", "root")
    assert not {"cap_add", "privileged", "network_mode", "pid", "devices"} & set(service)


@every_service
def test_a_service_has_an_image_of_one_version(name: str):
    image, _, tag = SERVICES[name]["image"].partition(":")

    assert re.match(r"\d+\.\d+|\d+-", tag), tag
    # A host would be a registry.
    assert "/" not in image


@every_service
def test_a_service_that_goes_on_tells_whether_it_is_well(name: str):
    check = SERVICES[name]["healthcheck"]

    if name == "migrate":
        assert check == {"disable": True}
        assert SERVICES[name]["restart"] == "no"
    else:
        assert check["test"][0] in ("CMD", "CMD-SHELL")
        assert "timeout" in check
        assert SERVICES[name]["restart"] == "unless-stopped"


@every_service
def test_what_a_service_waits_for_is_there(name: str):
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        if how["condition"] == "service_healthy":
            assert "test" in SERVICES[other]["healthcheck"]


def test_every_command_is_one_of_ours_and_takes_what_it_is_given():
    commands = list(manage_commands())

    assert {words[0] for words in commands} >= {
        "serve",
        "work",
        "beat",
        "migrate",
        "healthy",
        "collectstatic",
    }
    for name, *arguments in commands:
        command = load_command_class(get_commands()[name], name)
        command.create_parser("manage.py", name).parse_args(arguments)


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_variable_is_one_that_the_settings_read(name: str):
    secrets = {f"/run/secrets/{secret}" for secret in SERVICES[name].get("secrets", [])}

    for variable, value in SERVICES[name].get("environment", {}).items():
        plain = variable.removesuffix("_FILE")
        assert f'"{plain}"' in SETTINGS or f'"{variable}"' in SETTINGS, variable
        if variable.endswith("_FILE"):
            assert value in secrets, variable
            assert re.search(rf'(text_or_file|secret)\("{plain}"', SETTINGS), variable


def test_what_must_be_said_is_asked_for_by_name():
    asked = re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text())

    assert set(asked) == {
        "SEALPOST_SITE_URL",
        "SEALPOST_AGENCY_NAME",
        "SEALPOST_AGENCY_CONTACT",
        "SEALPOST_SMTP_HOST",
    }


@pytest.mark.parametrize("path", ["Dockerfile", "docker-compose.yml", "deploy/nginx/nginx.conf"])
def test_no_secret_stands_in_a_file(path: str):
    text = (ROOT / path).read_text(encoding="utf-8")

    assert not re.search(r"://[^\s/@]*:[^\s/@]+@", text)
    assert not re.search(r"(?m)^\s*[A-Z_]*(PASSWORD|SECRET_KEY|TOKEN)\s*[:=]", text)
    assert not re.search(r"[0-9a-f]{32}", text)


@every_service
def test_secrets_are_files_that_somebody_needs(name: str):
    assert set(SERVICES[name].get("secrets", [])) <= set(COMPOSE["secrets"])
    if name == "proxy":
        served = {nginx_value("ssl_certificate"), nginx_value("ssl_certificate_key")}
        assert served == {f"/run/secrets/{secret}" for secret in SERVICES[name]["secrets"]}


def test_every_secret_has_a_file_that_is_never_kept_or_copied():
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}

    assert used == set(COMPOSE["secrets"])
    for secret, place in COMPOSE["secrets"].items():
        assert place == {"file": f"deploy/secrets/{secret}"}
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    assert "deploy/secrets" in (ROOT / ".dockerignore").read_text().splitlines()


def test_only_who_migrates_is_the_owner_of_the_tables():
    owners = {name for name in SERVICES if "database_owner_url" in SERVICES[name].get("secrets", [])}

    assert owners == {"migrate"}


def test_only_the_portal_reaches_the_database_and_only_the_proxy_the_web():
    members = {
        network: {name for name in SERVICES if network in SERVICES[name]["networks"]}
        for network in COMPOSE["networks"]
    }

    assert members == {
        "outside": {"proxy", "worker", "receive", "mail"},
        "front": {"proxy", "web"},
        "data": {"web", "worker", "receive", "beat", "migrate", "postgresql", "redis"},
    }
    internal = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    assert internal == {"front", "data"}
    assert {name for name in SERVICES if "ports" in SERVICES[name]} == {"proxy", "receive"}


@every_service
def test_every_file_and_volume_that_is_mounted_is_there(name: str):
    for mount in SERVICES[name].get("volumes", []):
        source, target, *rights = mount.split(":")
        if source.startswith("./"):
            assert (ROOT / source).is_file()
            assert rights == ["ro"]
        else:
            assert source in COMPOSE["volumes"]
        assert target.startswith("/")


def test_the_portal_writes_where_a_volume_is():
    (folder,) = re.findall(r"VAR=(/var\S+)", DOCKERFILE)

    for name in OURS - {"mail"}:
        assert SERVICES[name]["volumes"] == [f"portal:{folder}"]
    assert f"VOLUME {folder}" in DOCKERFILE


def test_the_ports_of_proxy_and_web_meet():
    listened = set(re.findall(r"listen (\d+)[; ]", NGINX))
    published = {port.partition(":")[2] for port in SERVICES["proxy"]["ports"]}
    (upstream,) = re.findall(r"http://(\w+):(\d+);", NGINX)

    assert published == listened == {"8080", "8443"}
    assert upstream == ("web", "8000")
    assert 'PORT = env.number("PORT", 8000' in SETTINGS
    assert "EXPOSE 8000" in DOCKERFILE
    assert SERVICES["web"]["environment"]["SEALPOST_LISTEN"] == "0.0.0.0"  # noqa: S104 - in a container
    check = SERVICES["proxy"]["healthcheck"]["test"][-1]
    assert f"listen {check.removeprefix('http://').partition('/')[0]};" in NGINX
    assert f"location = /{check.rpartition('/')[2]} {{" in NGINX


def test_the_proxy_writes_nothing_that_visitors_send():
    most = bytes_of(nginx_value("client_max_body_size"))

    assert bytes_of(nginx_value("client_body_buffer_size")) >= most
    assert most > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert nginx_value("proxy_max_temp_file_size") == "0"
    assert nginx_value("client_body_in_file_only") == "off"
    assert nginx_value("access_log") == "off"
    assert "error_log /dev/stderr crit;" in NGINX
    written = re.findall(r"(?:_temp_path|pid) (\S+);", NGINX)
    assert len(written) == 6
    assert all(path.startswith("/tmp/") for path in written)  # noqa: S108 - of its own container
    assert SERVICES["proxy"]["tmpfs"][0].startswith("/tmp:")  # noqa: S108


def test_the_proxy_says_who_visits_and_believes_nobody_else():
    headers = dict(re.findall(r"proxy_set_header (\S+) (\S+);", NGINX))

    assert headers == {
        "Connection": '""',
        "Host": "$host",
        "X-Real-IP": "$remote_addr",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": '""',
        "Forwarded": '""',
    }
    assert SERVICES["web"]["environment"]["SEALPOST_BEHIND_PROXY"] == "1"


@pytest.mark.parametrize(
    ("name", "most_seconds"),
    [
        ("client_header_timeout", 10),
        ("client_body_timeout", 10),
        ("send_timeout", 10),
        ("keepalive_timeout", 60),
        ("proxy_connect_timeout", 5),
    ],
)
def test_slow_visitors_are_left_behind(name: str, most_seconds: int):
    assert 0 < int(nginx_value(name).removesuffix("s")) <= most_seconds


def test_the_image_is_made_in_two_stages_of_one_version_and_run_by_nobody_special():
    stages = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert len(stages) == 2
    assert len(set(stages)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", stages[0])
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert all(SERVICES[name]["user"] == "10001:10001" for name in OURS)
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert "HEALTHCHECK" in DOCKERFILE
    assert not re.search(r"^(ARG|ADD) ", DOCKERFILE, re.MULTILINE)


def test_the_user_of_the_image_has_a_group_and_may_read_what_it_runs():
    made, run = DOCKERFILE.split("FROM")[1:]

    # collectstatic makes files that only their owner reads, as everything that manage.py makes.
    assert made.index("collectstatic") < made.index("chmod -R a+rX /build")
    assert "groupadd --system --gid 10001 " in run
    assert "useradd --system --uid 10001 --gid 10001 " in run


def test_what_the_image_copies_is_there():
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
        for source in line.split()
    ]

    assert copied
    assert [source for source in copied if not (ROOT / source).exists()] == []


def test_the_image_does_without_what_only_tests_need():
    left_out = set(not_needed())

    assert left_out >= {"pytest", "mypy", "ruff", "playwright", "pip"}
    assert not left_out & {
        "django",
        "celery",
        "redis",
        "psycopg",
        "psycopg-binary",
        "cryptography",
        "aiosmtpd",
    }
    assert needed(["django-axes[ipware]"]) >= {"django-axes", "django-ipware", "django"}


WITHOUT = """
import sys
from importlib.metadata import packages_distributions
from deploy.not_needed import not_needed

left_out = set(not_needed())
known = packages_distributions()
blocked = {top for top, owners in known.items() if {owner.lower().replace("_", "-") for owner in owners} <=
left_out}

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Blocker())
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "check"])
import gunicorn.app.base, notices.tasks, portal.celery, portal.serving.web, psycopg
"""


def test_the_portal_runs_without_them(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr


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
        assert portal.execute("SHOW statement_timeout").fetchone() == ("30s",)
        assert portal.execute("SELECT count(*) FROM audit_auditevent").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            portal.execute("DELETE FROM audit_auditevent")
