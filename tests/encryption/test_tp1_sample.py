"""The frozen sample: what was sealed before the first release opens now, whole, to the same words.

When one of these fails, the code has left format `tp1`, and stored messages are lost. Mend the code; the
sample is never made again.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from encryption import boxes, envelopes, headers, keypairs, passwords
from encryption.codes import ReplyCode
from encryption.contexts import ctx
from encryption.drafts import SealedDraft
from encryption.envelopes import OpenedKey, Wrap
from encryption.keypairs import PrivateKey, PublicKey
from encryption.passwords import KdfParameters

Sample = dict[str, Any]

FOLDER = Path(__file__).parent.parent / "samples" / "tp1"
DIGESTS = {
    "hybrid.json": "abd63970daf51e47643e6f2d6e39658540beadc080d08c0c618beb8539109b5a",
    "fips.json": "89ba900392705f46b5dc9bc1a19ada34dbcec15e591ce9a80b51415a3abc2577",
}
READ_PART: dict[str, Callable[[str], UUID | int | str | bytes]] = {
    "UUID": UUID,
    "int": int,
    "str": str,
    "bytes": bytes.fromhex,
}


class Memory:
    """Ciphertext that can be read at any place."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read_at(self, offset: int, size: int) -> bytes:
        return self.data[offset : offset + size]


@pytest.fixture(params=["hybrid", "fips"], scope="module")
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def sample(profile: str) -> Sample:
    loaded: Sample = json.loads((FOLDER / f"{profile}.json").read_text())
    return loaded


@pytest.fixture(scope="module")
def keys(sample: Sample) -> dict[str, PrivateKey]:
    return {role: PrivateKey.from_bytes(raw(stored["private"])) for role, stored in sample["keys"].items()}


def raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def as_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("name", sorted(DIGESTS))
def test_the_sample_is_the_one_that_was_frozen(name: str) -> None:
    assert sha256((FOLDER / name).read_bytes()).hexdigest() == DIGESTS[name]


def test_keys_read_and_are_named_as_then(sample: Sample, keys: dict[str, PrivateKey], profile: str) -> None:
    for role, stored in sample["keys"].items():
        public = PublicKey.from_bytes(raw(stored["public"]))

        assert keys[role].public == public
        assert public.profile == profile
        assert public.key_id == stored["key_id"]
        assert public.to_bytes() == raw(stored["public"])
        assert keys[role].to_bytes() == raw(stored["private"])


def opened_messages(
    sample: Sample, keys: dict[str, PrivateKey], profile: str
) -> list[tuple[Sample, OpenedKey]]:
    """Open every message by every wrap that it has."""
    by_id = {key.key_id: key for key in keys.values()}
    return [
        (
            message,
            envelopes.open_key(
                message["header"].encode(),
                raw(message["signature"]),
                Wrap(key_id, raw(wrapped)),
                sender_key=keys[message["signer"]].public,
                recipient=by_id[key_id],
                allow={profile},
            ),
        )
        for message in sample["messages"]
        for key_id, wrapped in message["wraps"].items()
    ]


def test_every_wrap_opens_its_message(sample: Sample, keys: dict[str, PrivateKey], profile: str) -> None:
    opened = opened_messages(sample, keys, profile)

    assert len(opened) == 9
    for message, key in opened:
        expected, parts = message["opens to"], message["parts"]
        body, summary = key.open_body(raw(parts["body"])), key.open_summary(raw(parts["summary"]))
        assert key.message_key == raw(expected["message_key"])
        assert as_json(asdict(body)) == expected["content"]
        assert (summary.subject, summary.author_name) == (body.subject, body.author_name)


def test_attachments_open_whole_streamed_and_by_ranges(
    sample: Sample, keys: dict[str, PrivateKey], profile: str
) -> None:
    opened = 0

    for message, key in opened_messages(sample, keys, profile):
        for name, plain in message["opens to"]["attachments"].items():
            stored, file, stream = raw(message["parts"][name]), raw(plain), key.stream_part(name)
            assert key.open_part(name, stored) == file
            assert stream.update(stored) + stream.finalize() == file
            assert key.read_part(name, Memory(stored)).read(16_380, 10) == file[16_380:16_390]
            opened += 1

    assert opened == 6


def test_the_thread_is_chained_and_says_who_wrote(sample: Sample) -> None:
    parsed = [headers.parse(message["header"].encode()) for message in sample["messages"]]

    assert [header.sequence for header in parsed] == [1, 2, 3]
    assert [header.previous for header in parsed] == [
        None,
        *(headers.digest(message["header"].encode()) for message in sample["messages"][:-1]),
    ]
    assert [header.sender is None for header in parsed] == [False, False, True]
    assert [header.sent_at.isoformat() for header in parsed] == [
        f"2026-05-0{day}T09:30:00.000005+00:00" for day in (4, 5, 6)
    ]


def test_the_draft_opens(sample: Sample, keys: dict[str, PrivateKey], profile: str) -> None:
    stored = sample["draft"]
    draft = SealedDraft(Wrap(stored["key_id"], raw(stored["wrapped"])), raw(stored["body"]))

    message_key, content = envelopes.open_draft(
        draft, message=UUID(stored["message"]), author=keys["officer"], allow={profile}
    )

    assert message_key == raw(stored["opens to"]["message_key"])
    assert as_json(asdict(content)) == stored["opens to"]["content"]


def test_the_password_gives_the_same_halves(sample: Sample) -> None:
    stored = sample["password"]

    keys = passwords.derive(
        stored["password"],
        salt=raw(stored["salt"]),
        pepper=raw(stored["pepper"]),
        parameters=KdfParameters.from_json(stored["parameters"]),
    )

    assert keys.verifier == raw(stored["verifier"])
    assert keys.kek == raw(stored["kek"])


def test_the_form_gives_the_same_code_and_the_code_the_same_key(sample: Sample) -> None:
    stored = sample["reply code"]

    derived, typed = ReplyCode.from_form_secret(raw(stored["form secret"])), ReplyCode.parse(stored["code"])

    assert derived.text == typed.text == stored["code"]
    assert typed.key(raw(stored["salt"]), raw(stored["context"])) == raw(stored["key"])


def test_every_box_opens_in_its_place(sample: Sample, keys: dict[str, PrivateKey], profile: str) -> None:
    labels = [box["label"] for box in sample["boxes"] + sample["sealed to keys"]]

    assert labels == ["ak", "pk", "chain", "vault", "field", "search", "epoch"]
    for box in sample["boxes"]:
        assert boxes.unseal(raw(box["key"]), raw(box["sealed"]), context_of(box)) == raw(box["opens to"])
    for box in sample["sealed to keys"]:
        plaintext = keypairs.open_sealed(
            keys[box["key"]], raw(box["sealed"]), context_of(box), allow={profile}
        )
        assert plaintext == raw(box["opens to"])


def context_of(box: Sample) -> bytes:
    """Encode the context anew, and check that it gives the bytes of then."""
    context = ctx(box["label"], *(READ_PART[kind](value) for kind, value in box["parts"]))
    assert context == raw(box["context"])
    return context
