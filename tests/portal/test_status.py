"""Health for machines and the status page for people."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from audit.actions import Action
from audit.models import AuditEvent
from audit.services import record
from encryption.keypairs import generate
from encryption.statements import public_document
from keys.models import UnitKey
from keys.services import export_drill, import_drill
from messaging.models import Message, Topic
from notices.models import Outbox, WorkerHeartbeat
from tests import custodians
from tests.people import Browser, Staff, Visitor
from tests.real_servers import Redis


def _a_worker_is_at_work(seen_seconds_ago: int = 1) -> None:
    seen_at = timezone.now() - timedelta(seconds=seen_seconds_ago)
    WorkerHeartbeat.objects.update_or_create(id=1, defaults={"seen_at": seen_at})


def _work(state: str, *, due_seconds_ago: int = 0) -> Outbox:
    now = timezone.now()
    return Outbox.objects.create(
        kind="notices.send",
        subject=uuid4(),
        idempotency_key=str(uuid4()),
        state=state,
        due_at=now - timedelta(seconds=due_seconds_ago),
        finished_at=None if state == "waiting" else now,
    )


def test_a_process_that_answers_is_alive_without_any_database(browser: Browser) -> None:
    response = browser.get("/healthz")

    assert response.status_code == 200
    assert json.loads(response.content) == {"status": "alive"}
    assert not response.cookies


def test_a_portal_whose_parts_work_is_ready(db: None, browser: Browser) -> None:
    _a_worker_is_at_work()

    response = browser.get("/readyz")

    assert response.status_code == 200
    assert set(json.loads(response.content)["parts"]) == {"database", "keyring", "worker", "outbox"}


@pytest.mark.parametrize("part", ["worker", "outbox", "keyring"])
def test_a_portal_with_a_broken_part_is_not_ready(
    db: None, browser: Browser, settings: Any, part: str
) -> None:
    _a_worker_is_at_work(seen_seconds_ago=3600 if part == "worker" else 1)
    if part == "outbox":
        _work("waiting", due_seconds_ago=3600)
    if part == "keyring":
        settings.KEYRING_FILE = Path("/nowhere/keyring.json")

    response = browser.get("/readyz")

    assert response.status_code == 503
    assert json.loads(response.content)["status"] == "not ready"
    assert b"/nowhere" not in response.content


def test_the_status_page_is_for_auditors_and_administrators(
    officer: Staff, auditor: Staff, administrator: Staff
) -> None:
    statuses = [person.signs_in().get("/status/").status_code for person in (officer, auditor, administrator)]

    assert statuses == [404, 200, 200]
    assert Browser().get("/status/").status_code == 302


def test_administrators_read_that_they_cannot_read_messages(administrator: Staff) -> None:
    page = administrator.signs_in().get("/status/").content.decode()

    assert "You see how the portal is doing. You cannot read messages." in page


def test_reading_the_status_page_is_recorded(auditor: Staff) -> None:
    auditor.signs_in().get("/status/")

    event = AuditEvent.objects.get(action="portal.status.read")
    assert event.actor == auditor.person.public_id


def test_the_embedded_portal_speaks_of_no_redis(auditor: Staff, settings: Any) -> None:
    settings.EMBEDDED = True

    assert "Redis" not in auditor.signs_in().get("/status/").content.decode()


@pytest.mark.production
def test_the_state_of_the_broker_stands_on_the_status_page(
    auditor: Staff, settings: Any, own_redis: Redis
) -> None:
    browser = auditor.signs_in()
    well = browser.get("/status/").content.decode()
    own_redis.kill()
    away = browser.get("/status/").content.decode()
    ready = json.loads(browser.get("/readyz").content)
    own_redis.start()
    settings.REDIS_URL = ""
    none = browser.get("/status/").content.decode()

    assert "Redis answers" in well
    assert "Mail waits until it is back; none is lost." in away
    assert "No worker has started yet." in ready["parts"]["worker"]
    assert "There is no Redis." in none


@pytest.mark.production
def test_a_database_that_acknowledges_before_it_stores_is_told_of_and_refused(
    db: None, auditor: Staff
) -> None:
    browser = auditor.signs_in()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    page = browser.get("/status/").content.decode()
    errors = run_checks(tags=[Tags.database], databases=["default"])

    assert "Set synchronous_commit to on." in page
    assert "portal.E002" in [error.id for error in errors]


@pytest.mark.production
@pytest.mark.parametrize(
    ("lock", "statement", "warned"),
    [("5s", "8s", False), ("8s", "8s", True), ("5s", "10s", True), ("0", "8s", True), ("5s", "0", True)],
)
def test_time_limits_of_the_database_that_are_not_in_order_are_warned_of(
    db: None, settings: Any, lock: str, statement: str, warned: bool
) -> None:
    settings.DATABASE_ANSWER_SECONDS = 10
    role = f"portal_{uuid4().hex}"
    with connection.cursor() as cursor:
        # Of a role that owns no table: whoever migrates may take long.
        cursor.execute(f"CREATE ROLE {role}")
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [lock])
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [statement])

    found = run_checks(tags=[Tags.database], databases=["default"])

    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    of_owner = run_checks(tags=[Tags.database], databases=["default"])
    assert ("portal.W003" in [each.id for each in found]) is warned
    assert "portal.W003" not in [each.id for each in of_owner]


def test_work_that_was_given_up_stands_on_the_status_page(auditor: Staff) -> None:
    dead = _work("dead")

    page = auditor.signs_in().get("/status/").content.decode()

    assert str(dead.subject) in page


def test_a_message_that_cannot_be_shown_raises_an_alert(
    officer: Staff, administrator: Staff, taxpayer: Visitor
) -> None:
    message = Message.objects.get(thread=taxpayer.thread)
    Message.objects.filter(pk=message.pk).update(body=b"changed" * 40)
    officer.signs_in().get(taxpayer.thread.get_absolute_url())

    page = administrator.signs_in().get("/status/").content.decode()

    assert f"Message failed to open {message.public_id} on " in page
    assert "messaging.message" not in page


def test_a_bad_message_that_is_opened_often_leaves_room_for_other_alerts(
    officer: Staff, administrator: Staff, taxpayer: Visitor, other_taxpayer: Visitor
) -> None:
    at_the_desk = officer.signs_in()
    for visitor, times in ((other_taxpayer, 1), (taxpayer, 12)):
        Message.objects.filter(thread=visitor.thread).update(body=b"changed" * 40)
        for _ in range(times):
            at_the_desk.get(visitor.thread.get_absolute_url())

    page = administrator.signs_in().get("/status/").content.decode()

    for visitor in (taxpayer, other_taxpayer):
        assert page.count(str(Message.objects.get(thread=visitor.thread).public_id)) == 1
    assert "12 times" in page


def test_many_alerts_of_one_kind_are_counted_and_hide_no_other(auditor: Staff) -> None:
    record(Action.TOPIC_MOVED, actor=None, subject=uuid4())
    for _ in range(12):
        record(Action.NOTICE_FAILED, actor=None, subject=uuid4())

    page = auditor.signs_in().get("/status/").content.decode()

    assert str(Action.TOPIC_MOVED.label) in page
    assert f"{Action.NOTICE_FAILED.label}: 9 more" in page


def test_mail_that_comes_in_while_none_can_come_back_is_named(
    topic: Topic, auditor: Staff, settings: Any
) -> None:
    browser, said = auditor.signs_in(), []

    for mail_address, bounce_address in (("", ""), ("a@example.gov", ""), ("a@example.gov", "b@example.gov")):
        Topic.objects.update(mail_address=mail_address)
        settings.BOUNCE_ADDRESS = bounce_address
        said.append("Set SEALPOST_BOUNCE_ADDRESS." in browser.get("/status/").content.decode())

    assert said == [False, True, False]


def test_a_unit_key_with_one_holder_is_named(officer: Staff, auditor: Staff) -> None:
    page = auditor.signs_in().get("/status/").content.decode()

    assert "Income Tax: 1" in page


def test_the_status_page_asks_the_database_no_more_with_more_units(
    officer: Staff, officer_of_another_unit: Staff, auditor: Staff, django_assert_max_num_queries: Any
) -> None:
    browser = auditor.signs_in()

    with django_assert_max_num_queries(24):
        browser.get("/status/")


def test_a_records_key_that_was_never_tested_is_asked_for(officer: Staff, auditor: Staff) -> None:
    page = auditor.signs_in().get("/status/").content.decode()

    assert "It was never tested that the custodians can open every key." in page


@pytest.mark.parametrize(("days", "late"), [(34, False), (36, True)])
@pytest.mark.django_db(transaction=True)
def test_the_day_of_the_last_drill_stands_there_and_a_late_one_is_asked_for(
    officer: Staff, auditor: Staff, tmp_path: Path, days: int, late: bool
) -> None:
    bundle = tmp_path / "bundle.jsonl"
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True):
        bundle.write_text("".join(export_drill(actor=None)))
        import_drill(actor=None, document=custodians.drill(bundle))
        exported_on = timezone.localdate()
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=True):
        page = auditor.signs_in().get("/status/").content.decode()

    assert f"Tested on {exported_on}: the custodians opened every key that there was." in page
    assert ("That is more than 35 days ago. Hold a drill." in page) == late


def test_a_key_that_custodians_could_not_open_is_red(officer: Staff, auditor: Staff, tmp_path: Path) -> None:
    UnitKey.objects.update(sealed_to_records=b"damaged")
    bundle = tmp_path / "bundle.jsonl"
    call_command("records_drill", "export", "--out", bundle, stdout=StringIO())
    result = bundle.with_name("result.json")
    result.write_text(json.dumps(custodians.drill(bundle)))
    call_command("records_drill", "import", result, stdout=StringIO())

    page = auditor.signs_in().get("/status/").content.decode()

    assert "In the newest drill 1 key of a unit did not open." in page
    assert "Act now" in page


def test_a_records_key_from_before_the_ceremony_is_to_be_replaced(
    auditor: Staff, settings: Any, tmp_path: Path
) -> None:
    settings.RECORDS_KEY_FILE = tmp_path / "pinned.json"
    settings.RECORDS_KEY_FILE.write_text(json.dumps(public_document(generate(signs=False).public)))

    page = auditor.signs_in().get("/status/").content.decode()
    settings.RECORDS_KEY_FILE.unlink()
    without = auditor.signs_in().get("/status/").content.decode()

    assert "This records key cannot be tested." in page
    assert "No sound records key is pinned." in without
