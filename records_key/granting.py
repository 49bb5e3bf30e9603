"""The last resort: open a unit's keys with the records key, and seal them to a person of the agency."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from encryption.epochs import SealedEpoch, open_epoch, seal_epoch
from encryption.errors import BadDocument, BadKey, EncryptionError
from encryption.fingerprints import six_words
from encryption.keypairs import PrivateKey, PublicKey
from encryption.statements import GRANT, GRANT_REQUEST, sign_statement
from records_key import log
from records_key.errors import BadFile, CannotRecover


@dataclass(frozen=True)
class Request:
    """Hold what the portal asks for: which unit, for whom, and the unit's epochs as they are sealed.

    public: the person's key as the portal's directory has it; six words tell whether it is theirs.
    """

    number: str
    unit: UUID
    unit_name: str
    person: UUID
    person_name: str
    public: PublicKey
    epochs: list[SealedEpoch]

    @property
    def words(self) -> str:
        """Give the six words of the person's key."""
        return six_words(self.public)


def read_request(found: dict[str, Any]) -> Request:
    """Read a request of the portal; raises BadFile."""
    try:
        unit, person = found["unit"], found["person"]
        request = Request(
            number=str(UUID(found["request"])),
            unit=UUID(unit["id"]),
            unit_name=str(unit["name"]),
            person=UUID(person["id"]),
            person_name=str(person["name"]),
            public=PublicKey.from_bytes(base64.b64decode(person["key"], validate=True)),
            epochs=[SealedEpoch.from_json(each) for each in found["epochs"]],
        )
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error, BadKey, BadDocument):
        raise BadFile("This is not a request of the portal for a unit's key.") from None
    if (
        found.get("kind") != GRANT_REQUEST
        or not request.epochs
        or any(e.unit != request.unit for e in request.epochs)
    ):
        raise BadFile("This is not a request of the portal for a unit's key.")
    return request


def check_words(request: Request, typed: str) -> None:
    """Compare the words that the person has read out with those of the key; raises CannotRecover."""
    if typed.casefold().split() != request.words.split():
        raise CannotRecover(
            "These are not the six words of the key in the request, so it may not be "
            f"{request.person_name}'s. Nothing was opened. Have them read their words to you once more; "
            "if they differ again, somebody may have put another key in its place."
        )


def grant(request: Request, private: PrivateKey, *, typed_words: str) -> dict[str, str]:
    """Seal the unit's keys to the person, and sign that this quorum did so.

    typed_words: as the person has read them out, from their own page of the portal.
    Epochs that are sealed to an earlier records key are left out: the newest one's chain opens them.
    Raises CannotRecover when the words differ or the newest epoch does not open.
    """
    check_words(request, typed_words)
    newest = max(request.epochs, key=lambda one: one.epoch)
    if newest.recipient != private.key_id:
        raise CannotRecover(
            "The unit's newest key is sealed to another records key than that of these pages."
        )
    epochs = []
    for one in request.epochs:
        if one.recipient != private.key_id:
            continue
        try:
            opened = open_epoch(private, one.sealed, unit=one.unit, epoch=one.epoch, key_id=one.key_id)
        except EncryptionError:
            raise CannotRecover(
                f"Epoch {one.epoch} of this unit's key is damaged and does not open."
            ) from None
        sealed = seal_epoch(opened, request.public, unit=one.unit, epoch=one.epoch)
        epochs.append({"epoch": one.epoch, "key_id": one.key_id, "sealed": base64.b64encode(sealed).decode()})
    statement = {
        "request": request.number,
        "unit": str(request.unit),
        "person": str(request.person),
        "person_key_id": request.public.key_id,
        "epochs": epochs,
        "made_at": log.now(),
    }
    return sign_statement(private, GRANT, statement)
