"""Promises of what the audit log takes in."""

import hashlib
import json
import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import transaction

from audit.actions import Action
from audit.errors import OutsideTransaction, UnfitDetail
from audit.models import AuditEvent
from audit.services import record


@pytest.mark.django_db
def test_an_event_is_its_leaf_and_the_columns_repeat_it() -> None:
    actor, subject = uuid4(), uuid4()

    event = record(
        Action.MESSAGE_SENT, actor=actor, subject=subject, details={"parts": 2, "channel": "secure"}
    )

    stored = AuditEvent.objects.get(pk=event.pk)
    leaf = json.loads(bytes(stored.leaf))
    assert leaf == {
        "v": 1,
        "salt": leaf["salt"],
        "at": stored.occurred_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "action": "messaging.message.sent",
        "actor": str(actor),
        "subject": str(subject),
        "details": {"channel": "secure", "parts": 2},
    }
    assert (stored.action, stored.actor, stored.subject) == (leaf["action"], actor, subject)
    assert re.fullmatch("[0-9a-f]{32}", leaf["salt"])


@pytest.mark.django_db
def test_a_leaf_is_canonical_and_hashed_as_rfc_6962_says() -> None:
    event = record(Action.THREAD_OPENED, actor=None, details={"b": 1, "a": 2})

    leaf = bytes(AuditEvent.objects.get(pk=event.pk).leaf)

    again = json.dumps(json.loads(leaf), sort_keys=True, separators=(",", ":")).encode()
    assert leaf == again
    assert bytes(event.leaf_hash) == hashlib.sha256(b"\x00" + leaf).digest()


@pytest.mark.django_db
def test_two_like_events_never_share_a_hash() -> None:
    subject = uuid4()

    one, other = (record(Action.LOG_READ, actor=None, subject=subject) for _ in range(2))

    assert one.leaf_hash != other.leaf_hash


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_of_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransaction):
        record(Action.MESSAGE_SENT, actor=None)

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_is_undone_leaves_no_event() -> None:
    def do_and_undo() -> None:
        with transaction.atomic():
            record(Action.MESSAGE_SENT, actor=None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        do_and_undo()

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_is_done_keeps_its_event() -> None:
    with transaction.atomic():
        record(Action.MESSAGE_SENT, actor=None)

    assert AuditEvent.objects.get().action == "messaging.message.sent"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "details",
    [
        {"text": "My refund is late"},
        {"address": "visitor@example.org"},
        {"name": "José"},
        {"line": "one\ntwo"},
        {"end": "one\n"},
        {"empty": ""},
        {"long": "x" * 101},
        {"Name": "x"},
        {"": "x"},
        {"a b": "x"},
        {"n" * 41: 1},
        {"flag": True},
        {"share": 0.5},
        {"nothing": None},
        {"list": ["x"]},
        {"id": uuid4()},
        {"bytes": b"x"},
        {"large": 2**53},
        {"surrogate": "\ud800"},
        {chr(97 + i // 26) + chr(97 + i % 26): i for i in range(21)},
    ],
)
def test_content_cannot_slip_in(details: Any) -> None:
    with pytest.raises(UnfitDetail) as refusal:
        record(Action.MESSAGE_SENT, actor=None, details=details)

    assert not AuditEvent.objects.exists()
    for value in details.values():
        assert str(value) not in str(refusal.value) or len(str(value)) < 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        0,
        -1,
        2**53 - 1,
        "restricted",
        "K7QX-4F7K-22AB",
        "2026-03-31",
        str(UUID(int=7)),
        "a,b:c_d.e",
        "x" * 100,
    ],
)
def test_ids_counts_and_kinds_fit(value: str | int) -> None:
    event = record(Action.MESSAGE_SENT, actor=None, details={"value": value})

    assert json.loads(bytes(event.leaf))["details"] == {"value": value}


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["somebody", str(UUID(int=7)), 7])
def test_who_and_what_are_told_by_id(who: Any) -> None:
    with pytest.raises(UnfitDetail):
        record(Action.MESSAGE_SENT, actor=who)
    with pytest.raises(UnfitDetail):
        record(Action.MESSAGE_SENT, actor=None, subject=who)


@pytest.mark.django_db
def test_only_known_actions_are_recorded() -> None:
    with pytest.raises(ValueError, match="not a valid Action"):
        record("messaging.message.eaten", actor=UUID(int=1))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_recording_costs_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        record(Action.MESSAGE_SENT, actor=uuid4(), subject=uuid4(), details={"parts": 2})


@pytest.mark.parametrize("action", list(Action))
def test_an_action_reads_app_noun_past_verb(action: Action) -> None:
    app, noun, verb = action.value.split(".")

    assert f"{app}.apps.{app.title()}Config" in settings.INSTALLED_APPS
    assert re.fullmatch("[a-z]+(_[a-z]+)*", noun)
    assert re.fullmatch("[a-z]+(_[a-z]+)*", verb)
    assert len(action.value) <= 60
    assert str(action.label)


def test_no_two_actions_read_alike() -> None:
    assert len({str(label) for label in Action.labels}) == len(Action)


def test_every_action_is_looked_for_by_a_test() -> None:
    tests = "".join(path.read_text() for path in (settings.BASE_DIR / "tests").rglob("*.py"))

    unseen = [
        action for action in Action if not re.search(rf'Action\.{action.name}\b|"{action.value}"', tests)
    ]

    assert not unseen
