"""The drill: open every epoch of a bundle, and state in writing what opened."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from encryption.epochs import EpochsDigest, SealedEpoch, open_epoch
from encryption.errors import EncryptionError
from encryption.keypairs import PrivateKey
from encryption.statements import DRILL, sign_statement
from records_key import log
from records_key.bundles import Bundle
from records_key.errors import CannotRecover


@dataclass(frozen=True)
class Drilled:
    """Say what a drill opened. others: epochs that are sealed to another records key."""

    document: dict[str, str]
    opened: int
    failed: list[SealedEpoch]
    others: int


def drill(bundle: Bundle, private: PrivateKey) -> Drilled:
    """Open every epoch that is sealed to this records key, and sign what came of it.

    One epoch is held at a time, and none is kept. Raises CannotRecover when none is sealed to this key;
    BadFile.
    """
    digest, failed, others = EpochsDigest(), list[SealedEpoch](), 0
    for one in bundle.epochs():
        if one.recipient != private.key_id:
            others += 1
            continue
        digest.add(one)
        if not _opens(one, private):
            failed.append(one)
    if not digest.count:
        raise CannotRecover("Nothing in this bundle is sealed to the records key of these pages.")
    statement: dict[str, Any] = {
        "bundle": bundle.head.bundle,
        "exported_at": bundle.head.exported_at,
        "records_key_id": private.key_id,
        "epochs": digest.count,
        "digest": digest.hexdigest(),
        "failed": [one.key_id for one in failed],
        "opened_at": log.now(),
    }
    document = sign_statement(private, DRILL, statement)
    return Drilled(document, digest.count - len(failed), failed, others)


def _opens(one: SealedEpoch, private: PrivateKey) -> bool:
    with suppress(EncryptionError):
        open_epoch(private, one.sealed, unit=one.unit, epoch=one.epoch, key_id=one.key_id)
        return True
    return False
