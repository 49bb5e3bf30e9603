"""What looks for words finds them, wherever and in whatever shape they are."""

import base64

import celery
import pytest
from django.conf import settings as project_settings

from messaging.models import Topic
from tests.portal.serving import wait_until
from tests.real_servers import Redis
from tests.whole_site.canary.spreading import Delivery, words_of
from tests.whole_site.leaks import Canary, Place, leaks, stored_places

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "shape",
    [
        lambda words: words.encode(),
        lambda words: words.upper().encode(),
        lambda words: words.encode("utf-16"),
        lambda words: words.encode().hex().encode(),
        lambda words: base64.b64encode(b"x" + words.encode() + b"yy"),
        lambda words: base64.b64encode(b"xy" + words.encode() + b"z"),
        lambda words: base64.urlsafe_b64encode(b"xyz" + words.encode()),
    ],
)
def test_a_leak_would_be_found(shape):
    words = words_of("leak")

    assert leaks([Canary("leak", words)], [Place("somewhere", b"before" + shape(words) + b"behind")])
    assert not leaks([Canary("leak", words)], [Place("somewhere", shape(words_of("else")))])


def test_every_table_and_the_database_file_are_looked_through(topic: Topic):
    topic.description = "A kestrel in plain sight"
    topic.save()

    found = leaks([Canary("description", topic.description)], stored_places())

    assert "description in table messaging_topic" in found
    if project_settings.EMBEDDED:
        assert any("file test.sqlite3" in place for place in found)


@pytest.mark.production
def test_a_leak_into_the_broker_would_be_found(own_redis: Redis, delivery: Delivery):
    words = words_of("leak")

    celery.current_app.send_task("notices.nothing", args=[words])

    assert wait_until(lambda: [words] in [arguments for arguments, _, _ in delivery.tasks()])
    assert "leak in a task" in leaks([Canary("leak", words)], delivery.places())
