"""A device with a passkey, as WebAuthn describes it: it signs what a browser says, and computes secrets.

Tests change what it does wrong. The real thing, in a real browser, is in tests/browser/.
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from tests.people import Browser

OPTIONS = "/passkeys/options/"
NEW = "/account/passkeys/new/"
SIGN_IN = "/sign-in/passkey/"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def to_bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """One passkey on one device.

    has_secret: whether it computes one. counts: whether it counts how often it has signed.
    """

    has_secret: bool = True
    counts: bool = True
    origin: str = settings.SITE_URL
    rp_id: str = settings.SITE_HOST
    flags: int = PRESENT | VERIFIED
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    seed: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes = b""
    count: int = 0

    def makes(self, options: dict[str, Any]) -> dict[str, str]:
        """Answer the request for a new passkey."""
        self.handle = to_bytes(options["user"]["id"])
        public = AttestedCredentialData.create(
            bytes(16), self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(
            self._rp_hash(), AuthenticatorData.FLAG(self.flags | ATTESTED), self.count, bytes(public)
        )
        attestation = AttestationObject.create("none", data, {})
        told = self._client_data("webauthn.create", options)
        response = {"clientDataJSON": to_text(told), "attestationObject": to_text(bytes(attestation))}
        return self._answer(options, response)

    def signs(self, options: dict[str, Any], **changed: str) -> dict[str, str]:
        """Answer the request to sign; `changed` replaces parts of what is told."""
        self.count += 1 if self.counts else 0
        data = AuthenticatorData.create(self._rp_hash(), AuthenticatorData.FLAG(self.flags), self.count)
        told = self._client_data("webauthn.get", options, **changed)
        signed = bytes(data) + hashlib.sha256(told).digest()
        response = {
            "clientDataJSON": to_text(told),
            "authenticatorData": to_text(bytes(data)),
            "signature": to_text(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": to_text(self.handle),
        }
        return self._answer(options, response)

    def secret(self, options: dict[str, Any]) -> str:
        """Compute the secret for this portal; empty where the device computes none."""
        if not self.has_secret:
            return ""
        return to_text(hmac.digest(self.seed, to_bytes(options["secretInput"]), "sha256"))

    def _answer(self, options: dict[str, Any], response: dict[str, str]) -> dict[str, str]:
        name = to_text(self.credential_id)
        credential = {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
        return {"credential": json.dumps(credential), "secret": self.secret(options)}

    def _rp_hash(self) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest()

    def _client_data(self, kind: str, options: dict[str, Any], **changed: str) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin, **changed}
        return json.dumps(told).encode()


def options(browser: Browser, purpose: str) -> dict[str, Any]:
    """Ask for a challenge, as the script does."""
    response = browser.post(OPTIONS, {"purpose": purpose})
    assert response.status_code == 200, response.content
    return dict(response.json())


def add_passkey(browser: Browser, device: Device | None = None) -> Device:
    """Add a passkey through the page."""
    device = device or Device()
    response = browser.post(NEW, {"label": "My phone", **device.makes(options(browser, "new"))})
    assert response.status_code == 302, response.content
    return device


def sign_in(device: Device, browser: Browser | None = None, **more: str) -> tuple[Browser, Any]:
    """Sign in with a passkey; gives the browser and what came of it."""
    browser = browser or Browser()
    answer = device.signs(options(browser, "sign_in"))
    return browser, browser.post(SIGN_IN, {**answer, **more})
