"""Locked threads: what a reset locks, who opens it again, and that the mailbox alone never does."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit
from audit.actions import Action
from audit.models import AuditEvent
from keys.models import PersonKey
from keys.queries import shown_key
from messaging.errors import OwnRegrant
from messaging.models import Message, Regrant, Thread, Topic, Wrap
from messaging.services import regranting
from notices.models import Notice
from tests.messaging.regrants import WORDS, call, key_of, page_of
from tests.people import (
    Account,
    Browser,
    Staff,
    begin_anew,
    send_text,
    signs_in_anew,
    write_as_oneself,
)
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db


def test_whoever_began_anew_sees_that_their_threads_are_locked_and_no_word_of_them(
    lost: Browser, account: Account
) -> None:
    listed = lost.get("/threads/")
    shown = lost.get(account.thread.get_absolute_url())

    assert listed.status_code == shown.status_code == 200
    assert b"locked until the agency confirms that it is you" in listed.content
    assert b"Locked until the agency confirms that it is you" in shown.content
    assert WORDS not in listed.content + shown.content
    assert b"An account" not in listed.content + shown.content
    assert not AuditEvent.objects.filter(action=Action.MESSAGE_FAILED_TO_OPEN).exists()


def test_an_answer_that_is_written_meanwhile_stays_locked_too(
    lost: Browser, account: Account, officer: Staff, regrant: Regrant
) -> None:
    response = send_text(officer.signs_in(), account.thread, "Your refund is on its way.")
    assert response.status_code == 302

    answer = Message.objects.get(thread=account.thread, sequence=2)
    assert not Wrap.objects.filter(message=answer, key_id=key_of(account)).exists()
    assert b"on its way" not in lost.get(account.thread.get_absolute_url()).content
    officer.signs_in().post(page_of(regrant), call(account))
    assert b"on its way" in lost.get(account.thread.get_absolute_url()).content


def test_nobody_writes_into_a_locked_thread_and_the_text_is_given_back(
    lost: Browser, account: Account
) -> None:
    response = lost.post(account.thread.get_absolute_url(), {"text": "Let me in.", "message_id": "x"})

    assert response.status_code == 409
    assert b"Let me in." in response.content
    assert Message.objects.filter(thread=account.thread).count() == 1


def test_what_is_written_after_the_reset_is_not_locked(
    lost: Browser, account: Account, officer: Staff, topic: Topic
) -> None:
    write_as_oneself(lost, topic, text="Written with the new keys.")
    thread = Thread.objects.filter(taxpayer=account.person).latest("pk")

    send_text(officer.signs_in(), thread, "An answer to it.")

    assert b"An answer to it." in lost.get(thread.get_absolute_url()).content


def test_a_member_who_called_opens_the_threads_again(
    lost: Browser, account: Account, officer: Staff, regrant: Regrant
) -> None:
    before = {row.pk: row.stored_bytes() for row in Message.objects.filter(thread=account.thread)}
    browser = officer.signs_in()
    page = browser.get(page_of(regrant)).content.decode()
    assert "An account" in page
    key = shown_key(account.person.public_id)
    assert key
    assert key.words in page

    response = browser.post(page_of(regrant), call(account))

    assert response.status_code == 302
    assert WORDS in lost.get(account.thread.get_absolute_url()).content
    # Nothing of a message changed but that it has one wrap more.
    assert before == {row.pk: row.stored_bytes() for row in Message.objects.filter(thread=account.thread)}
    regrant.refresh_from_db()
    assert (regrant.outcome, regrant.ended_by) == ("granted", officer.person)
    assert times_recorded(Action.THREAD_REGRANTED, subject=account.thread.public_id) == [1]
    assert times_recorded(Action.REGRANT_OPENED, actor=officer.person.public_id) == [1]
    assert Notice.objects.filter(kind=Notice.Kind.ACCOUNT_REGRANTED, address=account.email).exists()
    assert browser.get(page_of(regrant)).status_code == 404


def test_the_key_that_is_opened_to_is_the_one_that_was_shown(
    lost: Browser, account: Account, officer: Staff, regrant: Regrant
) -> None:
    shown = call(account)
    begin_anew(account.person, "another way to begin again")

    response = officer.signs_in().post(page_of(regrant), shown)

    assert response.status_code == 409
    assert Thread.objects.get(pk=account.thread.pk).is_locked


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({"reason": ""}, 400),
        ({"means": "by e-mail"}, 400),
        ({"means": ""}, 400),
        ({"key_id": ""}, 400),
        ({"key_id": "0" * 32}, 409),
        ({"reason": "x" * 301}, 400),
    ],
)
def test_a_form_that_says_too_little_or_too_much_opens_nothing(
    account: Account, officer: Staff, regrant: Regrant, other: dict[str, str], status: int
) -> None:
    response = officer.signs_in().post(page_of(regrant), call(account, **other))

    assert response.status_code == status
    assert Thread.objects.get(pk=account.thread.pk).is_locked


def test_whoever_began_the_reset_does_not_decide(account: Account, officer: Staff, unit: Unit) -> None:
    begin_anew(account.person, started_by=officer.person)
    regrant = Regrant.objects.get(person=account.person)

    response = officer.signs_in().post(page_of(regrant), call(account))

    assert response.status_code == 409
    with pytest.raises(OwnRegrant):
        regranting.make_letter(member=officer.person, regrant=regrant)
    with pytest.raises(IntegrityError), transaction.atomic():
        Regrant.objects.filter(pk=regrant.pk).update(
            ended_at=timezone.now(), ended_by=officer.person, outcome="granted"
        )


def test_other_units_decide_about_their_own_threads_only(
    lost: Browser, account: Account, regrant: Regrant, officer_of_another_unit: Staff
) -> None:
    response = officer_of_another_unit.signs_in().post(page_of(regrant), call(account))

    assert response.status_code == 404
    assert Thread.objects.get(pk=account.thread.pk).is_locked


def test_each_unit_opens_its_own(
    account: Account, officer: Staff, officer_of_another_unit: Staff, topic: Topic
) -> None:
    elsewhere = Topic.objects.create(
        name="Support", description="Child support.", unit=Unit.objects.get(name="Child Support")
    )
    write_as_oneself(account.signs_in(), elsewhere, text="To the other unit.")
    begin_anew(account.person)
    regrants = Regrant.objects.filter(person=account.person)
    assert regrants.count() == 2

    officer.signs_in().post(page_of(regrants.get(unit__name="Income Tax")), call(account))

    locked = Thread.objects.exclude(locked_key="")
    assert [thread.unit.name for thread in locked] == ["Child Support"]


def test_an_old_password_settles_it_without_anybody(
    lost: Browser, account: Account, officer: Staff, regrant: Regrant
) -> None:
    send_text(officer.signs_in(), account.thread, "Written while it was locked.")

    response = lost.post("/account/earlier/", {"secret": account.password})

    assert response.status_code == 302
    page = lost.get(account.thread.get_absolute_url()).content
    assert WORDS in page
    assert b"Written while it was locked." in page
    regrant.refresh_from_db()
    assert regrant.outcome == Regrant.Outcome.REVIVED
    send_text(officer.signs_in(), Thread.objects.get(pk=account.thread.pk), "And after that.")
    assert b"And after that." in lost.get(account.thread.get_absolute_url()).content


@pytest.mark.parametrize("typed", ["", "wrong password", "x" * 257, "nul\0"])
def test_a_wrong_old_password_is_said_on_the_page_and_not_shown_again(lost: Browser, typed: str) -> None:
    response = lost.post("/account/earlier/", {"secret": typed})

    assert response.status_code == 400
    assert b"wrong password" not in response.content


def test_after_a_second_reset_each_old_secret_opens_its_own(
    lost: Browser, account: Account, officer: Staff, regrant: Regrant, topic: Topic
) -> None:
    write_as_oneself(lost, topic, subject="Second life", text="Of the second life.")
    begin_anew(account.person, "another way to begin again")
    browser = signs_in_anew(account.email, "another way to begin again")

    browser.post("/account/earlier/", {"secret": account.password})

    assert WORDS in browser.get(account.thread.get_absolute_url()).content
    assert Thread.objects.exclude(locked_key="").count() == 1
    assert Regrant.objects.filter(ended_at=None).count() == 1


def test_a_locked_key_of_somebody_else_is_not_sealed_to(
    account: Account, officer: Staff, regrant: Regrant
) -> None:
    stranger = PersonKey.objects.get(person=officer.person.public_id)
    Thread.objects.filter(pk=account.thread.pk).update(locked_key=stranger.key_id)

    response = send_text(officer.signs_in(), account.thread, "For the taxpayer only.")

    assert response.status_code == 409
    assert Message.objects.filter(thread=account.thread).count() == 1


def test_a_first_message_that_was_tampered_with_opens_to_nobody(
    account: Account, officer: Staff, regrant: Regrant
) -> None:
    Message.objects.filter(thread=account.thread).update(signature=b"forged")

    response = officer.signs_in().post(page_of(regrant), call(account))

    assert response.status_code == 409
    assert Thread.objects.get(pk=account.thread.pk).is_locked


def test_the_mailbox_leads_its_members_to_those_who_wait(
    lost: Browser, account: Account, officer: Staff, unit: Unit, regrant: Regrant
) -> None:
    browser = officer.signs_in()
    assert f"/units/{unit.public_id}/locked/" in browser.get("/mailbox/").content.decode()

    page = browser.get(f"/units/{unit.public_id}/locked/").content.decode()

    assert account.email in page
    assert "1 thread" in page
    assert b"They cannot read this conversation now" in browser.get(account.thread.get_absolute_url()).content


def test_somebody_without_anything_locked_finds_no_page_about_it(account: Account) -> None:
    browser = account.signs_in()

    assert browser.get("/threads/locked/").status_code == 404
    assert browser.get("/account/earlier/").status_code == 404
    assert b"locked" not in browser.get("/threads/").content


def test_whoever_reads_the_mail_alone_never_reads_a_word(
    account: Account, officer: Staff, topic: Topic
) -> None:
    begin_anew(account.person)
    thief = signs_in_anew(account.email)
    send_text(officer.signs_in(), account.thread, "Your account number is 123456789.")

    urls = ["/threads/", account.thread.get_absolute_url(), "/account/", "/threads/locked/"]
    seen = b"".join(thief.get(url).content for url in urls)

    assert WORDS not in seen
    assert b"123456789" not in seen
    for url in ("/threads/locked/", "/account/earlier/"):
        assert thief.post(url, {"code": "0" * 16, "secret": "a guess of a thief"}).status_code == 400
    assert Thread.objects.get(pk=account.thread.pk).is_locked
