"""However much was given up, a page shows some of it, and one button tries again what it shows."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Unit
from audit.models import AuditEvent
from messaging.administration.queries import PAGE_ROWS
from messaging.models import Message, Thread
from notices.models import Notice, Outbox
from notices.services import enqueue_notice
from notices.states import NOTICE_WORK
from tests.conftest import MailServer
from tests.people import Browser, Staff

pytestmark = pytest.mark.django_db

ALL = "/deliveries/try-again/"
NUMBERS = re.compile(r'class="number">([0-9A-Z-]+)<')
GIVEN_UP_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def give_up(count: int, *, thread: Thread | None = None, at: datetime = GIVEN_UP_AT) -> list[Notice]:
    """Make notices that were given up in one moment, about the thread's first message or about nothing."""
    about = Message.objects.get(thread=thread, sequence=1).public_id if thread else None
    made = []
    for number in range(count):
        with transaction.atomic():
            notice = enqueue_notice(
                Notice.Kind.MESSAGE_WAITING,
                person=uuid.uuid4(),
                address=f"reader{number}@example.org",
                language="en",
                about=about or uuid.uuid4(),
            )
        made.append(notice)
    ids = [notice.public_id for notice in made]
    Notice.objects.filter(public_id__in=ids).update(state="failed", failed_at=at)
    Outbox.objects.filter(subject__in=ids).update(state="dead", finished_at=at, last_error="MailRefused")
    return made


def pages(desk: Browser) -> list[list[str]]:
    """Read the numbers on every page, following "Older"."""
    path, read = "/deliveries/", []
    while path:
        page = desk.get(path).content.decode()
        read.append(NUMBERS.findall(page))
        older = re.search(r'href="([^"]+)"\s+rel="next"', page)
        path = older[1] if older else ""
    return read


def shown_on(page: str) -> str:
    found = re.search(r'name="shown" value="([^"]*)"', page)
    assert found
    return found[1]


def test_each_is_on_exactly_one_page_newest_first(administrator: Staff):
    older = give_up(PAGE_ROWS + 3, at=GIVEN_UP_AT - timedelta(days=1))
    newer = give_up(2)

    read = pages(administrator.signs_in())

    wanted = ["-".join(re.findall("....", notice.number)) for notice in (older + newer)[::-1]]
    assert [len(numbers) for numbers in read] == [PAGE_ROWS, 5]
    assert [number for numbers in read for number in numbers] == wanted


def test_every_page_costs_the_same(administrator: Staff, django_assert_max_num_queries: Any):
    give_up(2 * PAGE_ROWS)
    desk = administrator.signs_in()
    first = desk.get("/deliveries/").content.decode()
    older = re.search(r'href="([^"]+)"\s+rel="next"', first)
    assert older

    with django_assert_max_num_queries(8):
        second = desk.get(older[1]).content.decode()

    assert len(NUMBERS.findall(second)) == PAGE_ROWS
    assert "Newest" in second


@pytest.mark.parametrize("place", ["", "x", "1", "-1-1", "1-", "9" * 18 + "-1", "1-" + "9" * 19, "1.5-1"])
def test_a_place_that_is_none_is_not_there(administrator: Staff, place: str):
    assert administrator.signs_in().get("/deliveries/", {"before": place}).status_code == 404


def test_all_that_a_page_shows_is_tried_again_and_nothing_else(
    administrator: Staff, mail_server: MailServer, worker: Any
):
    older = give_up(2, at=GIVEN_UP_AT - timedelta(days=1))
    newer = give_up(PAGE_ROWS)
    desk = administrator.signs_in()

    answer = desk.post(ALL, {"shown": shown_on(desk.get("/deliveries/").content.decode())})
    told = desk.get(answer["Location"]).content.decode()
    worker()

    assert "We try them again now" in told
    assert len(mail_server.mails) == PAGE_ROWS
    assert {notice.state for notice in Notice.objects.filter(pk__in=[each.pk for each in newer])} == {"sent"}
    assert {notice.state for notice in Notice.objects.filter(pk__in=[each.pk for each in older])} == {
        "failed"
    }
    tried = AuditEvent.objects.filter(action="notices.work.tried_again", actor=administrator.person.public_id)
    assert tried.count() == PAGE_ROWS


def test_the_same_page_again_sends_nothing_twice(administrator: Staff, mail_server: MailServer, worker: Any):
    give_up(3)
    desk = administrator.signs_in()
    form = {"shown": shown_on(desk.get("/deliveries/").content.decode())}

    answers = []
    for _ in range(2):
        answers.append(desk.post(ALL, form).status_code)
        worker()

    assert answers == [302, 409]
    assert len(mail_server.mails) == 3
    assert AuditEvent.objects.filter(action="notices.work.tried_again").count() == 3


def test_what_somebody_else_has_tried_meanwhile_is_passed_over(administrator: Staff):
    first, second = give_up(2)
    desk = administrator.signs_in()
    form = {"shown": shown_on(desk.get("/deliveries/").content.decode())}
    desk.post(f"/deliveries/{first.public_id}/try-again/")

    assert desk.post(ALL, form).status_code == 302

    events = AuditEvent.objects.filter(action="notices.work.tried_again").order_by("pk")
    assert [event.subject for event in events] == [first.public_id, second.public_id]


def test_a_supervisor_tries_nothing_of_other_units(supervisor: Staff, thread: Thread, unit: Unit):
    [own] = give_up(1, thread=thread)
    [other] = give_up(1)

    answer = supervisor.signs_in().post(ALL, {"shown": f"{own.public_id},{other.public_id}"})

    assert answer.status_code == 302
    states = dict(Outbox.objects.filter(kind=NOTICE_WORK).values_list("subject", "state"))
    assert states[own.public_id] == "waiting"
    assert states[other.public_id] == "dead"


@pytest.mark.parametrize(
    "form",
    [{}, {"shown": ""}, {"shown": "x"}, {"shown": "," * 100}, {"shown": ["x", "y"]}, {"shown": "x" * 10_000}],
)
def test_a_page_that_names_nothing_is_refused(administrator: Staff, form: dict[str, Any]):
    give_up(1)

    response = administrator.signs_in().post(ALL, form)

    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    assert not AuditEvent.objects.filter(action="notices.work.tried_again").exists()
