"""Documents about the records key: its public half, and what its custodians state and sign.

They are read by people too, so they are JSON, and what is signed is the text as it stands there.
"""

import base64
import binascii
import json
from hashlib import sha256
from typing import Any

from encryption.contexts import ctx
from encryption.errors import BadDocument, BadKey, UnknownProfile
from encryption.fingerprints import six_words
from encryption.keypairs import PrivateKey, PublicKey
from encryption.profiles import profile

DRILL, GRANT = "records-drill", "records-grant"
GRANT_REQUEST = "sealpost-grant-request"


def public_document(public: PublicKey) -> dict[str, str]:
    """Write the public half of a records key as a JSON object."""
    return {
        "profile": public.profile,
        "fingerprint": six_words(public),
        "public": base64.b64encode(public.to_bytes()).decode(),
    }


def read_public(found: Any) -> PublicKey:
    """Read a public half that can be sealed to; raises BadDocument, also for another key's fingerprint."""
    try:
        public = PublicKey.from_bytes(base64.b64decode(found["public"], validate=True))
        profile(public.profile)
    except (KeyError, TypeError, ValueError, binascii.Error, BadKey, UnknownProfile):
        raise BadDocument from None
    if found.get("fingerprint") not in (six_words(public), _in_hex(public)) or not public.kem:
        raise BadDocument
    return public


def _in_hex(public: PublicKey) -> str:
    """Write the fingerprint as files of the first release show it: ten groups of four hex characters."""
    digits = sha256(ctx("fingerprint", public.to_bytes())).hexdigest()[:40]
    return " ".join(digits[start : start + 4] for start in range(0, 40, 4))


def sign_statement(signer: PrivateKey, kind: str, statement: dict[str, Any]) -> dict[str, str]:
    """Sign a statement; gives a JSON object that holds its text, who signed and the signature."""
    text = json.dumps(statement, sort_keys=True, separators=(",", ":"))
    signature = signer.sign(ctx(kind, text))
    return {
        "kind": kind,
        "signed_by": signer.key_id,
        "statement": text,
        "signature": base64.b64encode(signature).decode(),
    }


def signer_of(found: Any) -> str:
    """Give the id of the key that a document says it is signed by; raises BadDocument."""
    try:
        return str(found["signed_by"])
    except (KeyError, TypeError):
        raise BadDocument from None


def read_statement(found: Any, kind: str, signer: PublicKey) -> dict[str, Any]:
    """Read a statement of this kind; raises BadSignature unless `signer` made it, BadDocument."""
    try:
        text, signature = found["statement"], base64.b64decode(found["signature"], validate=True)
        signed = ctx(kind, text)
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise BadDocument from None
    if found.get("kind") != kind:
        raise BadDocument
    signer.verify(signed, signature)
    try:
        statement = json.loads(text)
    except (ValueError, RecursionError):
        raise BadDocument from None
    if not isinstance(statement, dict):
        raise BadDocument
    return statement
