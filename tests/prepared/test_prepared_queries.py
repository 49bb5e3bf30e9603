"""Promises of queries that are put together once."""

import threading
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person, Role
from messaging import queries
from messaging.models import Message, Thread
from messaging.permissions import threads_visible_to
from prepared.queries import PreparedQuery

pytestmark = pytest.mark.django_db

BY_ID = PreparedQuery[Thread](lambda public_id: Thread.objects.filter(public_id=public_id))
BEFORE = PreparedQuery[tuple[UUID, datetime]](
    lambda moment, topic: (
        Thread.objects.filter(opened_at__lte=moment, topic__name=topic)
        .order_by("pk")
        .values_list("public_id", "opened_at")
    )
)
AMONG = PreparedQuery[Thread](lambda among: Thread.objects.filter(pk__in=among).order_by("pk"))


@pytest.fixture
def threads(taxpayer: Any, other_taxpayer: Any) -> list[Thread]:
    return [taxpayer.thread, other_taxpayer.thread]


def test_gives_the_rows_that_the_queryset_gives_with_what_hangs_on_them(threads: list[Thread]) -> None:
    prepared = PreparedQuery[Message](
        lambda thread: (
            Message.objects.filter(thread=thread).select_related("thread__unit").order_by("sequence")
        )
    )

    with CaptureQueriesContext(
        connection,
    ) as captured:
        found = [row for thread in threads for row in prepared.rows(thread=thread.pk)]
        units = [message.thread.unit.name for message in found]

    expected = [message for thread in threads for message in thread.messages.select_related("thread__unit")]
    assert [vars(row)["header"] for row in found] == [vars(row)["header"] for row in expected]
    assert [type(row.sent_at) for row in found] == [datetime, datetime]
    assert units == [message.thread.unit.name for message in expected]
    assert len(captured) == 2


def test_a_call_keeps_nothing_of_the_one_before(threads: list[Thread]) -> None:
    first, second = threads

    found = [BY_ID.first(public_id=public_id) for public_id in (first.public_id, second.public_id, uuid4())]

    assert found == [first, second, None]


def test_takes_moments_and_texts_and_gives_plain_columns(threads: list[Thread]) -> None:
    first, second = threads

    early = BEFORE.rows(moment=first.opened_at, topic=first.topic.name)
    late = BEFORE.rows(moment=second.opened_at, topic=first.topic.name)
    none = BEFORE.rows(moment=second.opened_at, topic="No such topic")

    assert early == [(first.public_id, first.opened_at)]
    assert late == [(thread.public_id, thread.opened_at) for thread in threads]
    assert none == []


@pytest.mark.parametrize("length", [1, 2, 3, 5, 40])
def test_a_list_may_have_any_length(threads: list[Thread], length: int) -> None:
    wanted = [thread.pk for thread in threads][:length]

    found = AMONG.rows(among=[*wanted, *range(-length, -len(wanted))])

    assert found == threads[:length]


def test_an_empty_list_finds_nothing_and_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        found = AMONG.rows(among=[])

    assert found == []


def test_a_queryset_that_is_always_empty_asks_nothing(django_assert_num_queries: Any) -> None:
    prepared = PreparedQuery[Thread](lambda person: Thread.objects.none().filter(taxpayer=person))

    with django_assert_num_queries(0):
        found = prepared.rows(person=1)

    assert found == []


def test_a_value_that_does_not_reach_the_conditions_is_refused() -> None:
    forgetful = PreparedQuery[Thread](lambda person, public_id: Thread.objects.filter(taxpayer=person))

    with pytest.raises(ValueError, match="does not reach"):
        forgetful.rows(person=1, public_id=uuid4())


def test_bytes_are_one_value_and_a_list_of_them_are_several(threads: list[Thread]) -> None:
    headers = [bytes(thread.messages.get().header) for thread in threads]
    by_header = PreparedQuery[Message](lambda header: Message.objects.filter(header=header))
    among = PreparedQuery[Message](lambda headers: Message.objects.filter(header__in=headers).order_by("pk"))

    found = [by_header.first(header=header) for header in (*headers, b"none")]

    assert [message and message.thread for message in found] == [*threads, None]
    assert [message.thread for message in among.rows(headers=headers)] == threads


def test_none_is_no_value() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        BY_ID.rows(public_id=None)  # type: ignore[arg-type]


def test_what_a_role_sees_stays_with_its_role(officer: Any, taxpayer: Any, administrator: Any) -> None:
    people = [taxpayer.person, officer.person, administrator.person, Person(pk=-1, role=Role.OFFICER)]

    seen = [queries.visible_thread(person, taxpayer.thread.public_id) for person in people * 2]

    expected = [threads_visible_to(person).filter(pk=taxpayer.thread.pk).first() for person in people]
    assert seen == expected * 2
    assert [thread is not None for thread in expected] == [True, True, False, False]


@pytest.mark.django_db(transaction=True)
def test_each_thread_of_a_server_has_its_own(taxpayer: Any) -> None:
    wanted = taxpayer.thread
    found: list[Thread | None] = []

    def ask() -> None:
        try:
            found.extend(BY_ID.first(public_id=wanted.public_id) for _ in range(20))
        finally:
            connection.close()

    readers = [threading.Thread(target=ask) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert found == [wanted] * 80
