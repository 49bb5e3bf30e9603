"""The agency's own OpenID provider, and an account with a passkey."""

from collections.abc import Iterator
from typing import Any

import pytest
from oidc_provider_mock import run_server_in_thread

from tests.accounts.devices import Device, add_passkey
from tests.people import Account
from tests.real_servers import free_port


@pytest.fixture
def issuer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The agency's provider, at work; the portal knows it."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with run_server_in_thread(port=free_port()) as server:
        settings.OIDC_ISSUER = f"http://localhost:{server.server_port}"
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "portal", "secret of the portal"
        settings.OIDC_STRONG = ["mfa"]
        yield settings.OIDC_ISSUER


@pytest.fixture
def device(account: Account) -> Device:
    """The account's device, with a passkey that unlocks."""
    return add_passkey(account.signs_in())
