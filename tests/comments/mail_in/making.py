"""Mails as people and programs write them, and mail that was taken in."""

from collections.abc import Mapping
from email.message import EmailMessage
from types import MappingProxyType

from comments.mail_in.sealing import Arrived
from comments.mail_in.services.settling import settle
from comments.mail_in.services.taking import take
from comments.models import IncomingMail
from messaging.models import Topic

ADDRESS = "refunds@mail.example.gov"
_REPORT = b"""\
From: MAILER-DAEMON@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; visitor@example.org
Action: failed
Status: 5.1.1

--b--
"""


def make_mail(
    text: str = "When does my refund come?",
    *,
    subject: str = "My refund",
    sender: str = "Wanda One <wanda@example.org>",
    **headers: str,
) -> bytes:
    """Write a mail as people do; headers: with _ for -."""
    return _written(_mail(text, subject, sender, headers))


def make_mail_with(files: Mapping[str, bytes], text: str = "See what is attached.", **headers: str) -> bytes:
    """Write a mail with files, given by their names."""
    mail = _mail(text, "My papers", "Wanda One <wanda@example.org>", headers)
    for name, content in files.items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return _written(mail)


def make_report(**headers: str) -> bytes:
    """Write what a mail server writes of a mail that it cannot deliver: RFC 3464, appendix E.1."""
    above = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return above.encode() + _REPORT.replace(b"\n", b"\r\n")


def _mail(text: str, subject: str, sender: str, headers: Mapping[str, str]) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, ADDRESS, subject
    mail["Message-ID"] = "<one@example.org>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def _written(mail: EmailMessage) -> bytes:
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def settled_mail(topic: Topic, raw: bytes, *, sender: str = "wanda@example.org") -> IncomingMail:
    """Take a mail in for a topic, and let it be read; sender: of the envelope."""
    if not topic.mail_address:
        topic.mail_address = ADDRESS
        topic.save(update_fields=["mail_address"])
    take(Arrived(raw, topic.mail_address, sender))
    mail = IncomingMail.objects.latest("pk")
    settle(mail.public_id)
    mail.refresh_from_db()
    return mail


def parked_mail(
    topic: Topic, text: str = "Ticket 7 was opened.", files: Mapping[str, bytes] = MappingProxyType({})
) -> IncomingMail:
    """Take in what a program wrote."""
    return settled_mail(topic, make_mail_with(files, text, Auto_Submitted="auto-generated"))
