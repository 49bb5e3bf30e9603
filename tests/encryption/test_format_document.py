"""docs/format-tp1.md: its examples hold, and a reader written from it alone opens the frozen sample."""

import base64
import json
import re
from hashlib import sha256, shake_256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.cobblestone import Cobblestone256Decryptor
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

from encryption.codes import ReplyCode
from encryption.contexts import ctx
from encryption.keypairs import PrivateKey

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "format-tp1.md").read_text()
SAMPLE: dict[str, Any] = json.loads((ROOT / "tests" / "samples" / "tp1" / "hybrid.json").read_text())


def test_the_examples_of_the_document_hold() -> None:
    code = ReplyCode.from_form_secret(bytes(range(32))).text
    ids = [PrivateKey("hybrid", bytes(32), signing).key_id for signing in (None, bytes(32))]
    context = ctx("part", UUID(int=1), "body").hex()

    assert f"`{code}`" in DOCUMENT
    assert all(f"`{key_id}`" in DOCUMENT for key_id in ids)
    assert context in re.sub(r"\s", "", DOCUMENT)


def element(tag: bytes, value: bytes) -> bytes:
    return tag + len(value).to_bytes(4, "big") + value


def open_part(key: bytes, context: bytes, ciphertext: bytes) -> bytes:
    decryptor = Cobblestone256Decryptor(key, context)
    return decryptor.update(ciphertext) + decryptor.finalize()


def expand(seed: bytes) -> MLKEM768X25519PrivateKey:
    expanded = shake_256(seed).digest(96)
    return MLKEM768X25519PrivateKey(
        mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64]),
        x25519.X25519PrivateKey.from_private_bytes(expanded[64:]),
    )


@pytest.mark.parametrize("message", SAMPLE["messages"], ids=lambda message: message["signer"])
def test_a_reader_written_from_the_document_opens_the_sample(message: dict[str, Any]) -> None:
    """Use nothing of `encryption`."""
    unit, signer = SAMPLE["keys"]["unit 1"], SAMPLE["keys"][message["signer"]]
    header, wrapped = message["header"].encode(), base64.b64decode(message["wraps"][unit["key_id"]])
    fields = json.loads(header)
    identity = UUID(fields["message"]).bytes

    verifier = ed25519.Ed25519PublicKey.from_public_bytes(base64.b64decode(signer["public"])[-32:])
    signed = b"tp1" + element(b"l", b"msg-sig") + element(b"b", header)
    verifier.verify(base64.b64decode(message["signature"]), signed)
    info = b"tp1" + element(b"l", b"mk") + element(b"b", sha256(header).digest())
    info += element(b"s", unit["key_id"].encode())
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA512, AEAD.AES_256_GCM)
    message_key = suite.decrypt(wrapped, expand(base64.b64decode(unit["private"])[6:38]), info)

    for name, digest in fields["parts"].items():
        ciphertext = base64.b64decode(message["parts"][name])
        context = b"tp1" + element(b"l", b"part") + element(b"u", identity) + element(b"s", name.encode())
        plaintext = open_part(message_key, context, ciphertext)
        assert digest == {"length": len(ciphertext), "sha256": sha256(ciphertext).hexdigest()}
        if name == "body":
            assert json.loads(plaintext) == message["opens to"]["content"]
            assert len(plaintext) % 1024 == 0
        elif name == "summary":
            assert json.loads(plaintext)["subject"] == message["opens to"]["content"]["subject"]
            assert len(plaintext) % 256 == 0
        else:
            assert plaintext == base64.b64decode(message["opens to"]["attachments"][name])
