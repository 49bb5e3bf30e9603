"""Mails about an account: fixed words, a number, and for one of them the code that confirms."""

import re
from uuid import uuid4

import pytest
from django.db import transaction

from encryption.codes import group
from encryption.errors import BadCode
from notices import mailed_secrets
from notices.errors import NothingToCarry
from notices.mail import send_notice
from notices.mailed_secrets import Use
from notices.models import Notice
from notices.services import enqueue_notice
from tests.notices.mail_words import grouped, part, words_of
from tests.notices.making import run_due
from tests.notices.scripted_server import ScriptedServer
from tests.people import mailed_secret_of

pytestmark = pytest.mark.django_db
KINDS = [
    Notice.Kind.CONFIRM_ADDRESS,
    Notice.Kind.CONFIRM_FORMER_ADDRESS,
    Notice.Kind.ADDRESS_HAS_ACCOUNT,
    Notice.Kind.RESET_LINK,
]


@pytest.fixture(autouse=True)
def agency(settings) -> None:
    settings.SITE_URL = "https://mail.example.gov"
    settings.AGENCY_NAME = "Example Department of Revenue"
    settings.DEFAULT_FROM_EMAIL = "no-reply@example.gov"


def queue(kind: Notice.Kind, address: str = "visitor@example.org", language: str = "en") -> Notice:
    """Promise a mail of this kind."""
    with transaction.atomic():
        code = mailed_secrets.new_code(Use.ACCOUNT_CODE)
        return enqueue_notice(
            kind, person=uuid4(), address=address, language=language, about=uuid4(), token=code
        )


def without_what_may_differ(notice: Notice, code: str, text: str) -> str:
    """Take out number and code."""
    return text.replace(grouped(notice.number), "NUMBER").replace(group(code), "CODE")


@pytest.mark.parametrize("kind", KINDS)
def test_two_mails_differ_in_number_and_code_only(smtp: ScriptedServer, kind: Notice.Kind):
    notices = [queue(kind), queue(kind, "somebody.else@example.net")]
    codes = [mailed_secret_of(notice) for notice in notices]

    run_due()

    plain, page = (
        {
            without_what_may_differ(notice, code, part(mail, form))
            for notice, code, mail in zip(notices, codes, smtp.mails, strict=True)
        }
        for form in ("plain", "html")
    )
    assert len(plain) == len(page) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_both_bodies_say_the_same(smtp: ScriptedServer, kind: Notice.Kind):
    queue(kind)

    run_due()

    [sent] = smtp.mails
    body = part(sent, "html").partition("<body>")[2]
    assert words_of(body).replace(" .", ".") == " ".join(part(sent, "plain").split())


def test_the_link_is_the_portal_s_own_and_the_code_stands_behind_the_hash(smtp: ScriptedServer):
    code = mailed_secret_of(queue(Notice.Kind.CONFIRM_ADDRESS))

    run_due()

    text = part(smtp.mails[0], "plain")
    links = re.findall(r"https?://\S+", text)
    assert [link.partition("#")[0] for link in links] == [
        "https://mail.example.gov/account/confirm/",
        "https://mail.example.gov/notice/",
    ]
    assert links[0].partition("#")[2].replace("-", "") == code
    assert "within 24 hours" in text


def test_who_has_an_account_is_sent_no_code(smtp: ScriptedServer):
    queue(Notice.Kind.ADDRESS_HAS_ACCOUNT)

    run_due()

    text = part(smtp.mails[0], "plain")
    assert "https://mail.example.gov/sign-in/" in text
    assert "confirm" not in text


def test_the_code_waits_sealed_and_is_erased_when_it_was_sent(smtp: ScriptedServer):
    notice = queue(Notice.Kind.CONFIRM_ADDRESS)
    code = mailed_secret_of(notice)
    waiting = Notice.objects.values().get()

    run_due()

    assert code.encode() not in bytes(waiting["sealed_token"])
    assert code not in {str(value) for value in waiting.values()}
    assert bytes(Notice.objects.get().sealed_token) == b""
    assert group(code) in part(smtp.mails[0], "plain")


def test_no_mail_goes_out_without_the_code_that_it_is_for(smtp: ScriptedServer):
    notice = queue(Notice.Kind.CONFIRM_ADDRESS)

    with pytest.raises(NothingToCarry):
        send_notice(notice)

    assert not smtp.mails


def test_a_code_serves_for_one_use_only():
    code = mailed_secrets.new_code(Use.ACCOUNT_CODE)

    assert mailed_secrets.hashed_as_typed(Use.ACCOUNT_CODE, group(code).lower()) == mailed_secrets.hashed(
        Use.ACCOUNT_CODE, code
    )
    assert len({mailed_secrets.hashed(use, code) for use in Use}) == len(Use)
    with pytest.raises(BadCode):
        mailed_secrets.hashed_as_typed(Use.PASSWORD_RESET, code)
