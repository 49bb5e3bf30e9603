"""Whom the agency writes to first: an invitation that comes back, or is not taken up, is news to the unit."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Role, Unit
from accounts.services.outsiders import Way
from messaging import services
from messaging.models import Thread, Topic, Unreached, Vouching
from messaging.services import unreached
from messaging.services.inviting import InvitedTo
from messaging.services.vouching import Vouched
from notices import bounce_addresses, bounces
from notices.models import Notice, Outbox
from tests.conftest import MailServer
from tests.messaging.inviting import FORM_SECRET, invite, invite_again, takes_up
from tests.messaging.test_unreached import REMIND, UNREAD, content_of, days_go_by
from tests.notices.test_bounces import report
from tests.people import Account, Browser, Staff, Visitor, give_up_notice, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailed(officer: Staff, topic: Topic) -> InvitedTo:
    """Somebody whose code goes by mail."""
    return invite(officer, topic, way=Way.MAIL, address="caller@example.org")


@pytest.fixture
def lead(supervisor: Staff) -> Browser:
    """The supervisor of the unit, signed in."""
    return supervisor.signs_in()


def token_of(mail_server: MailServer) -> str:
    text = content_of(mail_server.mails[0], "plain")
    return text.partition("and there this invitation code:")[2].split()[0]


def listed() -> list[tuple[Thread, str]]:
    return [(entry.thread, entry.reason) for entry in Unreached.objects.filter(ended_at=None)]


def test_an_invitation_that_is_refused_lists_its_thread_and_can_be_sent_again(
    mailed: InvitedTo, lead: Browser, mail_server: MailServer, worker: Callable[[], None]
):
    mail_server.refusals += ["550 no such user"]
    worker()
    path = mailed.thread.get_absolute_url()

    thread = lead.get(path).content.decode()
    given_up = lead.get("/deliveries/").content.decode()
    every = lead.get("/deliveries/all/?state=bounced").content.decode()
    notice = Notice.objects.get(kind="invitation_to_read")
    tried = lead.post(f"/deliveries/{notice.public_id}/try-again/", {"thread": "1"})
    worker()

    assert listed() == [(mailed.thread, "bounced")]
    assert "They may not know of your answer." in thread
    assert "Invitation to c***@example.org" in thread
    assert "Came back on" in thread
    assert all("An invitation to read what waits" in page for page in (given_up, every))
    assert all(f'href="{path}"' in page for page in (given_up, every))
    assert tried["Location"] == f"{path}#way-in"
    assert mailed.invited
    assert takes_up(token_of(mail_server), mailed.invited.pin).get(path).status_code == 200
    assert listed() == []


def test_an_invitation_that_comes_back_later_is_not_sent_without_its_code(
    settings: Any, mailed: InvitedTo, lead: Browser, mail_server: MailServer, worker: Callable[[], None]
):
    settings.BOUNCE_ADDRESS = "bounces@mail.example.gov"
    worker()
    notice = Notice.objects.get(kind="invitation_to_read")

    bounces.receive(report(), bounce_addresses.address_of(notice))
    worker()
    tried = lead.post(f"/deliveries/{notice.public_id}/try-again/")

    assert listed() == [(mailed.thread, "bounced")]
    assert "Make a new invitation." in lead.get(mailed.thread.get_absolute_url()).content.decode()
    assert "make a new one for the person" in lead.get("/deliveries/").content.decode()
    assert tried.status_code == 409
    assert Outbox.objects.get(subject=notice.public_id, kind="notices.notice").state == "dead"


def test_who_is_invited_is_reminded_once_and_then_listed(
    mailed: InvitedTo, lead: Browser, mail_server: MailServer, worker: Callable[[], None]
):
    days_go_by(worker, REMIND, UNREAD, UNREAD)

    first, reminder = mail_server.mails
    text = content_of(reminder, "plain")
    token = token_of(mail_server)
    assert "We invited you before" in text
    assert "localhost:8000/invited/" in text
    assert token in first.as_string()
    assert token not in reminder.as_string()
    [(thread, reason)] = listed()
    assert (thread, reason in ("unaccepted", "unread")) == (mailed.thread, True)
    assert "Sent, not opened yet" in lead.get("/deliveries/all/").content.decode()


@pytest.mark.parametrize("way", ["before the reminder", "after the reminder"])
def test_whoever_came_in_is_neither_reminded_nor_listed(
    mailed: InvitedTo, lead: Browser, mail_server: MailServer, worker: Callable[[], None], way: str
):
    worker()
    if way == "after the reminder":
        days_go_by(worker, REMIND)
    before = len(mail_server.mails)
    assert mailed.invited
    takes_up(token_of(mail_server), mailed.invited.pin).get(mailed.thread.get_absolute_url())

    days_go_by(worker, REMIND, UNREAD)

    assert len(mail_server.mails) == before
    assert listed() == []
    assert "Opened in the portal" in lead.get("/deliveries/all/").content.decode()


def test_whose_code_went_in_a_letter_is_listed_without_a_reminder(
    officer: Staff, topic: Topic, mail_server: MailServer, worker: Callable[[], None]
):
    thread = invite(officer, topic).thread

    days_go_by(worker, REMIND, UNREAD)

    assert mail_server.mails == []
    assert [each for each, _reason in listed()] == [thread]


def test_a_new_way_in_for_a_lost_code_is_looked_after_as_well(
    officer: Staff, taxpayer: Visitor, answered_thread: Thread, mail_server: MailServer, worker: Any
):
    taxpayer.opens_with_code().get(answered_thread.get_absolute_url())

    def again(address: str) -> None:
        invite_again(
            officer,
            answered_thread,
            way=Way.MAIL,
            address=address,
            vouched=Vouched(Vouching.Means.CALL, "They lost the paper."),
        )

    again("new@example.org")
    days_go_by(worker, REMIND, UNREAD)
    unaccepted = listed()
    entry = Unreached.objects.get()
    unreached.mark_reached(actor=officer.person, entry=entry, way=Unreached.Outcome.TELEPHONE)
    again("other@example.org")
    Notice.objects.filter(address="other@example.org").update(address="nobody")
    worker()

    assert unaccepted == [(answered_thread, "unaccepted")]
    assert listed() == [(answered_thread, "bounced")]


@pytest.mark.parametrize("ended", ["taken back", "replaced"])
def test_what_its_unit_has_ended_itself_is_no_news(
    officer: Staff, mailed: InvitedTo, mail_server: MailServer, worker: Callable[[], None], ended: str
):
    """Though it came back before; an answer that nobody opens is listed by itself, later."""
    notice = Notice.objects.get(kind="invitation_to_read")
    if ended == "taken back":
        services.revoke_invitation(officer=officer.person, thread=mailed.thread)
    else:
        invite_again(officer, mailed.thread)

    unreached.note_bounce(notice.public_id)

    assert listed() == []


def test_an_invitation_stays_with_its_thread_when_that_is_added_to_an_account(
    mailed: InvitedTo, account: Account, lead: Browser, mail_server: MailServer, worker: Callable[[], None]
):
    worker()
    assert mailed.invited
    takes_up(token_of(mail_server), mailed.invited.pin)
    added = account.signs_in().post("/threads/add/", {"code": services.code_of(FORM_SECRET)})

    page = lead.get("/deliveries/all/?state=opened").content.decode()

    assert added.status_code == 302
    assert "An invitation to read what waits" in page
    assert "c***@example.org" in page
    assert f'href="{mailed.thread.get_absolute_url()}"' in page


def test_of_invitations_each_supervisor_sees_those_of_their_units_people(
    mailed: InvitedTo, officer_of_another_unit: Staff, lead: Browser
):
    unit = Unit.objects.get(name="Child Support")
    other = make_member(Role.SUPERVISOR, "lead@example.org", unit=unit, granter=officer_of_another_unit)
    notice = give_up_notice(Notice.Kind.INVITATION_TO_READ)

    pages = {
        who: [browser.get(path).content.decode() for path in ("/deliveries/", "/deliveries/all/")]
        for who, browser in {"own": lead, "other": other.signs_in()}.items()
    }

    assert all("An invitation to read what waits" in page for page in pages["own"])
    assert not any("An invitation to read what waits" in page for page in pages["other"])
    again = f"/deliveries/{notice.public_id}/try-again/"
    assert other.signs_in().post(again).status_code == 404


def test_a_unit_without_links_invites_by_an_address_and_a_code_to_type(
    officer: Staff, unit: Unit, topic: Topic, mail_server: MailServer, worker: Callable[[], None]
):
    Unit.objects.filter(pk=unit.pk).update(notices_have_link=False)
    topic.refresh_from_db()
    invited = invite(officer, topic, way=Way.MAIL, address="caller@example.org")

    days_go_by(worker, REMIND)

    invitation, reminder = mail_server.mails
    for mail in (invitation, reminder):
        plain, page = (content_of(mail, kind) for kind in ("plain", "html"))
        assert "localhost:8000/invited/" in plain
        assert "http" not in plain
        assert "href" not in page
        assert "http" not in page.partition("<body>")[2]
        assert "#" not in plain
    assert invited.invited
    token = token_of(mail_server)
    assert takes_up(token, invited.invited.pin).get(invited.thread.get_absolute_url()).status_code == 200
