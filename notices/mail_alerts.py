"""Alerts about mail that whoever runs the portal has to look at; the same thing is one alert for a while."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit import queries as audit
from audit.actions import Action
from audit.services import record


@transaction.atomic(durable=True)
def not_encrypted() -> None:
    """Record that no mail is sent, since our mail server offers no encryption or does not prove its name.

    Once in `settings.MAIL_ALERT_SECONDS`, however many mails wait; two workers at once may record two.
    """
    since = timezone.now() - timedelta(seconds=settings.MAIL_ALERT_SECONDS)
    if not audit.happened_since(Action.MAIL_NOT_ENCRYPTED, since):
        record(Action.MAIL_NOT_ENCRYPTED, actor=None)
