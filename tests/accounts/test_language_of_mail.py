"""Whoever is written to reads their own language, whoever pressed the button and whatever a worker spoke."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.utils import timezone, translation

from accounts.models import Person
from accounts.services import set_plain_email
from audit.models import AuditEvent
from notices.models import Notice
from tests.people import (
    PASSWORD,
    Account,
    Browser,
    Staff,
    Visitor,
    answer_fields,
    fill_in_comment,
    form_fields,
    give_up_notice,
    send_text,
)

OWN = "/account/language/"
WAITS = {"en": "You have a message from", "es": "Tiene un mensaje de"}


@pytest.fixture(autouse=True)
def speaks_english_afterwards() -> Iterator[None]:
    """Leave no language behind for other tests of this process."""
    yield
    translation.deactivate()


def browser_in(language: str) -> Browser:
    browser = Browser()
    browser.get(f"/language/{language}/")
    return browser


def subject_of(mail: EmailMessage) -> str:
    # A header that is folded before its first word begins with a blank.
    return str(mail["Subject"]).strip()


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body([kind])
    assert body is not None
    return str(body.get_content())


def invite(administrator: Staff, language: str) -> Any:
    form = {"name": "New Officer", "email": "new@example.org", "role": "officer", "language": language}
    return administrator.signs_in().post("/administration/people/invite/", form, follow=True)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_notice_is_in_the_language_of_the_form_that_was_filled_in(
    officer: Staff, topic, mail_server, worker, language: str
):
    visitor = fill_in_comment(topic, browser_in(language), email="visitor@example.org")

    send_text(officer.signs_in(), visitor.thread, "We need form 12.")
    translation.activate("es" if language == "en" else "en")
    worker()

    [mail] = mail_server.mails
    assert subject_of(mail).startswith(WAITS[language])
    assert f'<html lang="{language}">' in text_of(mail, "html")


def test_an_account_is_written_to_in_the_language_that_it_was_made_in(taxpayer: Visitor, mail_server, worker):
    browser = taxpayer.opens_with_code()
    browser.get("/language/es/")

    browser.post("/account/new/", {"email": "new@example.org", "password": PASSWORD})
    worker()

    [mail] = mail_server.mails
    assert subject_of(mail).startswith("Confirme su")
    assert "no contiene información privada" in text_of(mail)
    taxpayer.person.refresh_from_db()
    assert taxpayer.person.language == "es"


def test_whoever_has_an_account_reads_their_own_language_and_not_that_of_whoever_typed_their_address(
    account: Account, taxpayer: Visitor, mail_server, worker
):
    Person.objects.filter(pk=account.person.pk).update(language="es")

    taxpayer.opens_with_code().post("/account/new/", {"email": account.email, "password": PASSWORD})
    worker()

    assert subject_of(mail_server.mails[-1]).startswith("Su cuenta con")


def test_an_invited_person_is_written_to_in_the_language_that_was_chosen_for_them(
    administrator: Staff, mail_server, worker
):
    invited = invite(administrator, "es")
    worker()

    assert invited.status_code == 200

    assert "invitación" in text_of(mail_server.mails[0])
    assert Person.objects.get(email="new@example.org").language == "es"


@pytest.mark.parametrize("language", ["", "fr", "es-mx"])
def test_nobody_is_invited_in_a_language_that_there_is_not(administrator: Staff, language: str):
    response = invite(administrator, language)

    assert response.status_code == 400
    assert not Person.objects.filter(email="new@example.org").exists()


def test_an_invited_person_takes_the_language_in_which_they_came(administrator: Staff, mail_server, worker):
    pin = re.search(r'id="pin">\s*([0-9A-Z-]+)', invite(administrator, "en").content.decode())
    worker()
    link = re.search(r"/invitation/#(\S+)", text_of(mail_server.mails[0]))
    assert pin
    assert link

    words = {"password": PASSWORD, "password_again": PASSWORD}
    taken_up = browser_in("es").post("/invitation/", {"token": link[1], "pin": pin[1], **words})

    assert taken_up.status_code == 302
    assert Person.objects.get(email="new@example.org").language == "es"


def test_a_plain_answer_has_its_frame_in_the_readers_language(
    officer: Staff, taxpayer: Visitor, unit, mail_server, worker
):
    set_plain_email(actor=None, unit=unit, is_allowed=True)
    confirmed = {"notice_address_confirmed_at": timezone.now(), "language": "es"}
    Person.objects.filter(pk=taxpayer.person.pk).update(**confirmed)
    desk, path = officer.signs_in(), taxpayer.thread.get_absolute_url()
    form = {**answer_fields(desk, taxpayer.thread), "text": "Please bring form 12."}
    checked = desk.post(path, {**form, "action": "check"}).content.decode()

    desk.post(path, {**form, **form_fields(checked), "action": "plain"})
    worker()

    [mail] = mail_server.mails
    assert subject_of(mail).startswith("Una respuesta de")
    assert text_of(mail).startswith("Please bring form 12.")
    assert "correo electrónico" in text_of(mail)


def test_what_is_tried_again_stays_in_its_language(
    supervisor: Staff, officer: Staff, topic, mail_server, worker
):
    visitor = fill_in_comment(topic, browser_in("es"), email="visitor@example.org")
    send_text(officer.signs_in(), visitor.thread, "We need form 12.")
    notice = give_up_notice()

    supervisor.signs_in().post(f"/deliveries/{notice.public_id}/try-again/")
    worker()

    assert subject_of(mail_server.mails[0]).startswith(WAITS["es"])


def test_somebody_chooses_another_language_and_goes_on_where_they_were(
    officer: Staff, taxpayer: Visitor, mail_server, worker
):
    browser, path = taxpayer.opens_with_code(), taxpayer.thread.get_absolute_url()
    page = browser.get(path).content.decode()

    chosen = browser.post(OWN, {"language": "es", "next": f"{path}#address"})
    send_text(officer.signs_in(), taxpayer.thread, "We need form 12.")
    worker()

    assert OWN in page
    assert chosen["Location"] == f"{path}#address"
    assert subject_of(mail_server.mails[0]).startswith(WAITS["es"])
    event = AuditEvent.objects.get(action="accounts.language.chosen")
    assert event.actor == event.subject == taxpayer.person.public_id


def test_the_same_choice_again_changes_and_records_nothing(account: Account):
    browser = account.signs_in()

    for _ in range(2):
        browser.post(OWN, {"language": "es"})

    assert AuditEvent.objects.filter(action="accounts.language.chosen").count() == 1


@pytest.mark.parametrize("wrong", [{}, {"language": ""}, {"language": "fr"}, {"language": ["en", "es"]}])
def test_a_language_that_there_is_not_is_refused(account: Account, wrong: dict[str, Any]):
    browser = account.signs_in()

    response = browser.post(OWN, wrong)

    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    account.person.refresh_from_db()
    assert account.person.language == "en"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_leads_to_no_other_site(account: Account, elsewhere: str):
    response = account.signs_in().post(OWN, {"language": "es", "next": elsewhere})

    assert response["Location"] == "/start/"


def test_every_person_and_every_notice_has_a_language_that_is_spoken(answered_thread, account: Account):
    spoken = {code for code, _name in project_settings.LANGUAGES}

    assert set(Person.objects.values_list("language", flat=True)) <= spoken
    assert set(Notice.objects.values_list("language", flat=True)) <= spoken
