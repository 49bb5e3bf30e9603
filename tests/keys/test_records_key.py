"""The records key on the server: its public half pinned, checked, kept when the next one comes."""

import base64
import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEvent
from encryption.contexts import ctx
from encryption.epochs import open_epoch
from encryption.fingerprints import six_words
from encryption.keypairs import PublicKey, generate
from encryption.statements import public_document
from keyring.files import load
from keys import records
from keys.errors import NoRecordsKey
from keys.models import EpochDue
from tests.keys.custody import Member, make_unit, unit_key_of


def public_file(folder: Path, name: str = "public.json", public: PublicKey | None = None) -> Path:
    """Write the public half of a new records key into a file, as the ceremony does."""
    path = folder / name
    path.write_text(json.dumps(public_document(public or generate(signs=True).public)))
    return path


@pytest.fixture
def pinned(settings: Any, tmp_path: Path) -> PublicKey:
    """A pinned records key that this test may replace."""
    settings.RECORDS_KEY_FILE = tmp_path / "pinned.json"
    return records.pin(public_file(tmp_path))


def told(*arguments: Any) -> str:
    """Run the command and give what it says."""
    said = StringIO()
    call_command("records_key", *arguments, stdout=said)
    return said.getvalue()


def test_the_pinned_key_is_shown_in_words(pinned: PublicKey) -> None:
    assert told("show") == f"Pinned: {six_words(pinned)}\n"


@pytest.mark.parametrize(
    "damage",
    ["missing", "empty", "not JSON", "other key", "other fingerprint", "no public", "list", "other profile"],
)
def test_a_damaged_pin_is_refused(settings: Any, tmp_path: Path, damage: str) -> None:
    path = public_file(tmp_path)
    document = json.loads(path.read_text())
    other = base64.b64encode(generate(signs=False).public.to_bytes()).decode()
    fips = base64.b64encode(generate("fips", signs=False).public.to_bytes()).decode()
    contents = {
        "empty": "",
        "not JSON": "{",
        "other key": json.dumps(document | {"public": other}),
        "other fingerprint": json.dumps(document | {"fingerprint": document["fingerprint"][::-1]}),
        "other profile": json.dumps(document | {"public": fips}),
        "no public": json.dumps({"profile": "hybrid"}),
        "list": "[]",
    }
    path.unlink()
    if damage in contents:
        path.write_text(contents[damage])
    settings.RECORDS_KEY_FILE = path

    with pytest.raises(NoRecordsKey):
        records.records_key()
    with pytest.raises(CommandError, match=r"public\.json"):
        told("show")


def test_a_file_of_the_first_release_is_read(settings: Any, tmp_path: Path) -> None:
    public = generate(signs=False).public
    digits = sha256(ctx("fingerprint", public.to_bytes())).hexdigest()
    in_hex = " ".join(digits[start : start + 4] for start in range(0, 40, 4))
    path = tmp_path / "old.json"
    path.write_text(json.dumps(public_document(public) | {"fingerprint": in_hex}))
    settings.RECORDS_KEY_FILE = path

    assert records.records_key() == public


def test_a_second_key_is_not_pinned_over_the_first(pinned: PublicKey, tmp_path: Path) -> None:
    with pytest.raises(NoRecordsKey, match="another records key"):
        records.pin(public_file(tmp_path, "other.json"))

    assert records.records_key() == pinned


@pytest.mark.django_db
def test_every_unit_epoch_is_sealed_to_it(settings: Any, tmp_path: Path, holder: Member) -> None:
    private = generate(signs=True)
    settings.RECORDS_KEY_FILE = tmp_path / "pinned.json"
    records.pin(public_file(tmp_path, public=private.public))

    stored = unit_key_of(make_unit(holder), 1)

    sealed = bytes(stored.sealed_to_records)
    opened = open_epoch(private, sealed, unit=stored.unit, epoch=1, key_id=stored.key_id)
    assert opened.key_id == stored.key_id
    assert stored.records_key_id == private.key_id


@pytest.mark.django_db(transaction=True)
def test_the_next_key_is_pinned_and_every_unit_is_asked_for_an_epoch(
    pinned: PublicKey, tmp_path: Path, holder: Member, desk: UUID
) -> None:
    following = generate(signs=True).public

    said = told("replace", "--public", public_file(tmp_path, "next.json", following))

    assert six_words(following) in said
    assert list(records.records_keys().values()) == [following, pinned]
    assert EpochDue.objects.filter(unit=desk).exists()
    assert AuditEvent.objects.filter(action="keys.records_key.replaced").count() == 1
    make_unit(holder, unit=desk)
    assert unit_key_of(desk, 1).records_key_id == pinned.key_id
    assert unit_key_of(desk, 2).records_key_id == following.key_id
    assert not EpochDue.objects.filter(unit=desk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_key_that_was_pinned_before_does_not_come_back(pinned: PublicKey, tmp_path: Path) -> None:
    path = public_file(tmp_path, "next.json")
    told("replace", "--public", path)

    for known in (path, tmp_path / "public.json"):
        with pytest.raises(CommandError, match="pinned already, or was before"):
            told("replace", "--public", known)

    assert len(records.records_keys()) == 2


def test_make_keyring_makes_one_and_leaves_it(settings: Any, tmp_path: Path) -> None:
    settings.KEYRING_FILE = tmp_path / "keyring.json"

    call_command("make_keyring", stdout=StringIO())
    made = settings.KEYRING_FILE.read_bytes()
    call_command("make_keyring", stdout=StringIO())

    assert settings.KEYRING_FILE.read_bytes() == made
    assert load(settings.KEYRING_FILE).pepper().secret
