"""Whose an address is: that of a topic, or one to which mail of ours comes back."""

from accounts.models import canonical_email
from messaging.models import Message, Topic
from notices import bounce_addresses


def topic_of(recipient: str) -> Topic | None:
    """Find the topic that mail to this address is about; one SQL query."""
    address = canonical_email(recipient)
    return Topic.objects.select_related("unit").filter(mail_address=address).first() if address else None


def is_ours(recipient: str) -> bool:
    """Tell whether mail to this address is taken in; two SQL queries at most."""
    return topic_of(recipient) is not None or bounce_addresses.notice_of(recipient) is not None


def topic_of_what_came_back(recipient: str) -> Topic | None:
    """Find the topic that somebody who writes to a return address of ours writes about.

    That of the answer which our mail was about. Mail about accounts is about no topic: then the first that
    has an address, or is there at all; None where there is none.
    """
    notice = bounce_addresses.notice_of(recipient)
    answers = Message.objects.select_related("thread__topic__unit")
    if notice and (answer := answers.filter(public_id=notice.about).first()):
        return answer.thread.topic
    topics = Topic.objects.select_related("unit")
    return topics.exclude(mail_address="").first() or topics.first()
