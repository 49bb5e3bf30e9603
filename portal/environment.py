"""Typed readers of the environment; a bad value stops the start with a sentence that names it."""

import ipaddress
import os
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Read the variable `name`; raises ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} must be set in the environment.")
    return value


def text_or_file(name: str) -> str:
    """Read a value that may hold a password from `name`, or from the file that `name`_FILE names.

    Gives an empty text when neither is set; raises ImproperlyConfigured when the file cannot be read.
    """
    value = os.environ.get(name, "")
    file_name = os.environ.get(f"{name}_FILE", "")
    if value or not file_name:
        return value
    try:
        return Path(file_name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read.") from None


def flag(name: str, *, default: bool = False) -> bool:
    """Read a yes-or-no variable: 1, true, yes, on or 0, false, no, off."""
    value = os.environ.get(name)
    if value is None:
        return default
    answer = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if value.casefold() not in answer:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, and is not.")
    return answer[value.casefold()]


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """Read a whole number between `least` and `most`; an empty value is none."""
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, and is not.")
    return int(value)


def numbers(name: str, default: list[int]) -> list[int]:
    """Read a list of whole numbers that are separated by commas, at least one."""
    values = words(name, ",".join(map(str, default)))
    if not values or not all(value.isascii() and value.isdigit() and len(value) < 10 for value in values):
        raise ImproperlyConfigured(f"{name} must be whole numbers, separated by commas, and is not.")
    return [int(value) for value in values]


def mail_address(name: str, default: str) -> str:
    """Read an e-mail address without a name, such as bounces@mail.example.gov; may be empty."""
    value = os.environ.get(name, default)
    local, at, domain = value.partition("@")
    is_address = bool(local and domain) and value.isascii() and not re.search(r"[\s+@,;<>\"]", local + domain)
    if value and not (at and is_address):
        raise ImproperlyConfigured(f"{name} must be an address like returned@example.org, without a +.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Read a list whose items are separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def site_url(name: str, default: str) -> str:
    """Read the portal's own address, such as https://mail.example.gov, without a path."""
    value = os.environ.get(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(
            f"{name} must be an address like https://mail.example.gov, without a path."
        )
    return value


def issuer(name: str) -> str:
    """Read the address of an OpenID provider, as its tokens name it; empty when there is none."""
    value = os.environ.get(name, "")
    parts = urlsplit(value)
    is_local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if value and (
        (parts.scheme != "https" and not (parts.scheme == "http" and is_local)) or not parts.hostname
    ):
        raise ImproperlyConfigured(f"{name} must be an address that starts with https://.")
    return value


def listening_address(name: str, default: str) -> str:
    """Read the address of this machine to listen on, such as 127.0.0.1, or 0.0.0.0 for all of them."""
    value = os.environ.get(name, default)
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be an IP address of this machine, and is not.") from None


def networks(name: str, default: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Read addresses and networks, such as 192.0.2.7, 2001:db8::/64, that are separated by commas.

    Raises ImproperlyConfigured for none, and for a network of everybody: whoever is believed is somebody in
    particular.
    """
    try:
        read = [ipaddress.ip_network(word) for word in words(name, default)]
    except ValueError:
        read = []
    if not read or any(network.prefixlen == 0 for network in read):
        raise ImproperlyConfigured(
            f"{name} must be addresses or networks like 192.0.2.7 or 192.0.2.0/28, separated by commas, "
            "and is not."
        )
    return read


def secret(name: str, *, made_in: Path | None) -> str:
    """Read a secret from `name`, or from the file that `name`_FILE names.

    made_in: where an embedded portal keeps the secret that it makes for itself at its first start; None makes
    none.
    Raises ImproperlyConfigured when there is no secret, or one of fewer than 32 characters.
    """
    value = text_or_file(name)
    if not value and made_in is not None:
        value = _kept_secret(made_in)
    if len(value) < 32:
        raise ImproperlyConfigured(f"{name} (or {name}_FILE) must hold a secret of at least 32 characters.")
    return value


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Exclusive, so that two processes that start at once agree on one secret.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    made = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(made)
    return made
