"""Columns that hold what their type forbids hide what they belong to, and nothing else."""

import pytest
from django.db import connection

from keys.models import Succession
from messaging.models import Message, Thread
from tests.whole_site.tampering.changes import CANNOT, WORDS, Change, changed, forget_all_wraps_but_one

TYPED_COLUMNS = (
    "public_id",
    "unit_id",
    "epoch",
    "sender_id",
    "sender_key",
    "sent_at",
    "header",
    "signature",
    "body",
)


# As SQL, since no value of Python becomes text that is not UTF-8.
NOT_OF_THE_TYPE = {
    "text": "'no such thing'",
    "bytes": "x'ff00'",
    "a fraction": "-1.5",
    "no day": "'2026-13-45T00:00:00Z'",
    "the first day": "'0001-01-01 00:00:00'",
    "the last day": "'9999-12-31 23:59:59'",
    "text that is not UTF-8": "CAST(x'ff' AS TEXT)",
    "text that is not UTF-8 any more": "CAST(x'3000ff' AS TEXT)",
}


stores_anything = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="only SQLite stores what is not of a column's type"
)


def store_anyway(column: str, value: str, table: str = "messaging_message", key: str = "id") -> Change:
    """Write what is not of the column's type, as SQL, into the table itself."""

    def change(message: Message, _elsewhere: Thread) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints=ON")
            fill = f"UPDATE {table} SET {column} = {value} WHERE {key} = %s"  # noqa: S608
            cursor.execute(fill, [message.pk])
            cursor.execute("PRAGMA ignore_check_constraints=OFF")

    return change


@stores_anything
@pytest.mark.parametrize("value", NOT_OF_THE_TYPE.values(), ids=NOT_OF_THE_TYPE.keys())
def test_columns_that_hold_anything_at_all_hide_their_message_only(both_sides, elsewhere, value):
    message = Message.objects.get(thread=both_sides.thread, sequence=2)
    for column in TYPED_COLUMNS:
        with changed(message, elsewhere, store_anyway(column, value)):
            pages = both_sides.read()

        for page in pages:
            assert page.count(CANNOT) == 1
            assert WORDS[2] not in page
            assert WORDS[1] in page
            assert WORDS[3] in page


@stores_anything
@pytest.mark.parametrize("value", NOT_OF_THE_TYPE.values(), ids=NOT_OF_THE_TYPE.keys())
def test_columns_that_hold_anything_at_all_leave_the_mailbox_readable(officer, talk, elsewhere, value):
    message = Message.objects.get(thread=talk.thread, sequence=1)
    browser = officer.signs_in()
    for column in (*TYPED_COLUMNS, "summary", "unit_wrap"):
        with changed(message, elsewhere, store_anyway(column, value)):
            response = browser.get("/mailbox/")

        assert response.status_code == 200
        assert "Something else" in response.content.decode()


@stores_anything
@pytest.mark.parametrize("value", NOT_OF_THE_TYPE.values(), ids=NOT_OF_THE_TYPE.keys())
def test_wraps_that_hold_anything_at_all_hide_their_message_only(both_sides, elsewhere, value):
    message = Message.objects.get(thread=both_sides.thread, sequence=2)
    for column in ("wrapped", "key_id"):
        with changed(message, elsewhere, forget_all_wraps_but_one):
            store_anyway(column, value, table="messaging_wrap", key="message_id")(message, elsewhere)
            pages = both_sides.read()

        for page in pages:
            assert page.count(CANNOT) == 1
            assert WORDS[2] not in page
            assert WORDS[1] in page
            assert WORDS[3] in page


@stores_anything
def test_a_statement_that_holds_anything_at_all_proves_nothing(officer, account, talk):
    account.signs_in().post("/threads/add/", {"code": talk.reply_code})
    thread, desk = Thread.objects.get(predecessor_id=talk.person.public_id), officer.signs_in()
    stored = Succession.objects.values().get()
    for column in ("giver_signature", "taker_signature", "last_sequence", "taker_key"):
        for value in ("'text'", "9223372036854775807", "-1.5", "x'ff'"):
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints=ON")
                cursor.execute(f"UPDATE keys_succession SET {column} = {value}")  # noqa: S608
                cursor.execute("PRAGMA ignore_check_constraints=OFF")
            page = desk.get(thread.get_absolute_url())
            Succession.objects.update(**stored)

            assert page.status_code == 200
            assert all(words not in page.content.decode() for words in WORDS.values())
