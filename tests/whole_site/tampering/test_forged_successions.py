"""Somebody with the database says that a thread was given to them."""

from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Person
from keys import passwords, vault
from keys.models import PersonKey, Slot, Succession
from keys.successions import Statement
from messaging.models import Message, Thread
from tests.people import Account, send_text
from tests.whole_site.tampering.changes import CANNOT, WORDS, nothing_is_sent


def say_it_was_handed_over(thread: Thread, *, to: Person) -> None:
    """Write into the thread's row that its taxpayer gave it to somebody."""
    Thread.objects.filter(pk=thread.pk).update(taxpayer=to, predecessor_id=thread.taxpayer.public_id)


def sign_by_oneself(account: Account, thread: Thread) -> None:
    """Do all that somebody with an account can do who also writes to the database: sign a statement that
    somebody else has given them a thread, with the key that their password opens, and insert it.
    """
    account_key = passwords.check_password(account.person.public_id, account.password)
    own_key = vault.unlock_with(account_key, account.person).signing_key
    first = thread.messages.get(sequence=1)
    assert first.sender_id
    statement = Statement(
        thread=thread.public_id,
        last_sequence=thread.latest_sequence,
        giver=first.sender_id,
        giver_key=first.sender_key,
        taker=account.person.public_id,
        taker_key=own_key.key_id,
        signed_at=timezone.now(),
    )
    signature = own_key.sign(statement.context())
    Succession.objects.create(**statement._asdict(), giver_signature=signature, taker_signature=signature)


@pytest.mark.parametrize("is_signed", [False, True], ids=["no statement", "a statement of the taker alone"])
def test_no_thread_is_taken_away_by_a_row_that_says_it_was_given(officer, account, taxpayer, is_signed):
    thread = taxpayer.thread
    if is_signed:
        sign_by_oneself(account, thread)
    say_it_was_handed_over(thread, to=account.person)
    desk = officer.signs_in()

    page = desk.get(thread.get_absolute_url()).content.decode()

    assert page.count(CANNOT) == 1
    assert "When does it come?" not in page
    assert nothing_is_sent(desk, thread)
    assert nothing_is_sent(account.signs_in(), thread)


TAMPERED_SUCCESSIONS: dict[str, dict[str, object]] = {
    "no giver's signature": {"giver_signature": b""},
    "no taker's signature": {"taker_signature": b""},
    "another place": {"last_sequence": 2},
    "another giver": {"giver": uuid4()},
    "another thread": {"thread": uuid4()},
}


@pytest.mark.parametrize("columns", TAMPERED_SUCCESSIONS.values(), ids=TAMPERED_SUCCESSIONS.keys())
def test_a_thread_whose_statement_was_changed_is_not_shown_and_takes_nothing(officer, account, talk, columns):
    home, desk = account.signs_in(), officer.signs_in()
    home.post("/threads/add/", {"code": talk.reply_code})
    thread = Thread.objects.get(predecessor_id=talk.person.public_id)
    before = home.get(thread.get_absolute_url()).content.decode()
    Succession.objects.update(**columns)

    for browser in (home, desk):
        page = browser.get(thread.get_absolute_url()).content.decode()

        assert all(words not in page for words in WORDS.values())
        assert nothing_is_sent(browser, thread)
    assert all(words in before for words in WORDS.values())
    assert "This subject cannot be shown" in home.get("/threads/").content.decode()


def test_a_thread_that_was_handed_over_is_not_redirected_again(officer, account, talk, other_taxpayer):
    desk = officer.signs_in()
    account.signs_in().post("/threads/add/", {"code": talk.reply_code})
    thread = Thread.objects.get(predecessor_id=talk.person.public_id)

    for columns in (
        {"taxpayer": other_taxpayer.person},
        {"taxpayer": account.person, "predecessor_id": None},
        {"taxpayer": talk.person, "predecessor_id": None},
    ):
        Thread.objects.filter(pk=thread.pk).update(**columns)

        assert nothing_is_sent(desk, thread)


def test_a_dead_code_that_comes_back_from_a_backup_takes_nothing(officer, account, talk):
    """The visitor's slot and key are put back: the code opens them again, and they have no thread."""
    person = talk.person.public_id
    slots, old_keys = list(Slot.objects.filter(person=person)), list(PersonKey.objects.filter(person=person))
    thread = talk.thread
    account.signs_in().post("/threads/add/", {"code": talk.reply_code})
    PersonKey.objects.filter(person=person).delete()
    PersonKey.objects.bulk_create(old_keys)
    Slot.objects.bulk_create(slots)
    Person.objects.filter(public_id=person).update(disabled_at=None)

    by_code = talk.opens_with_code()

    assert by_code.get(thread.get_absolute_url()).status_code == 404
    send_text(officer.signs_in(), thread, "The fourth words")
    message = Message.objects.get(thread=thread, sequence=4)
    assert not message.wraps.filter(key_id=old_keys[0].key_id).exists()
