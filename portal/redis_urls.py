"""Reads the address of the Redis that carries the ids of work."""

import ssl
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def read(url: str, *, variable: str) -> str:
    """Give `url` back when it is redis://user:password@host:port/number, or rediss:// for TLS, or nothing at
    all.

    variable: the environment variable that holds `url`, for the sentence to people, which repeats no value.
    Raises ImproperlyConfigured.
    """
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{variable} has a host or a port that is none.") from None
    number = parts.path.removeprefix("/") or "0"
    is_number = number.isascii() and number.isdigit()
    # Whatever else stands behind the question mark is refused rather than dropped.
    if (
        parts.scheme not in ("redis", "rediss")
        or not parts.hostname
        or not is_number
        or parts.query + parts.fragment
    ):
        raise ImproperlyConfigured(f"{variable} must look like rediss://user:password@host:port/0.")
    return url


def tls_options(url: str) -> dict[str, object] | None:
    """Give what Celery has to be told of TLS: certificates are verified, by the system's own authorities."""
    return {"ssl_cert_reqs": ssl.CERT_REQUIRED} if url.startswith("rediss://") else None
