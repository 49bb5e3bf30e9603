"""HPKE and the hybrid keys against the published vectors, as the package `cryptography_vectors` carries them.

RFC 9180 appendix A (base mode, the suites that hold our KDF and AEAD) and draft-ietf-hpke-pq (the hybrids).
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import cryptography_vectors
import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from encryption.kems import Kem, MlKem1024P384, XWing

BASE_MODE = 0
X25519, P521, X_WING, MLKEM1024_P384 = 0x20, 0x12, 0x647A, 0x51
HKDF_SHA512, AES_256_GCM = 3, 2
KEMS = {X_WING: KEM.MLKEM768_X25519, MLKEM1024_P384: KEM.MLKEM1024_P384, X25519: KEM.X25519, P521: KEM.P521}
KDFS = {1: KDF.HKDF_SHA256, 2: KDF.HKDF_SHA384, 3: KDF.HKDF_SHA512, 17: KDF.SHAKE256}
AEADS = {1: AEAD.AES_128_GCM, 2: AEAD.AES_256_GCM, 3: AEAD.CHACHA20_POLY1305}
HYBRIDS: dict[int, Kem] = {X_WING: XWing(), MLKEM1024_P384: MlKem1024P384()}

Vector = dict[str, Any]


@cache
def vectors(name: str) -> list[Vector]:
    path = Path(cryptography_vectors.__file__).parent / "HPKE" / name
    loaded: list[Vector] = json.loads(path.read_text())
    return loaded


def hybrid_vectors() -> list[Vector]:
    return [vector for vector in vectors("hpke-pq-test-vectors.json") if vector["kem_id"] in HYBRIDS]


def rfc_vectors() -> list[Vector]:
    return [
        vector
        for vector in vectors("test-vectors.json")
        if vector["mode"] == BASE_MODE and vector["kem_id"] in KEMS and vector["aead_id"] in AEADS
    ]


def suite_of(vector: Vector) -> Suite:
    return Suite(KEMS[vector["kem_id"]], KDFS[vector["kdf_id"]], AEADS[vector["aead_id"]])


def name_of(vector: Vector) -> str:
    return f"kem{vector['kem_id']:#x}-kdf{vector['kdf_id']}-aead{vector['aead_id']}"


def decrypt(vector: Vector, private_key: Any) -> bytes:
    """Open the first encryption; the vectors bind associated data, which our one-shot use leaves empty."""
    encryption = vector["encryptions"][0]
    return openssl.hpke._decrypt_with_aad(
        suite_of(vector),
        bytes.fromhex(vector["enc"] + encryption["ct"]),
        private_key,
        info=bytes.fromhex(vector["info"]),
        aad=bytes.fromhex(encryption["aad"]),
    )


@pytest.mark.parametrize("vector", hybrid_vectors(), ids=name_of)
def test_seeds_expand_to_the_published_public_keys(vector: Vector) -> None:
    kem = HYBRIDS[vector["kem_id"]]

    _, public = kem.expand(bytes.fromhex(vector["skRm"]))

    assert public.hex() == vector["pkRm"]
    assert len(public) == kem.public_bytes


@pytest.mark.parametrize("vector", hybrid_vectors(), ids=name_of)
def test_hybrid_vectors_open_with_the_seed_alone(vector: Vector) -> None:
    private_key, _ = HYBRIDS[vector["kem_id"]].expand(bytes.fromhex(vector["skRm"]))

    plaintext = decrypt(vector, private_key)

    assert plaintext.hex() == vector["encryptions"][0]["pt"]


@pytest.mark.parametrize("vector", rfc_vectors(), ids=name_of)
def test_rfc_9180_vectors_open(vector: Vector) -> None:
    raw = bytes.fromhex(vector["skRm"])
    private_key = (
        x25519.X25519PrivateKey.from_private_bytes(raw)
        if vector["kem_id"] == X25519
        else ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP521R1())
    )

    plaintext = decrypt(vector, private_key)

    assert plaintext.hex() == vector["encryptions"][0]["pt"]


def test_the_vectors_reach_the_parts_of_our_default_suite() -> None:
    kems = {vector["kem_id"] for vector in hybrid_vectors()}
    key_schedules = {(vector["kdf_id"], vector["aead_id"]) for vector in rfc_vectors()}

    assert kems == set(HYBRIDS)
    assert (HKDF_SHA512, AES_256_GCM) in key_schedules
