"""A page of a list begins where the one before ended, whatever came since and however many share a moment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person, Role
from prepared.paging import BadPlace, Place, page_of

BEGAN_AT = datetime(2026, 3, 1, 12, 30, 1, 999_999, tzinfo=UTC)


def join(count: int, *, at: datetime) -> list[int]:
    """Make people who joined at this moment; gives the keys of their rows, the newest first."""
    people = Person.objects.bulk_create(
        Person(role=Role.VISITOR, last_login=at, created_at=timezone.now()) for _ in range(count)
    )
    return [person.pk for person in reversed(people)]


def everybody() -> QuerySet[Person]:
    return Person.objects.exclude(last_login=None)


@pytest.mark.django_db
def test_pages_hold_each_row_once_and_end(django_assert_num_queries):
    older = join(5, at=BEGAN_AT)
    newer = join(2, at=BEGAN_AT + timedelta(microseconds=1))
    pages: list[list[int]] = []
    before = None

    while not pages or before is not None:
        with django_assert_num_queries(1):
            shown, before = page_of(everybody(), by="last_login", before=before, most=3)
        pages.append([person.pk for person in shown])

    assert [len(page) for page in pages] == [3, 3, 1]
    assert [row for page in pages for row in page] == newer + older


@pytest.mark.django_db
def test_what_came_since_moves_no_later_page():
    older = join(4, at=BEGAN_AT)
    _, second = page_of(everybody(), by="last_login", before=None, most=2)

    join(3, at=BEGAN_AT + timedelta(days=1))

    shown, following = page_of(everybody(), by="last_login", before=second, most=2)
    assert [person.pk for person in shown] == older[2:]
    assert following is None


@pytest.mark.parametrize("place", [Place(BEGAN_AT, 10**18 - 1), Place(datetime(1970, 1, 1, tzinfo=UTC), 0)])
def test_a_place_is_read_as_it_was_written(place: Place):
    assert Place.parse(str(place)) == place


@pytest.mark.parametrize(
    "text", ["", "x", "1", "1-", "-1-1", "1.5-1", "٣-1", "9" * 18 + "-1", "9" * 17 + "-1\n", "1-" + "9" * 19]
)
def test_anything_else_is_no_place(text: str):
    with pytest.raises(BadPlace):
        Place.parse(text)
