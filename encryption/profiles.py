"""The table that maps a profile to its algorithms; nothing else in the project names one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from encryption.errors import NoFipsProvider, UnknownProfile
from encryption.kems import Kem, MlKem1024P384, XWing
from encryption.passwords import ARGON2ID, PBKDF2
from encryption.signatures import EcdsaP384, Ed25519, SignatureAlgorithm

HYBRID = "hybrid"
FIPS = "fips"


@dataclass(frozen=True, slots=True)
class Profile:
    """Hold the algorithms of one profile.

    number: stands for the name in the bytes of keys.
    password_kdf: algorithm name as in `passwords.KdfParameters`.
    """

    name: str
    number: int
    kem: Kem
    suite: Suite
    signing: SignatureAlgorithm
    password_kdf: str


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        HYBRID: Profile(
            name=HYBRID,
            number=1,
            kem=XWing(),
            suite=Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA512, AEAD.AES_256_GCM),
            signing=Ed25519(),
            password_kdf=ARGON2ID,
        ),
        FIPS: Profile(
            name=FIPS,
            number=2,
            kem=MlKem1024P384(),
            suite=Suite(KEM.MLKEM1024_P384, KDF.HKDF_SHA384, AEAD.AES_256_GCM),
            signing=EcdsaP384(),
            password_kdf=PBKDF2,
        ),
    }
)


def profile(name: str, *, allow: Collection[str] = (HYBRID,)) -> Profile:
    """Find a profile that the reader allows; raises UnknownProfile."""
    if name not in allow or name not in PROFILES:
        raise UnknownProfile(name)
    return PROFILES[name]


def require_fips_provider() -> None:
    """Raise NoFipsProvider unless the OpenSSL in use is in FIPS mode.

    A deployment on the `fips` profile calls this when it starts. It shows that a FIPS provider answers, not
    that this build of it is validated: that is on the certificate.
    """
    if not openssl.is_fips_enabled():
        raise NoFipsProvider
