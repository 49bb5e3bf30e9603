"""Whose an address is: that of a topic, or one to which mail of ours comes back."""

from accounts.models import canonical_email
from messaging.models import Topic
from notices import bounce_addresses


def topic_of(recipient: str) -> Topic | None:
    """Find the topic that mail to this address is about; one SQL query."""
    address = canonical_email(recipient)
    return Topic.objects.select_related("unit").filter(mail_address=address).first() if address else None


def is_ours(recipient: str) -> bool:
    """Tell whether mail to this address is taken in; two SQL queries at most."""
    return topic_of(recipient) is not None or bounce_addresses.notice_of(recipient) is not None
