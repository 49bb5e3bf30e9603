"""Promises of the mail that a notice is: what it says, and to whom, and once."""

import ast
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from audit.models import AuditEvent
from notices import mail, queries
from notices.models import Notice, Outbox
from notices.services import deliver, enqueue_notice
from tests.notices.mail_words import grouped, part, words_of
from tests.notices.making import make_notice, run_due, work_of
from tests.notices.scripted_server import ScriptedServer

pytestmark = pytest.mark.usefixtures("agency")

FIXED_WORDS = """\
A message from Example Department of Revenue waits for you on our secure site.

To read it, type this address into your browser:
  mail.example.gov/reply/
or follow this link: https://mail.example.gov/reply/

You will need the reply code that you were shown when you wrote to us, or the way to sign in that you chose.

Is this notice real? Its number is {number}. Go to https://mail.example.gov/notice/ and type the number: \
we tell you if it came from us.

This e-mail holds no private information. We will never ask you for your reply code or your password, \
by e-mail or by telephone.

Please do not answer this e-mail. Nobody reads what is sent to this address.

Example Department of Revenue
"""


def test_a_notice_says_fixed_words_and_its_number(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    [sent] = smtp.mails
    assert part(sent, "plain") == FIXED_WORDS.format(number=grouped(notice.number))
    assert sent["Subject"] == "You have a message from Example Department of Revenue"


def test_both_bodies_say_the_same(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    [sent] = smtp.mails
    body = part(sent, "html").partition("<body>")[2]
    assert words_of(body).replace(" .", ".") == " ".join(part(sent, "plain").split())
    assert [part_.get_content_type() for part_ in sent.iter_parts()] == ["text/plain", "text/html"]


def test_a_notice_loads_nothing_and_tracks_nobody(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    page = part(smtp.mails[0], "html")
    assert re.findall(r'(?:src|href|action|background|style)="?([^"> ]*)', page) == [
        "https://mail.example.gov/reply/"
    ]
    assert "?" not in "".join(re.findall(r"https?://[^\s<]*", page))


def test_a_notice_tells_nothing_of_the_person_or_the_message(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    raw = smtp.mails[0].as_bytes()
    for fact in (notice.person, notice.about, notice.public_id):
        assert str(fact).encode() not in raw
        assert fact.hex.encode() not in raw
    assert raw.count(b"visitor@example.org") == 1


def test_the_headers_say_that_answers_are_not_read(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    [sent] = smtp.mails
    assert sent["From"] == '"Example Department of Revenue (do not reply)" <no-reply@example.gov>'
    assert sent["Reply-To"] == "Answers to this e-mail are not read <no-reply@example.gov>"
    assert sent["To"] == "visitor@example.org"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Message-ID"] == notice.message_id_header == f"<{notice.number.lower()}@example.gov>"


@pytest.mark.parametrize("name", ['Smith & "Sons" <Revenue>', "Økonomi, Ænes", "Ministère de l'Économie"])
def test_the_agencys_name_arrives_as_it_is_written(
    smtp: ScriptedServer, notice: Notice, settings: Any, name: str
) -> None:
    settings.AGENCY_NAME = name

    run_due()

    [sent] = smtp.mails
    assert sent["Subject"].strip() == f"You have a message from {name}"
    assert sent["From"].addresses[0].display_name == f"{name} (do not reply)"
    assert name in part(sent, "plain")
    assert "<Revenue>" not in part(sent, "html")


def test_a_sent_notice_is_sent_and_recorded(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    notice.refresh_from_db()
    assert (notice.state, work_of(notice).state) == (Notice.State.SENT, Outbox.State.DONE)
    assert notice.sent_at
    assert list(AuditEvent.objects.order_by("pk").values_list("action", "subject")) == [
        ("notices.notice.queued", notice.about),
        ("notices.notice.sent", notice.about),
    ]


def test_a_notice_that_was_sent_is_not_sent_again(smtp: ScriptedServer, notice: Notice) -> None:
    deliver(notice.public_id)

    deliver(notice.public_id)

    assert len(smtp.mails) == 1


def test_one_message_is_one_notice_to_one_person(smtp: ScriptedServer, notice: Notice) -> None:
    with transaction.atomic():
        again = enqueue_notice(
            Notice.Kind.MESSAGE_WAITING,
            person=notice.person,
            address=notice.address,
            language=notice.language,
            about=notice.about,
        )

    run_due()

    assert again.number == notice.number
    assert len(smtp.mails) == 1
    assert AuditEvent.objects.filter(action="notices.notice.queued").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_notice_stands_and_falls_with_the_message() -> None:
    def send_and_fail() -> None:
        with transaction.atomic():
            make_notice()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        send_and_fail()

    assert not Notice.objects.exists()
    assert not Outbox.objects.exists()
    assert not AuditEvent.objects.exists()


def test_only_what_mails_speaks_smtp() -> None:
    root = Path(mail.__file__).parent.parent
    folders = [folder for folder in root.iterdir() if (folder / "__init__.py").exists()]

    speakers = {
        str(path.relative_to(root))
        for folder in folders
        for path in folder.rglob("*.py")
        if any(
            name.split(".")[0] == "smtplib" or name.startswith("django.core.mail")
            for name in imports_of(path)
        )
    }

    assert speakers == {"notices/mail.py", "notices/smtp.py"}


@pytest.mark.django_db
def test_notices_of_a_page_of_messages_cost_one_query(django_assert_num_queries: Any) -> None:
    notices = [make_notice() for _ in range(10)]

    with django_assert_num_queries(1):
        found = queries.mails_about([*(notice.about for notice in notices), uuid.uuid4()])

    assert found == {notice.about: [notice] for notice in notices}


@pytest.mark.django_db
def test_both_bodies_of_an_invitation_say_the_same_and_its_link_has_the_code(smtp: ScriptedServer) -> None:
    with transaction.atomic():
        made = enqueue_notice(
            Notice.Kind.INVITATION,
            person=uuid.uuid4(),
            address="new@example.org",
            language="en",
            about=uuid.uuid4(),
            token="K7QX-0000",
        )
    run_due()

    [sent] = smtp.mails
    body = words_of(part(sent, "html").partition("<body>")[2])
    assert body.replace(" .", ".") == " ".join(part(sent, "plain").split())
    assert part(sent, "plain").count("https://mail.example.gov/invitation/#K7QX-0000") == 1
    made.refresh_from_db()
    assert (made.state, bytes(made.sealed_token)) == ("sent", b"")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
