"""Mails about an account: fixed words, a number, and for one of them the code that confirms."""

import re
from uuid import uuid4

import pytest
from django.db import transaction

from keyring import files, keyring
from notices import account_codes
from notices.models import Notice
from notices.services import enqueue_notice
from tests.notices.conftest import ScriptedServer
from tests.notices.making import run_due
from tests.notices.test_notice_mail import grouped, part, words_of

pytestmark = pytest.mark.django_db
KINDS = [Notice.Kind.CONFIRM_ADDRESS, Notice.Kind.ADDRESS_HAS_ACCOUNT]


@pytest.fixture(autouse=True)
def agency(settings) -> None:
    settings.SITE_URL = "https://mail.example.gov"
    settings.AGENCY_NAME = "Example Department of Revenue"
    settings.DEFAULT_FROM_EMAIL = "no-reply@example.gov"


def queue(kind: Notice.Kind, address: str = "visitor@example.org") -> Notice:
    """Promise a mail of this kind."""
    with transaction.atomic():
        return enqueue_notice(kind, person=uuid4(), address=address, about=uuid4())


def without_what_may_differ(notice: Notice, text: str) -> str:
    """Take out number and code."""
    code = account_codes.code_of(notice.about)
    grouped_code = "-".join(code[start : start + 4] for start in range(0, 16, 4))
    return text.replace(grouped(notice.number), "NUMBER").replace(grouped_code, "CODE")


@pytest.mark.parametrize("kind", KINDS)
def test_two_mails_differ_in_number_and_code_only(smtp: ScriptedServer, kind: Notice.Kind):
    notices = [queue(kind), queue(kind, "somebody.else@example.net")]

    run_due()

    plain, page = (
        {
            without_what_may_differ(notice, part(mail, form))
            for notice, mail in zip(notices, smtp.mails, strict=True)
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
    notice = queue(Notice.Kind.CONFIRM_ADDRESS)

    run_due()

    text = part(smtp.mails[0], "plain")
    links = re.findall(r"https?://\S+", text)
    assert [link.partition("#")[0] for link in links] == [
        "https://mail.example.gov/account/confirm/",
        "https://mail.example.gov/notice/",
    ]
    assert links[0].partition("#")[2].replace("-", "") == account_codes.code_of(notice.about)
    assert "within 24 hours" in text


def test_who_has_an_account_is_sent_no_code(smtp: ScriptedServer):
    queue(Notice.Kind.ADDRESS_HAS_ACCOUNT)

    run_due()

    text = part(smtp.mails[0], "plain")
    assert "https://mail.example.gov/sign-in/" in text
    assert "confirm" not in text


def test_every_attempt_carries_the_same_code_and_no_table_holds_it(smtp: ScriptedServer):
    notice = queue(Notice.Kind.CONFIRM_ADDRESS)

    codes = {account_codes.code_of(notice.about) for _ in range(2)}

    assert len(codes) == 1
    assert account_codes.code_of(uuid4()) not in codes
    assert not codes & {str(value) for value in Notice.objects.values().get().values()}


def test_a_code_takes_the_keyring(settings, tmp_path):
    about = uuid4()
    code = account_codes.code_of(about)

    settings.KEYRING_FILE = tmp_path / "keyring.json"
    files.make(settings.KEYRING_FILE)

    assert keyring().field().secret
    assert account_codes.code_of(about) != code
