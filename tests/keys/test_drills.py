"""The drill: every epoch leaves, a quorum opens them, and what they sign is believed once, for its day."""

import json
from datetime import timedelta
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.actions import Action
from audit.models import AuditEvent
from encryption.keypairs import generate
from encryption.statements import DRILL, sign_statement
from keys import records, services
from keys.drills import drill_state
from keys.errors import DrillBroughtAlready, NotOfTheCustodians, OtherEpochs, UnknownDrill
from keys.models import Drill, DrillResult, UnitKey
from records_key import ceremony
from records_key.bundles import Bundle
from records_key.errors import BadFile
from records_key.splitting import CUSTODIANS
from tests.custodians import drill
from tests.keys.custody import Member, flipped, make_unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def units(holder: Member, colleague: Member) -> list[UUID]:
    """Two units, the second with three epochs."""
    second = make_unit(colleague)
    for _ in range(2):
        make_unit(colleague, unit=second)
    return [make_unit(holder), second]


def exported(folder: Path, name: str = "bundle.jsonl") -> Path:
    """Export a bundle by the command."""
    path = folder / name
    call_command("records_drill", "export", "--out", path, stdout=StringIO())
    return path


def brought(document: Any, folder: Path) -> str:
    """Import a result by the command; gives what it says."""
    path, said = folder / "brought.json", StringIO()
    path.write_text(json.dumps(document))
    call_command("records_drill", "import", path, stdout=said)
    return said.getvalue()


def test_a_drill_that_opens_everything_has_the_day_on_which_its_bundle_left(
    units: list[UUID], tmp_path: Path
) -> None:
    before = timezone.now()
    bundle = exported(tmp_path)
    left = timezone.now()

    brought(drill(bundle), tmp_path)

    state = drill_state()
    assert state.passed_at
    assert before < state.passed_at < left
    assert state.failed == 0
    events = AuditEvent.objects.filter(action__startswith="keys.records_drill").order_by("pk")
    assert [event.action for event in events] == [Action.RECORDS_DRILL_EXPORTED, Action.RECORDS_DRILL_PASSED]
    assert b'"epochs":4' in bytes(events[1].leaf)


@pytest.mark.parametrize("quorum", [(1, 2, 3), (2, 4, 5), (1, 2, 3, 4, 5)])
def test_any_quorum_may_hold_it(units: list[UUID], tmp_path: Path, quorum: tuple[int, ...]) -> None:
    brought(drill(exported(tmp_path), quorum=quorum), tmp_path)

    assert drill_state().passed_at


@pytest.mark.parametrize("few", [few for size in (1, 2) for few in combinations(CUSTODIANS, size)])
def test_fewer_than_three_open_nothing(units: list[UUID], tmp_path: Path, few: tuple[int, ...]) -> None:
    bundle = exported(tmp_path)

    with pytest.raises(AssertionError):
        drill(bundle, quorum=few)

    assert list(tmp_path.glob("result*")) == []


def test_the_bundle_opens_nothing_by_itself(units: list[UUID], tmp_path: Path) -> None:
    text = exported(tmp_path).read_text()

    lines = [json.loads(line) for line in text.splitlines()]
    assert lines[-1] == {"end": 4}
    assert {name for line in lines[1:-1] for name in line} == {
        "unit",
        "epoch",
        "key_id",
        "records_key_id",
        "sealed",
    }


def test_an_old_result_renews_no_date(units: list[UUID], tmp_path: Path) -> None:
    first, second = exported(tmp_path), exported(tmp_path, "second.jsonl")
    old, new = drill(first), drill(second)
    brought(new, tmp_path)
    state = drill_state()

    with pytest.raises(CommandError, match="no date was renewed"):
        brought(new, tmp_path)
    brought(old, tmp_path)

    assert drill_state() == state
    assert DrillResult.objects.count() == 2


def test_somebody_who_writes_to_the_database_renews_no_date(units: list[UUID], tmp_path: Path) -> None:
    brought(drill(exported(tmp_path)), tmp_path)
    state = drill_state()

    Drill.objects.update(exported_at=timezone.now() + timedelta(days=300))
    later = Drill.objects.create(exported_at=timezone.now() + timedelta(days=301))
    DrillResult.objects.update(drill=later, imported_at=timezone.now() + timedelta(days=301))

    assert drill_state() == state


def test_a_signature_that_is_not_the_custodians_counts_for_nothing(units: list[UUID], tmp_path: Path) -> None:
    document = drill(exported(tmp_path))
    statement = json.loads(document["statement"])
    forger = generate(signs=True)
    tampered = json.dumps(statement | {"epochs": 3})

    documents: list[Any] = [
        sign_statement(forger, DRILL, statement),
        sign_statement(forger, DRILL, statement) | {"signed_by": document["signed_by"]},
        document | {"statement": tampered},
        document | {"kind": "records-grant"},
        document | {"signature": ""},
        document | {"statement": 1},
        {},
        [],
        None,
        "text",
    ]
    for bad in documents:
        with pytest.raises(NotOfTheCustodians):
            services.import_drill(actor=None, document=bad)

    assert drill_state().passed_at is None


def test_a_bundle_of_another_portal_proves_nothing_here(units: list[UUID], tmp_path: Path) -> None:
    document = drill(exported(tmp_path))
    Drill.objects.all().delete()

    with pytest.raises(UnknownDrill):
        services.import_drill(actor=None, document=document)


def test_a_bundle_from_which_an_epoch_was_taken_proves_nothing(units: list[UUID], tmp_path: Path) -> None:
    bundle = exported(tmp_path)
    lines = bundle.read_text().splitlines()
    shorter = bundle.with_name("shorter.jsonl")
    shorter.write_text("\n".join([*lines[:2], *lines[3:-1], '{"end":3}', ""]))

    with pytest.raises(OtherEpochs):
        services.import_drill(actor=None, document=drill(shorter))

    assert drill_state().passed_at is None


@pytest.mark.parametrize("cut", [0, 1, 3, 5])
def test_a_cut_bundle_is_not_opened(units: list[UUID], tmp_path: Path, cut: int) -> None:
    bundle = exported(tmp_path)
    bundle.write_text("".join(bundle.read_text().splitlines(keepends=True)[:cut]))

    with pytest.raises(BadFile, match="not a whole bundle"):
        list(Bundle(bundle).epochs())


def test_a_wrap_that_was_exchanged_after_the_export_is_noticed(units: list[UUID], tmp_path: Path) -> None:
    document = drill(exported(tmp_path))
    stored = UnitKey.objects.get(unit=units[0])
    UnitKey.objects.filter(pk=stored.pk).update(sealed_to_records=flipped(bytes(stored.sealed_to_records)))

    with pytest.raises(OtherEpochs):
        services.import_drill(actor=None, document=document)


def test_what_does_not_open_is_signed_too_and_is_an_alert(units: list[UUID], tmp_path: Path) -> None:
    stored = UnitKey.objects.get(unit=units[0])
    UnitKey.objects.filter(pk=stored.pk).update(sealed_to_records=flipped(bytes(stored.sealed_to_records)))
    document = drill(exported(tmp_path))

    brought(document, tmp_path)

    state = drill_state()
    assert json.loads(document["statement"])["failed"] == [stored.key_id]
    assert (state.passed_at, state.failed) == (None, 1)
    assert AuditEvent.objects.filter(action="keys.records_drill.failed").count() == 1


def test_epochs_from_after_the_export_are_for_the_next_drill(
    units: list[UUID], holder: Member, tmp_path: Path
) -> None:
    bundle = exported(tmp_path)
    make_unit(holder, unit=units[0])

    brought(drill(bundle), tmp_path)

    assert drill_state().passed_at


def test_after_a_new_records_key_both_quorums_have_to_open_theirs(
    settings: Any, units: list[UUID], holder: Member, tmp_path: Path
) -> None:
    settings.RECORDS_KEY_FILE = tmp_path / "pinned.json"
    records.pin(settings.VAR / "custodians" / "records_key.json")
    following = ceremony.make(tmp_path / "next", agency="Next", custodians=list("ABCDE"))
    services.replace_records_key(following.public_half)
    make_unit(holder, unit=units[0])
    bundle = exported(tmp_path)

    brought(drill(bundle), tmp_path)
    alone = drill_state()
    brought(drill(bundle, quorum=(3, 4, 5), ceremony=tmp_path / "next"), tmp_path)

    assert alone.passed_at is None
    assert drill_state().passed_at


def test_a_result_is_taken_once_however_many_bring_it(units: list[UUID], tmp_path: Path) -> None:
    document = drill(exported(tmp_path))
    services.import_drill(actor=None, document=document)

    with pytest.raises(DrillBroughtAlready):
        services.import_drill(actor=None, document=document)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_result_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=r"not a result of the custodians"):
        call_command("records_drill", "import", path)


def test_files_that_are_not_there_or_there_already_are_named(units: list[UUID], tmp_path: Path) -> None:
    bundle = exported(tmp_path)

    with pytest.raises(CommandError, match=r"bundle\.jsonl: File exists"):
        exported(tmp_path)
    with pytest.raises(CommandError, match=r"nowhere\.json: No such file"):
        call_command("records_drill", "import", tmp_path / "nowhere.json")

    assert Bundle(bundle).head.site == "http://localhost:8000"
