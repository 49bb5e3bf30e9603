"""Sealed fields open in their own place only, and under the key that sealed them."""

from uuid import uuid4

import pytest

from keyring.errors import KeyringError
from keyring.fields import open_field, seal_field

ROW = uuid4()


def test_a_field_opens_in_its_place() -> None:
    sealed = seal_field("a token", model="notice", field="token", row=ROW)

    assert open_field(sealed, model="notice", field="token", row=ROW) == "a token"
    assert b"a token" not in sealed


@pytest.mark.parametrize("other", [{"model": "outbox"}, {"field": "address"}, {"row": uuid4()}])
def test_a_field_opens_nowhere_else(other: dict[str, object]) -> None:
    sealed = seal_field("a token", model="notice", field="token", row=ROW)

    with pytest.raises(KeyringError):
        open_field(sealed, **{"model": "notice", "field": "token", "row": ROW, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize("damaged", [b"", b"0" * 16, b"\xff" * 200])
def test_what_is_damaged_does_not_open(damaged: bytes) -> None:
    with pytest.raises(KeyringError):
        open_field(damaged, model="notice", field="token", row=ROW)
