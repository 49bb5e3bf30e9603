"""What somebody with the database does to a message, and the two who then read its thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from messaging.errors import CannotSeal
from messaging.models import Message, Thread, Wrap
from notices.models import Notice
from tests.people import Browser, send_text

CANNOT = "This message cannot be shown"


Change = Callable[[Message, Thread], None]


WORDS = {1: "The first words", 2: "The second words", 3: "The third words"}


def flip(column: str) -> Change:
    """Change one bit in the middle of a column."""

    def change(message: Message, _elsewhere: Thread) -> None:
        stored = bytearray(getattr(message, column))
        stored[len(stored) // 2] ^= 1
        Message.objects.filter(pk=message.pk).update(**{column: bytes(stored)})

    return change


def put(**columns: object) -> Change:
    """Write other values into columns."""

    def change(message: Message, _elsewhere: Thread) -> None:
        Message.objects.filter(pk=message.pk).update(**columns)

    return change


def take_from_another(*columns: str) -> Change:
    """Put columns of a message of another thread in their place."""

    def change(message: Message, elsewhere: Thread) -> None:
        other = elsewhere.messages.get()
        Message.objects.filter(pk=message.pk).update(**{name: getattr(other, name) for name in columns})

    return change


def change_wraps(message: Message, _elsewhere: Thread) -> None:
    for wrap in message.wraps.all():
        wrap.wrapped = bytes([wrap.wrapped[0] ^ 1]) + bytes(wrap.wrapped[1:])
        wrap.save()
    forget_unit_wrap(message)


def take_wraps_from_another(message: Message, elsewhere: Thread) -> None:
    other = Wrap.objects.filter(message__thread=elsewhere, key_id__in=message.wraps.values("key_id")).get()
    message.wraps.update(wrapped=other.wrapped)
    forget_unit_wrap(message)


def remove_wraps(message: Message, _elsewhere: Thread) -> None:
    message.wraps.all().delete()
    forget_unit_wrap(message)


def forget_all_wraps_but_one(message: Message, _elsewhere: Thread) -> None:
    message.wraps.exclude(pk=message.wraps.latest("pk").pk).delete()
    forget_unit_wrap(message)


def forget_unit_wrap(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(unit_wrap=None)


def move_time(message: Message, _elsewhere: Thread) -> None:
    Message.objects.filter(pk=message.pk).update(sent_at=message.sent_at + timedelta(seconds=1))


CHANGES = {
    "signature": flip("signature"),
    "no signature": put(signature=b""),
    "header": flip("header"),
    "header that is no header": put(header=b'{"v":1'),
    "body": flip("body"),
    "cut body": put(body=b"tp1"),
    "no body": put(body=b""),
    "wraps": change_wraps,
    "wraps of another": take_wraps_from_another,
    "no wraps": remove_wraps,
    "body of another": take_from_another("body"),
    "all of another": take_from_another("header", "signature", "summary", "body", "sender_id", "sender_key"),
    "public id": put(public_id=uuid4()),
    "unit": put(unit_id=uuid4()),
    "epoch": put(epoch=2),
    "sender": put(sender_id=uuid4()),
    "no sender": put(sender_id=None),
    "sender's key": put(sender_key="0" * 32),
    "time": move_time,
}


@dataclass(frozen=True)
class BothSides:
    """The two who read a thread, each in their own browser."""

    thread: Thread
    browsers: tuple[Browser, Browser]

    def read(self) -> list[str]:
        """Open the thread's page on both sides."""
        answers = [browser.get(self.thread.get_absolute_url()) for browser in self.browsers]
        assert [answer.status_code for answer in answers] == [200, 200]
        return [answer.content.decode() for answer in answers]


@contextmanager
def changed(message: Message, elsewhere: Thread, change: Change) -> Iterator[None]:
    """Change what is stored of a message, and put it back."""
    stored = Message.objects.filter(pk=message.pk).values().get()
    wraps = list(message.wraps.all())
    change(message, elsewhere)
    yield
    Message.objects.filter(pk=message.pk).update(**stored)
    message.wraps.all().delete()
    Wrap.objects.bulk_create(wraps)


def nothing_is_sent(browser: Browser, thread: Thread) -> bool:
    """Try to send into a thread; tell whether it is refused and nothing is left of it but the text."""
    before = Message.objects.count(), Wrap.objects.count(), Notice.objects.count()
    response = send_text(browser, thread, "Words for the right person")
    page = response.content.decode()
    return (
        response.status_code == 409
        and str(CannotSeal.explanation) in page
        and "Words for the right person" in page
        and (Message.objects.count(), Wrap.objects.count(), Notice.objects.count()) == before
    )
