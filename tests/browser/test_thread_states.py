"""Threads and mailboxes in every main state, for whoever reads them, and how their answers leave."""

import re
from datetime import timedelta

from django.utils import timezone

from accounts.models import Person, Proposal, Session, Unit
from accounts.services import set_plain_email
from messaging.models import Message, Thread
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, open_with_code, sign_in, submit
from tests.conftest import MailServer
from tests.people import Staff, Visitor, send_text

SSN = "219-09-9999"


def test_pages_of_a_taxpayer(chrome: Chrome, taxpayer: Visitor, answered_thread: Thread):
    look, page = Look(), chrome.window()
    open_with_code(page, taxpayer)

    look.at(page, "thread")
    submit(page)
    look.at(page, "thread, empty reply")
    page.locator("#id_text").fill("Thank you. " + "Longword" * 60)
    submit(page)
    look.at(page, "thread, reply sent")
    page.goto("/nowhere/")
    look.at(page, "not found, signed in")

    assert not look.faults


def test_pages_of_an_officer(
    chrome: Chrome,
    officer: Staff,
    answered_thread: Thread,
    other_taxpayer: Visitor,
    mail_server: MailServer,
    worker,
):
    look, page = Look(), chrome.window()
    worker()
    sign_in(page, officer)

    look.at(page, "mailbox")
    page.goto(other_taxpayer.thread.get_absolute_url())
    look.at(page, "thread")
    page.locator("#id_text").fill(f"Your number is {SSN}. " + "Longword" * 60)
    page.locator("button[value=check]").click()
    page.wait_for_selector("#check mark")
    look.at(page, "thread, checked")
    page.locator("#other-way summary").click()
    look.at(page, "thread, with what may be found by mistake")
    page.locator("button[name=false_alarm]").first.click()
    page.wait_for_selector("#check .usa-alert--success")
    look.at(page, "thread, false alarm noted")
    page.locator("button[value=send]").click()
    page.wait_for_selector("#sent")
    look.at(page, "thread, sent")
    page.goto(answered_thread.get_absolute_url())
    look.at(page, "thread with a notice")
    Message.objects.filter(thread=answered_thread, sequence=1).update(signature=b"")
    page.reload()
    look.at(page, "thread with a message that cannot be shown")
    page.goto("/mailbox/")
    look.at(page, "mailbox with a subject that cannot be shown")
    page.goto(answered_thread.get_absolute_url())
    page.locator("#id_text").fill("Words that were kept")
    Session.objects.update(expire_date=timezone.now())
    page.locator("button[value=send]").click()
    page.wait_for_url("**/sign-in/**")
    look.at(page, "session ended while writing")
    page.locator("#id_login").fill(str(officer.person.email))
    page.locator("#id_password").fill(officer.password)
    submit(page)
    assert page.locator("#id_text").input_value() == "Words that were kept"
    look.at(page, "thread with a kept text")

    assert not look.faults


def test_an_empty_mailbox(chrome: Chrome, officer: Staff):
    look, page = Look(), chrome.window()
    sign_in(page, officer)

    look.at(page, "empty mailbox")

    assert not look.faults


def test_an_address_is_confirmed_and_an_answer_goes_by_plain_email(
    chrome: Chrome, officer: Staff, taxpayer: Visitor, mail_server: MailServer, worker
):
    look, page = Look(), chrome.window()
    set_plain_email(actor=None, unit=taxpayer.thread.unit, is_allowed=True)
    send_text(officer.signs_in(), taxpayer.thread, "Words")
    worker()
    body = mail_server.mails[0].get_body(["plain"])
    assert body
    link = re.search(r"/address/confirm/[\w-]+/", body.get_content())
    assert link

    page.goto("/address/confirm/none/")
    look.at(page, "link that is over")
    page.goto(link[0])
    look.at(page, "is this your address")
    submit(page)
    look.at(page, "address confirmed")
    sign_in(page, officer)
    page.goto(taxpayer.thread.get_absolute_url())
    page.locator("#id_text").fill("Please come in on Monday.")
    page.wait_for_selector("button[value=plain]")
    look.at(page, "plain e-mail offered while writing")
    page.locator("#id_text").fill(f"Your number is {SSN}.")
    page.wait_for_selector("#check mark")
    assert page.locator("button[value=plain]").count() == 0
    page.locator("#id_text").fill("Please come in on Monday.")
    page.locator("button[value=plain]").click()
    page.wait_for_selector("#sent")
    look.at(page, "sent by plain e-mail")
    worker()
    page.context.clear_cookies()
    open_with_code(page, taxpayer)
    look.at(page, "thread with an answer that went by plain e-mail")

    assert not look.faults
    texts = [part.get_content() for mail in mail_server.mails for part in mail.iter_parts()]
    assert any("Please come in on Monday." in text for text in texts)


def test_a_personal_answer_waits_for_a_second_member(
    chrome: Chrome, officer: Staff, colleague: Staff, taxpayer: Visitor, unit: Unit
):
    look, page = Look(), chrome.window()
    set_plain_email(actor=None, unit=unit, is_allowed=True)
    Person.objects.filter(pk=taxpayer.person.pk).update(notice_address_confirmed_at=timezone.now())
    Proposal.objects.filter(person=colleague.person).update(ended_at=timezone.now() - timedelta(days=2))
    sign_in(page, officer)

    page.goto("/releases/")
    look.at(page, "nothing waits to be released")
    page.goto(taxpayer.thread.get_absolute_url())
    page.locator("#id_text").fill("You were born in 1970, so form 12 is enough.")
    page.locator("button[value=check]").click()
    page.wait_for_selector("#check mark")
    page.locator("#other-way summary").first.click()
    look.at(page, "thread, a release may be asked for")
    page.locator("button[value=ask]").click()
    page.wait_for_selector(".usa-error-message")
    look.at(page, "thread, a release without a reason")
    page.locator("#id_reason").fill("She has no other way to read it today.")
    page.locator("button[value=ask]").click()
    page.wait_for_selector("button[value=withdraw]")
    look.at(page, "release, for its author")
    address = page.url.partition("#")[0]

    other = chrome.window()
    sign_in(other, colleague)
    other.goto("/releases/")
    look.at(other, "what waits to be released")
    other.goto(address)
    look.at(other, "release, for a second member")
    other.locator("button[value=refuse]").click()
    other.wait_for_selector("button[value=refuse]", state="detached")
    look.at(other, "release, refused")

    assert not look.faults
