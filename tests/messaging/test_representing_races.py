"""A representative is reset while others write, let in and end: on two connections, whoever is first."""

from typing import Any

import pytest
from django.db import transaction

from accounts.services.resetting import prepare_reset, store_reset
from keys.models import PersonKey
from keys.numbers import number_of
from keys.queries import key_ids_of
from messaging.models import Message, Representation, Topic, Wrap
from tests.meanwhile import at_once
from tests.messaging.test_representing import name_helper, page_of
from tests.people import (
    NEW_PASSWORD,
    PASSWORD,
    Account,
    Staff,
    answer_fields,
    begin_anew,
    make_account,
    signs_in_anew,
    write_comment,
)

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(2)


@pytest.fixture
def helper(topic: Topic) -> Account:
    """Somebody who helps others with their taxes, with an account of their own."""
    return make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")


@pytest.fixture
def let_in(account: Account, helper: Account) -> Representation:
    """The helper reads and answers everything about a topic for the account."""
    assert name_helper(account.signs_in(), account.thread, helper, scope="topic").status_code == 302
    return Representation.objects.get()


def resets(helper: Account) -> Any:
    """Prepare a reset, as whoever reads the helper's mail begins one; gives what stores it."""
    prepared = prepare_reset(helper.person, NEW_PASSWORD)

    def store() -> None:
        with transaction.atomic(durable=True):
            store_reset(prepared, started_by=None)

    return store


def writes(officer: Staff, account: Account) -> Any:
    """Fill an answer in; gives what sends it."""
    desk, address = officer.signs_in(), account.thread.get_absolute_url()
    form = {**answer_fields(desk, account.thread), "text": "Thank you for your letter.", "action": "send"}
    return lambda: desk.post(address, form).status_code


def sealed_to_new_key(helper: Account) -> bool:
    """Tell whether any message of somebody else is sealed to the key that the helper has now."""
    key = PersonKey.objects.get(person=helper.person.public_id, state="active").key_id
    return Wrap.objects.filter(key_id=key).exclude(message__thread__taxpayer=helper.person).exists()


def first(number: int, *deeds: Any) -> list[Any]:
    """Start deeds at once, another one first each time; gives their outcomes in the order of the deeds."""
    turned = at_once(*(deeds if number % 2 else reversed(deeds)))
    return turned if number % 2 else turned[::-1]


@pytest.mark.parametrize("number", ROUNDS)
def test_what_is_written_while_they_are_reset_is_sealed_to_the_key_of_before(
    account: Account, helper: Account, officer: Staff, let_in: Representation, number: int
) -> None:
    _reset, sent = first(number, resets(helper), writes(officer, account))

    assert sent == 302
    newest = Message.objects.filter(thread=account.thread).latest("pk")
    keys = set(Wrap.objects.filter(message=newest).values_list("key_id", flat=True))
    assert Representation.objects.get().locked_key in keys & set(key_ids_of(helper.person.public_id))
    assert not sealed_to_new_key(helper)


@pytest.mark.parametrize("number", ROUNDS)
def test_who_is_let_in_while_they_are_reset_reads_nothing_with_new_keys(
    account: Account, helper: Account, number: int
) -> None:
    browser = account.signs_in()
    form_of_before = number_of(helper.person.public_id)

    _reset, answer = first(
        number,
        resets(helper),
        lambda: name_helper(browser, account.thread, helper, number=form_of_before),
    )

    assert answer.status_code in (302, 409)
    assert not Representation.objects.filter(ended_at=None, locked_key="").exists()
    assert not sealed_to_new_key(helper)
    assert signs_in_anew(helper.email).get(account.thread.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("number", ROUNDS)
def test_who_is_let_in_again_misses_nothing_that_is_written_at_that_moment(
    account: Account, helper: Account, officer: Staff, let_in: Representation, number: int
) -> None:
    begin_anew(helper.person)
    browser = account.signs_in()

    answer, sent = first(
        number,
        lambda: name_helper(browser, account.thread, helper, scope="topic"),
        writes(officer, account),
    )

    # The officer's page may be older than who was let in meanwhile, and then shows them first.
    assert (answer.status_code, sent in (302, 409)) == (302, True)
    page = page_of(signs_in_anew(helper.email), account.thread)
    assert ("Thank you for your letter." in page) == (sent == 302)


@pytest.mark.parametrize("number", ROUNDS)
def test_what_ends_while_an_old_password_comes_back_stays_ended(
    account: Account, helper: Account, let_in: Representation, number: int
) -> None:
    begin_anew(helper.person)
    theirs, browser = signs_in_anew(helper.email), account.signs_in()

    revived, ended = first(
        number,
        lambda: theirs.post("/account/earlier/", {"secret": PASSWORD}),
        lambda: browser.post(f"/representatives/{let_in.public_id}/end/"),
    )

    assert (revived.status_code, ended.status_code) == (302, 302)
    assert Representation.objects.get().ended_at is not None
    assert theirs.get(account.thread.get_absolute_url()).status_code == 404
    messages = Message.objects.filter(thread=account.thread)
    of_helper = Wrap.objects.filter(message__in=messages, key_id__in=key_ids_of(helper.person.public_id))
    assert not of_helper.exists()


def test_two_who_let_them_in_again_at_once_both_come_through(
    account: Account, helper: Account, officer: Staff, let_in: Representation
) -> None:
    begin_anew(helper.person)
    browser, desk = account.signs_in(), officer.signs_in()

    answers = at_once(
        lambda: name_helper(browser, account.thread, helper, scope="topic"),
        lambda: name_helper(desk, account.thread, helper, scope="topic", reference="DR-835"),
    )

    assert [answer.status_code for answer in answers] == [302, 302]
    assert not Representation.objects.filter(ended_at=None).exclude(locked_key="").exists()
    assert "An account&#x27;s message" in signs_in_anew(helper.email).get("/threads/").content.decode()
