"""Representatives: who is let in reads and answers for the taxpayer, until a day, and not a moment longer."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as project_settings
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Person
from audit.actions import Action
from audit.models import AuditEvent
from keys.models import Mandate, PersonKey
from keys.numbers import number_of
from messaging.models import Message, Receipt, Representation, Thread, Topic, Unreached, Wrap
from messaging.services.representing import end_what_ran_out
from notices.models import Notice
from tests.conftest import MailServer
from tests.messaging.test_unreached import REMIND, UNREAD, days_go_by
from tests.people import (
    Account,
    Browser,
    Staff,
    Visitor,
    make_account,
    send_text,
    write_as_oneself,
    write_comment,
)
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db

WORDS = "The words of an account."


@pytest.fixture
def helper(topic: Topic) -> Account:
    """Somebody who helps others with their taxes, with an account of their own."""
    return make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")


@pytest.fixture
def stranger(topic: Topic) -> Account:
    """Somebody else who has an account."""
    return make_account(write_comment(topic, subject="A stranger's own"), "stranger@example.org")


def name_helper(browser: Browser, thread: Thread, helper: Account, **other: Any) -> Any:
    """Let the helper in through the page."""
    form = {
        "number": number_of(helper.person.public_id),
        "name": "Helper Two",
        "scope": "thread",
        "until": (timezone.localdate() + timedelta(days=30)).isoformat(),
        **other,
    }
    return browser.post(f"{thread.get_absolute_url()}representative/", form)


@pytest.fixture
def let_in(account: Account, helper: Account) -> Representation:
    """The account lets the helper into its thread."""
    response = name_helper(account.signs_in(), account.thread, helper)
    assert response.status_code == 302, response.content
    return Representation.objects.get()


def page_of(browser: Browser, thread: Thread) -> str:
    return browser.get(thread.get_absolute_url()).content.decode()


def test_who_is_let_in_reads_what_was_there_and_what_comes(
    account: Account, helper: Account, officer: Staff, let_in: Representation
):
    send_text(officer.signs_in(), account.thread, "We need form 12.")

    page = page_of(helper.signs_in(), account.thread)

    assert WORDS in page
    assert "We need form 12." in page
    assert "You read and answer this for" in page


def test_what_a_representative_writes_is_shown_as_theirs_on_both_sides(
    account: Account, helper: Account, officer: Staff, let_in: Representation
):
    assert send_text(helper.signs_in(), account.thread, "Here is form 12.").status_code == 302

    for browser in (account.signs_in(), officer.signs_in()):
        page = page_of(browser, account.thread)
        assert "Here is form 12." in page
        assert "Helper Two, representative" in page
    own = page_of(helper.signs_in(), account.thread)
    assert "Helper Two, representative" not in own
    header = bytes(Message.objects.get(sequence=2, thread=account.thread).header)
    assert str(helper.person.public_id).encode() in header
    key_ids = set(Wrap.objects.filter(message__sequence=2).values_list("key_id", flat=True))
    assert len(key_ids) == 3


def test_their_list_marks_the_threads_of_others(account: Account, helper: Account, let_in: Representation):
    page = helper.signs_in().get("/threads/").content.decode()

    assert "An account&#x27;s message" in page
    assert "For somebody without a name here" in page
    assert page.count("For somebody") == 1


def test_both_sides_and_the_unit_see_it(
    account: Account, helper: Account, officer: Staff, let_in: Representation
):
    pages = [
        account.signs_in().get("/representatives/").content.decode(),
        page_of(account.signs_in(), account.thread),
        page_of(officer.signs_in(), account.thread),
    ]

    assert all("Helper Two" in page for page in pages)
    last_day = date_format(timezone.localdate() + timedelta(days=30), "DATE_FORMAT")
    page = helper.signs_in().get("/representatives/").content.decode()
    assert f"One conversation until {last_day}" in page
    told = Notice.objects.filter(kind="representative_added").values_list("address", flat=True)
    assert set(told) == {"account@example.org", "helper@example.org"}


def test_neither_name_nor_reference_stands_in_the_table(account: Account, let_in: Representation):
    assert b"Helper" not in bytes(let_in.sealed_name)
    assert times_recorded(Action.REPRESENTATIVE_LET_IN, subject=account.person.public_id) == [1]
    assert times_recorded(Action.MANDATE_SIGNED, subject=account.thread.public_id) == [1]
    for event in AuditEvent.objects.all():
        assert b"Helper" not in bytes(event.leaf)


@pytest.mark.parametrize("who", ["account", "helper", "officer"])
def test_whoever_ends_it_ends_it_at_once(
    request: Any, account: Account, helper: Account, officer: Staff, let_in: Representation, who: str
):
    reading = helper.signs_in()
    assert WORDS in page_of(reading, account.thread)

    ended = request.getfixturevalue(who).signs_in().post(f"/representatives/{let_in.public_id}/end/")

    assert ended.status_code == 302
    assert reading.get(account.thread.get_absolute_url()).status_code == 404
    assert reading.post(account.thread.get_absolute_url(), {"text": "More"}).status_code == 404
    assert "An account&#x27;s message" not in reading.get("/threads/").content.decode()
    assert Wrap.objects.filter(message__thread=account.thread).count() == 2
    assert Notice.objects.filter(kind="representative_ended").count() == 2


def test_it_ends_with_its_last_day(account: Account, helper: Account, let_in: Representation):
    browser = helper.signs_in()
    # By the clock of the database, which no test moves.
    Representation.objects.update(until=timezone.now() - timedelta(seconds=1))

    assert browser.get(account.thread.get_absolute_url()).status_code == 404
    end_what_ran_out()
    end_what_ran_out()

    assert Wrap.objects.filter(message__thread=account.thread).count() == 2
    assert AuditEvent.objects.filter(action="messaging.representative.ended").count() == 1


def test_what_they_wrote_stays_after_the_end(
    account: Account, helper: Account, officer: Staff, let_in: Representation
):
    send_text(helper.signs_in(), account.thread, "Here is form 12.")
    account.signs_in().post(f"/representatives/{let_in.public_id}/end/")

    for browser in (account.signs_in(), officer.signs_in()):
        page = page_of(browser, account.thread)
        assert "Here is form 12." in page
        assert "Helper Two, representative" in page


def test_what_comes_after_the_end_is_not_sealed_to_them(
    account: Account, helper: Account, officer: Staff, let_in: Representation
):
    account.signs_in().post(f"/representatives/{let_in.public_id}/end/")

    send_text(officer.signs_in(), account.thread, "We need form 12.")

    assert Wrap.objects.filter(message__sequence=2, message__thread=account.thread).count() == 2


def test_all_about_a_topic_covers_threads_of_before_and_of_later(
    account: Account, helper: Account, topic: Topic, unit: Any
):
    desk = account.signs_in()
    write_as_oneself(desk, topic, subject="Second matter")
    other = Topic.objects.create(name="Appeals", description="Appeals.", unit=unit)
    write_as_oneself(desk, other, subject="Another topic")
    name_helper(desk, account.thread, helper, scope="topic")
    write_as_oneself(desk, topic, subject="Third matter", text="Later words.")
    added = write_comment(topic, subject="Fourth matter")
    desk.post("/threads/add/", {"code": added.reply_code})

    page = helper.signs_in().get("/threads/").content.decode()

    assert [f"{number} matter" in page for number in ("Second", "Third", "Fourth")] == [True] * 3
    assert "Another topic" not in page
    third = Thread.objects.filter(taxpayer=account.person).order_by("pk")[3]
    assert "Later words." in page_of(helper.signs_in(), third)


def test_an_officer_lets_somebody_in_by_a_form_on_file(
    officer: Staff, taxpayer: Visitor, thread: Thread, helper: Account
):
    silent = name_helper(officer.signs_in(), thread, helper)
    done = name_helper(officer.signs_in(), thread, helper, reference="DR-835, folder 7")

    assert silent.status_code == 400
    assert done.status_code == 302
    assert "When does it come?" in page_of(helper.signs_in(), thread)
    assert "DR-835, folder 7" in page_of(officer.signs_in(), thread)
    assert "DR-835, folder 7" in page_of(taxpayer.opens_with_code(), thread)
    assert b"DR-835" not in bytes(Representation.objects.get().sealed_reference)


def test_who_represents_a_visitor_goes_on_when_the_visitor_becomes_an_account_s(
    officer: Staff, taxpayer: Visitor, thread: Thread, helper: Account, account: Account
):
    name_helper(officer.signs_in(), thread, helper, reference="DR-835")
    send_text(helper.signs_in(), thread, "Before.")

    account.signs_in().post("/threads/add/", {"code": taxpayer.reply_code})

    page = page_of(helper.signs_in(), thread)
    assert "Before." in page
    assert send_text(helper.signs_in(), thread, "After.").status_code == 302
    assert "After." in page_of(account.signs_in(), thread)


def test_what_a_representative_reads_and_writes_the_taxpayer_has_not_read(
    account: Account, helper: Account, officer: Staff, let_in: Representation
):
    send_text(officer.signs_in(), account.thread, "We need form 12.")

    page_of(helper.signs_in(), account.thread)
    send_text(helper.signs_in(), account.thread, "Here it is.")

    thread = Thread.objects.get(pk=account.thread.pk)
    assert thread.taxpayer_opened_at is None
    assert thread.waiting_since is not None
    assert Receipt.objects.filter(person=helper.person).count() == 1


def test_what_a_representative_has_answered_the_taxpayer_is_reminded_of_and_listed_for(
    account: Account,
    helper: Account,
    officer: Staff,
    let_in: Representation,
    mail_server: MailServer,
    worker: Any,
):
    send_text(officer.signs_in(), account.thread, "We need form 12.")
    send_text(helper.signs_in(), account.thread, "Here it is.")

    days_go_by(worker, REMIND, UNREAD)

    reminder = Notice.objects.get(kind=Notice.Kind.REMINDER)
    assert (reminder.person, reminder.address) == (account.person.public_id, account.email)
    assert Unreached.objects.get().thread == account.thread


@pytest.mark.parametrize("who", ["helper", "stranger", "officer_of_another_unit", "auditor", "administrator"])
def test_nobody_else_lets_anybody_in(
    request: Any, account: Account, helper: Account, let_in: Representation, who: str
):
    browser = request.getfixturevalue(who).signs_in()

    response = name_helper(browser, account.thread, helper)

    assert response.status_code == 404
    # Whoever was let in may end it, and so may an administrator.
    if who not in ("helper", "administrator"):
        assert browser.post(f"/representatives/{let_in.public_id}/end/").status_code == 404
    assert Representation.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": ""}, "Type the number"),
        ({"number": "x" * 101}, "longer than any number"),
        ({"name": ""}, "Type the name"),
        ({"name": "x" * 101}, "longer than 100"),
        ({"scope": ""}, "Choose what they may read"),
        ({"scope": "everything"}, "Choose one"),
        ({"until": ""}, "Choose the last day"),
        ({"until": "soon"}, "Type a day"),
        ({"until": "2020-01-01"}, "This day is over"),
        ({"until": "2099-01-01"}, "within the next three years"),
        ({"name": ["One", "Two"]}, "sent twice"),
    ],
)
def test_a_form_that_is_not_filled_in_lets_nobody_in(
    account: Account, helper: Account, wrong: dict[str, Any], words: str
):
    response = name_helper(account.signs_in(), account.thread, helper, **wrong)

    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Representation.objects.exists()


@pytest.mark.parametrize("whose", ["nobody", "visitor", "officer", "own", "disabled"])
def test_a_number_of_nobody_who_could_represent_lets_nobody_in(
    account: Account, helper: Account, taxpayer: Visitor, officer: Staff, whose: str
):
    numbers = {
        "nobody": "0000-0000-0000-0000",
        "visitor": number_of(taxpayer.person.public_id),
        "officer": number_of(officer.person.public_id),
        "own": number_of(account.person.public_id),
        "disabled": number_of(helper.person.public_id),
    }
    if whose == "disabled":
        Person.objects.filter(pk=helper.person.pk).update(disabled_at=timezone.now())

    response = name_helper(account.signs_in(), account.thread, helper, number=numbers[whose])

    assert response.status_code == 409
    assert "Nobody was let in." in response.content.decode()
    assert not Representation.objects.exists()


def test_who_has_new_keys_lets_nobody_into_what_is_locked(account: Account, helper: Account):
    browser = account.signs_in()
    key = number_of(account.person.public_id)
    Thread.objects.filter(pk=account.thread.pk).update(locked_key=key)

    assert name_helper(browser, account.thread, helper).status_code == 404
    assert not Mandate.objects.exists()


def test_a_representative_goes_on_while_the_taxpayer_is_locked_out(
    account: Account, helper: Account, officer: Staff, let_in: Representation
):
    key = PersonKey.objects.get(person=account.person.public_id, state="active").key_id
    Thread.objects.filter(pk=account.thread.pk).update(locked_key=key)

    assert send_text(helper.signs_in(), account.thread, "Here is form 12.").status_code == 302

    assert "Here is form 12." in page_of(officer.signs_in(), account.thread)


def test_an_idle_browser_lets_nobody_in(account: Account, helper: Account):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = account.signs_in()
        clock.shift(project_settings.PROOF_LASTS + timedelta(minutes=1))

        assert name_helper(browser, account.thread, helper).status_code == 403


def test_a_disabled_representative_or_taxpayer_ends_the_reading(
    account: Account, helper: Account, let_in: Representation
):
    browser = helper.signs_in()
    Person.objects.filter(pk=account.person.pk).update(disabled_at=timezone.now())

    assert browser.get(account.thread.get_absolute_url()).status_code == 404


def test_a_row_without_a_signed_statement_seals_nothing_to_anybody(
    account: Account, stranger: Account, officer: Staff, let_in: Representation
):
    Representation.objects.update(representative=stranger.person)

    assert send_text(officer.signs_in(), account.thread, "We need form 12.").status_code == 302

    assert Wrap.objects.filter(message__sequence=2, message__thread=account.thread).count() == 2
    shown = page_of(stranger.signs_in(), account.thread)
    assert WORDS not in shown
    assert "We need form 12." not in shown


@pytest.mark.parametrize("column", ["representative", "until", "signature", "taxpayer", "thread"])
def test_a_statement_that_somebody_changed_seals_nothing_to_anybody(
    account: Account, stranger: Account, officer: Staff, let_in: Representation, column: str
):
    values: dict[str, Any] = {
        "representative": stranger.person.public_id,
        "until": timezone.now() + timedelta(days=999),
        "signature": b"forged",
        "taxpayer": stranger.person.public_id,
        "thread": stranger.thread.public_id,
    }
    Mandate.objects.update(**{column: values[column]})
    if column == "representative":
        Representation.objects.update(representative=stranger.person)

    send_text(officer.signs_in(), account.thread, "We need form 12.")

    assert Wrap.objects.filter(message__sequence=2, message__thread=account.thread).count() == 2


def test_the_number_on_the_page_is_the_one_that_lets_in(account: Account, helper: Account):
    page = helper.signs_in().get("/representatives/").content.decode()
    number = re.search(r'id="number">\s*([0-9A-Z-]{19})\s*<', page)

    assert number
    assert (
        name_helper(account.signs_in(), account.thread, helper, number=number[1].lower()).status_code == 302
    )


def test_who_represented_a_visitor_and_takes_their_threads_over_ends_that_on_the_record(
    officer: Staff, taxpayer: Visitor, helper: Account
):
    done = name_helper(officer.signs_in(), taxpayer.thread, helper, reference="DR-835")
    assert done.status_code == 302, done.content
    for browser in (taxpayer.opens_with_code(), helper.signs_in()):
        assert "When does it come?" in page_of(browser, taxpayer.thread)

    taken = helper.signs_in().post("/threads/add/", {"code": taxpayer.reply_code})

    assert taken.status_code == 302, taken.content
    assert Representation.objects.get().ended_at is not None
    assert times_recorded(Action.REPRESENTATIVE_ENDED, subject=taxpayer.person.public_id) == [1]
