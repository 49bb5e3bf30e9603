"""Mails about the security of an account: what kind of thing happened, when, a number, and nothing else."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import transaction

from notices import security_events
from notices.models import Notice
from notices.services import check_notice, enqueue_notice
from tests.notices.mail_words import grouped, part, words_of
from tests.notices.making import run_due
from tests.notices.scripted_server import ScriptedServer

pytestmark = pytest.mark.django_db
# In New York it was still the evening of the third.
MOMENT = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def agency(settings) -> None:
    settings.SITE_URL = "https://mail.example.gov"
    settings.AGENCY_NAME = "Example Department of Revenue"
    settings.AGENCY_CONTACT = "the Help Desk, 617-555-0100"
    settings.DEFAULT_FROM_EMAIL = "no-reply@example.gov"


def queue(
    kind: Notice.Kind,
    address: str = "visitor@example.org",
    *,
    language: str = "en",
    has_link: bool = True,
) -> Notice:
    """Promise a mail of this kind about something that happened at MOMENT."""
    with transaction.atomic():
        notice = enqueue_notice(
            kind, person=uuid4(), address=address, language=language, about=uuid4(), has_link=has_link
        )
    Notice.objects.filter(pk=notice.pk).update(queued_at=MOMENT)
    return notice


@pytest.mark.parametrize("kind", security_events.WORDS)
def test_a_mail_says_what_happened_and_when_and_whom_to_tell(smtp: ScriptedServer, kind: Notice.Kind):
    queue(kind)

    run_due()

    text = part(smtp.mails[0], "plain")
    assert text.startswith(f"{security_events.WORDS[kind]} That was at 9:30 p.m. on March 3, 2026.\n")
    assert "You reach the Help Desk, 617-555-0100." in text
    assert smtp.mails[0]["Subject"] == "The security of your account with Example Department of Revenue"


@pytest.mark.parametrize("kind", security_events.WORDS)
def test_two_mails_differ_in_their_number_only(smtp: ScriptedServer, kind: Notice.Kind):
    notices = [queue(kind), queue(kind, "somebody.else@example.net")]

    run_due()

    texts = {
        part(mail, "plain").replace(grouped(notice.number), "NUMBER")
        for notice, mail in zip(notices, smtp.mails, strict=True)
    }
    assert len(texts) == 1


def test_both_bodies_say_the_same_and_lead_to_the_portal_only(smtp: ScriptedServer):
    queue(Notice.Kind.PASSWORD_CHANGED)

    run_due()

    [sent] = smtp.mails
    body, text = part(sent, "html").partition("<body>")[2], part(sent, "plain")
    assert words_of(body).replace(" .", ".") == " ".join(text.split())
    assert re.findall(r"https?://\S+", text) == [
        "https://mail.example.gov/sign-in/",
        "https://mail.example.gov/notice/",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_a_link_both_say_the_same_too_and_there_is_an_address_to_type(
    smtp: ScriptedServer, language: str
):
    queue(Notice.Kind.REPRESENTATIVE_ADDED, language=language, has_link=False)

    run_due()

    [sent] = smtp.mails
    body, text = part(sent, "html").partition("<body>")[2], part(sent, "plain")
    assert words_of(body).replace(" .", ".") == " ".join(text.split())
    assert "mail.example.gov/sign-in/" in text
    assert "http" not in text + body
    assert "href" not in body


@pytest.mark.parametrize("kind", security_events.WORDS)
def test_its_number_is_known_to_the_page_that_checks_notices(smtp: ScriptedServer, kind: Notice.Kind):
    notice = queue(kind)
    run_due()
    assert grouped(notice.number) in part(smtp.mails[0], "plain")

    checked = check_notice(notice.number)

    assert checked.is_found
    assert checked.goes_to == "/sign-in/"
