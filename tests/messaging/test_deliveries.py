"""What could not be sent: in words on the thread, in a list for who looks after it, and tried again."""

import re
from typing import Any

import pytest

from accounts.models import Role, Unit
from accounts.services import invitations
from accounts.services.invitations import Invitee
from audit.models import AuditEvent
from messaging.models import Thread
from messaging.permissions import dead_letters_visible_to
from notices.models import Notice, Outbox
from tests.conftest import MailServer
from tests.people import Staff, Visitor, give_up_notice, make_member, send_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead_letter(answered_thread: Thread) -> Notice:
    """The notice of the answer, given up."""
    return give_up_notice()


@pytest.fixture
def other_supervisor(officer_of_another_unit: Staff) -> Staff:
    """The supervisor of the unit "Child Support"."""
    unit = Unit.objects.get(name="Child Support")
    return make_member(Role.SUPERVISOR, "lead@example.org", unit=unit, granter=officer_of_another_unit)


def shown(notice: Notice) -> str:
    return "-".join(re.findall("....", notice.number))


def test_the_thread_says_how_far_its_notice_came(
    officer: Staff, answered_thread: Thread, mail_server: MailServer, worker
):
    desk, path = officer.signs_in(), answered_thread.get_absolute_url()
    notice = Notice.objects.get(kind="message_waiting")

    queued = desk.get(path).content.decode()
    give_up_notice()
    failed = desk.get(path).content.decode()
    Notice.objects.update(state="queued", failed_at=None)
    Outbox.objects.update(state="waiting", finished_at=None)
    worker()
    sent = desk.get(path).content.decode()

    number = f"{shown(notice)}</span>:"
    assert re.search(rf"{number}\s+Queued on \w+\.? \d", queued)
    assert re.search(rf"{number}\s+Came back on \w+\.? \d", failed)
    assert re.search(rf"{number}\s+Sent on \w+\.? \d", sent)


def test_a_supervisor_sees_the_thread_and_tries_again(
    supervisor: Staff, dead_letter: Notice, answered_thread: Thread, mail_server: MailServer, worker
):
    lead = supervisor.signs_in()
    page = lead.get("/deliveries/").content.decode()
    assert answered_thread.get_absolute_url() in page
    assert shown(dead_letter) in page
    assert "v***@example.org" in page
    assert dead_letter.address not in page
    assert "The receiving mail server refused the address or the mail." in page

    assert lead.post(f"/deliveries/{dead_letter.public_id}/try-again/").status_code == 302
    assert "Nothing was given up." in lead.get("/deliveries/").content.decode()
    worker()

    dead_letter.refresh_from_db()
    assert (dead_letter.state, dead_letter.failed_at) == ("sent", None)
    assert len(mail_server.mails) == 1
    event = AuditEvent.objects.get(action="notices.work.tried_again")
    assert (event.actor, event.subject) == (supervisor.person.public_id, dead_letter.public_id)


def test_a_supervisor_tries_again_on_the_thread_and_stays_there(
    supervisor: Staff, dead_letter: Notice, answered_thread: Thread, mail_server: MailServer, worker
):
    lead, path = supervisor.signs_in(), answered_thread.get_absolute_url()
    action = f"/deliveries/{dead_letter.public_id}/try-again/"
    page = lead.get(path).content.decode()
    assert "The receiving mail server refused the address or the mail." in page
    assert f'action="{action}"' in page

    first, second = (lead.post(action, {"thread": "1"}) for _ in range(2))
    worker()

    assert first["Location"] == second["Location"] == f"{path}#message-2"
    assert len(mail_server.mails) == 1
    page = lead.get(path).content.decode()
    assert action not in page
    assert "refused the address" not in page


def test_an_officer_reads_why_and_who_can_try_again(
    officer: Staff, dead_letter: Notice, answered_thread: Thread
):
    desk = officer.signs_in()
    page = desk.get(answered_thread.get_absolute_url()).content.decode()
    action = f"/deliveries/{dead_letter.public_id}/try-again/"

    assert "The receiving mail server refused the address or the mail." in page
    assert "Your supervisor can try again." in page
    assert action not in page
    assert desk.post(action, {"thread": "1"}).status_code == 404


def test_a_taxpayer_reads_nothing_of_what_could_not_be_sent(taxpayer: Visitor, dead_letter: Notice):
    page = taxpayer.opens_with_code().get(taxpayer.thread.get_absolute_url()).content.decode()

    assert "refused the address" not in page
    assert "try-again" not in page


def test_an_administrator_sees_ids_and_no_thread(
    administrator: Staff, dead_letter: Notice, answered_thread: Thread
):
    desk = administrator.signs_in()
    page = desk.get("/deliveries/").content.decode()

    assert str(dead_letter.about) in page
    assert str(answered_thread.public_id) not in page
    assert dead_letter.address not in page
    assert desk.post(f"/deliveries/{dead_letter.public_id}/try-again/").status_code == 302


def test_another_units_supervisor_sees_and_tries_nothing(other_supervisor: Staff, dead_letter: Notice):
    lead = other_supervisor.signs_in()

    assert "Nothing was given up." in lead.get("/deliveries/").content.decode()
    assert lead.post(f"/deliveries/{dead_letter.public_id}/try-again/").status_code == 404
    dead_letter.refresh_from_db()
    assert dead_letter.state == "bounced"


@pytest.mark.parametrize("who", ["officer", "auditor", "taxpayer"])
def test_nobody_else_looks_after_deliveries(request: Any, who: str, dead_letter: Notice):
    person = request.getfixturevalue(who).person

    assert not dead_letters_visible_to(person).exists()


def test_what_is_tried_again_already_is_told(supervisor: Staff, dead_letter: Notice):
    lead = supervisor.signs_in()
    path = f"/deliveries/{dead_letter.public_id}/try-again/"

    assert lead.post(path).status_code == 302
    assert lead.post(path).status_code == 404


def test_what_fails_again_comes_back(supervisor: Staff, dead_letter: Notice):
    lead = supervisor.signs_in()
    lead.post(f"/deliveries/{dead_letter.public_id}/try-again/")

    give_up_notice()

    assert shown(dead_letter) in lead.get("/deliveries/").content.decode()
    assert AuditEvent.objects.filter(action="notices.notice.bounced").count() == 2


def test_a_given_up_invitation_is_sent_after_all(administrator: Staff, mail_server: MailServer, worker):
    invitee = Invitee(Role.OFFICER, "New Officer", "new@example.org")
    invitations.invite(actor=administrator.person, invitee=invitee)
    notice = give_up_notice(Notice.Kind.INVITATION)

    administrator.signs_in().post(f"/deliveries/{notice.public_id}/try-again/")
    worker()

    body = mail_server.mails[0].get_body(["plain"])
    assert body is not None
    assert re.search(r"/invitation/#[0-9A-Z-]{32}", body.get_content())
    notice.refresh_from_db()
    assert bytes(notice.sealed_token) == b""


def test_a_given_up_invitation_that_is_taken_back_is_no_dead_letter(administrator: Staff):
    invitee = Invitee(Role.OFFICER, "New Officer", "new@example.org")
    invited = invitations.invite(actor=administrator.person, invitee=invitee)
    give_up_notice(Notice.Kind.INVITATION)

    invitations.revoke(actor=administrator.person, person=invited.person)

    assert not dead_letters_visible_to(administrator.person).exists()
    assert Notice.objects.get().state == "withdrawn"


def test_many_dead_letters_cost_no_more_queries(
    supervisor: Staff, officer: Staff, taxpayer: Visitor, django_assert_max_num_queries: Any
):
    desk = officer.signs_in()
    for number in range(5):
        assert send_text(desk, taxpayer.thread, f"Words {number}").status_code == 302
        give_up_notice()
    lead = supervisor.signs_in()
    lead.get("/deliveries/")

    with django_assert_max_num_queries(8):
        page = lead.get("/deliveries/").content.decode()

    assert page.count("Try again<span") == 5
