"""Key pairs of people, units, records and the server, and secrets sealed to them."""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import NoReturn

from cryptography.exceptions import InvalidSignature, InvalidTag

from encryption import keybytes
from encryption.contexts import ctx
from encryption.errors import BadKey, BadSignature, CannotOpen
from encryption.kems import SEED_BYTES, KemPrivateKey, KemPublicKey
from encryption.profiles import HYBRID, PROFILES, profile

KEY_ID_CHARACTERS = 32


@dataclass(frozen=True)
class PublicKey:
    """Hold the public half of a key pair.

    kem: bytes of the encapsulation key; empty in a key that only signs.
    signing: bytes of the verification key; None in a key that never signs.
    """

    profile: str
    kem: bytes
    signing: bytes | None

    @cached_property
    def key_id(self) -> str:
        """Name the key by its contents: 32 lower-case hex characters."""
        identity = ctx("key", self.profile, self.kem, self.signing or b"")
        return sha256(identity).hexdigest()[:KEY_ID_CHARACTERS]

    def to_bytes(self) -> bytes:
        """Encode the key; equal keys give equal bytes."""
        return keybytes.encode_public(self.profile, self.kem, self.signing)

    @classmethod
    def from_bytes(cls, raw: bytes) -> "PublicKey":
        """Read what `to_bytes` gave; raises BadKey."""
        return cls(*keybytes.decode_public(raw))

    def verify(self, data: bytes, signature: bytes) -> None:
        """Raise BadSignature unless this key made `signature` over `data`."""
        if self.signing is None:
            raise BadSignature
        try:
            PROFILES[self.profile].signing.verify(self.signing, data, signature)
        except (InvalidSignature, ValueError):
            raise BadSignature from None

    @cached_property
    def kem_key(self) -> KemPublicKey:
        """Load the encapsulation key, once; raises BadKey."""
        if not self.kem:
            raise BadKey("this key only signs")
        try:
            return PROFILES[self.profile].kem.load(self.kem)
        except ValueError:
            raise BadKey("not an encapsulation key") from None


@dataclass(frozen=True, repr=False, eq=False)
class PrivateKey:
    """Hold a key pair by its seeds; opened at need, shown and pickled never.

    kem_seed: 32 bytes; empty in a key that only signs.
    signing_seed: as long as the profile's signature algorithm wants; None in a key that never signs.
    """

    profile: str
    kem_seed: bytes
    signing_seed: bytes | None

    @cached_property
    def public(self) -> PublicKey:
        """Compute the public half."""
        return PublicKey(
            self.profile,
            self._kem[1] if self.kem_seed else b"",
            self._signing[1] if self.signing_seed else None,
        )

    @property
    def key_id(self) -> str:
        """Name the key as its public half does."""
        return self.public.key_id

    @property
    def kem_key(self) -> KemPrivateKey:
        """Expand the decapsulation key, once for the life of this object; raises BadKey."""
        return self._kem[0]

    def sign(self, data: bytes) -> bytes:
        """Sign `data`; raises BadKey for a key that never signs."""
        return self._signing[0](data)

    def to_bytes(self) -> bytes:
        """Encode the seeds; the result is as secret as the key."""
        return keybytes.encode_private(self.profile, self.kem_seed, self.signing_seed)

    @classmethod
    def from_bytes(cls, raw: bytes) -> "PrivateKey":
        """Read what `to_bytes` gave; raises BadKey."""
        return cls(*keybytes.decode_private(raw))

    @cached_property
    def _kem(self) -> tuple[KemPrivateKey, bytes]:
        if not self.kem_seed:
            raise BadKey("this key only signs")
        return PROFILES[self.profile].kem.expand(self.kem_seed)

    @cached_property
    def _signing(self) -> tuple[Callable[[bytes], bytes], bytes]:
        if self.signing_seed is None:
            raise BadKey("this key never signs")
        return PROFILES[self.profile].signing.expand(self.signing_seed)

    def __repr__(self) -> str:
        return f"<PrivateKey {self.profile}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is not pickled or copied")


def generate(profile: str = HYBRID, *, signs: bool) -> PrivateKey:
    """Make a key pair that opens; a person's also signs, a unit's does not."""
    signing_seed = PROFILES[profile].signing.new_seed() if signs else None
    return PrivateKey(profile, secrets.token_bytes(SEED_BYTES), signing_seed)


def signing_only(profile: str = HYBRID) -> PrivateKey:
    """Make a key pair that signs and opens nothing, as directory, log and system sender have."""
    return PrivateKey(profile, b"", PROFILES[profile].signing.new_seed())


def seal_to(public: PublicKey, secret: bytes, info: bytes) -> bytes:
    """Seal a short secret to a key pair (HPKE base mode, one message).

    info: the context; whoever opens must give the same.
    Raises BadKey for a key that cannot open.
    """
    return PROFILES[public.profile].suite.encrypt(secret, public.kem_key, info)


def open_sealed(
    private: PrivateKey, sealed: bytes, info: bytes, *, allow: Collection[str] = (HYBRID,)
) -> bytes:
    """Open what `seal_to` sealed; raises CannotOpen, UnknownProfile, or BadKey for a key that cannot open."""
    suite = profile(private.profile, allow=allow).suite
    try:
        return suite.decrypt(sealed, private.kem_key, info)
    except (InvalidTag, ValueError):
        raise CannotOpen from None
