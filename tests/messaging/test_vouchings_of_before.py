"""Proofs of identity from before they were of one kind: who made sure of whom, and how, is carried over."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from messaging.models import Regrant, Vouching

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [
    ("accounts", "0021_addresses_of_staff_change"),
    ("messaging", "0012_representatives_may_have_new_keys"),
]
DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def migrate(targets: list[tuple[str, str]]) -> Any:
    """Bring the tables to `targets`, and give the models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def old(transactional_db: None) -> Iterator[Any]:
    """The models of before, over their tables; the newest are there again afterwards, whatever happened."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield migrate(BEFORE)
    migrate(newest)


def make_person(old: Any, role: str) -> Any:
    email = None if role == "visitor" else f"{uuid4()}@example.org"
    people = old.get_model("accounts", "Person").objects
    return people.create(public_id=uuid4(), role=role, email=email, policy_version="1")


def make_thread(old: Any, unit: Any, taxpayer: Any, **other: Any) -> None:
    topic = old.get_model("messaging", "Topic").objects.create(name=str(uuid4()), unit=unit)
    moments = {"opened_at": DAY, "latest_message_at": DAY, "latest_sequence": 1}
    old.get_model("messaging", "Thread").objects.create(
        public_id=uuid4(), taxpayer=taxpayer, unit=unit, topic=topic, policy_version="1", **moments, **other
    )


def invite(old: Any, person: Any, member: Any, proof: str) -> None:
    invitation = old.get_model("accounts", "Invitation").objects.create(
        public_id=uuid4(), person=person, invited_by=member, proof=proof, sealed_reason=b"sealed"
    )
    type(invitation).objects.filter(pk=invitation.pk).update(made_at=DAY, ended_at=DAY, outcome="accepted")


def test_every_proof_of_before_is_a_vouching_after_the_update(old: Any):
    units = [old.get_model("accounts", "Unit").objects.create(name=name) for name in ("First", "Second")]
    member = make_person(old, "officer")
    old.get_model("accounts", "Membership").objects.create(person=member, unit=units[1])
    account, visitor, handed_over = (make_person(old, role) for role in ("taxpayer", "visitor", "visitor"))
    for unit in units:
        make_thread(old, unit, visitor)
    make_thread(old, units[0], account, predecessor_id=handed_over.public_id)
    ended = {"asked_at": DAY, "ended_at": DAY, "unit": units[0], "person": account}
    regrants = old.get_model("messaging", "Regrant").objects
    regrants.create(**ended, ended_by=member, outcome="granted", way="call", reason="They knew my words.")
    regrants.create(**ended, ended_by=member, outcome="granted", way="letter")
    regrants.create(**ended, ended_by=account, outcome="revived")
    invite(old, visitor, member, "called_back")
    invite(old, handed_over, member, "by_letter")
    invite(old, handed_over, member, "")
    invite(old, make_person(old, "visitor"), member, "in_person")

    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())

    rows = Vouching.objects.order_by("pk").values_list("unit", "person", "member", "means", "vouched_at")
    assert list(rows) == [
        (units[0].pk, account.pk, member.pk, "call", DAY),
        (units[0].pk, account.pk, member.pk, "letter", DAY),
        # Of the two units whose threads it is about, that of whoever made sure.
        (units[1].pk, visitor.pk, member.pk, "call", DAY),
        (units[0].pk, handed_over.pk, member.pk, "letter", DAY),
    ]
    assert Regrant.objects.count() == 3
    assert not any(Vouching.objects.values_list("sealed", flat=True))
