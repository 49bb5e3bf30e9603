"""A transaction that the database ended for another is done once more, and no other is."""

import pytest
from django.db import OperationalError, transaction

from prepared.transactions import once_more


class Refused(Exception):
    """What a driver raises, with the code that the database gave; None where it gave none."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("refused")
        self.sqlstate = sqlstate


# Serialization failure; deadlock; waited too long for a lock; took too long; nobody knows; hung up; SQLite,
# which has none.
@pytest.mark.parametrize(
    ("sqlstate", "times", "tries"),
    [
        ("40001", 1, 2),
        ("40P01", 1, 2),
        ("40P01", 2, 2),
        ("55P03", 1, 2),
        ("55P03", 2, 2),
        ("57014", 1, 1),
        ("40003", 1, 1),
        ("57P01", 1, 1),
        (None, 1, 1),
    ],
)
def test_only_what_is_undone_for_another_is_done_once_more(
    sqlstate: str | None, times: int, tries: int
) -> None:
    tried = []

    @once_more
    def serve(*, words: str) -> str:
        tried.append(words)
        if len(tried) <= times:
            raise OperationalError from Refused(sqlstate)
        return words.upper()

    if tries > times:
        assert serve(words="text") == "TEXT"
    else:
        with pytest.raises(OperationalError):
            serve(words="text")
    assert tried == ["text"] * tries


@pytest.mark.django_db(transaction=True)
def test_what_was_promised_in_the_first_try_is_forgotten() -> None:
    told, tries = [], iter([1, 2])

    @once_more
    @transaction.atomic(durable=True)
    def serve() -> None:
        number = next(tries)
        transaction.on_commit(lambda: told.append(number))
        if number == 1:
            raise OperationalError from Refused("40P01")

    serve()

    assert told == [2]
