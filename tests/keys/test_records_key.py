"""The records key: pinned, checked, and never overwritten."""

import base64
import json
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from encryption.keypairs import PrivateKey, generate, open_sealed
from keyring.files import load
from keys import records, unit_keys
from keys.errors import NoRecordsKey
from tests.keys.custody import Member, unit_key_of


def test_a_made_pair_fits_and_is_kept_from_others(settings: Any, tmp_path: Path) -> None:
    private_path, public_path = tmp_path / "offline" / "private.json", tmp_path / "public.json"
    told = StringIO()

    call_command("records_key", "make", "--private", private_path, "--public", public_path, stdout=told)

    settings.RECORDS_KEY_FILE = public_path
    private = PrivateKey.from_bytes(base64.b64decode(json.loads(private_path.read_text())["private"]))
    assert records.records_key() == private.public
    assert records.fingerprint(private.public) in told.getvalue()
    assert json.loads(public_path.read_text())["fingerprint"] == records.fingerprint(private.public)
    assert f"found_agency --records-key {public_path}" in told.getvalue()
    assert private_path.stat().st_mode & 0o777 == 0o400
    assert base64.b64encode(private.to_bytes()).decode() not in public_path.read_text() + told.getvalue()


def test_a_file_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    private_path, public_path = tmp_path / "private.json", tmp_path / "public.json"
    public_path.write_text("precious")

    with pytest.raises(CommandError):
        call_command("records_key", "make", "--private", private_path, "--public", public_path)

    assert public_path.read_text() == "precious"
    assert not private_path.exists()


@pytest.mark.parametrize(
    "damage",
    ["missing", "empty", "not JSON", "other key", "other fingerprint", "no public", "list", "other profile"],
)
def test_a_damaged_pin_is_refused(settings: Any, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "public.json"
    records.make(tmp_path / "private.json", path)
    document = json.loads(path.read_text())
    other = base64.b64encode(generate(signs=False).public.to_bytes()).decode()
    contents = {
        "empty": "",
        "not JSON": "{",
        "other key": json.dumps(document | {"public": other}),
        "other fingerprint": json.dumps(document | {"fingerprint": document["fingerprint"][::-1]}),
        "other profile": json.dumps(document | {"profile": "fips"}),
        "no public": json.dumps({"profile": "hybrid"}),
        "list": "[]",
    }
    path.unlink()
    if damage in contents:
        path.write_text(contents[damage])
    settings.RECORDS_KEY_FILE = path

    with pytest.raises(NoRecordsKey):
        records.records_key()


@pytest.mark.django_db
def test_the_private_half_opens_every_unit_epoch(settings: Any, holder: Member, desk: UUID) -> None:
    document = json.loads((settings.VAR / "records_key.private.json").read_text())
    private = PrivateKey.from_bytes(base64.b64decode(document["private"]))
    stored = unit_key_of(desk, 1)

    opened = open_sealed(
        private,
        bytes(stored.sealed_to_records),
        unit_keys._grant_context(desk, 1, stored.key_id, stored.records_key_id),
    )

    assert PrivateKey.from_bytes(opened).key_id == stored.key_id


def test_make_keyring_makes_one_and_leaves_it(settings: Any, tmp_path: Path) -> None:
    settings.KEYRING_FILE = tmp_path / "keyring.json"

    call_command("make_keyring", stdout=StringIO())
    made = settings.KEYRING_FILE.read_bytes()
    call_command("make_keyring", stdout=StringIO())

    assert settings.KEYRING_FILE.read_bytes() == made
    assert load(settings.KEYRING_FILE).pepper().secret
