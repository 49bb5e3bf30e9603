"""What mails an answer by plain e-mail takes a decision that says so, and nothing else."""

import uuid
from dataclasses import replace
from typing import Any, cast

import pytest
from django.db import transaction

from notices import mail
from notices.decisions import Channel, Decision, PlainMail
from notices.errors import MailRefused, NotDecidedPlain
from notices.models import Notice
from notices.services import enqueue_plain_answer
from screening import Document, Strength
from tests.notices.scripted_server import ScriptedServer

WORDS = Document(subject="My refund", text="Please come in on Monday.")
MAIL = PlainMail(recipient="visitor@example.org", subject="An answer", text=WORDS.text)
PLAIN = Decision(
    channel=Channel.PLAIN,
    strength="clean",
    findings=(),
    screening_failed=False,
    content_hash=WORDS.content_hash(),
    latest_sequence=1,
    mail=MAIL,
    mail_hash=MAIL.beside(WORDS).content_hash(),
)
SECURE = replace(PLAIN, channel=Channel.SECURE)


@pytest.fixture
def plain_notice(db: None) -> Notice:
    """The notice of an answer that waits to leave by plain e-mail."""
    with transaction.atomic():
        return enqueue_plain_answer(PLAIN, WORDS, person=uuid.uuid4(), language="en", about=uuid.uuid4())


def test_what_was_decided_plain_leaves(smtp: ScriptedServer, plain_notice: Notice) -> None:
    mail.send_plain(PLAIN, plain_notice)

    assert [sent["To"] for sent in smtp.mails] == ["visitor@example.org"]


@pytest.mark.parametrize(
    "decision",
    [
        SECURE,
        replace(SECURE, mail=None, mail_hash=""),
        replace(PLAIN, mail=replace(MAIL, recipient="other@example.org")),
    ],
    ids=["secure", "nothing to mail", "another address"],
)
def test_any_other_decision_sends_nothing(
    smtp: ScriptedServer, plain_notice: Notice, decision: Decision
) -> None:
    with pytest.raises(NotDecidedPlain):
        mail.send_plain(decision, plain_notice)

    assert not smtp.mails


@pytest.mark.parametrize("thing", [None, "plain", MAIL, {"channel": "plain"}], ids=str)
def test_what_is_no_decision_sends_nothing(smtp: ScriptedServer, plain_notice: Notice, thing: Any) -> None:
    with pytest.raises(AttributeError):
        mail.send_plain(cast(Decision, thing), plain_notice)

    assert not smtp.mails


def test_the_notice_of_a_secure_answer_carries_no_text(smtp: ScriptedServer, notice: Notice) -> None:
    with pytest.raises(NotDecidedPlain):
        mail.send_plain(PLAIN, notice)

    assert not smtp.mails


def test_a_plain_answer_is_not_mailed_as_a_notice(smtp: ScriptedServer, plain_notice: Notice) -> None:
    with pytest.raises(NotDecidedPlain):
        mail.send_notice(plain_notice)

    assert not smtp.mails


@pytest.mark.parametrize(
    "change",
    [
        {"strength": "personal"},
        {"strength": "restricted"},
        {"screening_failed": True},
        {"mail": None},
        {"mail_hash": ""},
        {"channel": Channel.PLAIN, "mail": None, "mail_hash": ""},
    ],
    ids=str,
)
def test_a_decision_that_contradicts_itself_cannot_be_made(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="plain e-mail"):
        replace(PLAIN, **change)


@pytest.mark.parametrize("strength", ["personal", "restricted"])
def test_nothing_but_clean_words_can_even_be_offered(strength: Strength) -> None:
    with pytest.raises(ValueError, match="plain e-mail"):
        replace(SECURE, strength=strength)


@pytest.mark.parametrize("decision", [SECURE, replace(SECURE, mail=None, mail_hash="")], ids=range(2))
def test_nothing_waits_that_no_decision_lets_leave(db: None, decision: Decision) -> None:
    with pytest.raises(NotDecidedPlain), transaction.atomic():
        enqueue_plain_answer(decision, WORDS, person=uuid.uuid4(), language="en", about=uuid.uuid4())

    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "a b@example.org", ""]
)
def test_an_address_that_is_none_or_more_than_one_is_refused(
    smtp: ScriptedServer, plain_notice: Notice, address: str
) -> None:
    plain_notice.address = address

    with pytest.raises(MailRefused):
        mail.send_plain(replace(PLAIN, mail=replace(MAIL, recipient=address)), plain_notice)

    assert not smtp.mails


def test_a_subject_cannot_add_a_header(smtp: ScriptedServer, plain_notice: Notice) -> None:
    subject = "An answer\r\nBcc: thief@example.org"

    with pytest.raises(ValueError, match="newlines"):
        mail.send_plain(replace(PLAIN, mail=replace(MAIL, subject=subject)), plain_notice)

    assert not smtp.mails


def test_what_would_leave_has_one_hash_and_every_part_of_it_counts() -> None:
    bound = [
        MAIL.beside(WORDS),
        replace(MAIL, recipient="other@example.org").beside(WORDS),
        replace(MAIL, subject="Another").beside(WORDS),
        MAIL.beside(replace(WORDS, text="Other words")),
        MAIL.beside(replace(WORDS, subject="Another heading")),
    ]

    assert len({document.content_hash() for document in bound}) == len(bound)
