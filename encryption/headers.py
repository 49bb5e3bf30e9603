"""The header of a message: who, where, when, and the digest of every sealed part. It holds no content.

Its bytes are canonical JSON, and one expression is the whole grammar: what it matches has each field once,
in order, in the only spelling there is. So nothing is left to how a JSON parser reads odd input.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from uuid import UUID

from encryption.contexts import FORMAT
from encryption.errors import BadHeader
from encryption.profiles import PROFILES

LARGEST_BYTES = 8192
LARGEST_NUMBER = 2**63 - 1
# Some 4 KiB each, with the bytes.
REMEMBERED_HEADERS = 512
REQUIRED_PARTS = frozenset({"summary", "body"})

_NUMBER = r"[1-9][0-9]{0,18}"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_KEY_ID = r"[0-9a-f]{32}"
_SHA256 = r"[0-9a-f]{64}"
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z"
_PART_NAME = r"summary|body|attachment-[1-9][0-9]{0,3}"
_PART = rf'"(?:{_PART_NAME})":{{"length":{_NUMBER},"sha256":"{_SHA256}"}}'

_HEADER = re.compile(
    rf'{{"epoch":(?P<epoch>{_NUMBER}),"format":"{FORMAT.decode()}","message":"(?P<message>{_UUID})",'
    rf'"parts":{{(?P<parts>{_PART}(?:,{_PART})*)}},"previous":(?:null|"(?P<previous>{_SHA256})"),'
    rf'"profile":"(?P<profile>{"|".join(PROFILES)})",'
    rf'"recipients":\[(?P<recipients>"{_KEY_ID}"(?:,"{_KEY_ID}")*)\],'
    rf'"sender":(?:null|"(?P<sender>{_UUID})"),"sender_key":"(?P<sender_key>{_KEY_ID})",'
    rf'"sent_at":"(?P<sent_at>{_MOMENT})","sequence":(?P<sequence>{_NUMBER}),'
    rf'"thread":"(?P<thread>{_UUID})","unit":"(?P<unit>{_UUID})"}}'
)
_KEY_IDS = re.compile(_KEY_ID)
_PARTS = re.compile(rf'"({_PART_NAME})":{{"length":({_NUMBER}),"sha256":"({_SHA256})"}}')


@dataclass(frozen=True, slots=True)
class PartDigest:
    """Hold length in bytes and SHA-256 (hex) of a part's ciphertext."""

    length: int
    sha256: str

    @classmethod
    def of(cls, ciphertext: bytes) -> "PartDigest":
        """Measure a ciphertext."""
        return cls(len(ciphertext), sha256(ciphertext).hexdigest())


@dataclass(frozen=True, slots=True)
class Header:
    """Hold what the sender signed.

    sequence: place in the thread, from 1. previous: digest of the header before it; None for the first.
    sender: None for the system. sender_key: id of the key that signed.
    sent_at: aware, UTC. recipients: ids of the keys that the message was first sealed to, sorted.
    parts: "summary", "body" and each "attachment-<n>".
    """

    profile: str
    message: UUID
    thread: UUID
    sequence: int
    previous: str | None
    unit: UUID
    epoch: int
    sender: UUID | None
    sender_key: str
    sent_at: datetime
    recipients: tuple[str, ...]
    parts: Mapping[str, PartDigest]

    def to_bytes(self) -> bytes:
        """Encode as canonical JSON; raises BadHeader when a field breaks its rule or 8 KiB do not hold it."""
        recipients = '","'.join(self.recipients)
        parts = ",".join(
            f'"{name}":{{"length":{part.length},"sha256":"{part.sha256}"}}'
            for name, part in sorted(self.parts.items())
        )
        text = (
            f'{{"epoch":{self.epoch},"format":"{FORMAT.decode()}","message":"{self.message}",'
            f'"parts":{{{parts}}},"previous":{_quoted(self.previous)},"profile":"{self.profile}",'
            f'"recipients":["{recipients}"],"sender":{_quoted(self.sender)},'
            f'"sender_key":"{self.sender_key}","sent_at":"{_moment(self.sent_at)}",'
            f'"sequence":{self.sequence},"thread":"{self.thread}","unit":"{self.unit}"}}'
        )
        _match(text)
        _check_rules(self)
        return text.encode()


# Nothing but public bytes decides what is read, and lists show the same headers again and again.
@lru_cache(maxsize=REMEMBERED_HEADERS)
def parse(raw: bytes) -> Header:
    """Read a header; only the bytes that `Header.to_bytes` gives for it are accepted, else BadHeader."""
    try:
        fields = _match(raw.decode("ascii"))
        sent_at = datetime.fromisoformat(fields["sent_at"])
    except ValueError:
        raise BadHeader from None
    parts = _PARTS.findall(fields["parts"])
    names = [name for name, _, _ in parts]
    if names != sorted(set(names)):
        raise BadHeader

    header = Header(
        profile=fields["profile"],
        message=UUID(fields["message"]),
        thread=UUID(fields["thread"]),
        sequence=int(fields["sequence"]),
        previous=fields["previous"],
        unit=UUID(fields["unit"]),
        epoch=int(fields["epoch"]),
        sender=UUID(fields["sender"]) if fields["sender"] else None,
        sender_key=fields["sender_key"],
        sent_at=sent_at,
        recipients=tuple(_KEY_IDS.findall(fields["recipients"])),
        parts=MappingProxyType({name: PartDigest(int(length), sha) for name, length, sha in parts}),
    )
    _check_rules(header)
    return header


def digest(raw: bytes) -> str:
    """Compute the SHA-256 (hex) that names a header in the next one and in its wraps."""
    return sha256(raw).hexdigest()


def _match(text: str) -> re.Match[str]:
    """Match the grammar, which is ASCII; raises BadHeader."""
    fields = _HEADER.fullmatch(text) if len(text) <= LARGEST_BYTES else None
    if fields is None:
        raise BadHeader
    return fields


def _check_rules(header: Header) -> None:
    """Check what a grammar cannot say; raises BadHeader."""
    sound = (
        max(header.sequence, header.epoch) <= LARGEST_NUMBER
        and all(part.length <= LARGEST_NUMBER for part in header.parts.values())
        and (header.sequence == 1) == (header.previous is None)
        and list(header.recipients) == sorted(set(header.recipients))
        and header.parts.keys() >= REQUIRED_PARTS
    )
    if not sound:
        raise BadHeader


def _moment(sent_at: datetime) -> str:
    moment, separator, rest = sent_at.isoformat(timespec="microseconds").partition("+00:00")
    if not separator or rest:
        raise BadHeader
    return moment + "Z"


def _quoted(value: object) -> str:
    return "null" if value is None else f'"{value}"'
