"""What docker-compose.yml says is what the code has; nothing secret stands in it."""

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from ipaddress import ip_address, ip_network

import pytest
from aiosmtpd import main as aiosmtpd_main
from django.core.management import get_commands, load_command_class

from tests.deploy.files import COMPOSE, DOCKERFILE, OURS, ROOT, SERVICES, SETTINGS, words_of
from tests.deploy.test_proxy import nginx_value

every_service = pytest.mark.parametrize("name", sorted(SERVICES))


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


def test_the_services_are_those_of_the_architecture():
    assert set(SERVICES) == {
        "proxy", "web", "worker", "receive", "fetch", "beat", "migrate", "postgresql", "redis", "mail",
    }  # fmt: skip
    assert {"web", "worker", "receive", "fetch", "beat", "migrate", "mail"} == OURS
    profiles = {name: SERVICES[name]["profiles"] for name in SERVICES if "profiles" in SERVICES[name]}
    assert profiles == {"mail": ["try"], "receive": ["mail-in"], "fetch": ["mail-fetch"]}


def test_our_images_are_of_the_version_that_this_is():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert {SERVICES[name]["image"] for name in OURS} == {f"sealpost:{version}"}


def test_mail_is_taken_where_its_check_looks_and_from_this_machine_alone():
    service = SERVICES["receive"]
    port = service["environment"]["SEALPOST_MAIL_IN_PORT"]

    assert service["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert ip_address(service["environment"]["SEALPOST_MAIL_IN_LISTEN"]).is_unspecified
    assert f"smtplib.LMTP('127.0.0.1', {port})" in service["healthcheck"]["test"][-1]
    assert service["command"][-1] == "receive_mail"


def test_what_is_not_ours_is_begun_and_asked_by_programs_that_it_has():
    mail, redis, postgresql = (SERVICES[name] for name in ("mail", "redis", "postgresql"))
    listening = mail["command"][-1]
    parsed = aiosmtpd_main.parseargs(mail["command"][mail["command"].index("aiosmtpd") + 1 :])[1]

    assert find_spec("aiosmtpd.__main__")
    assert (f"{parsed.host}:{parsed.port}", parsed.setuid) == (listening, False)
    assert f"smtplib.SMTP('127.0.0.1', {parsed.port}," in mail["healthcheck"]["test"][-1]
    assert redis["command"] == ["redis-server", f"/run/secrets/{redis['secrets'][0]}"]
    assert redis["healthcheck"]["test"][-1].split()[0] == "redis-cli"
    assert "requirepass" in (ROOT / "deploy" / "make_secrets").read_text()
    asked = postgresql["healthcheck"]["test"]
    assert asked[1] == "pg_isready"
    assert 'database_url "postgresql://sealpost_portal:' in (ROOT / "deploy" / "make_secrets").read_text()
    assert f'/{asked[asked.index("--dbname") + 1]}"' in (ROOT / "deploy" / "make_secrets").read_text()
    said = postgresql["command"]
    assert said[0] == "postgres"
    assert said[1::2] == ["-c"] * (len(said) // 2)
    assert "synchronous_commit=on" in said[2::2]


def test_whoever_sends_takes_in_or_reads_mail_has_the_same_addresses():
    for name in OURS - {"mail"}:
        for variable in ("SEALPOST_BOUNCE_ADDRESS", "SEALPOST_MAIL_IN_AUTHSERV_ID"):
            assert SERVICES[name]["environment"][variable] == f"${{{variable}:-}}"


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
        "outside": {"proxy", "worker", "receive", "fetch", "mail"},
        "front": {"proxy", "web"},
        "data": {"web", "worker", "receive", "fetch", "beat", "migrate", "postgresql", "redis"},
    }
    internal = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    assert internal == {"front", "data"}
    assert {name for name in SERVICES if "ports" in SERVICES[name]} == {"proxy", "receive"}


def test_the_web_believes_the_network_of_the_proxy_and_no_other():
    [front] = COMPOSE["networks"]["front"]["ipam"]["config"]
    default = ip_network(re.sub(r"\$\{SEALPOST_FRONT_NETWORK:-(.*)\}", r"\1", front["subnet"]))

    assert SERVICES["web"]["environment"]["SEALPOST_PROXIES"] == front["subnet"]
    assert default.is_private
    assert default.num_addresses <= 16


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
