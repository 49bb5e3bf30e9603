"""Mail that comes back is noted on the notice it is about; what is forged or no bounce changes nothing."""

import uuid
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from keyring import files, keyring
from notices import bounce_addresses, bounces, delivery_status, states
from notices.bounces import Outcome
from notices.models import Notice, Outbox
from notices.services import enqueue_notice, withdraw_notice
from tests.notices.making import make_notice, run_due, work_of
from tests.notices.scripted_server import ScriptedServer

pytestmark = pytest.mark.django_db
ADDRESS = "bounces@mail.example.gov"


@pytest.fixture(autouse=True)
def takes_bounces(settings: Any) -> None:
    settings.BOUNCE_ADDRESS = ADDRESS


@pytest.fixture
def sent(smtp: ScriptedServer, notice: Notice) -> Notice:
    """A notice that the mail server took."""
    run_due()
    notice.refresh_from_db()
    return notice


def report(action: str = "failed", *, kind: str = "message/delivery-status", status: str = "5.1.1") -> bytes:
    """Write what a mail server writes: RFC 3464, appendix E.1."""
    return f"""\
From: MAILER-DAEMON@mx.example.net
To: somebody@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="xyz"

--xyz
Content-Type: text/plain

This is the mail system at host mx.example.net.

--xyz
Content-Type: {kind}

Reporting-MTA: dns; mx.example.net
Arrival-Date: Tue, 3 Mar 2026 10:00:00 -0500

Final-Recipient: rfc822; visitor@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--xyz
Content-Type: text/rfc822-headers

Subject: You have a message
--xyz--
""".replace("\n", "\r\n").encode()


def test_each_mail_names_an_address_of_its_own_for_what_comes_back(smtp: ScriptedServer) -> None:
    first, second = make_notice(), make_notice()

    run_due()

    assert smtp.senders == [bounce_addresses.address_of(first), bounce_addresses.address_of(second)]
    assert len(set(smtp.senders)) == 2
    assert all(
        sender.endswith("@mail.example.gov") and sender.startswith("bounces+") for sender in smtp.senders
    )
    assert all("bounces" not in str(mail["From"]) for mail in smtp.mails)


def test_a_mail_that_is_tried_again_names_the_same_address(smtp: ScriptedServer, notice: Notice) -> None:
    assert bounce_addresses.address_of(notice) == bounce_addresses.address_of(notice)


def test_where_no_bounces_are_taken_the_sender_is_the_usual_one(
    smtp: ScriptedServer, notice: Notice, settings: Any
) -> None:
    settings.BOUNCE_ADDRESS = ""

    run_due()

    assert smtp.senders == ["no-reply@localhost"]
    assert bounce_addresses.notice_of("no-reply@localhost") is None


@pytest.mark.parametrize("kind", ["message/delivery-status", "message/global-delivery-status"])
def test_a_mail_that_comes_back_is_noted_and_can_be_tried_again(sent: Notice, kind: str) -> None:
    outcome = bounces.receive(report(kind=kind), bounce_addresses.address_of(sent))

    sent.refresh_from_db()
    assert outcome is Outcome.NOTED
    assert sent.state == "bounced"
    assert sent.sent_at
    assert (work_of(sent).state, work_of(sent).last_error) == ("dead", "CameBack")
    assert Outbox.objects.filter(kind=states.BOUNCED_WORK, subject=sent.public_id).count() == 1
    [event] = AuditEvent.objects.filter(action="notices.notice.bounced")
    assert event.subject == sent.about
    assert b"visitor@" not in bytes(event.leaf)


def test_a_mail_that_comes_back_had_left_even_if_the_worker_did_not_note_it(notice: Notice) -> None:
    bounces.receive(report(), bounce_addresses.address_of(notice))

    notice.refresh_from_db()
    assert notice.state == "bounced"
    assert notice.sent_at


def test_the_same_report_again_notes_nothing(sent: Notice) -> None:
    address = bounce_addresses.address_of(sent)

    outcomes = [bounces.receive(report(), address) for _ in range(3)]

    assert outcomes == [Outcome.NOTED, Outcome.NOTHING_NEW, Outcome.NOTHING_NEW]
    assert AuditEvent.objects.filter(action="notices.notice.bounced").count() == 1


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", "unknown", ""])
def test_what_has_not_failed_changes_nothing(sent: Notice, action: str) -> None:
    outcome = bounces.receive(report(action), bounce_addresses.address_of(sent))

    sent.refresh_from_db()
    assert (outcome, sent.state) == (Outcome.NOTHING_NEW, "sent")


def test_an_address_is_known_however_a_server_writes_it(sent: Notice) -> None:
    assert bounces.receive(report(), bounce_addresses.address_of(sent).upper()) is Outcome.NOTED


def test_forged_and_unknown_addresses_are_ignored(sent: Notice) -> None:
    other = make_notice()
    own = bounce_addresses.address_of(sent)
    code_of_other = bounce_addresses.address_of(other).partition("-")[2].partition("@")[0]
    forged = [
        own.replace(own[-25], "0" if own[-25] != "0" else "1"),
        f"bounces+{sent.number}-{code_of_other}@mail.example.gov",
        f"bounces+{sent.number}-{'0' * 16}@mail.example.gov",
        f"bounces+{'0' * 12}-{'0' * 16}@mail.example.gov",
        f"bounces+{sent.number}@mail.example.gov",
        own.replace("bounces+", "other+"),
        own.replace("bounces+", ""),
        ADDRESS,
        "",
        "@",
        "+" * 1000,
        "bounces+\x00-\x00@mail.example.gov",
        "bounces+ÿÿÿÿÿÿÿÿÿÿÿÿ-ÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿ@mail.example.gov",
    ]

    outcomes = {bounces.receive(report(), address) for address in forged}

    sent.refresh_from_db()
    assert (outcomes, sent.state) == ({Outcome.NOT_OURS}, "sent")


def test_a_code_takes_the_keyring_and_outlives_its_next_version(
    sent: Notice, settings: Any, tmp_path: Path
) -> None:
    address = bounce_addresses.address_of(sent)
    ring = keyring()

    settings.KEYRING_FILE = tmp_path / "next.json"
    files.write(settings.KEYRING_FILE, ring.with_new_version("field"))
    still_known = bounce_addresses.notice_of(address)
    of_now = bounce_addresses.address_of(sent)
    settings.KEYRING_FILE = tmp_path / "other.json"
    files.make(settings.KEYRING_FILE)

    assert still_known == sent
    assert of_now != address
    assert bounce_addresses.notice_of(address) is None


def test_a_report_that_comes_before_the_mail_was_noted_as_sent_keeps_it_from_going_out_again(
    smtp: ScriptedServer, notice: Notice
) -> None:
    bounces.receive(report(), bounce_addresses.address_of(notice))

    run_due()

    notice.refresh_from_db()
    assert (notice.state, smtp.mails) == ("bounced", [])


def test_what_was_withdrawn_stays_so(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(state="withdrawn")

    assert bounces.receive(report(), bounce_addresses.address_of(notice)) is Outcome.NOTHING_NEW


def test_a_bounced_invitation_keeps_no_secret(smtp: ScriptedServer) -> None:
    with transaction.atomic():
        notice = enqueue_notice(
            Notice.Kind.INVITATION,
            person=uuid.uuid4(),
            address="new@example.org",
            language="en",
            about=uuid.uuid4(),
            token="K7QX-0000",
        )
    run_due()

    bounces.receive(report(), bounce_addresses.address_of(notice))

    notice.refresh_from_db()
    assert (notice.state, bytes(notice.sealed_token)) == ("bounced", b"")


@pytest.mark.parametrize("was_taken", [True, False])
def test_what_came_back_is_withdrawn_only_where_no_server_had_taken_it(
    smtp: ScriptedServer, notice: Notice, was_taken: bool
) -> None:
    if was_taken:
        run_due()
        states.note_bounced(notice)
    else:
        states.note_refused(notice)

    with transaction.atomic():
        withdraw_notice(Notice.Kind.MESSAGE_WAITING, about=notice.about)

    notice.refresh_from_db()
    assert notice.state == ("bounced" if was_taken else "withdrawn")
    assert (notice.sent_at is not None) is was_taken


NO_BOUNCES = {
    "empty": b"",
    "an absence note": b"Subject: Away\r\nAuto-Submitted: auto-replied\r\n\r\nAction: failed\r\n",
    "a status in a text": b"Content-Type: text/plain\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n",
    "a status that is only attached": (
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: message/delivery-status\r\n\r\n\r\nAction: failed\r\n--x--\r\n"
    ),
    "no boundary": b"Content-Type: multipart/report\r\n\r\nAction: failed\r\n",
    "an empty boundary": b'Content-Type: multipart/report; boundary=""\r\n\r\n--\r\nAction: failed\r\n',
    "bytes": bytes(range(256)) * 100,
    "deep": b"".join(
        b'Content-Type: multipart/report; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)
        for number in range(3000)
    ),
    "many parts": b'Content-Type: multipart/report; boundary="x"\r\n\r\n' + b"--x\r\n\r\n" * 50_000,
    "a long header": b"X: " + b"y" * 2_000_000,
    "headers without end": b"Content-Type: multipart/report\r\n" + b" x\r\n" * 100_000,
    "a status behind half a megabyte": report().replace(b"This is", b"x" * 600_000),
}


@pytest.mark.parametrize("raw", NO_BOUNCES.values(), ids=NO_BOUNCES)
def test_what_is_malformed_or_no_bounce_changes_nothing_and_raises_nothing(sent: Notice, raw: bytes) -> None:
    outcome = bounces.receive(raw, bounce_addresses.address_of(sent))

    sent.refresh_from_db()
    assert (outcome, sent.state) == (Outcome.NOTHING_NEW, "sent")


QMAIL = b"""\
From: MAILER-DAEMON@mx.example.net
To: somebody@example.org
Subject: failure notice

Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<visitor@example.org>:
Sorry, no mailbox here by that name. (5.1.1)

--- Below this line is a copy of the message.

Your message is delayed no more.
"""


def of_somebody(**headers: str) -> bytes:
    """Write the same without the sender that programs have, and with other headers."""
    above = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return above.encode() + QMAIL.replace(b"MAILER-DAEMON@", b"gateway@")


@pytest.mark.parametrize(
    ("raw", "is_from_nobody", "outcome"),
    [
        (QMAIL, True, Outcome.PROBABLY),
        (QMAIL, False, Outcome.PROBABLY),
        (of_somebody(), True, Outcome.PROBABLY),
        (of_somebody(Return_Path="<>"), False, Outcome.PROBABLY),
        (of_somebody(Auto_Submitted="auto-generated (failure)"), True, Outcome.PROBABLY),
        (of_somebody(), False, Outcome.NOTHING_NEW),
        (of_somebody(Auto_Submitted="auto-replied"), True, Outcome.NOTHING_NEW),
        (of_somebody(X_Autoreply="yes"), True, Outcome.NOTHING_NEW),
        (QMAIL.replace(b"failure notice", b"Automatic reply: Your refund"), True, Outcome.NOTHING_NEW),
        (QMAIL.replace(b"failure notice", b"Warning: could not send message for 4 hours"), True, "delayed"),
        (QMAIL.replace(b"given up.", b"not given up: we will keep trying."), True, "delayed"),
        (report("delayed"), True, "delayed"),
        (report().replace(b"Action: failed", b"X: y"), True, Outcome.NOTHING_NEW),
    ],
)
def test_what_a_server_says_in_its_own_words_is_that_it_probably_came_back(
    sent: Notice, raw: bytes, is_from_nobody: bool, outcome: Outcome | str
) -> None:
    address = bounce_addresses.address_of(sent)
    noted = bounces.receive(raw, address, is_from_nobody=is_from_nobody)

    sent.refresh_from_db()
    waiting = Outbox.objects.filter(kind=states.PROBABLY_BOUNCED_WORK, subject=sent.public_id)
    assert noted is (Outcome.NOTHING_NEW if outcome == "delayed" else outcome)
    assert sent.state == "sent"
    assert waiting.count() == (outcome is Outcome.PROBABLY)
    bounces.receive(raw, address, is_from_nobody=is_from_nobody)
    assert waiting.count() == (outcome is Outcome.PROBABLY)


def test_a_status_is_read_whatever_the_text_beside_it_is(sent: Notice) -> None:
    raw = report().replace(b"text/plain", b"text/plain; charset=\xff\x00none")

    assert bounces.receive(raw, bounce_addresses.address_of(sent)) is Outcome.NOTED


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.data(),
    cut=st.integers(0, len(report())),
    noise=st.binary(max_size=40),
)
def test_no_damage_to_a_report_makes_reading_it_fail(data: Any, cut: int, noise: bytes) -> None:
    raw = report()

    fate = delivery_status.read(raw[:cut] + noise + raw[cut + data.draw(st.integers(0, 60)) :])

    assert fate in delivery_status.Fate


def test_what_the_tests_write_is_a_report() -> None:
    assert message_from_bytes(report()).get_content_type() == "multipart/report"
    assert delivery_status.read(report()) is delivery_status.Fate.FAILED
