"""The public can write as soon as there is a topic, and what they write reaches a unit that can read it."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Unit
from audit.models import AuditEvent
from messaging.models import Topic
from tests.people import write_comment

pytestmark = pytest.mark.django_db


def add(**changed: str) -> None:
    words = {"unit": "Income Tax", "name": "Refunds", "description": "Where your refund is.", **changed}
    call_command("add_topic", **words)


def test_a_topic_brings_comments_to_its_unit(officer, unit):
    add()

    visitor = write_comment(Topic.objects.get(name="Refunds"))

    assert visitor.thread.unit == unit
    page = officer.signs_in().get(visitor.thread.get_absolute_url()).content.decode()
    assert "When does it come?" in page


def test_topics_stand_in_the_order_in_which_they_were_added(unit):
    for name in ("Refunds", "Bills", "Anything else"):
        add(name=name)

    assert [topic.name for topic in Topic.objects.all()] == ["Refunds", "Bills", "Anything else"]


def test_adding_a_topic_is_recorded(unit):
    add()

    event = AuditEvent.objects.get(action="messaging.topic.added")
    assert event.subject == Topic.objects.get().public_id
    assert str(unit.public_id).encode() in bytes(event.leaf)
    assert b"Refunds" not in bytes(event.leaf)


def test_a_unit_without_a_key_gets_no_topic():
    Unit.objects.create(name="Without a key")

    with pytest.raises(CommandError, match="key of this unit is not there"):
        add(unit="Without a key")

    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"unit": "Nobody"}, "There are: Income Tax"),
        ({"name": ""}, "--name: This field is required"),
        ({"name": "a" * 81}, "--name: .* longer than 80"),
        ({"name": "Two\nlines"}, "--name: .*cannot show"),
        ({"description": "a" * 201}, "--description: .* longer than 200"),
    ],
)
def test_what_cannot_be_a_topic_is_refused_by_name(unit, changed, words):
    with pytest.raises(CommandError, match=words):
        add(**changed)

    assert not Topic.objects.exists()


def test_a_name_is_used_once(unit):
    add()

    with pytest.raises(CommandError, match="already"):
        add(description="Something else.")

    assert Topic.objects.get().description == "Where your refund is."
    assert AuditEvent.objects.filter(action="messaging.topic.added").count() == 1
