"""The demo's agency and a real one never share a database."""

from pathlib import Path
from typing import Any

import pytest

from portal.demo import accounts, marker
from tests.people import Staff


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """An empty VAR."""
    settings.VAR = tmp_path
    return tmp_path


def test_the_demo_is_founded_once(db: None, folder: Path) -> None:
    assert marker.must_be_founded()

    marker.note_begun()
    marker.note_founded()

    assert not marker.must_be_founded()


def test_the_demo_never_moves_in_with_a_real_agency(officer: Staff, folder: Path) -> None:
    with pytest.raises(marker.NotTheDemo, match="not the demo's"):
        marker.must_be_founded()


@pytest.mark.parametrize("note", [marker.note_begun, marker.note_founded])
def test_a_real_portal_refuses_the_demos_agency(folder: Path, note: Any) -> None:
    note()

    with pytest.raises(marker.NotTheDemo, match="the demo's agency"):
        marker.refuse_demo_agency()


def test_a_founding_that_was_interrupted_begins_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    database = folder / "sealpost.sqlite3"
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", database)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database}{suffix}").touch()
    marker.note_begun()

    marker.remove_half_founded()

    assert [path.name for path in folder.iterdir()] == ["demo_agency"]


def test_a_founded_demo_is_never_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    database = folder / "sealpost.sqlite3"
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", database)
    database.touch()
    marker.note_founded()

    marker.remove_half_founded()

    assert database.exists()


def test_the_demos_people_are_plainly_made_up() -> None:
    for account in accounts.ACCOUNTS:
        assert account.email.endswith("@example.org")
        assert account.role.split("_")[0].capitalize() in account.name
        assert len(account.password) >= 15
