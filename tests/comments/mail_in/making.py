"""Mails as people and programs write them, and mail that was taken in."""

from email.message import EmailMessage

from comments.mail_in.sealing import Arrived
from comments.mail_in.services.settling import settle
from comments.mail_in.services.taking import take
from comments.models import IncomingMail
from messaging.models import Topic

ADDRESS = "refunds@mail.example.gov"


def make_mail(
    text: str = "When does my refund come?",
    *,
    subject: str = "My refund",
    sender: str = "Wanda One <wanda@example.org>",
    **headers: str,
) -> bytes:
    """Write a mail as people do; headers: with _ for -."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, ADDRESS, subject
    mail["Message-ID"] = "<one@example.org>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def settled_mail(topic: Topic, raw: bytes) -> IncomingMail:
    """Take a mail in for a topic, and let it be read."""
    if not topic.mail_address:
        topic.mail_address = ADDRESS
        topic.save(update_fields=["mail_address"])
    take(Arrived(raw, topic.mail_address, "wanda@example.org"))
    mail = IncomingMail.objects.latest("pk")
    settle(mail.public_id)
    mail.refresh_from_db()
    return mail


def parked_mail(topic: Topic, text: str = "Ticket 7 was opened.") -> IncomingMail:
    """Take in what a program wrote."""
    return settled_mail(topic, make_mail(text, Auto_Submitted="auto-generated"))
