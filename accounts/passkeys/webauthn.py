"""What browsers and passkeys say to each other, checked by the `fido2` library.

The origin is that of the settings, never what a request says. The device has to have asked its person who
they are. What a browser sends is looked at and thrown away; only the public half of a key is ever stored.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.errors import WrongPasskey
from encryption.contexts import ctx

LONGEST_SENT = 20_000
VERIFIED = UserVerificationRequirement.REQUIRED
# What devices compute their secret of: one text for everybody, for it is asked before it is known who comes.
SECRET_INPUT = hashlib.sha256(ctx("passkey-secret")).digest()

Options = dict[str, Any]


@dataclass(frozen=True)
class Credential:
    """What is stored of a passkey: how the device names it, its public half, and how often it has signed."""

    credential_id: bytes
    public: bytes
    sign_count: int


@dataclass(frozen=True)
class Assertion:
    """What a passkey has signed: which one it is, whose it says that it is, and its count."""

    credential_id: bytes
    user_handle: bytes
    sign_count: int


def creation_options(
    challenge: bytes, *, handle: bytes, name: str, display_name: str, existing: list[bytes]
) -> Options:
    """Say what a new passkey shall be like: found by the device itself, and one on each device."""
    options, _ = _server().register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=name, display_name=display_name),
        [_descriptor(credential_id) for credential_id in existing],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
        challenge=challenge,
    )
    return _for_browser(dict(options))


def request_options(challenge: bytes, *, allowed: list[bytes]) -> Options:
    """Say which passkeys may sign; any that the device knows when none is named."""
    options, _ = _server().authenticate_begin(
        [_descriptor(credential_id) for credential_id in allowed] or None,
        user_verification=VERIFIED,
        challenge=challenge,
    )
    return _for_browser(dict(options))


def challenge_in(sent: str) -> bytes:
    """Read which challenge a browser says was answered; raises WrongPasskey."""
    try:
        return CollectedClientData(websafe_decode(_parsed(sent)["response"]["clientDataJSON"])).challenge
    # As below: the parsers of bytes that somebody sent raise what they like.
    except Exception:
        raise WrongPasskey from None


def read_created(sent: str, challenge: bytes) -> Credential:
    """Check what a browser says of a new passkey; raises WrongPasskey."""
    try:
        made = _server().register_complete(_state(challenge), _parsed(sent))
    # The library raises what its parsers raise: every error there means that this is no answer.
    except Exception:
        raise WrongPasskey from None
    if made.credential_data is None:
        raise WrongPasskey
    return Credential(made.credential_data.credential_id, bytes(made.credential_data), made.counter)


def named_in(sent: str) -> bytes:
    """Read which passkey a browser says has signed; raises WrongPasskey."""
    return _assertion(sent).credential_id


def read_signed(sent: str, challenge: bytes, *, credential: bytes) -> Assertion:
    """Check that this credential has signed this challenge, here and by its person; raises WrongPasskey."""
    assertion = _assertion(sent)
    try:
        _server().authenticate_complete(
            _state(challenge), [AttestedCredentialData(credential)], _parsed(sent)
        )
    # As above: whatever the library raises, the answer was none.
    except Exception:
        raise WrongPasskey from None
    return assertion


def read_secret(sent: str) -> bytes | None:
    """Read the secret that a device has computed; None when it computes none."""
    try:
        secret = base64.urlsafe_b64decode(sent + "=" * (-len(sent) % 4))
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == len(SECRET_INPUT) else None


def _assertion(sent: str) -> Assertion:
    try:
        answer = AuthenticationResponse.from_dict(_parsed(sent))
        return Assertion(
            answer.raw_id,
            answer.response.user_handle or b"",
            answer.response.authenticator_data.counter,
        )
    # As above: the parsers of bytes that somebody sent raise what they like.
    except Exception:
        raise WrongPasskey from None


def _parsed(sent: str) -> dict[str, Any]:
    if len(sent) > LONGEST_SENT:
        raise WrongPasskey
    parsed = json.loads(sent)
    if not isinstance(parsed, dict):
        raise WrongPasskey
    # Whatever a device computed has no place in what is checked.
    return {**parsed, "clientExtensionResults": {}}


def _server() -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=settings.SITE_HOST, name=settings.AGENCY_NAME),
        verify_origin=lambda origin: origin == settings.SITE_URL,
    )


def _state(challenge: bytes) -> dict[str, Any]:
    return {
        "challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
        "user_verification": VERIFIED,
    }


def _descriptor(credential_id: bytes) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=credential_id)


def _for_browser(options: dict[str, Any]) -> Options:
    secret_input = base64.urlsafe_b64encode(SECRET_INPUT).decode().rstrip("=")
    return {**options["publicKey"], "secretInput": secret_input}
