"""The two signature algorithms: how a seed becomes a signing key, and how signatures are made and checked."""

from collections.abc import Callable
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class SignatureAlgorithm(Protocol):
    """Name what a profile needs of its signature algorithm."""

    seed_bytes: int
    public_bytes: int

    def new_seed(self) -> bytes:
        """Make a new private key, as the bytes that are stored of it."""

    def expand(self, seed: bytes) -> tuple[Callable[[bytes], bytes], bytes]:
        """Turn a seed into the function that signs and the bytes of the public key."""

    def verify(self, public: bytes, data: bytes, signature: bytes) -> None:
        """Raise InvalidSignature or ValueError unless `signature` is right for `data`."""


class Ed25519:
    """Ed25519 (RFC 8032): the seed is the private key of the RFC."""

    seed_bytes = 32
    public_bytes = 32

    def new_seed(self) -> bytes:
        """Make a new private key, as the bytes that are stored of it."""
        return ed25519.Ed25519PrivateKey.generate().private_bytes_raw()

    def expand(self, seed: bytes) -> tuple[Callable[[bytes], bytes], bytes]:
        """Turn a seed into the function that signs and the bytes of the public key."""
        key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
        return key.sign, key.public_key().public_bytes_raw()

    def verify(self, public: bytes, data: bytes, signature: bytes) -> None:
        """Raise InvalidSignature or ValueError unless `signature` is right for `data`."""
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, data)


class EcdsaP384:
    """ECDSA on P-384 with SHA-384 (FIPS 186-5): the seed is the scalar, 48 bytes, big-endian.

    A public key is the uncompressed point; a signature is DER, as in X.509.
    """

    seed_bytes = 48
    public_bytes = 97

    def new_seed(self) -> bytes:
        """Make a new private key, as the bytes that are stored of it."""
        return ec.generate_private_key(ec.SECP384R1()).private_numbers().private_value.to_bytes(48, "big")

    def expand(self, seed: bytes) -> tuple[Callable[[bytes], bytes], bytes]:
        """Turn a seed into the function that signs and the bytes of the public key."""
        key = ec.derive_private_key(int.from_bytes(seed, "big"), ec.SECP384R1())
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return lambda data: key.sign(data, ec.ECDSA(hashes.SHA384())), point

    def verify(self, public: bytes, data: bytes, signature: bytes) -> None:
        """Raise InvalidSignature or ValueError unless `signature` is right for `data`."""
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP384R1(), public)
        key.verify(signature, data, ec.ECDSA(hashes.SHA384()))
