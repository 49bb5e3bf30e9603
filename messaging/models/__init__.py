"""Threads and their sealed messages. Columns that repeat a header equal it; `keys` checks on opening."""

from messaging.models.representing import Representation
from messaging.models.tasks import FalseAlarm, Regrant, ReleaseRequest, Unreached
from messaging.models.threads import (
    LONGEST_TOPIC_DESCRIPTION,
    LONGEST_TOPIC_NAME,
    REMEMBERED_URLS,
    Draft,
    Message,
    Receipt,
    Thread,
    Topic,
    Wrap,
    thread_url,
)
from messaging.models.topic_moves import TopicMove
from messaging.models.vouching import Vouching

__all__ = [
    "LONGEST_TOPIC_DESCRIPTION",
    "LONGEST_TOPIC_NAME",
    "REMEMBERED_URLS",
    "Draft",
    "FalseAlarm",
    "Message",
    "Receipt",
    "Regrant",
    "ReleaseRequest",
    "Representation",
    "Thread",
    "Topic",
    "TopicMove",
    "Unreached",
    "Vouching",
    "Wrap",
    "thread_url",
]
