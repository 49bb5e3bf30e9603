"""Promises of the file in which the server keeps its own keys."""

import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import keyring
from keyring import files
from keyring.errors import KeyringError
from keyring.versions import NAMES, SECRETS, Keyring, new_keyring


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "keyring.json"


def change(path: Path, document: Any) -> None:
    path.unlink()
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    path.chmod(0o400)


def secrets_in(path: Path) -> list[str]:
    keys = json.loads(path.read_bytes())["keys"]
    return [secret for key in keys.values() for secret in key["versions"].values()]


def test_a_made_keyring_has_every_key(path: Path) -> None:
    files.make(path)

    made = files.load(path)

    assert len(made.pepper().secret) == len(made.field().secret) == 32
    for key in (made.directory(), made.log(), made.system_sender()):
        key.secret.public.verify(b"data", key.secret.sign(b"data"))
    assert len(set(secrets_in(path))) == len(NAMES)


def test_the_file_is_its_owners_alone(path: Path) -> None:
    files.make(path)

    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_a_keyring_is_never_overwritten(path: Path) -> None:
    files.make(path)
    before = path.read_bytes()

    with pytest.raises(KeyringError, match="never overwritten"):
        files.make(path)

    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_of_many_who_make_one_keyring_at_once_one_wins(path: Path) -> None:
    def attempt(_: int) -> bool:
        try:
            files.make(path)
        except KeyringError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        wins = list(threads.map(attempt, range(8)))

    assert sum(wins) == 1
    files.load(path)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o640, 0o622, 0o601])
def test_a_file_that_others_can_open_is_refused(path: Path, mode: int) -> None:
    files.make(path)
    path.chmod(mode)

    with pytest.raises(KeyringError, match="chmod 400"):
        files.load(path)


def test_a_missing_keyring_says_how_to_make_one(path: Path) -> None:
    with pytest.raises(KeyringError, match="make_keyring"):
        files.load(path)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(KeyringError, match="cannot be written"):
        files.make(tmp_path / "file" / "keyring.json")


def _of_another_format(document: Any) -> None:
    document["format"] = "sealpost-keyring-9"


def _without_a_key(document: Any) -> None:
    del document["keys"]["field"]


def _with_a_key_too_many(document: Any) -> None:
    document["keys"]["other"] = document["keys"]["field"]


def _with_a_changed_secret(document: Any) -> None:
    versions = document["keys"]["pepper"]["versions"]
    version, secret = next(iter(versions.items()))
    versions[version] = ("A" if secret[0] != "A" else "B") + secret[1:]


def _with_two_keys_exchanged(document: Any) -> None:
    keys = document["keys"]
    keys["log"], keys["directory"] = keys["directory"], keys["log"]


def _without_a_current_version(document: Any) -> None:
    document["keys"]["log"]["current"] = "0" * 16


def _with_a_secret_that_is_no_text(document: Any) -> None:
    versions = document["keys"]["pepper"]["versions"]
    versions[next(iter(versions))] = 7


@pytest.mark.parametrize(
    "damage",
    [
        _of_another_format,
        _without_a_key,
        _with_a_key_too_many,
        _with_a_changed_secret,
        _with_two_keys_exchanged,
        _without_a_current_version,
        _with_a_secret_that_is_no_text,
    ],
)
def test_a_damaged_keyring_is_refused_and_not_repeated(path: Path, damage: Any) -> None:
    files.make(path)
    secrets = secrets_in(path)
    document = json.loads(path.read_bytes())
    damage(document)
    change(path, document)

    with pytest.raises(KeyringError) as refusal:
        files.load(path)

    assert not any(secret in refusal.value.explanation for secret in secrets)
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", "[" * 100_000, '{"format": "sealpost-keyring-1"}']
)
def test_something_else_is_no_keyring(path: Path, text: str) -> None:
    files.make(path)
    change(path, text)

    with pytest.raises(KeyringError):
        files.load(path)


def test_the_file_is_canonical(path: Path) -> None:
    files.make(path)

    assert files.to_bytes(files.load(path)) == path.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_past_versions_stay_usable(path: Path, name: str) -> None:
    first = new_keyring()
    files.write(path, first.with_new_version(name))

    both = files.load(path)

    past, current = getattr(first, name)(), getattr(both, name)()
    assert past.version != current.version
    kept = getattr(both, name)(past.version).secret
    if name in SECRETS:
        assert kept == past.secret != current.secret
    else:
        assert kept.key_id == past.secret.key_id != current.secret.key_id


def test_a_signature_of_a_past_key_verifies_by_its_id() -> None:
    first = new_keyring()
    past = first.directory().secret
    signature = past.sign(b"row")

    later = first.with_new_version("directory")

    later.directory_public(past.key_id).verify(b"row", signature)
    assert later.directory_public(later.directory().secret.key_id) == later.directory().secret.public


def test_a_key_is_found_only_under_its_own_name() -> None:
    made = new_keyring()

    with pytest.raises(KeyringError):
        made.directory_public(made.system_sender().secret.key_id)
    with pytest.raises(KeyringError):
        made.system_sender_public(made.directory().secret.key_id)


def test_a_version_that_is_not_there_is_told() -> None:
    with pytest.raises(KeyringError, match="no version"):
        new_keyring().pepper("0123456789abcdef")


def test_keys_are_neither_shown_nor_pickled_nor_copied() -> None:
    made = new_keyring()

    for thing in (made, made.pepper(), made.directory(), made.entries["pepper"]):
        assert made.pepper().secret.hex() not in repr(thing)
        assert repr(made.pepper().secret) not in repr(thing)
    for thing in (made, made.pepper(), made.directory()):
        with pytest.raises(TypeError):
            pickle.dumps(thing)
        with pytest.raises(TypeError):
            copy.deepcopy(thing)


def test_the_servers_keyring_is_the_one_of_the_settings(path: Path, settings: Any) -> None:
    files.make(path)
    settings.KEYRING_FILE = path

    assert keyring.keyring().pepper().secret == files.load(path).pepper().secret
    assert keyring.keyring() is keyring.keyring()
    assert isinstance(keyring.keyring(), Keyring)
