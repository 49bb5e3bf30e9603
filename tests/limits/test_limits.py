"""Promises of the limits on what visitors do."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from limits import services
from limits.addresses import address_key, client_address
from limits.errors import TooMany
from limits.models import Counter

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def three_a_minute(settings: Any) -> None:
    settings.LIMITS = {"knock": (3, 60), "other": (3, 60)}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as coordinates:
        yield coordinates


def is_let_in(scope: str = "knock", key: str = "somebody") -> bool:
    try:
        services.spend(scope, key)
    except TooMany:
        return False
    return True


@pytest.mark.django_db
def test_as_many_as_the_setting_says_and_no_more(clock: Any) -> None:
    assert [is_let_in() for _ in range(5)] == [True, True, True, False, False]


@pytest.mark.django_db
def test_the_refusal_says_when_to_come_back(clock: Any) -> None:
    for _ in range(3):
        services.spend("knock", "somebody")
    clock.shift(20)

    with pytest.raises(TooMany) as refusal:
        services.spend("knock", "somebody")

    assert refusal.value.retry_after_seconds == 40
    assert "1 minute" in refusal.value.explanation


@pytest.mark.django_db
def test_after_the_window_all_is_open_again(clock: Any) -> None:
    for _ in range(5):
        is_let_in()
    clock.shift(59)
    assert not is_let_in()

    clock.shift(1)

    assert [is_let_in() for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_trying_on_does_not_lengthen_the_wait(clock: Any) -> None:
    for _ in range(59):
        is_let_in()
        clock.shift(1)

    clock.shift(1)

    assert is_let_in()


@pytest.mark.django_db
def test_scopes_and_visitors_count_apart(clock: Any) -> None:
    for _ in range(4):
        is_let_in()

    assert is_let_in(key="somebody else")
    assert is_let_in(scope="other")


@pytest.mark.django_db
def test_what_is_given_back_is_not_counted_and_nothing_else_is(clock: Any) -> None:
    for _ in range(3):
        services.spend("knock", "somebody")

    services.give_back("knock", "somebody")

    assert is_let_in()
    assert not is_let_in()


@pytest.mark.django_db
def test_several_that_are_given_back_together_lose_one_each() -> None:
    for scope, key in [("knock", "somebody"), ("other", "somebody"), ("knock", "another")]:
        services.count(scope, key)
    services.count("knock", "somebody")

    services.give_back_each(("knock", "somebody"), ("other", "somebody"), ("knock", "nobody"))

    assert services.counted("knock", "somebody") == 1
    assert services.counted("other", "somebody") == 0
    assert services.counted("knock", "another") == 1


@pytest.mark.django_db
def test_a_scope_without_a_limit_is_a_fault_and_not_open() -> None:
    with pytest.raises(KeyError):
        services.spend("unheard of", "somebody")


@pytest.mark.django_db
def test_purge_deletes_what_is_over_and_nothing_else(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # So that a handful of counters are more than one slice.
    monkeypatch.setattr(services, "PURGED_AT_ONCE", 2)
    for number in range(5):
        services.spend("knock", f"early {number}")
    clock.shift(30)
    services.spend("knock", "late")
    clock.shift(30)

    purged = services.purge()

    assert purged == 5
    assert Counter.objects.get().key == "late"


@pytest.mark.django_db
def test_a_count_costs_one_query(django_assert_num_queries: Any) -> None:
    # The other two are the savepoint that stands for the transaction inside a test.
    with django_assert_num_queries(3):
        services.spend("knock", "somebody")


@pytest.mark.django_db(transaction=True)
def test_a_count_is_never_part_of_a_transaction_that_may_be_rolled_back() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        services.spend("knock", "somebody")


@pytest.mark.django_db(transaction=True)
def test_requests_in_parallel_are_counted_one_by_one(settings: Any) -> None:
    settings.LIMITS = {"knock": (10, 600)}
    answers: list[bool] = []

    def knock() -> None:
        try:
            for _ in range(5):
                answers.append(is_let_in())
        finally:
            connection.close()

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (answers.count(True), answers.count(False)) == (10, 30)
    assert Counter.objects.get().count == 40


@pytest.mark.django_db(transaction=True)
def test_many_who_give_the_same_ones_back_never_wait_for_each_other(settings: Any) -> None:
    settings.LIMITS = dict.fromkeys("abcdef", (10000, 600))
    counters = [(scope, "somebody") for scope in settings.LIMITS]
    faults: list[DatabaseError] = []
    start = threading.Barrier(6)

    def come_and_go(turn: int) -> None:
        # Each in an order of their own.
        own = (counters[turn:] + counters[:turn])[:: 1 if turn % 2 else -1]
        start.wait()
        try:
            for _ in range(40):
                for scope, key in own:
                    services.spend(scope, key)
                services.give_back_each(*own)
        except DatabaseError as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=come_and_go, args=(turn,)) for turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not faults
    assert {services.counted(scope, key) for scope, key in counters} == {0}


@pytest.mark.django_db(transaction=True)
def test_without_its_table_nothing_is_let_through() -> None:
    with connection.schema_editor() as schema:
        schema.alter_db_table(Counter, "limits_counter", "limits_elsewhere")
    try:
        with pytest.raises(DatabaseError):
            services.spend("knock", "somebody")
    finally:
        with connection.schema_editor() as schema:
            schema.alter_db_table(Counter, "limits_elsewhere", "limits_counter")


MIDNIGHT = datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.django_db
def test_a_window_goes_on_over_midnight_under_another_name(clock: Any) -> None:
    clock.move_to(MIDNIGHT - timedelta(seconds=20))
    yesterday = address_key("198.51.100.7")
    assert [is_let_in(key=yesterday) for _ in range(4)][2:] == [True, False]

    clock.move_to(MIDNIGHT + timedelta(seconds=20))
    today = address_key("198.51.100.7")

    assert not is_let_in(key=today)
    assert today.before == yesterday != today


@pytest.mark.django_db
def test_it_ends_where_it_would_have_ended(clock: Any) -> None:
    clock.move_to(MIDNIGHT - timedelta(seconds=20))
    for _ in range(4):
        is_let_in(key=address_key("198.51.100.7"))

    clock.move_to(MIDNIGHT + timedelta(seconds=40))

    assert is_let_in(key=address_key("198.51.100.7"))


@pytest.mark.django_db
def test_what_is_given_back_after_midnight_is_given_back(clock: Any) -> None:
    clock.move_to(MIDNIGHT - timedelta(seconds=20))
    for _ in range(3):
        is_let_in(key=address_key("198.51.100.7"))
    clock.move_to(MIDNIGHT)

    assert not is_let_in(key=address_key("198.51.100.7"))
    for _ in range(2):
        services.give_back("knock", address_key("198.51.100.7"))

    assert is_let_in(key=address_key("198.51.100.7"))


@pytest.mark.django_db
def test_another_scope_and_another_address_have_nothing_to_do_with_it(clock: Any) -> None:
    clock.move_to(MIDNIGHT - timedelta(seconds=20))
    for _ in range(4):
        is_let_in(key=address_key("198.51.100.7"))
    clock.move_to(MIDNIGHT)

    assert is_let_in("other", address_key("198.51.100.7"))
    assert is_let_in(key=address_key("198.51.100.8"))


@pytest.mark.django_db(transaction=True)
def test_many_at_once_after_midnight_are_counted_one_by_one(settings: Any) -> None:
    settings.LIMITS = {"knock": (1000, 48 * 3600)}
    with time_machine.travel(MIDNIGHT - timedelta(seconds=20), tick=False):
        services.spend("knock", address_key("198.51.100.7"))
    counted: list[int] = []

    def knock() -> None:
        counted.append(services.count("knock", address_key("198.51.100.7")))
        connection.close()

    with time_machine.travel(MIDNIGHT, tick=False):
        threads = [threading.Thread(target=knock) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(counted) == list(range(2, 10))


def test_an_address_key_says_nothing_and_lives_a_day() -> None:
    morning, evening = (
        address_key("198.51.100.7", at=NOON),
        address_key("198.51.100.7", at=NOON.replace(hour=23)),
    )

    tomorrow = address_key("198.51.100.7", at=NOON + timedelta(days=1))

    assert morning == evening != tomorrow
    assert len(morning) == 64
    assert set(morning) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("198.51.100.7", "198.51.100.8", False),
        ("198.51.100.7", "::ffff:198.51.100.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:0db8:0001:0002:0000:0000:0000:0001", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::1", True),
        ("", "", True),
        ("unix:", "198.51.100.7", False),
    ],
)
def test_one_visitor_is_one_key(one: str, other: str, same: bool) -> None:
    assert (address_key(one, at=NOON) == address_key(other, at=NOON)) is same


def test_the_address_is_the_connections_own(settings: Any) -> None:
    settings.CLIENT_ADDRESS_HEADER = ""
    request = RequestFactory().get(
        "/", REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR="203.0.113.9", HTTP_X_REAL_IP="203.0.113.9"
    )

    assert client_address(request) == "198.51.100.7"


def test_behind_the_own_proxy_the_address_is_what_it_says(settings: Any) -> None:
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP"
    request = RequestFactory().get(
        "/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9", HTTP_X_REAL_IP=" 198.51.100.7 "
    )

    assert client_address(request) == "198.51.100.7"
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")) == "127.0.0.1"


@pytest.mark.parametrize(
    ("peer", "believed"),
    [
        ("192.0.2.6", True),
        ("::ffff:192.0.2.6", True),
        ("2001:db8::7", True),
        ("127.0.0.1", False),
        ("192.0.2.16", False),
        ("::ffff:192.0.2.16", False),
        ("2001:db8::8", False),
        ("", False),
        ("unix:", False),
    ],
)
def test_nobody_but_the_own_proxy_is_believed_where_a_visitor_is(
    settings: Any, peer: str, believed: bool
) -> None:
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP"
    settings.PROXIES = [ip_network("192.0.2.0/28"), ip_network("2001:db8::7")]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_REAL_IP="198.51.100.7")

    assert client_address(request) == ("198.51.100.7" if believed else peer)


def test_a_long_header_stays_short(settings: Any) -> None:
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP"
    request = RequestFactory().get("/", HTTP_X_REAL_IP="9" * 5000)

    assert len(client_address(request)) == 100


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1, "1 minute "), (61, "2 minutes"), (5400, "90 minutes"), (5401, "2 hours"), (24 * 3600, "24 hours")],
)
def test_a_long_wait_is_said_in_hours(seconds: int, said: str) -> None:
    assert f"wait {said}" in TooMany(seconds).explanation
