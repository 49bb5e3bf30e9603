"""One proof of identity: what a member writes on it is sealed to the unit, and read by its members alone."""

from typing import Any

import pytest

from accounts.models import Membership, Unit
from audit.models import AuditEvent
from keys.queries import shown_key
from messaging.models import Regrant, Thread, Vouching
from tests.people import Account, Browser, Staff, Visitor, begin_anew, signs_in_anew

pytestmark = pytest.mark.django_db

REASON = "She named the amount of her last notice, 219 dollars."


def replaces_code(desk: Browser, thread: Thread, **other: str) -> Any:
    """Give somebody who lost their code another way in."""
    form = {"means": "call", "reason": REASON, "way": "letter", "email": "", "language": "en", **other}
    return desk.post(f"{thread.get_absolute_url()}invite/", form)


def opens_again(desk: Browser, account: Account, **other: str) -> Any:
    """Open the threads of somebody who began anew."""
    begin_anew(account.person)
    key = shown_key(account.person.public_id)
    assert key
    regrant = Regrant.objects.get(person=account.person, ended_at=None)
    form = {"key_id": key.key_id, "means": "in_person", "reason": REASON, **other}
    return desk.post(f"/regrants/{regrant.public_id}/", form)


def read(reader: Staff, thread: Thread) -> tuple[int, str]:
    response = reader.signs_in().get(f"{thread.get_absolute_url()}identity/")
    return response.status_code, response.content.decode()


def test_both_write_the_same_and_no_row_or_event_says_why(
    officer: Staff, account: Account, taxpayer: Visitor
):
    desk = officer.signs_in()

    answers = [replaces_code(desk, taxpayer.thread), opens_again(desk, account)]

    assert [answer.status_code for answer in answers] == [302, 302]
    rows = list(Vouching.objects.order_by("pk"))
    assert [(row.person, row.member, row.means) for row in rows] == [
        (taxpayer.person, officer.person, "call"),
        (account.person, officer.person, "in_person"),
    ]
    assert all(row.sealed and b"dollars" not in bytes(row.sealed) for row in rows)
    assert not any(b"dollars" in bytes(leaf) for leaf in AuditEvent.objects.values_list("leaf", flat=True))


def test_members_of_the_unit_read_it_and_nobody_else(
    officer: Staff,
    colleague: Staff,
    officer_of_another_unit: Staff,
    administrator: Staff,
    auditor: Staff,
    account: Account,
):
    opens_again(officer.signs_in(), account)

    status, page = read(colleague, account.thread)
    others = [read(other, account.thread) for other in (officer_of_another_unit, administrator, auditor)]
    own = signs_in_anew(account.email).get(f"{account.thread.get_absolute_url()}identity/")

    assert status == 200
    assert REASON in page
    assert "I saw them in person, with an identity document." in page
    assert [status for status, _page in others] == [404, 404, 404]
    assert not any(REASON in page for _status, page in others)
    assert own.status_code == 404
    assert AuditEvent.objects.filter(action="messaging.vouchings.opened").count() == 1


def test_what_a_member_wrote_of_another_unit_s_person_is_not_shown_to_this_one(
    officer: Staff, officer_of_another_unit: Staff, account: Account, unit: Unit
):
    """A person may have threads with two units; each made sure by itself, whoever works in both."""
    opens_again(officer.signs_in(), account)
    other = Unit.objects.exclude(pk=unit.pk).get()
    Vouching.objects.update(unit=other)

    pages = [read(officer, account.thread)]
    Membership.objects.create(person=officer.person, unit=other)
    pages.append(read(officer, account.thread))

    for status, page in pages:
        assert (status, "Nobody of your unit had to so far." in page) == (200, True)


def test_a_row_that_was_changed_is_said_not_to_be_shown(officer: Staff, account: Account, taxpayer: Visitor):
    desk = officer.signs_in()
    opens_again(desk, account)
    replaces_code(desk, taxpayer.thread)
    mine, theirs = Vouching.objects.order_by("pk")

    Vouching.objects.filter(pk=mine.pk).update(sealed=theirs.sealed)

    status, page = read(officer, account.thread)
    assert status == 200
    assert REASON not in page
    assert "cannot be shown to you" in page


@pytest.mark.parametrize(
    "other",
    [
        {"means": ""},
        {"means": "e-mail"},
        {"reason": ""},
        {"reason": "  "},
        {"reason": "x" * 301},
        {"reason": "nul\0"},
        {"means": "letter", "reason": ""},
    ],
)
def test_bad_input_is_told_and_lets_nobody_in(officer: Staff, taxpayer: Visitor, other: dict[str, str]):
    response = replaces_code(officer.signs_in(), taxpayer.thread, **other)

    assert response.status_code == 400
    assert not Vouching.objects.exists()
    assert taxpayer.opens_with_code().get(taxpayer.thread.get_absolute_url()).status_code == 200


def test_what_may_be_a_number_of_theirs_may_be_written(officer: Staff, account: Account):
    """It is sealed; before it was, such words had to be refused."""
    response = opens_again(officer.signs_in(), account, reason="Their number is 219-09-9999.")

    assert response.status_code == 302
    assert "219-09-9999" in read(officer, account.thread)[1]
