"""The key directory: whose public key is whose. Every row is signed by the keyring's `directory` key.

Whoever only writes to the database cannot put another key in a row's place: nothing is sealed to a row that
does not verify, and no signature of a sender is believed by one.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from encryption.contexts import ctx
from encryption.errors import EncryptionError
from encryption.keypairs import PrivateKey, PublicKey
from encryption.profiles import profile
from keyring import keyring
from keyring.errors import KeyringError
from keys.errors import ForgedKey, NoPersonKey, NoUnitKey
from keys.models import PersonKey, Side, UnitKey
from prepared.queries import PreparedQuery

PERSON, UNIT = "person", "unit"

# Some 10 KiB each: a key that was sealed to is kept with what was computed from it.
VERIFIED_ROWS = 256
# Some 2 KiB each: the senders of what lists show again and again.
KNOWN_ENTRIES = 512

KEYS_IN_USE = PreparedQuery[PersonKey](
    lambda people: PersonKey.objects.filter(person__in=people, state=PersonKey.State.ACTIVE).defer(
        "sealed_private"
    )
)
NEWEST_KEY = PreparedQuery[UnitKey](lambda unit: UnitKey.objects.filter(unit=unit).order_by("-epoch")[:1])


class Row(NamedTuple):
    """Hold what a directory signature is about: whose key, which of theirs, since when, after which.

    side: of a person; empty for a unit.
    """

    kind: str
    owner: UUID
    side: str
    number: int
    valid_from: datetime
    previous: str
    public: PublicKey

    def context(self) -> bytes:
        """Encode for signing; the key itself is in it, not only its id."""
        return ctx(
            "directory",
            self.kind,
            self.owner,
            self.side,
            self.public.key_id,
            self.public.profile,
            self.number,
            self.valid_from.astimezone(UTC).isoformat(timespec="microseconds"),
            self.previous,
            self.public.to_bytes(),
        )


class _Known:
    """What this process has verified lately, oldest out first."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._lock = Lock()

    def of(self, key_ids: Iterable[str]) -> dict[str, "Entry"]:
        """Pick those that are known."""
        return {key_id: entry for key_id in key_ids if (entry := self._entries.get(key_id)) is not None}

    def add(self, entry: "Entry") -> None:
        """Remember one, and forget one when there are too many."""
        with self._lock:
            self._entries[entry.public.key_id] = entry
            if len(self._entries) > KNOWN_ENTRIES:
                del self._entries[next(iter(self._entries))]

    def forget(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._entries.clear()


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold a verified key of a person, whose it is, and which side they are on."""

    owner: UUID
    side: Side
    public: PublicKey


known = _Known()


def stored_bytes(value: object) -> bytes:
    """Give the bytes of a column; raises ForgedKey for anything else: out of a number `bytes` makes zeros."""
    if not isinstance(value, bytes | memoryview):
        raise ForgedKey
    return bytes(value)


def sign(row: Row) -> tuple[str, bytes]:
    """Sign a row that is about to be inserted; gives the directory key's id and the signature."""
    signer = keyring().directory().secret
    return signer.key_id, signer.sign(row.context())


@contextmanager
def forged_where_odd() -> Iterator[None]:
    """Take what SQLite stored in spite of a column's type, and nobody signed, for forged."""
    try:
        yield
    except (TypeError, ValueError, OverflowError):
        raise ForgedKey from None


@forged_where_odd()
def verify_person_key(stored: PersonKey) -> PublicKey:
    """Give the public key of this row; raises ForgedKey unless it is the one that was signed."""
    public = PublicKey(
        stored.profile, stored_bytes(stored.kem_public), stored_bytes(stored.signing_public) or None
    )
    row = Row(
        PERSON,
        stored.person,
        stored.side,
        stored.generation,
        stored.valid_from,
        stored.previous,
        public,
    )
    return _verify(row, stored.key_id, stored.directory_key_id, stored_bytes(stored.directory_signature))


@forged_where_odd()
def verify_unit_key(stored: UnitKey) -> PublicKey:
    """Give the public key of this row; raises ForgedKey unless it is the one that was signed."""
    public = PublicKey(stored.profile, stored_bytes(stored.kem_public), None)
    row = Row(UNIT, stored.unit, "", stored.epoch, stored.valid_from, stored.previous, public)
    return _verify(row, stored.key_id, stored.directory_key_id, stored_bytes(stored.directory_signature))


def person_entries(key_ids: Iterable[str]) -> Mapping[str, Entry]:
    """Find people's keys and their owners; what is missing or does not verify is left out.

    One query for the keys that this process has not looked up lately, and none where there are none. That the
    directory once signed whose a key is, stays true whatever becomes of the row.
    """
    wanted = set(key_ids)
    found = known.of(wanted)
    if unknown := wanted - found.keys():
        for stored in PersonKey.objects.filter(key_id__in=unknown).defer("sealed_private"):
            with suppress(ForgedKey):
                entry = found[stored.key_id] = _entry(stored)
                known.add(entry)
    return found


def side_of(person: UUID) -> Side:
    """Tell which side a person is on, in one query; raises NoPersonKey, ForgedKey."""
    in_use = PersonKey.objects.filter(person=person, state=PersonKey.State.ACTIVE)
    stored = in_use.defer("sealed_private").first()
    if stored is None:
        raise NoPersonKey
    return _entry(stored).side


def signed_side(stored: PersonKey, private: PrivateKey, person: UUID) -> Side | None:
    """Tell which side the key that `person` has just opened was signed for; None when it was not signed.

    Asks the row only when this process does not know the key, and believes of it what was signed of this
    key and this person: the private half is what nobody can put into a row.
    """
    entry = known.of([private.key_id]).get(private.key_id)
    if entry is None:
        try:
            entry = _entry(stored)
        except ForgedKey:
            return None
        known.add(entry)
    return entry.side if (entry.owner, entry.public.key_id) == (person, private.key_id) else None


def current_person_key(person: UUID) -> PublicKey:
    """Give the key that is sealed to for this person; raises NoPersonKey, ForgedKey."""
    return current_person_keys([person])[person]


def current_person_keys(people: Iterable[UUID]) -> Mapping[UUID, PublicKey]:
    """Give the keys that are sealed to for these people, in one query; raises NoPersonKey, ForgedKey."""
    wanted = set(people)
    found = {stored.person: verify_person_key(stored) for stored in KEYS_IN_USE.rows(people=list(wanted))}
    if found.keys() != wanted:
        raise NoPersonKey
    return found


def key_of_person(person: UUID, key_id: str) -> PublicKey:
    """Give one of a person's keys, in use or dormant, in one query; raises NoPersonKey, ForgedKey."""
    stored = PersonKey.objects.filter(person=person, key_id=key_id).defer("sealed_private").first()
    if stored is None:
        raise NoPersonKey
    return verify_person_key(stored)


def current_unit_key(unit: UUID) -> tuple[int, PublicKey]:
    """Give newest epoch and key of a unit, in one query; raises NoUnitKey, ForgedKey."""
    newest = NEWEST_KEY.first(unit=unit)
    if newest is None:
        raise NoUnitKey
    return newest.epoch, verify_unit_key(newest)


@forged_where_odd()
def _entry(stored: PersonKey) -> Entry:
    public = verify_person_key(stored)
    return Entry(stored.person, Side(stored.side), public)


def _verify(row: Row, key_id: str, directory_key_id: str, signature: bytes) -> PublicKey:
    try:
        profile(row.public.profile)
        verified = _verified(row, keyring().directory_public(directory_key_id), signature)
    except (EncryptionError, KeyringError):
        raise ForgedKey from None
    if verified.key_id != key_id:
        raise ForgedKey
    return verified


@lru_cache(maxsize=VERIFIED_ROWS)
def _verified(row: Row, directory: PublicKey, signature: bytes) -> PublicKey:
    """Verify once a process: the whole row is what is remembered, so a changed one is looked at anew."""
    directory.verify(row.context(), signature)
    return row.public
