"""The two hybrid key encapsulations: how a seed becomes a key pair, and a public key becomes bytes.

Source: draft-irtf-cfrg-concrete-hybrid-kems; its MLKEM768-X25519 is X-Wing (draft-connolly-cfrg-xwing-kem).
"""

from typing import Protocol, TypeAlias

from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ec, mlkem, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KemPrivateKey: TypeAlias = hpke.MLKEM768X25519PrivateKey | hpke.MLKEM1024P384PrivateKey
KemPublicKey: TypeAlias = hpke.MLKEM768X25519PublicKey | hpke.MLKEM1024P384PublicKey

SEED_BYTES = 32
ML_KEM_SEED_BYTES = 64


class Kem(Protocol):
    """Name what a profile needs of its key encapsulation."""

    public_bytes: int

    def expand(self, seed: bytes) -> tuple[KemPrivateKey, bytes]:
        """Turn a seed of 32 bytes into the private key and the bytes of its public key."""

    def load(self, raw: bytes) -> KemPublicKey:
        """Read a public key; raises ValueError."""


class XWing:
    """MLKEM768-X25519; a public key is the ML-KEM half, then the X25519 half."""

    public_bytes = 1184 + 32

    def expand(self, seed: bytes) -> tuple[KemPrivateKey, bytes]:
        """Turn a seed of 32 bytes into the private key and the bytes of its public key."""
        expanded = _shake256(seed, ML_KEM_SEED_BYTES + 32)
        lattice = mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:ML_KEM_SEED_BYTES])
        curve = x25519.X25519PrivateKey.from_private_bytes(expanded[ML_KEM_SEED_BYTES:])
        public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        return hpke.MLKEM768X25519PrivateKey(lattice, curve), public

    def load(self, raw: bytes) -> KemPublicKey:
        """Read a public key; raises ValueError."""
        lattice = mlkem.MLKEM768PublicKey.from_public_bytes(raw[:1184])
        return hpke.MLKEM768X25519PublicKey(lattice, x25519.X25519PublicKey.from_public_bytes(raw[1184:]))


class MlKem1024P384:
    """MLKEM1024-P384; a public key is the ML-KEM half, then the uncompressed point."""

    public_bytes = 1568 + 97

    def expand(self, seed: bytes) -> tuple[KemPrivateKey, bytes]:
        """Turn a seed of 32 bytes into the private key and the bytes of its public key.

        The scalar is the first candidate: all but one seed in 2**194 give one that is below the group order,
        and that one raises ValueError.
        """
        expanded = _shake256(seed, ML_KEM_SEED_BYTES + 48)
        lattice = mlkem.MLKEM1024PrivateKey.from_seed_bytes(expanded[:ML_KEM_SEED_BYTES])
        curve = ec.derive_private_key(int.from_bytes(expanded[ML_KEM_SEED_BYTES:], "big"), ec.SECP384R1())
        point = curve.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        public = lattice.public_key().public_bytes_raw() + point
        return hpke.MLKEM1024P384PrivateKey(lattice, curve), public

    def load(self, raw: bytes) -> KemPublicKey:
        """Read a public key; raises ValueError."""
        lattice = mlkem.MLKEM1024PublicKey.from_public_bytes(raw[:1568])
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP384R1(), raw[1568:])
        return hpke.MLKEM1024P384PublicKey(lattice, point)


def _shake256(seed: bytes, length: int) -> bytes:
    shake = hashes.Hash(hashes.SHAKE256(length))
    shake.update(seed)
    return shake.finalize()
