"""The ceremony from the command line: what custodians see, type and take away."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from encryption.fingerprints import six_words
from encryption.statements import DRILL, read_public, read_statement
from records_key import ceremony, shares
from records_key.__main__ import main
from records_key.errors import CeremonyError
from records_key.recovering import recover
from records_key.splitting import CUSTODIANS
from tests.records_key.conftest import NAMES, Held

Said = pytest.CaptureFixture[str]


def test_making_writes_pages_and_no_seed(tmp_path: Path, capsys: Said) -> None:
    folder = tmp_path / "ceremony"
    names = [part for name in NAMES for part in ("--custodian", name)]

    code = main(["make", "--folder", str(folder), "--agency", "Example <Department>", *names])

    assert code == 0
    public = read_public(json.loads((folder / "records_key.json").read_text()))
    assert six_words(public) in capsys.readouterr().out
    pages = sorted(folder.glob("custodian-*.html"))
    assert len(pages) == 5
    for page, name in zip(pages, NAMES, strict=True):
        text = page.read_text()
        assert page.stat().st_mode & 0o777 == 0o600
        assert name in text
        assert six_words(public) in text
        assert "Example &lt;Department&gt;" in text
        assert "<svg" in text
        # A page that is opened loads nothing from anywhere.
        assert not [
            word for word in ("http:", "https:", "src=", "url(", "<script", "@import") if word in text
        ]


def test_the_pages_give_the_key_that_nobody_wrote_down(held: Held) -> None:
    key = recover(held.shares([1, 3, 5]))

    written = b"".join(path.read_bytes() for path in held.folder.iterdir())
    assert key.public == held.public
    for secret in (key.kem_seed, key.signing_seed or b""):
        assert secret not in written
        assert secret.hex().encode() not in written


def test_the_qr_code_holds_what_the_lines_say(held: Held) -> None:
    share = held.shares([2])[0]

    assert shares.read(share.scanned) == shares.read(held.typed[2])


def test_nothing_is_overwritten(held: Held, capsys: Said) -> None:
    before = (held.folder / "records_key.json").read_text()
    names = [part for name in NAMES for part in ("--custodian", name)]

    code = main(["make", "--folder", str(held.folder), "--agency", "Again", *names])

    assert code == 2
    assert "is there already" in capsys.readouterr().err
    assert (held.folder / "records_key.json").read_text() == before


@pytest.mark.parametrize("names", [NAMES[:4], [*NAMES, "Sixth"], [*NAMES[:4], NAMES[0]]])
def test_five_people_are_named(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(CeremonyError, match="Name 5 custodians"):
        ceremony.make(tmp_path / "ceremony", agency="Example", custodians=names)

    assert not (tmp_path / "ceremony").exists()


def test_reading_back_tries_every_three(held: Held, tmp_path: Path, capsys: Said) -> None:
    files = held.files(tmp_path / "typed", CUSTODIANS)

    code = main(["read-back", "--folder", str(held.folder), *files])

    assert code == 0
    assert "Each of the 10 threes gives the key" in capsys.readouterr().out


@pytest.mark.parametrize("missing", CUSTODIANS)
def test_reading_back_asks_for_all_five(held: Held, tmp_path: Path, capsys: Said, missing: int) -> None:
    files = held.files(tmp_path / "typed", [number for number in CUSTODIANS if number != missing])

    code = main(["read-back", "--folder", str(held.folder), *files])

    assert code == 2
    assert f"The page of custodian {missing} was not read" in capsys.readouterr().err


def test_reading_back_another_ceremonys_pages_is_refused(held: Held, tmp_path: Path, capsys: Said) -> None:
    other = ceremony.make(tmp_path / "other", agency="Other", custodians=NAMES)
    files = held.files(tmp_path / "typed", CUSTODIANS)

    code = main(["read-back", "--folder", str(other.public_half.parent), *files])

    assert code == 2
    assert "They are of another ceremony" in capsys.readouterr().err


@pytest.mark.parametrize("quorum", list(combinations(CUSTODIANS, 3)))
def test_every_quorum_opens_the_test_bundle(held: Held, tmp_path: Path, quorum: tuple[int, ...]) -> None:
    result = tmp_path / "result.json"
    files = held.files(tmp_path / "typed", quorum)

    code = main(
        ["drill", "--bundle", str(held.folder / "test_bundle.jsonl"), "--result", str(result), *files]
    )

    assert code == 0
    statement = read_statement(json.loads(result.read_text()), DRILL, held.public)
    assert (statement["epochs"], statement["failed"]) == (1, [])


def test_pages_can_be_typed_or_scanned_at_the_terminal(
    held: Held, tmp_path: Path, monkeypatch: Any, capsys: Said
) -> None:
    first, second, third = held.shares([1, 2, 4])
    wrong = second.lines[4][:-3] + ("0" if second.lines[4][-3] != "0" else "1") + second.lines[4][-2:]
    typed = [second.set_code, "2", *second.lines[:4], wrong, *second.lines[4:], second.check]
    given = iter([first.scanned, *typed, "SEALPOST-SHARE:1:half", third.scanned])
    monkeypatch.setattr("builtins.input", lambda prompt: next(given))
    result = tmp_path / "result.json"

    code = main(["drill", "--bundle", str(held.folder / "test_bundle.jsonl"), "--result", str(result)])

    assert code == 0
    said = capsys.readouterr().err
    assert "Page of custodian 2, line 5 has a wrong character" in said
    assert "The QR code was not read whole" in said


def test_wiping_removes_the_pages_and_says_what_it_cannot_do(held: Held, capsys: Said) -> None:
    code = main(["wipe", "--folder", str(held.folder)])

    assert code == 0
    assert not list(held.folder.glob("custodian-*"))
    assert (held.folder / "records_key.json").exists()
    said = capsys.readouterr().out
    assert "custodian-1.html" in said
    assert "keep old copies that no program" in said


def test_minutes_say_who_when_and_which_files(held: Held, tmp_path: Path, capsys: Said) -> None:
    main(["read-back", "--folder", str(held.folder), *held.files(tmp_path / "typed", CUSTODIANS)])
    main(["wipe", "--folder", str(held.folder)])
    out = tmp_path / "minutes.html"
    asked = ["--agency", "Example Department", "--place", "Room 3", "--present", "Somebody, <witness>"]

    code = main(["minutes", "--folder", str(held.folder), *asked, "--out", str(out)])

    assert code == 0
    text = out.read_text()
    for words in (
        six_words(held.public),
        held.public.key_id,
        "Somebody, &lt;witness&gt;",
        "Room 3",
        "All five pages were read back",
        "custodian-5.html",
        "Custodian Number 4",
        shares.read(held.typed[1]).digest,
    ):
        assert words in text
    assert not any(line in text for share in held.shares(CUSTODIANS) for line in share.lines)


@pytest.mark.parametrize("name", ["records_key.json", "steps.jsonl"])
def test_minutes_of_a_damaged_folder_are_refused(held: Held, tmp_path: Path, capsys: Said, name: str) -> None:
    (held.folder / name).unlink()
    (held.folder / name).write_text("{")
    asked = ["--agency", "Example", "--place", "Room 3", "--present", "Somebody"]

    code = main(["minutes", "--folder", str(held.folder), *asked, "--out", str(tmp_path / "minutes.html")])

    assert code == 2
    assert name in capsys.readouterr().err
    assert not (tmp_path / "minutes.html").exists()
