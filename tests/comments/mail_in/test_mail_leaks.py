"""Words that came by e-mail are nowhere in clear: not before they were read, and not afterwards."""

import logging
from collections.abc import Callable
from typing import Any

import pytest

from comments.mail_in import lmtp
from messaging.models import Topic
from portal import logs
from tests.comments.mail_in.conftest import Postman
from tests.comments.mail_in.making import make_mail
from tests.whole_site.leaks import Canary, Place, leaks, stored_places

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "subject": "kestrel-subject-51c2",
    "text": "kestrel-text-8d0e",
    "name": "kestrel-name-77ab",
    "file": "kestrel-file-04fa",
    "malformed": "kestrel-malformed-90aa",
    "program": "kestrel-program-3bd1",
}


def test_words_of_a_mail_are_nowhere_in_clear(
    postman: Postman, mail_topic: Topic, worker: Callable[[], None], capfd: pytest.CaptureFixture[str]
):
    logs.configure({"level": "DEBUG"})
    lmtp.quieten()
    try:
        mails = [
            make_mail(WORDS["text"], subject=WORDS["subject"], sender=f"{WORDS['name']} <wanda@example.org>"),
            b"Content-Type: multipart/mixed; boundary=b\r\nFrom: a@example.org\r\n\r\n--b\r\n"
            b'Content-Disposition: attachment; filename="'
            + WORDS["file"].encode()
            + b'"\r\n\r\nx\r\n--b--\r\n',
            WORDS["malformed"].encode(),
            make_mail(WORDS["program"], Auto_Submitted="auto-generated"),
        ]
        canaries = [Canary(place, words) for place, words in WORDS.items()]
        for raw in mails:
            assert postman.brings(raw)[0] == 250
        unread = list(stored_places())

        worker()

        said = Place("log", "".join(capfd.readouterr()).encode())
        assert leaks(canaries, [*unread, *stored_places(), said]) == []
    finally:
        logging.getLogger().setLevel("WARNING")


def test_what_is_looked_for_would_be_found(postman: Postman, mail_topic: Topic):
    mail_topic.description = WORDS["text"]
    mail_topic.save(update_fields=["description"])

    assert leaks([Canary("topic", WORDS["text"])], stored_places())


@pytest.fixture(autouse=True)
def own_logging(settings: Any) -> Any:
    """Log as before afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
