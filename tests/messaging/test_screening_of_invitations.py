"""What an officer writes first to somebody is screened for the unit that it is written for."""

from uuid import uuid4

from accounts.services import set_screening_floors
from accounts.services.outsiders import Way
from audit.models import AuditEvent
from messaging import services
from messaging.models import Thread, Topic
from tests.people import Staff

TELEPHONE = "Please call 617-555-0123 on Monday."


def begin(officer: Staff, topic: Topic) -> Thread:
    """Invite somebody who called to a thread that begins with a telephone number."""
    words = services.FirstWords(uuid4(), name="Caller One", subject="Your call", text=TELEPHONE)
    begun = services.invite(
        officer=officer.unlocked, topic=topic, words=words, way=Way.LETTER, address="", language="en"
    )
    return begun.thread


def test_the_first_words_are_screened_as_strictly_as_their_unit_wants(administrator, officer, topic):
    as_the_table = begin(officer, topic)
    set_screening_floors(actor=administrator.person, unit=topic.unit, floors={"telephone": "restricted"})

    stricter = begin(officer, Topic.objects.select_related("unit").get(pk=topic.pk))

    decided = AuditEvent.objects.filter(action="messaging.channel.decided").order_by("pk")
    assert [b'"strength":"restricted"' in bytes(event.leaf) for event in decided] == [False, True]
    assert [Thread.objects.get(pk=each.pk).restricted_at is None for each in (as_the_table, stricter)] == [
        True,
        False,
    ]


def test_a_screening_of_the_first_words_that_fails_is_told_to_their_unit(officer, topic, settings):
    settings.SCREENING_SECONDS = 0.0

    thread = begin(officer, topic)

    [failure] = AuditEvent.objects.filter(action="messaging.screening.failed")
    assert failure.subject == topic.unit.public_id
    assert Thread.objects.get(pk=thread.pk).restricted_at is not None
