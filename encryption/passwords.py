"""Passwords: one slow run gives what is stored to check them and what opens the account."""

import hmac
import json
import unicodedata
from dataclasses import asdict, dataclass
from typing import NoReturn

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from encryption.boxes import derive_key
from encryption.contexts import ctx
from encryption.errors import WeakParameters

ARGON2ID = "argon2id"
PBKDF2 = "pbkdf2-hmac-sha512"

LEAST_SALT_BYTES = 16
LEAST_PEPPER_BYTES = 16
RUN_BYTES = 64


@dataclass(frozen=True, slots=True)
class KdfParameters:
    """Say how slow a derivation is.

    memory_kib, lanes: of Argon2id; both 0 for PBKDF2.
    iterations: passes of Argon2id, or rounds of PBKDF2.
    """

    algorithm: str
    memory_kib: int
    iterations: int
    lanes: int

    def to_json(self) -> str:
        """Encode for storing beside the slot and for its context; equal parameters give equal text."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "KdfParameters":
        """Read what `to_json` gave; raises WeakParameters for anything else."""
        try:
            parameters = cls(**json.loads(text))
        except (TypeError, ValueError, RecursionError):
            raise WeakParameters("not parameters") from None
        numbers = (parameters.memory_kib, parameters.iterations, parameters.lanes)
        if (
            parameters.algorithm not in (ARGON2ID, PBKDF2)
            or any(type(number) is not int or number < 0 for number in numbers)
            or parameters.to_json() != text
        ):
            raise WeakParameters("not parameters")
        return parameters

    def is_weaker_than(self, other: "KdfParameters") -> bool:
        """Tell whether `other` of the same algorithm is slower in something and quicker in nothing.

        Two algorithms are not compared: which of them is allowed is for a profile to say.
        """
        if self.algorithm != other.algorithm:
            return False
        pairs = ((self.memory_kib, other.memory_kib), (self.iterations, other.iterations))
        return all(mine <= theirs for mine, theirs in pairs) and any(mine < theirs for mine, theirs in pairs)

    def check_floor(self) -> None:
        """Raise WeakParameters below Argon2id with 64 MiB, 3 passes, 1 lane, or PBKDF2 with 600,000 rounds.

        Source: RFC 9106 section 4 (second recommended option); OWASP password storage, for FIPS.
        """
        if self.algorithm == ARGON2ID:
            strong = self.memory_kib >= 64 * 1024 and self.iterations >= 3 and self.lanes >= 1
        else:
            strong = self.algorithm == PBKDF2 and self.iterations >= 600_000
        if not strong:
            raise WeakParameters(self.to_json())


DEFAULT = KdfParameters(ARGON2ID, memory_kib=64 * 1024, iterations=3, lanes=1)
FIPS_DEFAULT = KdfParameters(PBKDF2, memory_kib=0, iterations=600_000, lanes=0)

# Every start with other settings than those of the tests runs `check_floor` and so refuses this.
WEAK_FOR_TESTS = KdfParameters(ARGON2ID, memory_kib=64, iterations=1, lanes=1)


@dataclass(frozen=True, repr=False, eq=False)
class PasswordKeys:
    """Hold the two halves of one run.

    verifier: 32 bytes that the server stores and compares in constant time.
    kek: 32 bytes that open the account key and are never stored in clear.
    """

    verifier: bytes
    kek: bytes

    def __repr__(self) -> str:
        return "<PasswordKeys>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("password keys are not pickled or copied")


def derive(password: str, *, salt: bytes, pepper: bytes, parameters: KdfParameters) -> PasswordKeys:
    """Run the slow derivation once and split its result.

    salt: at least 16 random bytes of the slot. pepper: at least 16 bytes, the server's own.
    The password is taken in Unicode form NFC, so that an accent typed on another keyboard gives the same
    bytes; compatibility forms stay apart, since folding them would make different passwords one
    (NIST SP 800-63B-4 section 3.1.1.2, RFC 8265 section 4.2).
    Raises WeakParameters for a short salt or pepper; the floor of `parameters` is the caller's to check.
    """
    if len(salt) < LEAST_SALT_BYTES or len(pepper) < LEAST_PEPPER_BYTES:
        raise WeakParameters("salt or pepper is too short")
    run = _slow(_password_bytes(password), salt, pepper, parameters)
    return PasswordKeys(
        verifier=derive_key(run, info=ctx("password", "verifier")),
        kek=derive_key(run, info=ctx("password", "kek")),
    )


def _password_bytes(password: str) -> bytes:
    # A lone surrogate, which no browser sends, must not raise an error that carries the password.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _slow(password: bytes, salt: bytes, pepper: bytes, parameters: KdfParameters) -> bytes:
    if parameters.algorithm == ARGON2ID:
        return Argon2id(
            salt=salt,
            length=RUN_BYTES,
            iterations=parameters.iterations,
            lanes=parameters.lanes,
            memory_cost=parameters.memory_kib,
            secret=pepper,
        ).derive(password)
    if parameters.algorithm == PBKDF2:
        peppered = hmac.digest(pepper, password, "sha512")
        return PBKDF2HMAC(SHA512(), RUN_BYTES, salt, parameters.iterations).derive(peppered)
    raise WeakParameters("unknown algorithm")
