"""An administrator starts a reset for who has lost every way in, and never sees or sets a password."""

import re
from typing import Any

import pytest
from django.conf import settings

from accounts.models import PasswordReset, Proposal, Role
from accounts.models.factors import Authenticator
from accounts.services import access, password_resets, roles
from audit.models import AuditEvent
from messaging.models import Thread
from notices.models import Notice, Outbox
from tests.accounts.test_forgotten_password import NEW, NEW_PASSWORD, choose, signs_in
from tests.people import PASSWORD, Browser, Staff, mailed_secret_of, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(administrator: Staff) -> Browser:
    """The administrator, signed in."""
    return administrator.signs_in()


def page_of(staff: Staff) -> str:
    return f"/administration/people/{staff.person.public_id}/"


def start(desk: Browser, staff: Staff) -> Any:
    return desk.post(f"{page_of(staff)}reset/")


def code_for(desk: Browser, staff: Staff) -> str:
    """Start a reset, let the worker look up whose it is, and give the code before it is mailed."""
    assert start(desk, staff).status_code == 302
    password_resets.mail(PasswordReset.objects.latest("pk").public_id)
    return mailed_secret_of(Notice.objects.filter(kind="reset_link").latest("pk"))


def add_app(staff: Staff) -> Authenticator:
    """Let somebody have an app for codes, as if they had set it up."""
    return Authenticator.objects.create(
        person=staff.person, sealed_secret=b"sealed", confirmed_at=staff.person.created_at
    )


def test_the_link_goes_to_the_person_and_no_password_to_the_administrator(
    desk, officer, mail_server, worker, administrator
):
    asked = desk.get(f"{page_of(officer)}reset/").content.decode()
    started = start(desk, officer)
    worker()
    told = desk.get(started["Location"]).content.decode()

    assert "You never set or see a password" in asked
    assert "The link is on its way" in told
    [mail] = [mail for mail in mail_server.mails if "new password" in mail["Subject"]]
    assert mail["To"] == officer.person.email
    link = re.search(r"/sign-in/new-password/#(\S+)", mail.get_body(["plain"]).get_content())
    assert link
    assert link[1] not in told
    event = AuditEvent.objects.get(action="accounts.password_reset.started")
    assert (event.actor, event.subject) == (administrator.person.public_id, officer.person.public_id)
    assert signs_in(str(officer.person.email), PASSWORD) == 302


def test_whoever_follows_it_begins_with_nothing_and_stands_before_a_colleague(
    desk, officer, colleague, thread: Thread, administrator
):
    add_app(colleague)
    code = code_for(desk, colleague)

    assert choose(code).status_code == 302

    again = Staff(colleague.unlocked, NEW_PASSWORD).signs_in()
    assert b"My refund" not in again.get("/mailbox/").content
    assert Proposal.objects.get(person=colleague.person, ended_at=None).proposed_by == colleague.person
    event = AuditEvent.objects.get(action="accounts.person.reset")
    assert event.actor == administrator.person.public_id


def test_what_they_showed_beside_the_password_goes_when_the_link_is_used(desk, colleague, administrator):
    app = add_app(colleague)
    code = code_for(desk, colleague)
    before = Authenticator.objects.filter(pk=app.pk).exists()

    choose(code)

    assert before
    assert not Authenticator.objects.filter(person=colleague.person).exists()
    removed = AuditEvent.objects.get(action="accounts.authenticator.removed")
    assert removed.actor == administrator.person.public_id
    assert Notice.objects.filter(kind="factor_removed", person=colleague.person.public_id).exists()


def test_a_link_that_somebody_asked_for_themselves_leaves_the_app(colleague):
    add_app(colleague)
    Browser().post("/sign-in/forgotten/", {"email": colleague.person.email})
    password_resets.mail(PasswordReset.objects.latest("pk").public_id)

    choose(mailed_secret_of(Notice.objects.filter(kind="reset_link").latest("pk")))

    assert Authenticator.objects.filter(person=colleague.person).exists()


def test_an_administrator_with_anothers_mailbox_is_still_asked_for_their_app(desk):
    other = make_member(Role.ADMINISTRATOR, "second-administrator@example.org")
    add_app(other)

    choose(code_for(desk, other))

    assert Authenticator.objects.filter(person=other.person).exists()


@pytest.mark.parametrize("ending", ["disabled", "another role"])
def test_nothing_comes_of_it_once_whoever_started_it_may_start_none(desk, officer, administrator, ending):
    second = make_member(Role.ADMINISTRATOR, "second-administrator@example.org")
    code = code_for(desk, officer)

    if ending == "disabled":
        access.disable(actor=second.person, person=administrator.person)
    else:
        roles.change_role(actor=second.person, person=administrator.person, role=Role.AUDITOR)

    assert choose(code).status_code == 400
    assert signs_in(str(officer.person.email), PASSWORD) == 302


def test_the_newest_link_alone_works_whoever_asked_for_it(desk, officer):
    first = code_for(desk, officer)
    second = code_for(desk, officer)

    assert choose(first).status_code == 400
    assert choose(second).status_code == 302


def test_nobody_starts_their_own_or_one_for_who_never_came_in_or_is_disabled(
    desk, administrator, officer, colleague
):
    form = {"name": "New", "email": "new@example.org", "role": "records_officer", "language": "en"}
    desk.post("/administration/people/invite/", form)
    invited = desk.get("/administration/people/?q=new@").content.decode()
    found = re.search(r"/administration/people/([0-9a-f-]{36})/", invited)
    access.disable(actor=administrator.person, person=colleague.person)

    answers = [
        start(desk, administrator),
        start(desk, colleague),
        desk.post(f"/administration/people/{found[1] if found else ''}/reset/"),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert not PasswordReset.objects.exists()
    assert not Outbox.objects.filter(kind=password_resets.WORK).exists()


def test_nobody_else_starts_one(officer, supervisor, auditor):
    answers = [start(each.signs_in(), officer) for each in (officer, supervisor, auditor)]

    assert {answer.status_code for answer in answers} == {404}
    assert not PasswordReset.objects.exists()


def test_a_mailbox_gets_so_many_links_and_no_more(desk, officer):
    allowed, _seconds = settings.LIMITS["reset_mail"]

    answers = [start(desk, officer).status_code for _ in range(allowed + 1)]

    assert answers == [302] * allowed + [429]


def test_the_page_of_the_new_password_is_the_same_as_ever(desk, officer):
    code = code_for(desk, officer)

    refused = Browser().post(NEW, {"code": code, "password": "short", "understood": "on"})

    assert refused.status_code == 400
    assert PasswordReset.objects.count() == 1
