"""Bytes of stored keys: `tp1`, a letter for the half, the profile's number, what is there, then the parts."""

from encryption.contexts import FORMAT
from encryption.errors import BadKey
from encryption.kems import SEED_BYTES
from encryption.profiles import PROFILES

PUBLIC, PRIVATE = b"P", b"S"
HAS_KEM, HAS_SIGNING = 1, 2

_NAMES = {entry.number: name for name, entry in PROFILES.items()}
_PREFIX_BYTES = len(FORMAT) + 3


def encode_public(profile: str, kem: bytes, signing: bytes | None) -> bytes:
    """Encode a public key, whose parts have the lengths that the profile gives."""
    return _encode(PUBLIC, profile, kem, signing)


def encode_private(profile: str, kem_seed: bytes, signing_seed: bytes | None) -> bytes:
    """Encode the seeds of a private key."""
    return _encode(PRIVATE, profile, kem_seed, signing_seed)


def decode_public(raw: bytes) -> tuple[str, bytes, bytes | None]:
    """Read profile, encapsulation key and verification key; raises BadKey."""
    return _decode(PUBLIC, raw)


def decode_private(raw: bytes) -> tuple[str, bytes, bytes | None]:
    """Read profile and seeds; raises BadKey."""
    return _decode(PRIVATE, raw)


def _encode(half: bytes, profile: str, kem: bytes, signing: bytes | None) -> bytes:
    present = (HAS_KEM if kem else 0) | (HAS_SIGNING if signing else 0)
    raw = FORMAT + half + bytes([PROFILES[profile].number, present]) + kem + (signing or b"")
    _decode(half, raw)
    return raw


def _decode(half: bytes, raw: bytes) -> tuple[str, bytes, bytes | None]:
    if len(raw) < _PREFIX_BYTES or raw[: len(FORMAT) + 1] != FORMAT + half:
        raise BadKey("not a key of this half")
    number, present = raw[_PREFIX_BYTES - 2], raw[_PREFIX_BYTES - 1]
    if number not in _NAMES or present not in (HAS_KEM, HAS_SIGNING, HAS_KEM | HAS_SIGNING):
        raise BadKey("unknown profile or parts")

    entry = PROFILES[_NAMES[number]]
    public = half == PUBLIC
    kem_bytes = (entry.kem.public_bytes if public else SEED_BYTES) if present & HAS_KEM else 0
    signing_bytes = (
        (entry.signing.public_bytes if public else entry.signing.seed_bytes) if present & HAS_SIGNING else 0
    )
    if len(raw) != _PREFIX_BYTES + kem_bytes + signing_bytes:
        raise BadKey("wrong length")
    split = _PREFIX_BYTES + kem_bytes
    return entry.name, raw[_PREFIX_BYTES:split], raw[split:] or None
