"""The demo's agency and a real one never share a database."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from portal.demo import accounts, marker
from tests.people import Staff

ROOT = Path(__file__).resolve().parent.parent.parent


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


def test_the_demo_itself_works_on_its_agency(folder: Path, settings: Any) -> None:
    settings.DEMO = True
    marker.note_founded()

    marker.refuse_demo_agency()


WAYS_TO_WORK_ON_IT = {
    "another server": [sys.executable, "-c", "import portal.wsgi"],
    "the worker": [sys.executable, "manage.py", "work", "--once"],
    "the tables": [sys.executable, "manage.py", "migrate"],
    "the embedded portal": [sys.executable, "manage.py", "serve"],
}


@pytest.mark.parametrize("way", WAYS_TO_WORK_ON_IT.values(), ids=WAYS_TO_WORK_ON_IT)
def test_no_way_to_run_a_real_portal_takes_the_demos_agency(tmp_path: Path, way: list[str]) -> None:
    (tmp_path / "demo_agency").write_text("founded")
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    done = subprocess.run(
        way, cwd=ROOT, env={**inherited, "VAR": str(tmp_path)}, capture_output=True, text=True, timeout=60
    )

    assert done.returncode != 0
    assert "holds the demo's agency" in done.stderr


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
