"""What the proxy in front of the portal lets through, says and keeps."""

import re

import pytest
from django.conf import settings

from tests.deploy.files import DOCKERFILE, ROOT, SERVICES, SETTINGS

NGINX = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text(encoding="utf-8")


def nginx_value(name: str) -> str:
    """Read the one value that a directive of the proxy has."""
    found = re.findall(rf"^\s*{name}\s+([^;]+);", NGINX, re.MULTILINE)
    assert len(found) == 1, name
    return str(found[0])


def bytes_of(size: str) -> int:
    return int(size[:-1]) * {"k": 1024, "m": 1024 * 1024}[size[-1]]


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
