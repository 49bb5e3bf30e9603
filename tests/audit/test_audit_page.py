"""Promises of the page on which auditors read the log."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from audit import queries
from audit.actions import Action
from audit.models import AuditEvent
from audit.queries import Alert, EventsPage, Filters
from audit.services import record
from prepared.paging import Place

pytestmark = pytest.mark.django_db

ANA, BEN = UUID(int=1), UUID(int=2)
THREAD = UUID(int=3)


def make_event(action: Action = Action.THREAD_OPENED, at: datetime | None = None, **words: Any) -> AuditEvent:
    with time_machine.travel(at or timezone.now(), tick=False), transaction.atomic():
        return record(action, **{"actor": None, **words})


def ids(page: EventsPage) -> list[UUID | None]:
    return [row.subject for row in page.events]


def shown(response: Any) -> list[tuple[str, UUID | None]]:
    return [(row.action, row.subject) for row in response.context["events"]]


def test_an_auditor_reads_who_did_what_to_what(auditor: Any) -> None:
    make_event(Action.MESSAGE_SENT, actor=ANA, subject=THREAD, details={"parts": 2, "channel": "secure"})

    response = auditor.signs_in().get("/audit/")

    assert response.status_code == 200
    [row] = [row for row in response.context["events"] if row.subject == THREAD]
    assert (row.action, row.action_label, row.actor) == ("messaging.message.sent", "Message sent", ANA)
    assert row.details == [("channel", "secure"), ("parts", 2)]
    page = response.content.decode()
    assert "Message sent" in page
    assert str(ANA) in page


@pytest.mark.parametrize("person", ["officer", "supervisor", "administrator"])
def test_the_log_is_not_there_for_anybody_else(person: str, request: pytest.FixtureRequest) -> None:
    browser = request.getfixturevalue(person).signs_in()

    response = browser.get("/audit/?action=nonsense")

    assert response.status_code == 404
    assert not AuditEvent.objects.filter(action="audit.log.read").exists()


def test_the_log_is_not_there_for_taxpayers(taxpayer: Any) -> None:
    assert taxpayer.opens_with_code().get("/audit/").status_code == 404


def test_who_is_not_signed_in_is_asked_to(browser: Any) -> None:
    response = browser.get("/audit/")

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_reading_the_log_is_an_event(auditor: Any) -> None:
    auditor.signs_in().get(f"/audit/?action=messaging.message.sent&actor={ANA}&day=2026-03-03")

    event = AuditEvent.objects.get(action="audit.log.read")
    assert event.actor == auditor.person.public_id
    assert json.loads(bytes(event.leaf))["details"] == {
        "action": "messaging.message.sent",
        "actor": str(ANA),
        "day": "2026-03-03",
        "events": 0,
    }


def test_filters_say_who_what_to_what_and_when(auditor: Any) -> None:
    browser = auditor.signs_in()
    # In New York the third lasts from 05:00 to 05:00 of universal time.
    early = datetime(2026, 3, 3, 4, 59, 59, tzinfo=UTC)
    for at in (
        early,
        early + timedelta(seconds=1),
        early + timedelta(days=1),
        early + timedelta(days=1, seconds=1),
    ):
        make_event(Action.MESSAGE_SENT, at=at, actor=ANA, subject=THREAD)
    make_event(Action.MESSAGE_OPENED, at=early, actor=BEN, subject=THREAD)

    def count(question: str) -> int:
        response = browser.get(f"/audit/?{question}")
        assert response.status_code == 200
        return len(response.context["events"])

    assert count("action=messaging.message.sent") == 4
    assert count(f"actor={BEN}") == 1
    assert count(f"subject={THREAD}") == 5
    assert count(f"subject={THREAD}&day=2026-03-03") == 2
    assert count(f"subject={THREAD}&action=messaging.message.opened&actor={ANA}") == 0
    assert count("action=&actor=&subject=&day=") > 5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("action", "messaging.message.eaten"),
        ("actor", "somebody"),
        ("actor", "00000000-0000-0000-0000"),
        ("subject", "' OR 1=1 --"),
        ("subject", "9" * 5000),
        ("day", "yesterday"),
        ("day", "2026-02-30"),
        ("day", "0001-01-01"),
        ("day", "9999-12-31"),
    ],
)
def test_a_wrong_filter_is_told_and_kept(auditor: Any, field: str, value: str) -> None:
    response = auditor.signs_in().get("/audit/", {field: value})

    assert response.status_code == 400
    assert response.context["form"].errors[field]
    assert response.context["form"][field].value() == value
    assert response.context["events"] == []


def test_an_action_that_there_is_not_is_told_in_our_words(auditor: Any) -> None:
    response = auditor.signs_in().get("/audit/", {"action": "zzz"})

    assert response.context["form"].errors["action"] == ["Choose one of these."]


@pytest.mark.parametrize(
    "before", ["", "x", "1", "-1-1", "1-", "1" * 18 + "-1", "1-" + "9" * 19, "1.5-2", "１-１"]
)
def test_a_page_that_nobody_was_linked_to_is_not_there(auditor: Any, before: str) -> None:
    assert auditor.signs_in().get("/audit/", {"before": before}).status_code == 404


@pytest.mark.parametrize("before", ["0-0", "99999999999999999-999999999999999999"])
def test_the_ends_of_the_log_are_empty_or_full_and_no_fault(auditor: Any, before: str) -> None:
    assert auditor.signs_in().get("/audit/", {"before": before}).status_code == 200


def test_paging_shows_every_event_once_while_others_arrive(auditor: Any) -> None:
    browser = auditor.signs_in()
    moment = timezone.now() - timedelta(days=1)
    # Of one moment, so that only their ids tell them apart.
    expected = [uuid4() for _ in range(120)]
    for subject in expected:
        make_event(Action.MESSAGE_SENT, at=moment, subject=subject)

    seen: list[UUID | None] = []
    url = "/audit/?action=messaging.message.sent"
    sizes = []
    while url:
        response = browser.get(url)
        sizes.append(len(response.context["events"]))
        seen += [subject for _action, subject in shown(response)]
        make_event(Action.MESSAGE_SENT, subject=uuid4())
        url = response.context["next_url"] and f"/audit/{response.context['next_url']}"

    assert seen == list(reversed(expected))
    assert sizes == [50, 50, 20]


def test_the_next_page_keeps_the_filters(auditor: Any) -> None:
    for _ in range(51):
        make_event(Action.MESSAGE_SENT, actor=ANA, subject=THREAD)

    response = auditor.signs_in().get(f"/audit/?action=messaging.message.sent&actor={ANA}&stray=x")

    assert response.context["next_url"].startswith(f"?action=messaging.message.sent&actor={ANA}&before=")
    assert "stray" not in response.context["next_url"]


def test_an_action_of_a_newer_release_is_shown_by_its_name(auditor: Any) -> None:
    make_event()
    event = AuditEvent.objects.get(action="messaging.thread.opened")
    AuditEvent.objects.create(
        leaf=event.leaf, leaf_hash=b"x" * 32, occurred_at=event.occurred_at, action="records.hold.placed"
    )

    response = auditor.signs_in().get("/audit/")

    assert "records.hold.placed" in [row.action_label for row in response.context["events"]]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(action="messaging.message.sent"),
        Filters(actor=ANA),
        Filters(subject=THREAD),
        Filters(day=date(2026, 3, 3)),
        Filters(action="messaging.message.sent", actor=ANA, subject=THREAD, day=date(2026, 3, 3)),
    ],
)
@pytest.mark.parametrize("before", [None, Place(datetime(2026, 3, 3, tzinfo=UTC), 7)])
def test_a_page_is_one_query_and_one_range_of_an_index(
    filters: Filters, before: Place | None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1) as captured:
        queries.events_page(AuditEvent.objects.all(), filters, before=before)

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
            plan = [row[3] for row in cursor.fetchall()]
        assert len(plan) == 1, plan
        assert "USING INDEX audit_by_" in plan[0]


def test_alerts_are_what_somebody_has_to_look_at(django_assert_num_queries: Any) -> None:
    old = timezone.now() - timedelta(days=31)
    make_event(Action.MESSAGE_SENT)
    make_event(Action.MESSAGE_FAILED_TO_OPEN, at=old)
    one = make_event(Action.MESSAGE_FAILED_TO_OPEN, at=timezone.now() - timedelta(days=29))
    other = make_event(Action.NOTICE_FAILED)

    with django_assert_num_queries(1):
        alerts = queries.open_alerts()

    assert alerts == [
        Alert("notices.notice.failed", None, 1, other.occurred_at),
        Alert("messaging.message.failed_to_open", None, 1, one.occurred_at),
    ]


def test_what_happens_again_and_again_is_one_alert_and_hides_no_other() -> None:
    first = timezone.now() - timedelta(hours=1)
    make_event(Action.MESSAGE_FAILED_TO_OPEN, at=first, subject=BEN)
    for minute in range(1, 13):
        last = make_event(Action.MESSAGE_FAILED_TO_OPEN, at=first + timedelta(minutes=minute), subject=THREAD)

    alerts = queries.open_alerts()

    assert [(alert.subject, alert.times) for alert in alerts] == [(THREAD, 12), (BEN, 1)]
    assert alerts[0].latest_at == last.occurred_at


def test_however_often_one_kind_happens_every_other_is_an_alert_too(django_assert_num_queries: Any) -> None:
    moved = make_event(Action.TOPIC_MOVED, at=timezone.now() - timedelta(days=20), subject=BEN)
    for _ in range(120):
        make_event(Action.NOTICE_FAILED, subject=uuid4())

    with django_assert_num_queries(1):
        alerts = queries.open_alerts()

    assert [alert.action for alert in alerts] == [*["notices.notice.failed"] * 3, "messaging.topic.moved"]
    assert [alert.of_kind for alert in alerts] == [120, 120, 120, 1]
    assert alerts[-1].latest_at == moved.occurred_at
