"""Mail servers that a test tells what to say, and a notice."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notices.models import Notice
from tests.notices.handlers import STEPS
from tests.notices.making import make_notice
from tests.notices.scripted_server import ScriptedServer, self_signed, serving


@pytest.fixture
def smtp(settings: Any) -> Iterator[ScriptedServer]:
    """Start the server, and let the portal send through it."""
    with serving(settings) as server:
        yield server


@pytest.fixture
def smtp_of_somebody_else(settings: Any, tmp_path: Path) -> Iterator[ScriptedServer]:
    """Start a server that offers TLS, with a certificate that nobody vouches for."""
    certificate = tmp_path / "certificate.pem"
    certificate.write_bytes(self_signed("127.0.0.1"))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with serving(settings, tls_context=tls) as server:
        yield server


@pytest.fixture
def notice(db: None) -> Notice:
    """A notice that waits to be sent."""
    return make_notice()


@pytest.fixture
def steps(settings: Any) -> None:
    """Work is tried again after these pauses, five times in all, and leased for two minutes."""
    settings.OUTBOX_BACKOFF_SECONDS = STEPS
    settings.OUTBOX_MAX_ATTEMPTS = 5
    settings.OUTBOX_LEASE_SECONDS = 120


@pytest.fixture
def agency(settings: Any) -> None:
    """An agency whose mails say who it is."""
    settings.SITE_URL = "https://mail.example.gov"
    settings.AGENCY_NAME = "Example Department of Revenue"
    settings.DEFAULT_FROM_EMAIL = "no-reply@example.gov"
