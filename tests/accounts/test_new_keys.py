"""New keys for people: rotated, begun anew without any slot, and what an old slot brings back."""

from typing import Any

import pytest
from django.db import transaction

from accounts import new_keys
from accounts.errors import ChangedElsewhere, UnfitPassword, WrongOldSecret
from accounts.models import Membership, Person, Proposal, Session, Unit
from accounts.services import memberships
from accounts.services.resetting import prepare_reset, store_reset
from audit.actions import Action
from audit.models import AuditEvent
from keys.models import EpochDue
from keys.queries import holders_of, shown_key
from limits.errors import TooMany
from messaging.models import Thread
from notices.models import Notice
from tests.people import NEW_PASSWORD, Account, Browser, Staff, begin_anew, signs_in_anew

pytestmark = pytest.mark.django_db


def request_of(browser: Browser) -> Any:
    """Make a request as the middleware would hand it to a page of whoever is signed in with this browser."""
    return browser.get("/account/").wsgi_request


def test_whoever_rotates_stays_signed_in_here_and_nowhere_else(account: Account) -> None:
    elsewhere, here = account.signs_in(), account.signs_in()

    rotated = new_keys.rotate(request_of(here), NEW_PASSWORD)

    assert dict(rotated.ended) == {"reply_code": 1}
    assert elsewhere.get("/threads/").status_code == 302
    assert b"An account" in signs_in_anew(account.email).get("/threads/").content
    refused = Browser().post("/sign-in/", {"login": account.email, "password": account.password})
    assert refused.status_code == 400
    assert Session.objects.filter(person_id=account.person.public_id, ended_at=None).count() == 2


def test_an_officer_who_rotates_reads_on_and_their_unit_gets_a_next_key(
    officer: Staff, colleague: Staff, unit: Unit, thread: Thread
) -> None:
    here = officer.signs_in()

    new_keys.rotate(request_of(here), NEW_PASSWORD)

    again = signs_in_anew(str(officer.person.email))
    assert b"My refund" in again.get(thread.get_absolute_url()).content
    assert EpochDue.objects.filter(unit=unit.public_id).exists()
    again.get("/mailbox/")
    assert not EpochDue.objects.exists()
    assert holders_of([unit.public_id])[unit.public_id] == {
        officer.person.public_id,
        colleague.person.public_id,
    }


def test_a_password_that_is_easy_to_guess_changes_nothing(account: Account) -> None:
    here = account.signs_in()

    with pytest.raises(UnfitPassword):
        new_keys.rotate(request_of(here), "passwordpassword1")

    assert here.get("/threads/").status_code == 200


def test_whoever_begins_anew_signs_in_and_everybody_of_theirs_is_told(account: Account) -> None:
    elsewhere = account.signs_in()
    Person.objects.filter(pk=account.person.pk).update(notice_address="notices@example.org")
    account.person.refresh_from_db()

    begin_anew(account.person)

    assert elsewhere.get("/threads/").status_code == 302
    assert signs_in_anew(account.email).get("/threads/").status_code == 200
    told = Notice.objects.filter(kind=Notice.Kind.PASSWORD_RESET).values_list("address", flat=True)
    assert set(told) == {account.email, "notices@example.org"}
    assert Browser().post("/reply/", {"code": account.reply_code}).status_code == 400
    assert AuditEvent.objects.filter(action=Action.PERSON_RESET).get().subject == account.person.public_id


def test_of_two_resets_that_were_prepared_at_once_both_end_in_a_sound_account(account: Account) -> None:
    first, second = (
        prepare_reset(account.person, NEW_PASSWORD),
        prepare_reset(account.person, f"{NEW_PASSWORD} again"),
    )

    for prepared in (first, second):
        with transaction.atomic(durable=True):
            store_reset(prepared, started_by=None)

    signs_in_anew(account.email, f"{NEW_PASSWORD} again")
    assert Browser().post("/sign-in/", {"login": account.email, "password": NEW_PASSWORD}).status_code == 400


def test_nobody_who_is_disabled_begins_anew(account: Account) -> None:
    prepared = prepare_reset(account.person, NEW_PASSWORD)
    Person.objects.filter(pk=account.person.pk).update(disabled_at="2026-01-01T00:00Z")

    with pytest.raises(ChangedElsewhere), transaction.atomic():
        store_reset(prepared, started_by=None)


@pytest.mark.parametrize("old", ["password", "code"])
def test_an_old_password_or_code_opens_what_was_locked(account: Account, old: str) -> None:
    begin_anew(account.person)
    browser = signs_in_anew(account.email)
    typed = account.password if old == "password" else account.reply_code

    revived = new_keys.revive(request_of(browser), typed)

    assert revived == 1
    assert b"The words of an account." in browser.get(account.thread.get_absolute_url()).content


def test_a_wrong_old_secret_opens_nothing_and_tries_are_counted(account: Account, settings: Any) -> None:
    begin_anew(account.person)
    browser = signs_in_anew(account.email)

    for _ in range(settings.LIMITS["old_secret"][0]):
        with pytest.raises(WrongOldSecret):
            new_keys.revive(request_of(browser), "no password of theirs")
    with pytest.raises(TooMany):
        new_keys.revive(request_of(browser), account.password)

    assert AuditEvent.objects.filter(action=Action.OLD_SECRET_REFUSED).count() == 10


def test_an_officer_who_was_reset_reads_nothing_until_a_colleague_gives_the_key_again(
    officer: Staff, colleague: Staff, unit: Unit, thread: Thread
) -> None:
    begin_anew(officer.person)

    browser = signs_in_anew(str(officer.person.email))
    assert b"My refund" not in browser.get("/mailbox/").content
    assert b"My refund" not in browser.get(thread.get_absolute_url()).content
    assert not AuditEvent.objects.filter(action=Action.MESSAGE_FAILED_TO_OPEN).exists()
    proposal = Proposal.objects.get(person=officer.person)
    page = f"/proposals/{proposal.public_id}/"
    key = shown_key(officer.person.public_id)
    assert key
    own = browser.post(page, {"key_id": key.key_id, "compared": "in_person"})
    assert own.status_code == 409
    response = colleague.signs_in().post(page, {"key_id": key.key_id, "compared": "by_telephone"})
    assert response.status_code == 302
    assert b"My refund" in browser.get(thread.get_absolute_url()).content
    assert AuditEvent.objects.filter(action=Action.MEMBERSHIP_RESTORED).exists()


def test_a_next_epoch_is_not_given_to_whoever_was_reset(
    officer: Staff, colleague: Staff, unit: Unit, thread: Thread
) -> None:
    begin_anew(officer.person)
    EpochDue.objects.create(unit=unit.public_id, since="2026-01-01T00:00Z")

    colleague.signs_in().get("/mailbox/")

    assert not EpochDue.objects.exists()
    assert holders_of([unit.public_id]) == {unit.public_id: {colleague.person.public_id}}
    assert b"My refund" not in signs_in_anew(str(officer.person.email)).get(thread.get_absolute_url()).content


def test_an_old_password_of_an_officer_brings_their_unit_keys_back(
    officer: Staff, unit: Unit, thread: Thread
) -> None:
    begin_anew(officer.person)
    browser = signs_in_anew(str(officer.person.email))

    new_keys.revive(request_of(browser), officer.password)

    assert b"My refund" in browser.get(thread.get_absolute_url()).content
    assert not Proposal.objects.filter(ended_at=None).exists()
    assert holders_of([unit.public_id]) == {unit.public_id: {officer.person.public_id}}


def test_whoever_was_refused_is_proposed_again(officer: Staff, supervisor: Staff, unit: Unit) -> None:
    begin_anew(officer.person)
    memberships.refuse_proposal(actor=supervisor.person, proposal=Proposal.objects.get(ended_at=None))

    memberships.propose_member(actor=supervisor.person, unit=unit, email=str(officer.person.email))

    assert Membership.objects.filter(person=officer.person, unit=unit).exists()
    assert Proposal.objects.filter(person=officer.person, ended_at=None).count() == 1


def test_a_unit_that_only_one_can_open_is_red_and_one_that_nobody_can_says_what_to_do(
    officer: Staff, supervisor: Staff, administrator: Staff, unit: Unit
) -> None:
    begin_anew(officer.person)
    asks = [supervisor.signs_in(), administrator.signs_in()]

    for browser in asks:
        page = browser.get(f"/units/{unit.public_id}/").content.decode()
        assert "due--over" in page
        assert "1 holder" in page
    assert b"due--over" in asks[1].get("/administration/units/").content
    assert b"Income Tax: 1" in asks[1].get("/status/").content

    begin_anew(supervisor.person)
    page = asks[1].get(f"/units/{unit.public_id}/").content.decode()
    assert "records key" in page
    assert b"custodians of the records key" in asks[1].get("/status/").content
