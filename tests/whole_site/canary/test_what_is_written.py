"""Words go through everything that the portal does, and afterwards they are nowhere in clear."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.utils import timezone

from accounts.models import Person, Role, Unit
from accounts.services import NewStaff, invitations, make_staff, prepare_staff, set_plain_email
from accounts.services.invitations import Invitee
from messaging.models import Topic
from tests.conftest import MailServer
from tests.people import (
    Browser,
    Staff,
    Visitor,
    answer_fields,
    form_fields,
    let_in,
    send_text,
    write_comment,
)
from tests.whole_site.canary.doing import (
    break_things,
    keep_a_draft,
    look_at_everything,
    make_an_account,
    meet_a_fault,
    sign_in,
    try_codes,
    write,
)
from tests.whole_site.canary.spreading import SSN, Delivery, Spread
from tests.whole_site.leaks import Canary, Place, leaks, stored_places

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_written_is_nowhere_in_clear(
    topic: Topic,
    unit: Unit,
    officer: Staff,
    officer_of_another_unit: Staff,
    auditor: Staff,
    administrator: Staff,
    mail_server: MailServer,
    delivery: Delivery,
    log_output: Any,
    temporary_files: Path,
    settings: Any,
):
    spread = Spread()
    password = spread.secret("password") + " and more"
    answering = make_staff(
        prepare_staff(NewStaff(Role.OFFICER, "Officer", "answering@example.org", password)), actor=None
    )
    let_in(answering.person, unit, granter=officer.unlocked)
    staff = Staff(answering, password)
    others = {"other unit": officer_of_another_unit, "auditor": auditor, "administrator": administrator}

    visitor = write(spread, topic, "comment")
    other = write_comment(topic, subject="Something else")
    desk = sign_in(spread, staff)
    mailbox = desk.get("/mailbox/").content.decode()
    answer = {"text": spread.content("answer"), "quoted": spread.content("quotation")}
    assert send_text(desk, visitor.thread, **answer, action="check").status_code == 200
    assert send_text(desk, visitor.thread, **answer).status_code == 302
    delivery.work()
    home = try_codes(spread, visitor)
    read = home.get(visitor.thread.get_absolute_url()).content.decode()
    assert send_text(home, visitor.thread, spread.content("reply")).status_code == 302
    keep_a_draft(spread, staff, visitor)
    break_things(spread, staff, visitor, topic)
    meet_a_fault(spread, topic, settings)
    number = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", mail_server.mails[0].as_string())
    assert number
    assert Browser().post("/notice/", {"number": number[0]}).status_code == 200
    assert Browser().post("/notice/", {"number": spread.secret("wrong notice number")}).status_code == 400
    people = {name: person.signs_in() for name, person in others.items()}
    look_at_everything(
        spread, {"anybody": Browser(), "other": other.opens_with_code(), **people}, visitor, other
    )
    spread.pages_of_anybody += [Place("mailbox", mailbox.encode()), Place("thread", read.encode())]
    said = log_output()

    # Those who take part read it, else nothing was put in at all.
    assert spread.canaries[0].words in mailbox
    assert answer["text"] in read
    assert "axes" in said
    mails = [Place("mail", mail.as_bytes()) for mail in mail_server.mails]
    parts = [part for mail in mail_server.mails for part in mail.walk() if not part.is_multipart()]
    decoded = [Place("part of a mail", part.get_content().encode()) for part in parts]
    spilled = [Place(path.name, path.read_bytes()) for path in temporary_files.rglob("*") if path.is_file()]
    outside = [
        *stored_places(),
        *delivery.places(),
        Place("log", said.encode()),
        *mails,
        *decoded,
        *spilled,
        *spread.pages_of_others,
    ]
    every = [*spread.canaries, *spread.secrets, Canary("number", SSN)]
    # Beside mails about signing in with another browser.
    subjects = [str(mail["Subject"]) for mail in mail_server.mails]
    assert sum(subject.startswith("You have a message") for subject in subjects) == 1
    assert all(isinstance(argument, int) for arguments, _, _ in delivery.tasks() for argument in arguments)
    assert not any(named for _, named, _ in delivery.tasks())
    if project_settings.REDIS_URL:
        assert [1 for arguments, _, _ in delivery.tasks() if arguments]
    assert len(decoded) == 2 * len(mails)
    assert leaks(every, outside) == []
    assert leaks(spread.secrets, spread.pages_of_anybody) == []


def test_a_plain_answer_is_in_its_mail_and_nowhere_else_in_clear(
    officer: Staff, unit: Unit, taxpayer: Visitor, mail_server: MailServer, worker: Any, log_output: Any
):
    set_plain_email(actor=None, unit=unit, is_allowed=True)
    Person.objects.filter(pk=taxpayer.person.pk).update(notice_address_confirmed_at=timezone.now())
    words = Canary("plain answer", "the heron waits beside the mill")
    browser, path = officer.signs_in(), taxpayer.thread.get_absolute_url()
    form = {**answer_fields(browser, taxpayer.thread), "text": words.words}
    page = browser.post(path, {**form, "action": "check"}).content.decode()
    assert browser.post(path, {**form, **form_fields(page), "action": "plain"}).status_code == 302

    while_it_waits = leaks([words], stored_places())
    worker()

    [mail] = mail_server.mails
    assert words.words in mail.get_body(["plain"]).get_content()  # type: ignore[union-attr]
    assert while_it_waits == []
    assert leaks([words], [*stored_places(), Place("log", log_output().encode())]) == []


def test_what_an_account_holds_is_nowhere_in_clear(
    topic: Topic,
    officer: Staff,
    auditor: Staff,
    mail_server: MailServer,
    delivery: Delivery,
    log_output: Any,
    temporary_files: Path,
):
    spread = Spread()

    home = make_an_account(spread, topic)
    delivery.work()
    threads = home.get("/threads/").content.decode()
    desk = officer.signs_in().get("/mailbox/").content.decode()
    for browser in (Browser(), auditor.signs_in()):
        for path in ("/threads/", "/account/", "/account/new/", "/account/confirm/", "/audit/"):
            spread.pages_of_others.append(Place(path, browser.get(path).content))
    said = log_output()

    # The subjects of its three messages are on its own page and on the unit's, and nowhere else.
    subjects = [canary for canary in spread.canaries if canary.put_into.startswith("subject")]
    assert len(subjects) == 2
    assert all(canary.words in threads and canary.words in desk for canary in subjects)
    spilled = [Place(path.name, path.read_bytes()) for path in temporary_files.rglob("*") if path.is_file()]
    outside = [
        *stored_places(),
        *delivery.places(),
        Place("log", said.encode()),
        *spilled,
        *spread.pages_of_others,
    ]
    assert leaks([*spread.canaries, *spread.secrets], outside) == []
    assert leaks(spread.secrets, [Place("threads", threads.encode()), Place("mailbox", desk.encode())]) == []
    mailed = [
        Place("mail", part.get_content().encode()) for mail in mail_server.mails for part in mail.iter_parts()
    ]
    # The code that confirms, that an account was made to both addresses, that a conversation moved, and that
    # somebody signed in with another browser.
    assert len(mailed) == 2 * 5
    but_the_code = [secret for secret in spread.secrets if secret.put_into != "confirmation code"]
    assert leaks([*spread.canaries, *but_the_code], mailed) == []


def test_both_halves_of_an_invitation_are_nowhere_in_clear(
    administrator: Staff, mail_server: MailServer, worker, log_output
):
    spread = Spread()
    invitee = Invitee(Role.OFFICER, "New Officer", "new@example.org")
    invited = invitations.invite(actor=administrator.person, invitee=invitee)
    spread.secret("PIN", invited.pin)
    places = list(stored_places())
    worker()
    body = mail_server.mails[0].get_body(["plain"])
    assert body is not None
    token = re.search(r"#([0-9A-Z-]{32})", body.get_content())
    assert token
    spread.secret("token", token[1])
    password = spread.secret("password of the invited")
    form = {"token": token[1], "pin": invited.pin, "password": password, "password_again": password}
    refused = Browser().post("/invitation/", {**form, "pin": spread.secret("wrong PIN")})
    places += stored_places()
    browser = Browser()
    assert refused.status_code == 400
    assert browser.post("/invitation/", form).status_code == 302
    spread.secret("session cookie", browser.cookies[project_settings.SESSION_COOKIE_NAME].value)

    places += [*stored_places(), Place("log", log_output().encode())]

    assert leaks(spread.secrets, places) == []
    assert leaks(spread.secrets[:1], [Place("mail", mail_server.mails[0].as_bytes())]) == []
