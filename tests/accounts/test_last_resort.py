"""A whole unit is lost: the custodians open it for one person, once, and only for whom they have heard."""

import json
from datetime import timedelta
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.errors import NotPermitted, NotReady
from accounts.models import Membership, Person, Proposal, Role, Unit
from accounts.services import access, last_resort, memberships
from audit.models import AuditEvent
from encryption.keypairs import generate
from encryption.statements import GRANT, sign_statement
from keys.errors import EpochChanged, NoOpenRequest, NotOfTheCustodians
from keys.models import EpochDue, Grant, QuorumRequest, UnitKey
from keys.queries import shown_key
from records_key.__main__ import main
from records_key.splitting import CUSTODIANS
from tests import custodians
from tests.people import Staff, Visitor, let_in, make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def newcomer(db: None) -> Staff:
    """An officer who belongs to no unit."""
    return make_member(Role.OFFICER, "newcomer@example.org")


@pytest.fixture
def lost_unit(unit: Unit, officer: Staff, administrator: Staff) -> Unit:
    """The unit "Income Tax", whose only holder has left."""
    access.disable(actor=administrator.person, person=officer.person)
    return unit


def words_of(staff: Staff) -> str:
    """Read out the six words, as their page "Your key" shows them."""
    shown = shown_key(staff.person.public_id)
    assert shown
    return shown.words


def asked(unit: Unit, staff: Staff, administrator: Staff, folder: Path, name: str = "request.json") -> Path:
    """Write a request by the command."""
    path = folder / name
    options = ["--unit", unit.name, "--person", str(staff.person.email)]
    by = ["--administrator", str(administrator.person.email)]
    call_command("quorum", "ask", *options, *by, "--out", str(path), stdout=StringIO())
    return path


def taken(document: Any, administrator: Staff, folder: Path) -> str:
    """Take a grant by the command; gives what it says."""
    path, said = folder / f"{uuid4()}.json", StringIO()
    path.write_text(json.dumps(document))
    call_command("quorum", "take", path, "--administrator", str(administrator.person.email), stdout=said)
    return said.getvalue()


def test_the_custodians_open_a_lost_unit_for_a_newcomer(
    taxpayer: Visitor, lost_unit: Unit, newcomer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    request = asked(lost_unit, newcomer, administrator, tmp_path)
    before = newcomer.signs_in().get(taxpayer.thread.get_absolute_url())
    document = custodians.grant(request, words=words_of(newcomer))

    said = taken(document, administrator, tmp_path)

    browser = newcomer.signs_in()
    assert before.status_code == 404
    assert "opens Income Tax from now on" in said
    assert "When does it come?" in browser.get(taxpayer.thread.get_absolute_url()).content.decode()
    # What the custodians' machine has held is not used for what comes.
    browser.get("/mailbox/")
    assert UnitKey.objects.filter(unit=lost_unit.public_id).count() == 2
    assert not EpochDue.objects.exists()
    page = administrator.signs_in().get(f"/units/{lost_unit.public_id}/").content.decode()
    assert "The custodians of the records key opened this unit for Newcomer" in page
    actions = ("keys.quorum.asked", "keys.quorum.opened_unit", "accounts.membership.added")
    events = AuditEvent.objects.filter(action__in=actions, subject=newcomer.person.public_id).order_by("pk")
    assert [event.action for event in events] == list(actions)
    assert {event.actor for event in events} == {administrator.person.public_id}


def test_a_member_who_lost_every_key_may_be_the_one(
    taxpayer: Visitor, unit: Unit, officer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    Grant.objects.all().delete()
    document = custodians.grant(asked(unit, officer, administrator, tmp_path), words=words_of(officer))

    taken(document, administrator, tmp_path)

    page = officer.signs_in().get(taxpayer.thread.get_absolute_url()).content.decode()
    assert "When does it come?" in page
    assert Membership.objects.filter(person=officer.person, unit=unit).count() == 1


def test_what_the_page_says_while_the_custodians_are_asked(
    lost_unit: Unit, newcomer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    asked(lost_unit, newcomer, administrator, tmp_path)

    page = administrator.signs_in().get(f"/units/{lost_unit.public_id}/").content.decode()

    assert "to open this unit for Newcomer" in page


@pytest.mark.parametrize("few", list(combinations(CUSTODIANS, 2)))
def test_two_custodians_grant_nothing(
    lost_unit: Unit, newcomer: Staff, administrator: Staff, tmp_path: Path, few: tuple[int, ...]
) -> None:
    request = asked(lost_unit, newcomer, administrator, tmp_path)

    with pytest.raises(AssertionError):
        custodians.grant(request, words=words_of(newcomer), quorum=few)

    assert list(tmp_path.glob("grant*")) == []


def test_another_key_in_the_request_is_told_by_its_words(
    lost_unit: Unit,
    newcomer: Staff,
    administrator: Staff,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    request = asked(lost_unit, newcomer, administrator, tmp_path)
    stranger = make_member(Role.OFFICER, "stranger@example.org")
    files = ["--request", str(request), "--grant", str(tmp_path / "grant.json")]

    code = main(["grant", *files, "--words", words_of(stranger)])

    assert code == 2
    assert "not the six words of the key in the request" in capsys.readouterr().err
    assert not (tmp_path / "grant.json").exists()


def test_a_grant_opens_once_and_not_again_after_the_person_has_left(
    lost_unit: Unit, newcomer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    document = custodians.grant(asked(lost_unit, newcomer, administrator, tmp_path), words=words_of(newcomer))
    taken(document, administrator, tmp_path)
    other = make_member(Role.OFFICER, "other@example.org")
    let_in(other.person, lost_unit, granter=newcomer.unlocked)
    memberships.end_membership(actor=administrator.person, unit=lost_unit, person=newcomer.person)

    with pytest.raises(NoOpenRequest):
        last_resort.let_in_by_custodians(actor=administrator.person, document=document)

    assert not Membership.objects.filter(person=newcomer.person).exists()
    assert not Grant.objects.filter(person=newcomer.person.public_id).exists()


def test_who_was_disabled_while_the_custodians_were_asked_has_to_be_asked_for_again(
    unit: Unit, officer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    Grant.objects.all().delete()
    document = custodians.grant(asked(unit, officer, administrator, tmp_path), words=words_of(officer))
    access.disable(actor=administrator.person, person=officer.person)
    access.enable(actor=administrator.person, person=officer.person)

    with pytest.raises(NoOpenRequest):
        last_resort.let_in_by_custodians(actor=administrator.person, document=document)

    assert not Membership.objects.filter(person=officer.person).exists()
    assert not Grant.objects.filter(person=officer.person.public_id).exists()


def test_a_request_that_was_replaced_taken_back_or_forgotten_opens_nothing(
    lost_unit: Unit, newcomer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    first = custodians.grant(asked(lost_unit, newcomer, administrator, tmp_path), words=words_of(newcomer))
    second_request = asked(lost_unit, newcomer, administrator, tmp_path, "second.json")
    second = custodians.grant(second_request, words=words_of(newcomer))

    with pytest.raises(NoOpenRequest):
        last_resort.let_in_by_custodians(actor=administrator.person, document=first)
    with (
        time_machine.travel(timezone.now() + timedelta(days=31), tick=True),
        pytest.raises(NoOpenRequest),
    ):
        last_resort.let_in_by_custodians(actor=administrator.person, document=second)

    assert not Membership.objects.filter(person=newcomer.person).exists()


def test_a_key_that_was_changed_since_the_request_opens_nothing(
    lost_unit: Unit, newcomer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    document = custodians.grant(asked(lost_unit, newcomer, administrator, tmp_path), words=words_of(newcomer))
    stranger = make_member(Role.OFFICER, "stranger@example.org")

    # Somebody who writes to the database redirects the request.
    QuorumRequest.objects.update(person=stranger.person.public_id)

    with pytest.raises(NoOpenRequest):
        last_resort.let_in_by_custodians(actor=administrator.person, document=document)


def test_an_epoch_that_was_made_meanwhile_makes_the_grant_old(
    unit: Unit, officer: Staff, colleague: Staff, newcomer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    document = custodians.grant(asked(unit, newcomer, administrator, tmp_path), words=words_of(newcomer))
    memberships.end_membership(actor=administrator.person, unit=unit, person=colleague.person)
    officer.signs_in().get("/mailbox/")

    with pytest.raises(EpochChanged):
        last_resort.let_in_by_custodians(actor=administrator.person, document=document)

    assert not Membership.objects.filter(person=newcomer.person).exists()


def test_nobody_but_the_custodians_can_sign_a_grant(
    lost_unit: Unit, newcomer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    request = asked(lost_unit, newcomer, administrator, tmp_path)
    document = custodians.grant(request, words=words_of(newcomer))
    statement = json.loads(document["statement"])
    forger = generate(signs=True)
    odd = sign_statement(forger, GRANT, statement)
    documents: list[Any] = [
        odd,
        odd | {"signed_by": document["signed_by"]},
        document | {"statement": document["statement"].replace(str(newcomer.person.public_id), str(uuid4()))},
        document | {"kind": "records-drill"},
        {},
        [],
        None,
    ]

    for bad in documents:
        with pytest.raises(NotOfTheCustodians):
            last_resort.let_in_by_custodians(actor=administrator.person, document=bad)

    assert not Membership.objects.filter(person=newcomer.person).exists()


def test_only_administrators_ask_and_take(
    unit: Unit, officer: Staff, supervisor: Staff, newcomer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    document = custodians.grant(asked(unit, newcomer, administrator, tmp_path), words=words_of(newcomer))

    for somebody in (officer, supervisor, newcomer):
        with pytest.raises(NotPermitted):
            last_resort.ask_custodians(actor=somebody.person, unit=unit, email=str(newcomer.person.email))
        with pytest.raises(NotPermitted):
            last_resort.let_in_by_custodians(actor=somebody.person, document=document)
        with pytest.raises(CommandError, match="not the address of an administrator"):
            taken(document, somebody, tmp_path)


def test_somebody_who_was_disabled_meanwhile_is_not_let_in(
    lost_unit: Unit, newcomer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    document = custodians.grant(asked(lost_unit, newcomer, administrator, tmp_path), words=words_of(newcomer))
    access.disable(actor=administrator.person, person=newcomer.person)

    with pytest.raises(NotReady):
        last_resort.let_in_by_custodians(actor=administrator.person, document=document)


def test_a_proposal_that_waits_is_settled_by_the_custodians(
    lost_unit: Unit, newcomer: Staff, administrator: Staff, tmp_path: Path
) -> None:
    memberships.propose_member(actor=administrator.person, unit=lost_unit, email=str(newcomer.person.email))
    document = custodians.grant(asked(lost_unit, newcomer, administrator, tmp_path), words=words_of(newcomer))

    taken(document, administrator, tmp_path)

    assert not Proposal.objects.filter(ended_at=None).exists()
    assert Membership.objects.filter(person=newcomer.person, unit=lost_unit).exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"--unit": "Nowhere"}, "no unit of the name Nowhere"),
        ({"--person": "nobody@example.org"}, "cannot be proposed"),
        ({"--administrator": "newcomer@example.org"}, "not the address of an administrator"),
    ],
)
def test_what_cannot_be_asked_is_told(
    unit: Unit, newcomer: Staff, administrator: Staff, tmp_path: Path, changed: dict[str, str], words: str
) -> None:
    options = {
        "--unit": unit.name,
        "--person": "newcomer@example.org",
        "--administrator": str(administrator.person.email),
        "--out": str(tmp_path / "request.json"),
    }

    with pytest.raises(CommandError, match=words):
        call_command("quorum", "ask", *[part for pair in {**options, **changed}.items() for part in pair])

    assert not QuorumRequest.objects.exists()
    assert Person.objects.filter(pk=newcomer.person.pk, memberships=None).exists()
