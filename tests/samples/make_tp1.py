"""Make the frozen sample of format `tp1`: keys, envelopes, drafts and boxes, with what each must open to.

Ran once, before the first release, from the root of the repository: `python -m tests.samples.make_tp1`.
It never overwrites: what it wrote must open in every later release, so a later format gets its own folder.
The keys were made for this and open nothing else.
"""

import base64
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from encryption import boxes, envelopes, headers, keypairs, passwords
from encryption.codes import ReplyCode
from encryption.contents import AttachmentInfo, Content
from encryption.contexts import ctx
from encryption.envelopes import Envelope, Position
from encryption.keypairs import PrivateKey
from encryption.passwords import KdfParameters

FOLDER = Path(__file__).parent / "tp1"

TAXPAYER, OFFICER, UNIT, THREAD, SLOT, DRAFT = (UUID(int=number << 96) for number in range(1, 7))
MESSAGES = [UUID(int=number << 64) for number in range(1, 4)]
SENT_AT = datetime(2026, 5, 4, 9, 30, 0, 5, tzinfo=UTC)
SALT, PEPPER, FORM_SECRET, SESSION_KEY = (sha256(word).digest() for word in (b"s", b"p", b"f", b"k"))
PASSWORD = "Übergröße 12 ½"
FILES = {
    "attachment-1": b"",
    "attachment-2": b"".join(sha256(b"%d" % line).digest() for line in range(600)),
}
ROLES = {"taxpayer": True, "officer": True, "unit 1": False, "unit 2": False, "added later": False}


def main() -> None:
    """Write one file for each profile."""
    FOLDER.mkdir(exist_ok=True)
    for profile, parameters in (("hybrid", passwords.DEFAULT), ("fips", passwords.FIPS_DEFAULT)):
        path = FOLDER / f"{profile}.json"
        if path.exists():
            sys.exit(f"{path} is frozen; nothing was written")
        keys = {role: keypairs.generate(profile, signs=signs) for role, signs in ROLES.items()}
        keys["system sender"] = keypairs.signing_only(profile)
        sample = {
            "keys": {role: stored_key(key) for role, key in keys.items()},
            "messages": messages(keys),
            "draft": draft(keys["officer"]),
            "password": password(parameters),
            "reply code": reply_code(),
            "boxes": small_boxes(keys, profile),
            "sealed to keys": [grant(keys["unit 1"], keys["officer"])],
        }
        path.write_text(json.dumps(sample, indent=1, ensure_ascii=False) + "\n")


def text(raw: bytes) -> str:
    """Write bytes as base 64."""
    return base64.b64encode(raw).decode()


def stored_key(key: PrivateKey) -> dict[str, str]:
    """Describe a key pair."""
    return {"private": text(key.to_bytes()), "public": text(key.public.to_bytes()), "key_id": key.key_id}


def messages(keys: dict[str, PrivateKey]) -> list[dict[str, Any]]:
    """Seal a comment, an answer with two attachments and a later recipient, and a message of the system."""
    comment = Content("My refund", "Where is it?\n\u2014 Zo\u00eb \U0001f4ee", author_name="Zo\u00eb")
    answer = Content(
        'About "your" refund',
        "See the files.\r\n" * 300,
        author_name="A. Officer",
        quoted="> Where is it?",
        attachments=(
            AttachmentInfo("attachment-1", "empty.txt", "text/plain", 0),
            AttachmentInfo(
                "attachment-2", "Bescheid \u00fc.pdf", "application/pdf", len(FILES["attachment-2"])
            ),
        ),
    )
    reminder = Content("Please read", "An answer waits.")
    sent: list[tuple[Content, UUID | None, str, dict[str, bytes]]] = [
        (comment, TAXPAYER, "taxpayer", {}),
        (answer, OFFICER, "officer", FILES),
        (reminder, None, "system sender", {}),
    ]
    parties = ["taxpayer", "unit 1"]

    sealed: list[dict[str, Any]] = []
    previous = None
    for content, sender, signer, files in sent:
        message, key = MESSAGES[len(sealed)], boxes.new_key()
        sealers = {name: envelopes.attachment_sealer(key, message, name) for name in files}
        stored = {name: sealer.update(files[name]) + sealer.finalize() for name, sealer in sealers.items()}
        envelope = envelopes.seal(
            content,
            position=Position(message, THREAD, len(sealed) + 1, previous, UNIT, 1),
            sender=sender,
            signer=keys[signer],
            recipients=[keys[party].public for party in parties],
            sent_at=SENT_AT + timedelta(days=len(sealed)),
            message_key=key,
            attachments={name: sealer.digest for name, sealer in sealers.items()},
        )
        previous = headers.digest(envelope.header)
        sealed.append(stored_message(envelope, stored, content, keys, signer))
    return sealed


def stored_message(
    envelope: Envelope,
    attachments: dict[str, bytes],
    content: Content,
    keys: dict[str, PrivateKey],
    signer: str,
) -> dict[str, Any]:
    """Describe a message, with a wrap that was added later."""
    unit = keys["unit 1"]
    wrap = next(wrap for wrap in envelope.wraps if wrap.key_id == unit.key_id)
    opened = envelopes.open_key(
        envelope.header,
        envelope.signature,
        wrap,
        sender_key=keys[signer].public,
        recipient=unit,
        allow={unit.profile},
    )
    later = envelopes.add_recipient(opened, envelope.header, keys["added later"].public)
    return {
        "signer": signer,
        "header": envelope.header.decode(),
        "signature": text(envelope.signature),
        "wraps": {wrap.key_id: text(wrap.wrapped) for wrap in (*envelope.wraps, later)},
        "parts": {name: text(part) for name, part in {**envelope.parts, **attachments}.items()},
        "opens to": {
            "message_key": text(opened.message_key),
            "content": asdict(content),
            "attachments": {name: text(FILES[name]) for name in attachments},
        },
    }


def draft(author: PrivateKey) -> dict[str, Any]:
    """Seal a draft by the author's public key."""
    content, key = Content("Not sent yet", "Half a sent"), boxes.new_key()
    sealed = envelopes.seal_draft(content, message=DRAFT, message_key=key, author=author.public)
    return {
        "message": str(DRAFT),
        "key_id": sealed.wrap.key_id,
        "wrapped": text(sealed.wrap.wrapped),
        "body": text(sealed.body),
        "opens to": {"message_key": text(key), "content": asdict(content)},
    }


def password(parameters: KdfParameters) -> dict[str, str]:
    """Derive a password."""
    keys = passwords.derive(PASSWORD, salt=SALT, pepper=PEPPER, parameters=parameters)
    return {
        "password": PASSWORD,
        "salt": text(SALT),
        "pepper": text(PEPPER),
        "parameters": parameters.to_json(),
        "verifier": text(keys.verifier),
        "kek": text(keys.kek),
    }


def reply_code() -> dict[str, str]:
    """Derive the code of a form, and its key."""
    code, context = ReplyCode.from_form_secret(FORM_SECRET), ctx("ak", TAXPAYER, SLOT, "reply_code", "{}", 1)
    return {
        "form secret": text(FORM_SECRET),
        "code": code.text,
        "salt": text(SALT),
        "context": text(context),
        "key": text(code.key(SALT, context)),
    }


def small_boxes(keys: dict[str, PrivateKey], profile: str) -> list[dict[str, Any]]:
    """Seal one box for every place that has one."""
    session = sha256(SESSION_KEY).digest()
    signed_in, expires = "2026-05-04T09:30:00.000005+00:00", "2026-05-04T17:30:00.000005+00:00"
    places: list[tuple[str, list[Any], bytes]] = [
        ("ak", [TAXPAYER, SLOT, "password", passwords.DEFAULT.to_json(), 1], boxes.new_key()),
        ("pk", [TAXPAYER, 1, keys["taxpayer"].key_id, profile], keys["taxpayer"].to_bytes()),
        ("chain", [UNIT, 1, keys["unit 1"].key_id], keys["unit 1"].to_bytes()),
        ("vault", [TAXPAYER, session, signed_in, expires], boxes.new_key()),
        ("field", ["Notice", "address", 7], b"someone@example.org"),
        ("search", [UNIT, 1, MESSAGES[0]], b"refund where is it"),
    ]
    sealed = []
    for label, parts, plaintext in places:
        key, context = boxes.new_key(), ctx(label, *parts)
        sealed.append(
            described(label, parts, context, boxes.seal(key, plaintext, context), plaintext)
            | {"key": text(key)}
        )
    return sealed


def grant(unit: PrivateKey, member: PrivateKey) -> dict[str, Any]:
    """Seal a unit key to a member."""
    parts: list[Any] = [UNIT, 1, unit.key_id, member.key_id]
    context = ctx("epoch", *parts)
    sealed = keypairs.seal_to(member.public, unit.to_bytes(), context)
    return described("epoch", parts, context, sealed, unit.to_bytes()) | {"key": "officer"}


def described(
    label: str, parts: list[Any], context: bytes, sealed: bytes, plaintext: bytes
) -> dict[str, Any]:
    """Describe a ciphertext and its context, whose parts keep their types by name."""
    return {
        "label": label,
        "parts": [[type(part).__name__, part.hex() if type(part) is bytes else str(part)] for part in parts],
        "context": text(context),
        "sealed": text(sealed),
        "opens to": text(plaintext),
    }


if __name__ == "__main__":
    main()
