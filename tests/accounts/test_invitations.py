"""Invitations: two halves by two ways, one's own password, and one sentence for whatever does not open."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.errors import AddressTaken, NotInvited, NotPermitted, WrongInvitation
from accounts.models import Invitation, Person, Role
from accounts.services import access, invitations
from accounts.services.invitations import Invited, Invitee
from audit.actions import Action
from audit.models import AuditEvent
from keys import argon2_limit
from keys.models import PersonKey, Slot
from notices import states
from notices.models import Notice
from tests.conftest import MailServer
from tests.meanwhile import meanwhile
from tests.people import Browser, Staff, make_member
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db

SENTENCE = "This code and PIN do not open an invitation."
OWN_PASSWORD = "tulip harbor velvet engine"


@dataclass
class Mailed:
    """An invitation as it arrived: the PIN by telephone, the link and the code by mail."""

    invited: Invited
    link: str
    token: str

    def form(self, **other: str) -> dict[str, str]:
        """Fill in the page."""
        form = {"token": self.token, "pin": self.invited.pin, "password": OWN_PASSWORD, **other}
        return {"password_again": form["password"], **form}


@pytest.fixture
def mailed(administrator: Staff, mail_server: MailServer, worker) -> Mailed:
    """Somebody who was invited as an officer."""
    return invite(administrator, mail_server, worker)


def invite(administrator: Staff, mail_server: MailServer, worker: Any, **other: Any) -> Mailed:
    invitee = Invitee(**{"role": Role.OFFICER, "name": "New Officer", "email": "New@example.org", **other})
    invited = invitations.invite(actor=administrator.person, invitee=invitee)
    return arrived(invited, mail_server, worker)


def arrived(invited: Invited, mail_server: MailServer, worker: Any) -> Mailed:
    worker()
    body = mail_server.mails[-1].get_body(["plain"])
    assert body is not None
    text = body.get_content()
    link = re.search(r"http://\S+/invitation/#(\S+)", text)
    assert link
    return Mailed(invited, link[0], link[1])


def actions(*names: str) -> list[str]:
    return list(AuditEvent.objects.filter(action__in=names).order_by("id").values_list("action", flat=True))


def test_an_invited_person_chooses_a_password_and_is_signed_in(mailed: Mailed):
    browser = Browser()

    response = browser.post("/invitation/", mailed.form())

    person = mailed.invited.person
    assert (response.status_code, response["Location"]) == (302, "/start/")
    assert "Sign out" in browser.get("/privacy/").content.decode()
    assert set(Slot.objects.values_list("person", "kind").filter(person=person.public_id)) == {
        (person.public_id, "password")
    }
    assert Invitation.objects.get(person=person).outcome == "accepted"
    steps = (Action.PERSON_MADE, Action.INVITATION_MADE, Action.INVITATION_ENDED)
    assert times_recorded(*steps, subject=person.public_id) == [1, 1, 1]
    signed_in = Browser().post("/sign-in/", {"login": "new@EXAMPLE.org", "password": OWN_PASSWORD})
    assert signed_in.status_code == 302


def test_the_keys_that_waited_are_replaced(mailed: Mailed):
    Browser().post("/invitation/", mailed.form())

    generations = PersonKey.objects.filter(person=mailed.invited.person.public_id).order_by("generation")

    assert list(generations.values_list("generation", "state", "side")) == [
        (1, "dormant", "agency"),
        (2, "active", "agency"),
    ]


def test_the_mail_holds_no_pin_and_no_name(mailed: Mailed, mail_server: MailServer):
    raw = mail_server.mails[-1].as_string()

    assert mailed.invited.pin not in raw
    assert mailed.invited.pin.replace("-", "") not in raw
    assert "New Officer" not in raw
    assert "Administrator" not in raw
    assert (
        mail_server.mails[-1]["Subject"]
        == "You are invited to the secure site of Example Department of Revenue"
    )


def test_the_token_is_sealed_while_it_waits_and_erased_when_it_is_sent(
    administrator: Staff, mail_server: MailServer, worker
):
    invited = invitations.invite(
        actor=administrator.person, invitee=Invitee(Role.AUDITOR, "New Auditor", "new@example.org")
    )
    waiting = bytes(Notice.objects.get().sealed_token)
    mailed = arrived(invited, mail_server, worker)

    assert waiting
    assert mailed.token.encode() not in waiting
    assert bytes(Notice.objects.get().sealed_token) == b""


def test_the_number_of_the_mail_is_known_and_leads_to_the_page(mailed: Mailed):
    page = Browser().post("/notice/", {"number": Notice.objects.get().number}).content.decode()

    assert "Yes, we sent a notice" in page
    assert "http://localhost:8000/invitation/" in page


def test_looking_uses_nothing_up(mailed: Mailed):
    for _ in range(20):
        assert Browser().get("/invitation/").status_code == 200

    assert Slot.objects.get(kind="invitation").tries_left == 10
    assert Browser().post("/invitation/", mailed.form()).status_code == 302


@pytest.mark.parametrize(
    "what", ["wrong pin", "wrong code", "malformed", "used", "revoked", "expired", "replaced", "disabled"]
)
def test_whatever_does_not_open_is_told_in_one_sentence(
    mailed: Mailed, administrator: Staff, mail_server: MailServer, worker, what: str
):
    form = mailed.form()
    person = mailed.invited.person
    if what == "wrong pin":
        form["pin"] = "0000-0000-00"
    if what == "wrong code":
        form["token"] = "0" * 26
    if what == "malformed":
        form["token"] = "not a code"
    if what == "used":
        assert Browser().post("/invitation/", form).status_code == 302
    if what == "revoked":
        invitations.revoke(actor=administrator.person, person=person)
    if what == "expired":
        Slot.objects.filter(kind="invitation").update(expires_at=timezone.now())
    if what == "replaced":
        invitations.renew(actor=administrator.person, person=person)
    if what == "disabled":
        Person.objects.filter(pk=person.pk).update(disabled_at=timezone.now())
    before = Slot.objects.filter(kind="password").count()

    response = Browser().post("/invitation/", form)

    page = response.content.decode()
    assert response.status_code == 400
    assert page.count(SENTENCE) == 1
    assert "There is a problem" in page
    assert Slot.objects.filter(kind="password").count() == before
    assert actions("accounts.invitation.refused") == ["accounts.invitation.refused"]


def test_the_log_tells_whose_ended_invitation_was_tried(mailed: Mailed, administrator: Staff):
    invitations.revoke(actor=administrator.person, person=mailed.invited.person)

    Browser().post("/invitation/", mailed.form())

    event = AuditEvent.objects.get(action="accounts.invitation.refused")
    assert event.subject == mailed.invited.person.public_id
    assert b'"state":"revoked"' in bytes(event.leaf)


def test_ten_wrong_pins_end_an_invitation_and_raise_an_alert(
    mailed: Mailed, administrator: Staff, settings: Any
):
    settings.LIMITS = {**settings.LIMITS, "invitation": (100, 900)}
    for _ in range(10):
        assert Browser().post("/invitation/", mailed.form(pin="0000-0000-00")).status_code == 400

    assert Browser().post("/invitation/", mailed.form()).status_code == 400
    assert Invitation.objects.get().outcome == "used_up"
    assert not Slot.objects.filter(kind="invitation").exists()
    assert actions("accounts.invitation.used_up") == ["accounts.invitation.used_up"]
    status = administrator.signs_in().get("/status/").content.decode()
    assert f"Invitation ended after wrong PINs {mailed.invited.person.public_id}" in status


def test_an_address_that_tries_often_costs_no_derivation_and_keeps_nobody_out(mailed: Mailed, settings: Any):
    settings.LIMITS = {**settings.LIMITS, "invitation": (2, 900)}
    for _ in range(2):
        Browser().post("/invitation/", mailed.form(token="0" * 26))
    before = argon2_limit.runs_so_far()

    slowed = Browser().post("/invitation/", mailed.form(token="0" * 26))
    without_a_run = argon2_limit.runs_so_far()
    owner = Browser().post("/invitation/", mailed.form())

    assert slowed.status_code == 429
    assert without_a_run == before
    assert owner.status_code == 302


def test_ten_pins_are_all_that_an_invitation_stands_however_often_its_address_has_failed(
    mailed: Mailed, settings: Any
):
    settings.LIMITS = {**settings.LIMITS, "invitation": (2, 900)}
    before = argon2_limit.runs_so_far()

    statuses = [
        Browser().post("/invitation/", mailed.form(pin="0000-0000-00")).status_code for _ in range(12)
    ]

    assert statuses == [400] * 2 + [429] * 10
    assert argon2_limit.runs_so_far() - before == settings.INVITATION_TRIES
    assert Invitation.objects.get().outcome == "used_up"
    assert Browser().post("/invitation/", mailed.form()).status_code == 429


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "A password must have 15 to 128 characters."),
        ("new officer new officer", "This password is easy to guess"),
        ("passwordpassword1", "This password is easy to guess"),
    ],
)
def test_a_password_that_may_not_be_chosen_costs_no_try(mailed: Mailed, password: str, words: str):
    response = Browser().post("/invitation/", mailed.form(password=password))

    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert mailed.token in page
    assert Slot.objects.get(kind="invitation").tries_left == 10
    assert Browser().post("/invitation/", mailed.form()).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": ""},
        {"pin": ""},
        {"password": "", "password_again": ""},
        {"password_again": "something else entirely"},
        {"token": "x" * 101},
        {"pin": "\x07"},
        {"password": "a\x00" * 20},
    ],
)
def test_a_form_that_is_not_filled_in_is_told_so(mailed: Mailed, wrong: dict[str, str]):
    response = Browser().post("/invitation/", mailed.form(**wrong))

    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    assert OWN_PASSWORD not in response.content.decode()
    assert Slot.objects.get(kind="invitation").tries_left == 10


def test_a_new_invitation_ends_the_one_before_and_its_unsent_mail(
    administrator: Staff, mail_server: MailServer, worker
):
    first = invitations.invite(
        actor=administrator.person, invitee=Invitee(Role.OFFICER, "New Officer", "new@example.org")
    )
    second = arrived(invitations.renew(actor=administrator.person, person=first.person), mail_server, worker)

    assert len(mail_server.mails) == 1
    assert list(Notice.objects.order_by("id").values_list("state", flat=True)) == ["withdrawn", "sent"]
    assert times_recorded(Action.NOTICE_WITHDRAWN) == [1]
    assert list(Invitation.objects.order_by("id").values_list("outcome", flat=True)) == ["replaced", ""]
    assert Browser().post("/invitation/", second.form(pin=first.pin)).status_code == 400
    assert Browser().post("/invitation/", second.form()).status_code == 302


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        ("revoked", "revoked"),
        ("replaced", "replaced"),
        ("taken up", "accepted"),
        ("disabled", "revoked"),
        ("disabled who invited", "revoked"),
        ("ran out", "expired"),
        ("used up", "used_up"),
    ],
)
def test_an_invitation_whose_mail_came_back_ends_as_any_other(
    mailed: Mailed, administrator: Staff, how: str, outcome: str
):
    states.note_bounced(Notice.objects.get())
    person = mailed.invited.person

    if how == "revoked":
        invitations.revoke(actor=administrator.person, person=person)
    if how == "replaced":
        invitations.renew(actor=administrator.person, person=person)
    if how == "taken up":
        assert Browser().post("/invitation/", mailed.form()).status_code == 302
    if how == "disabled":
        access.disable(actor=administrator.person, person=person)
    if how == "disabled who invited":
        other = make_member(Role.ADMINISTRATOR, "other-administrator@example.org")
        access.disable(actor=other.person, person=administrator.person)
    if how == "ran out":
        Slot.objects.filter(kind="invitation").update(expires_at=timezone.now() - timedelta(seconds=1))
        invitations.end_expired_invitations()
    if how == "used up":
        Slot.objects.filter(kind="invitation").update(tries_left=1)
        assert Browser().post("/invitation/", mailed.form(pin="0000-0000-00")).status_code == 400

    came_back = Notice.objects.order_by("pk").filter(kind="invitation")[0]
    assert Invitation.objects.order_by("pk")[0].outcome == outcome
    assert not Slot.objects.filter(kind="invitation", public_id=mailed.invited.public_id).exists()
    # It was out: what it says of its mail stays true.
    assert (came_back.state, came_back.sent_at is None) == ("bounced", False)
    assert times_recorded(Action.NOTICE_WITHDRAWN) == [0]


def test_who_has_an_account_is_not_invited_again(administrator: Staff, officer: Staff, mailed: Mailed):
    Browser().post("/invitation/", mailed.form())

    for person in (officer.person, mailed.invited.person):
        with pytest.raises(NotInvited):
            invitations.renew(actor=administrator.person, person=person)
        with pytest.raises(NotInvited):
            invitations.revoke(actor=administrator.person, person=person)


def test_an_address_has_one_account(administrator: Staff, officer: Staff):
    for email in (officer.person.email, str(officer.person.email).upper()):
        with pytest.raises(AddressTaken):
            invitations.invite(
                actor=administrator.person, invitee=Invitee(Role.OFFICER, "Somebody", str(email))
            )

    assert not Invitation.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor"])
def test_only_administrators_invite(request: Any, mailed: Mailed, who: str):
    staff: Staff = request.getfixturevalue(who)

    with pytest.raises(NotPermitted):
        invitations.invite(actor=staff.person, invitee=Invitee(Role.OFFICER, "Somebody", "x@example.org"))
    for act in (invitations.renew, invitations.revoke):
        with pytest.raises(NotPermitted):
            act(actor=staff.person, person=mailed.invited.person)


def test_nobody_is_invited_to_the_public_side(administrator: Staff):
    with pytest.raises(NotPermitted):
        invitations.invite(
            actor=administrator.person, invitee=Invitee(Role.TAXPAYER, "Somebody", "x@example.org")
        )


def test_housekeeping_ends_what_ran_out(mailed: Mailed):
    Slot.objects.filter(kind="invitation").update(expires_at=timezone.now() - timedelta(seconds=1))

    invitations.end_expired_invitations()
    invitations.end_expired_invitations()

    assert Invitation.objects.get().outcome == "expired"
    assert not Slot.objects.filter(person=mailed.invited.person.public_id).exists()


def test_housekeeping_leaves_an_invitation_that_was_made_meanwhile(mailed: Mailed, administrator: Staff):
    Slot.objects.filter(kind="invitation").update(expires_at=timezone.now() - timedelta(seconds=1))
    person = mailed.invited.person

    with meanwhile(lambda: invitations.renew(actor=administrator.person, person=person), after="keys_slot"):
        invitations.end_expired_invitations()

    assert list(Invitation.objects.order_by("pk").values_list("outcome", flat=True)) == ["replaced", ""]
    assert Slot.objects.filter(person=person.public_id, kind="invitation").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_up_an_invitation_at_once_one_comes_in(mailed: Mailed):
    def accept(password: str) -> bool:
        try:
            invitations.accept(token=mailed.token, pin=mailed.invited.pin, password=password, language="en")
        except WrongInvitation:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        came_in = list(threads.map(accept, [OWN_PASSWORD, "another harbor velvet engine"]))

    assert sorted(came_in) == [False, True]
    assert Slot.objects.filter(person=mailed.invited.person.public_id).count() == 1
