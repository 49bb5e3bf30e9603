"""Alerts about mail that whoever runs the portal has to look at; the same thing is one alert for a while."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit import queries as audit
from audit.actions import Action
from audit.services import record


def not_encrypted() -> None:
    """Record that no mail is sent, since our mail server offers no encryption or does not prove its name."""
    _record(Action.MAIL_NOT_ENCRYPTED)


def not_accepted() -> None:
    """Record that a mail server takes no mail from us: our name, address, password or sender is refused."""
    _record(Action.MAIL_NOT_ACCEPTED)


@transaction.atomic(durable=True)
def _record(action: Action) -> None:
    """Record an alert once in `settings.MAIL_ALERT_SECONDS`, however many mails wait.

    Two workers at once may record two.
    """
    since = timezone.now() - timedelta(seconds=settings.MAIL_ALERT_SECONDS)
    if not audit.happened_since(action, since):
        record(action, actor=None)
