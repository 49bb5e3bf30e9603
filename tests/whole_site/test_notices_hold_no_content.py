"""A notice tells that something waits, and not one bit of what it is."""

import re
from email.message import EmailMessage

import pytest

from accounts.services import set_plain_email
from tests.people import Staff, send_text, write_comment

CANARY = "219-09-9999 kestrel-7f3a"
ANSWERS = {
    "all canaries": {"text": f"Your number is {CANARY}.\n" * 100, "quoted": f"My number is {CANARY}"},
    "a few words": {"text": "Yes."},
}


def without_what_may_differ(mail: EmailMessage) -> bytes:
    """Give the bytes of a mail without its number, token, date, id, boundary and recipient."""
    text = re.sub(r"(?<=/address/confirm/)[\w-]{43}", "…", mail.as_bytes().decode("ascii"))
    number = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
    boundary = mail.get_boundary()
    assert number
    assert boundary
    for differing in (number[0], boundary, str(mail["Message-ID"]), str(mail["Date"]), str(mail["To"])):
        text = text.replace(differing, "…")
    return text.encode()


@pytest.fixture(params=[False, True], ids=["portal only", "plain e-mail allowed"])
def mails(
    request: pytest.FixtureRequest, officer: Staff, unit, topic, mail_server, worker
) -> list[EmailMessage]:
    """The notices of two answers that have nothing in common, to two people who have nothing in common."""
    set_plain_email(actor=None, unit=unit, is_allowed=request.param)
    at_the_desk = officer.signs_in()
    visitors = [
        write_comment(
            topic, subject=f"Concerning {CANARY}", text=CANARY, name="Quentin Example", email="q@example.org"
        ),
        write_comment(topic, subject="Hello", text="A question.", email="someone.else@example.net"),
    ]
    for visitor, words in zip(visitors, ANSWERS.values(), strict=True):
        assert send_text(at_the_desk, visitor.thread, **words).status_code == 302
    worker()
    mails: list[EmailMessage] = mail_server.mails
    return mails


def test_a_notice_offers_to_confirm_its_address_only_where_that_is_of_use(mails, unit):
    unit.refresh_from_db()
    for mail in mails:
        offers = "/address/confirm/" in str(mail.get_body(["plain"]).get_content())
        assert offers is unit.allows_plain_email


def test_the_notices_of_two_answers_differ_in_number_date_and_address_only(mails):
    first, second = mails

    assert {str(first["To"]), str(second["To"])} == {"q@example.org", "someone.else@example.net"}
    assert without_what_may_differ(first) == without_what_may_differ(second)


def test_a_notice_holds_neither_unit_topic_subject_name_nor_text(mails):
    for mail in mails:
        parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        words = " ".join([*parts, str(mail["Subject"]), str(mail["From"]), str(mail["Reply-To"])])

        assert len(parts) == 2
        assert not re.search(
            r"219-09|kestrel|income tax|refunds|concerning|quentin|officer", words, re.IGNORECASE
        )
