"""Each e-mail to each recipient has a state from queued to opened: on its thread, and in a list."""

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role, Unit
from messaging.mails.queries import mails_page
from messaging.models import Thread
from notices.models import Notice
from tests.conftest import MailServer
from tests.messaging.test_representing import name_helper
from tests.notices.making import let_pass
from tests.people import (
    Account,
    Browser,
    Staff,
    Visitor,
    give_up_notice,
    make_account,
    make_member,
    send_text,
    write_comment,
)

pytestmark = pytest.mark.django_db
LIST = "/deliveries/all/"


@pytest.fixture
def lead(supervisor: Staff) -> Browser:
    """The supervisor's browser."""
    return supervisor.signs_in()


@pytest.fixture
def helper(topic: Any) -> Account:
    """Somebody who helps others with their taxes, with an account of their own."""
    return make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")


def listed(browser: Browser, state: str = "") -> list[list[str]]:
    """Give address and state of each row of the list."""
    page = browser.get(LIST, {"state": state} if state else {}).content.decode()
    cells = [html.unescape(cell.strip()) for cell in re.findall(r'<td role="cell">([^<]*)<', page)]
    return [cells[place : place + 2] for place in range(0, len(cells), 3)]


def states(browser: Browser) -> list[str]:
    return [state for _address, state in listed(browser)]


def test_a_mail_is_followed_from_queued_to_opened(
    lead: Browser, taxpayer: Visitor, answered_thread: Thread, mail_server: MailServer, worker
):
    mail_server.refusals.append("451 later")
    path = answered_thread.get_absolute_url()
    seen, said = [], []

    def look() -> None:
        seen.extend(states(lead))
        said.append(lead.get(path).content.decode())

    look()
    worker()
    look()
    let_pass(4000)
    worker()
    look()
    taxpayer.opens_with_code().get(path)
    look()

    assert seen == ["Queued", "Put off, to be tried again", "Sent, not opened yet", "Opened in the portal"]
    assert "Notice to v***@example.org" in said[0]
    assert "Queued on" in said[0]
    assert "Put off so far" in said[1]
    assert "Sent on" in said[2]
    assert "opened in the portal" not in said[2]
    assert re.search(r"Sent on [^<]*; opened in the portal on", said[3])


@pytest.mark.parametrize(("change", "state"), [("bounced", "Came back"), ("failed", "Could not be sent")])
def test_what_came_back_or_was_given_up_says_so(
    lead: Browser, answered_thread: Thread, change: str, state: str
):
    give_up_notice()
    Notice.objects.update(state=change)

    assert listed(lead) == [["v***@example.org", state]]


def test_each_recipient_has_a_state_of_their_own(
    lead: Browser, officer: Staff, topic: Any, taxpayer: Visitor, mail_server: MailServer, worker
):
    other = write_comment(topic, email="other@example.org")
    desk = officer.signs_in()
    for visitor in (taxpayer, other):
        send_text(desk, visitor.thread, "We need form 12.")
    worker()
    other.opens_with_code().get(other.thread.get_absolute_url())

    assert listed(lead) == [
        ["o***@example.org", "Opened in the portal"],
        ["v***@example.org", "Sent, not opened yet"],
    ]
    assert listed(lead, "sent") == [["v***@example.org", "Sent, not opened yet"]]
    assert listed(lead, "opened") == [["o***@example.org", "Opened in the portal"]]
    assert listed(lead, "bounced") == []


def test_an_email_has_nothing_that_would_tell_of_its_opening(
    lead: Browser, answered_thread: Thread, mail_server: MailServer, worker
):
    worker()

    page = mail_server.mails[0].get_body(["html"])
    assert page is not None
    assert not re.search(r"<img|url\(|src=", page.get_content())
    assert states(lead) == ["Sent, not opened yet"]


def test_an_opened_message_is_opened_whatever_came_back_later(
    lead: Browser, taxpayer: Visitor, answered_thread: Thread
):
    taxpayer.opens_with_code().get(answered_thread.get_absolute_url())
    give_up_notice()

    assert states(lead) == ["Opened in the portal"]
    assert listed(lead, "bounced") == []


@pytest.mark.parametrize("is_read_first", [True, False], ids=["with the code", "in the account"])
def test_what_was_opened_says_so_after_its_thread_was_added_to_an_account(
    lead: Browser,
    account: Account,
    taxpayer: Visitor,
    answered_thread: Thread,
    mail_server: MailServer,
    worker: Any,
    is_read_first: bool,
):
    worker()
    path = answered_thread.get_absolute_url()
    if is_read_first:
        taxpayer.opens_with_code().get(path)
    home = account.signs_in()
    home.post("/threads/add/", {"code": taxpayer.reply_code})
    before = listed(lead)
    home.get(path)

    opened = [["v***@example.org", "Opened in the portal"]]
    assert before == (opened if is_read_first else [["v***@example.org", "Sent, not opened yet"]])
    assert listed(lead) == listed(lead, "opened") == opened
    assert listed(lead, "sent") == []


def test_what_a_representative_opened_is_not_opened(
    lead: Browser, account: Account, helper: Account, officer: Staff, mail_server: MailServer, worker: Any
):
    name_helper(account.signs_in(), account.thread, helper)
    send_text(officer.signs_in(), account.thread, "We need form 12.")
    worker()

    assert helper.signs_in().get(account.thread.get_absolute_url()).status_code == 200

    assert listed(lead) == [["a***@example.org", "Sent, not opened yet"]]


def another_mail(about: Notice, number: int, kind: Notice.Kind) -> Notice:
    """Make, without saving, one more mail about the same message."""
    return Notice(
        number=f"{number:012}",
        kind=kind,
        person=uuid4(),
        about=about.about,
        address=f"{number}@example.org",
        queued_at=timezone.now(),
        message_id_header="<1@localhost>",
    )


def test_a_reminder_stands_beside_the_notice_on_the_thread(lead: Browser, answered_thread: Thread):
    another_mail(Notice.objects.get(), 1, Notice.Kind.REMINDER).save()

    page = lead.get(answered_thread.get_absolute_url()).content.decode()

    assert "Notice to v***@example.org" in page
    assert "Reminder to 1***@example.org" in page


def test_a_supervisor_sees_their_units_and_an_administrator_ids(
    lead: Browser, administrator: Staff, officer_of_another_unit: Staff, answered_thread: Thread
):
    unit = Unit.objects.get(name="Child Support")
    other = make_member(Role.SUPERVISOR, "lead@example.org", unit=unit, granter=officer_of_another_unit)

    own, all_of_it = (browser.get(LIST).content.decode() for browser in (lead, administrator.signs_in()))

    assert answered_thread.get_absolute_url() in own
    assert str(Notice.objects.get().about) in all_of_it
    assert str(answered_thread.public_id) not in all_of_it
    assert "visitor@example.org" not in own + all_of_it
    assert listed(other.signs_in()) == []


@pytest.mark.parametrize(
    "query",
    ["?state=moon", "?before=", "?before=-1", "?before=x", "?before=9999999999999999999"],
)
def test_an_address_that_names_no_page_is_not_found(lead: Browser, query: str):
    assert lead.get(LIST + query).status_code == 404


def test_the_list_goes_on_page_by_page_and_keeps_its_state(lead: Browser, answered_thread: Thread):
    about = Notice.objects.get()
    Notice.objects.bulk_create(
        another_mail(about, number, Notice.Kind.MESSAGE_WAITING) for number in range(30)
    )

    first = lead.get(LIST, {"state": "queued"}).content.decode()
    following = re.search(r'href="([^"]*)"\s+rel="next"', first)
    assert following
    second = lead.get(html.unescape(following[1])).content.decode()

    assert "state=queued" in following[1]
    assert (first.count('role="rowheader"'), second.count('role="rowheader"')) == (25, 6)


@pytest.mark.parametrize("state", ["queued", "deferred", "bounced", "failed", "withdrawn"])
def test_what_is_rare_is_found_by_an_index_of_its_own(administrator: Staff, state: str):
    with CaptureQueriesContext(connection) as queries:
        mails_page(administrator.person, state=state, before=None)

    asked = queries.captured_queries[0]["sql"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What is planned for a table of a few rows follows from what was there lately.
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'notice_in_rare_state'")
            [[index]] = cursor.fetchall()
            assert f"'{state}'" in index
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
            assert "notice_in_rare_state" in " ".join(map(str, cursor.fetchall()))
