"""The whole path: a comment comes in, a sensitive answer goes out sealed, and the taxpayer reads it."""

import re

from audit.models import AuditEvent
from messaging.models import Message, Receipt, Topic
from notices.models import Notice
from tests.conftest import MailServer
from tests.people import Staff, send_text, write_comment

SECRET_WORDS = "Your Social Security number 219-09-9999 was on the form."


def test_a_comment_is_answered_sealed_and_read_with_the_code(
    officer: Staff, auditor: Staff, topic: Topic, mail_server: MailServer, worker
):
    visitor = write_comment(
        topic, email="visitor@example.org", subject="Lost form", text="Where is my form 12?"
    )

    at_the_desk = officer.signs_in()
    mailbox = at_the_desk.get("/mailbox/").content.decode()
    sent = send_text(at_the_desk, visitor.thread, SECRET_WORDS)
    after = at_the_desk.get(sent["Location"]).content.decode()
    worker()
    at_home = visitor.opens_with_code()
    page = at_home.get(visitor.thread.get_absolute_url()).content.decode()
    replied = send_text(at_home, visitor.thread, "Thank you. Is that all?")
    seen_by_officer = at_the_desk.get(visitor.thread.get_absolute_url()).content.decode()

    assert "Lost form" in mailbox
    assert "form 12" not in mailbox
    assert sent.status_code == 302
    notice = Notice.objects.get()
    assert notice.number[:4] in after
    assert "219-09-9999" in page
    assert replied.status_code == 302
    assert "Is that all?" in seen_by_officer
    assert Receipt.objects.filter(message__sequence=2, person=visitor.person).exists()
    assert [mail["To"] for mail in mail_server.mails] == ["visitor@example.org"]
    mail = mail_server.mails[0].as_string()
    assert not re.search("219-09|form 12|Lost|Social Security", mail)
    for message in Message.objects.all():
        assert b"219-09-9999" not in message.stored_bytes()
        assert b"form 12" not in message.stored_bytes()
    recorded = set(AuditEvent.objects.values_list("action", flat=True))
    assert recorded >= {
        "comments.comment.received",
        "messaging.message.sent",
        "messaging.channel.decided",
        "messaging.message.opened",
        "messaging.thread.opened",
        "messaging.mailbox.listed",
        "notices.notice.queued",
        "notices.notice.sent",
        "accounts.person.signed_in",
        "accounts.reply_code.used",
    }
    assert auditor.signs_in().get("/audit/").status_code == 200
