"""The mailbox: newest first, by pages that neither skip nor repeat, with subjects and nothing of the text."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from messaging.models import Thread
from messaging.thread_lists import PAGE_ROWS, BadCursor, Cursor
from tests.people import send_text, visible_ids, write_comment


def make_threads(thread: Thread, count: int, *, same_moment: bool) -> list[Thread]:
    """Copy a thread's row, so that a list has something to page through."""
    start = timezone.now()
    rows = []
    for number in range(count):
        rows.append(
            Thread(
                taxpayer=thread.taxpayer,
                unit=thread.unit,
                topic=thread.topic,
                policy_version="1",
                opened_at=start,
                latest_message_at=start - (timedelta() if same_moment else timedelta(seconds=number)),
                latest_sequence=1,
            )
        )
    return Thread.objects.bulk_create(rows)


def next_address(page: str) -> str | None:
    import re

    found = re.search(r'href="(/mailbox/\?[^"]*before=[^"]*)"', page)
    return found[1].replace("&amp;", "&") if found else None


@pytest.mark.parametrize("same_moment", [False, True])
def test_the_pages_show_each_thread_once_newest_first(officer, thread, same_moment):
    make_threads(thread, 2 * PAGE_ROWS + 3, same_moment=same_moment)
    browser = officer.signs_in()
    seen: list[UUID] = []
    address: str | None = "/mailbox/"

    while address:
        page = browser.get(address).content.decode()
        here = visible_ids(page)
        assert len(here) <= PAGE_ROWS
        assert not here & set(seen)
        seen += here
        address = next_address(page)

    assert set(seen) == set(Thread.objects.values_list("public_id", flat=True))


def test_it_shows_subject_and_name_and_nothing_of_the_text(officer, taxpayer):
    page = officer.signs_in().get("/mailbox/").content.decode()

    assert "My refund" in page
    assert "Visitor One" in page
    assert "When does it come?" not in page


def test_a_listing_is_one_audit_event(officer, taxpayer, other_taxpayer):
    officer.signs_in().get("/mailbox/")

    event = AuditEvent.objects.get(action="messaging.mailbox.listed")
    assert event.actor == officer.person.public_id
    assert not AuditEvent.objects.filter(action="messaging.thread.opened").exists()


def test_new_waiting_answered_and_opened_are_told_apart(officer, taxpayer, thread):
    browser = officer.signs_in()
    new = browser.get("/mailbox/").content.decode()
    browser.get(thread.get_absolute_url())
    read = browser.get("/mailbox/").content.decode()
    send_text(browser, thread, "We need form 12.")
    answered = browser.get("/mailbox/").content.decode()
    taxpayer.opens_with_code().get(thread.get_absolute_url())
    opened = browser.get("/mailbox/").content.decode()

    assert "is-unread" in new
    assert "Answer by" in new
    assert "is-unread" not in read
    assert "Answered, not opened yet" in answered
    assert "Opened by them" in opened


def test_a_late_answer_is_overdue_in_words(officer, thread):
    Thread.objects.filter(pk=thread.pk).update(waiting_since=timezone.now() - timedelta(days=30))

    assert "Overdue" in officer.signs_in().get("/mailbox/").content.decode()


def test_a_unit_of_somebody_else_is_404(officer, officer_of_another_unit):
    from accounts.models import Unit

    other = Unit.objects.get(name="Child Support")

    response = officer.signs_in().get(f"/mailbox/?unit={other.public_id}")

    assert response.status_code == 404


@pytest.mark.parametrize(
    "query", ["before=x", "before=1.", "before=9e9.x", f"before=-1.{UUID(int=7).hex}", "unit=x"]
)
def test_an_address_that_makes_no_sense_is_404(officer, query):
    assert officer.signs_in().get(f"/mailbox/?{query}").status_code == 404


@pytest.mark.parametrize("who", ["auditor", "administrator", "taxpayer"])
def test_who_belongs_to_no_unit_has_no_mailbox(request, who):
    person = request.getfixturevalue(who)
    browser = person.signs_in() if hasattr(person, "signs_in") else person.opens_with_code()

    assert browser.get("/mailbox/").status_code == 404


def test_a_cursor_reads_what_it_wrote():
    cursor = Cursor(timezone.now(), uuid4())

    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text", ["", ".", "1", "1.2", "١.00000000000000000000000000000000", "9" * 99 + "." + "0" * 32]
)
def test_anything_else_is_no_cursor(text):
    with pytest.raises(BadCursor):
        Cursor.parse(text)


def test_a_new_comment_comes_first(officer, topic, taxpayer):
    write_comment(topic, subject="The newest of all")

    page = officer.signs_in().get("/mailbox/").content.decode()

    assert page.index("The newest of all") < page.index("My refund")
