"""Reads the address of a PostgreSQL database."""

from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Names as libpq has them; whatever else stands behind the question mark is refused rather than dropped.
# Source: PostgreSQL documentation, "Parameter Key Words" of libpq.
OPTIONS = frozenset(
    ("application_name", "sslcert", "sslkey", "sslmode", "sslrootcert", "target_session_attrs")
)
# A database that is not there, or has gone without a word, is noticed within ten seconds.
# Source: PostgreSQL documentation, the same chapter.
NOTICING = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def read(url: str, *, variable: str, prepares: bool = True) -> dict[str, object]:
    """Turn postgresql://user:password@host:port/name?sslmode=verify-full into Django's database settings.

    variable: the environment variable that holds `url`, for the sentence to people, which repeats no value.
    prepares: whether what is often asked is planned once for each connection.
    Raises ImproperlyConfigured.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{variable} has a host or a port that is none.") from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name or "/" in name or parts.fragment:
        raise ImproperlyConfigured(f"{variable} must look like postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "portal.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": "" if port is None else str(port),
        "OPTIONS": {
            **NOTICING,
            # Else values would be written into the text of statements, which servers log.
            "server_side_binding": True,
            # What a connection asked three times, the server plans once.
            "prepare_threshold": 3 if prepares else None,
            **_options(parts, variable),
        },
    }


def _options(parts: SplitResult, variable: str) -> dict[str, str]:
    known = ", ".join(sorted(OPTIONS))
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True) if parts.query else []
    except ValueError:
        raise ImproperlyConfigured(f"{variable} has something behind ? that is no name=value.") from None
    options = dict(pairs)
    if len(options) < len(pairs) or not all(options.values()):
        raise ImproperlyConfigured(f"{variable} must say each option once, and with a value.")
    if not OPTIONS.issuperset(options):
        raise ImproperlyConfigured(f"{variable} may have no other options than {known}.")
    return options
