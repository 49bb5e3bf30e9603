"""Reads what the catcher kept."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.urls import reverse

MAILS_SHOWN = 50


@dataclass(frozen=True)
class CaughtMail:
    """One mail that the demo would have sent."""

    name: str
    sender: str
    to: str
    subject: str
    text: str
    headers: str
    received_at: datetime

    @property
    def url(self) -> str:
        """Give the address of its page."""
        return reverse("demo_mail_item", args=[self.name])


def newest(directory: Path) -> list[CaughtMail]:
    """Read the newest caught mails, newest first."""
    paths = sorted(directory.glob("*.eml"), reverse=True)[:MAILS_SHOWN]
    return [_read(path) for path in paths]


def find(directory: Path, name: str) -> CaughtMail | None:
    """Read the mail of that name, or None; a name never leads out of the directory."""
    paths = {path.stem: path for path in directory.glob("*.eml")}
    return _read(paths[name]) if name in paths else None


def _read(path: Path) -> CaughtMail:
    mail = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=email.policy.default)
    body = mail.get_body(("plain",))
    return CaughtMail(
        name=path.stem,
        sender=str(mail["From"]),
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        text=str(body.get_content()) if body else "",
        headers="\n".join(f"{name}: {value}" for name, value in mail.items()),
        received_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
    )
