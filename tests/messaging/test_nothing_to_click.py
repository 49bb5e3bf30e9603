"""Where a unit chose notices without a link, no mail that comes of what it does has anything to click."""

from email.message import EmailMessage
from typing import Any

import pytest

from accounts.models import Unit
from accounts.services.outsiders import Way
from messaging.models import Representation, Topic, Vouching
from messaging.services.vouching import Vouched
from notices.models import Notice
from tests.conftest import MailServer
from tests.messaging.inviting import invite_again
from tests.messaging.test_regrants_are_told import opens_again
from tests.messaging.test_representing import name_helper
from tests.notices.mail_words import part
from tests.people import Account, Staff, Visitor, begin_anew, make_account, write_comment

pytestmark = pytest.mark.django_db

SIGN_IN = "localhost:8000/sign-in/"


@pytest.fixture
def links(unit: Unit) -> None:
    """The unit has its notices without a link."""
    Unit.objects.filter(pk=unit.pk).update(notices_have_link=False)


@pytest.fixture
def helper(topic: Topic) -> Account:
    """Somebody who helps others with their taxes, with an account of their own."""
    return make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")


def mails_about(kind: Notice.Kind, server: MailServer, worker: Any) -> list[EmailMessage]:
    """Send what waits; give the mails of one kind."""
    worker()
    ids = set(Notice.objects.filter(kind=kind).values_list("message_id_header", flat=True))
    return [mail for mail in server.mails if mail["Message-ID"] in ids]


def assert_only_an_address_to_type(mails: list[EmailMessage], count: int) -> None:
    assert len(mails) == count
    for mail in mails:
        text, page = part(mail, "plain"), part(mail, "html").partition("<body>")[2]
        assert f"type this address into your browser:\n  {SIGN_IN}\n" in text
        assert f"<strong>{SIGN_IN}</strong>" in page
        assert "http" not in text + page
        assert "href" not in page


@pytest.mark.usefixtures("links")
def test_both_sides_hear_of_a_representative_without_a_link(
    account: Account,
    helper: Account,
    officer: Staff,
    mail_server: MailServer,
    worker: Any,
) -> None:
    name_helper(account.signs_in(), account.thread, helper)
    assert_only_an_address_to_type(
        mails_about(Notice.Kind.REPRESENTATIVE_ADDED, mail_server, worker), count=2
    )
    officer.signs_in().post(f"/representatives/{Representation.objects.get().public_id}/end/")

    ended = mails_about(Notice.Kind.REPRESENTATIVE_ENDED, mail_server, worker)

    assert_only_an_address_to_type(ended, count=2)


@pytest.mark.usefixtures("links")
def test_who_has_let_somebody_in_hears_that_they_wait_without_a_link(
    account: Account,
    helper: Account,
    mail_server: MailServer,
    worker: Any,
) -> None:
    name_helper(account.signs_in(), account.thread, helper)

    begin_anew(helper.person)

    waits = mails_about(Notice.Kind.REPRESENTATIVE_WAITS, mail_server, worker)
    assert_only_an_address_to_type(waits, count=1)


@pytest.mark.usefixtures("links")
def test_whose_messages_are_opened_again_hears_of_it_without_a_link(
    account: Account, officer: Staff, mail_server: MailServer, worker: Any
) -> None:
    begin_anew(account.person)

    opens_again(officer, account)

    opened = mails_about(Notice.Kind.ACCOUNT_REGRANTED, mail_server, worker)
    assert_only_an_address_to_type(opened, count=1)


@pytest.mark.usefixtures("links")
def test_whose_way_in_is_renewed_hears_of_it_without_a_link(
    taxpayer: Visitor, officer: Staff, mail_server: MailServer, worker: Any
) -> None:
    vouched = Vouched(Vouching.Means.CALL, "They lost the paper.")

    invite_again(officer, taxpayer.thread, way=Way.MAIL, address="new@example.org", vouched=vouched)

    renewed = mails_about(Notice.Kind.WAY_IN_RENEWED, mail_server, worker)
    assert_only_an_address_to_type(renewed, count=2)


def test_a_link_is_there_where_the_unit_has_links(
    account: Account, officer: Staff, mail_server: MailServer, worker: Any
) -> None:
    begin_anew(account.person)

    opens_again(officer, account)

    [opened] = mails_about(Notice.Kind.ACCOUNT_REGRANTED, mail_server, worker)
    assert f'href="http://{SIGN_IN}"' in part(opened, "html")
