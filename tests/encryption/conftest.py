"""Keys in roles, and a sealer that fills in what a test does not care about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from encryption import keypairs
from encryption.envelopes import Content, Envelope, Position, seal
from encryption.keypairs import PrivateKey

Sealer = Callable[..., Envelope]


@pytest.fixture(scope="session")
def taxpayer_key() -> PrivateKey:
    return keypairs.generate(signs=True)


@pytest.fixture(scope="session")
def officer_key() -> PrivateKey:
    return keypairs.generate(signs=True)


@pytest.fixture(scope="session")
def unit_key() -> PrivateKey:
    return keypairs.generate(signs=False)


@pytest.fixture(scope="session")
def system_key() -> PrivateKey:
    return keypairs.signing_only()


@pytest.fixture
def position() -> Position:
    return Position(message=uuid4(), thread=uuid4(), sequence=1, previous=None, unit=uuid4(), epoch=1)


@pytest.fixture
def content() -> Content:
    return Content(subject="Form 12", text="We need form 12 by May.", author_name="A. Officer")


@pytest.fixture
def sealed(
    officer_key: PrivateKey,
    taxpayer_key: PrivateKey,
    unit_key: PrivateKey,
    position: Position,
    content: Content,
) -> Sealer:
    """Seal from the officer to taxpayer and unit, unless told otherwise; `position` fields by their name."""
    sender = UUID("6f1c1c52-7b8e-4f0a-9a55-4f5f0e1b2c3d")

    def seal_one(**changes: Any) -> Envelope:
        place = {name: changes.pop(name) for name in Position.__dataclass_fields__ if name in changes}
        arguments: dict[str, Any] = {
            "content": content,
            "sender": sender,
            "signer": officer_key,
            "recipients": [taxpayer_key.public, unit_key.public],
            "sent_at": datetime(2026, 5, 4, 9, 30, 0, 123456, tzinfo=UTC),
        } | changes
        return seal(arguments.pop("content"), position=replace(position, **place), **arguments)

    return seal_one
