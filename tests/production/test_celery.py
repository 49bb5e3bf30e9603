"""Celery's workers do the same work as the embedded one, and nothing that befalls them loses any."""

import functools
import signal
import subprocess
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import redis as redis_client
from django.core.management import CommandError, call_command
from django.db import transaction

from messaging.models import Topic
from notices import broker as fast_path
from notices import outbox, queries
from notices.models import Notice, Outbox
from tests.conftest import MailServer
from tests.notices.making import make_notice, work_of
from tests.notices.scripted_server import serving
from tests.people import Staff, send_text, write_comment
from tests.portal.serving import wait_until
from tests.production.handlers import PATIENT, POISON, QUICK
from tests.production.waiting import noted_waits
from tests.production.workers import Processes, kill
from tests.real_servers import Redis

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]

Start = Callable[[], subprocess.Popen[bytes]]


def promise(kind: str) -> Outbox:
    """Promise a piece of the tests' own work."""
    with transaction.atomic():
        return outbox.enqueue(kind, subject=uuid.uuid4(), idempotency_key=f"{kind}:{uuid.uuid4()}")


def client_of(broker: Redis) -> redis_client.Redis:
    """Speak with the broker itself."""
    return redis_client.Redis(port=broker.port, decode_responses=True)


def make_read_only(broker: Redis) -> None:
    """Make the broker what it is after a failover: a replica, here of nobody, which takes no write."""
    client_of(broker).replicaof("127.0.0.1", 1)


def refused_writes(broker: Redis) -> int:
    refused: dict[str, int] = client_of(broker).info("errorstats").get("errorstat_READONLY", {})
    return refused.get("count", 0)


def all_are_sent() -> bool:
    return not Notice.objects.exclude(state=Notice.State.SENT).exists()


def assert_happens(processes: Processes, happened: Callable[[], object], seconds: float = 60) -> None:
    assert wait_until(lambda: bool(happened()), seconds), processes.output()


def all_is_heard(broker: Redis) -> bool:
    """Tell whether workers have begun and ended all that they were told of."""
    waiting = fast_path.backlog(sends_mail=True) + fast_path.backlog(sends_mail=False)
    return not waiting and not client_of(broker).exists("unacked")


def numbers_of(mail_server: MailServer) -> list[str]:
    """List the numbers of the notices that were mailed."""
    return sorted(mail["Message-ID"].strip("<>").partition("@")[0].upper() for mail in mail_server.mails)


def test_a_comment_is_answered_and_its_notice_mailed_by_a_worker(
    officer: Staff, topic: Topic, mail_server: MailServer, processes: Processes
) -> None:
    visitor = write_comment(topic, email="visitor@example.org")
    # Without beat: the worker is told.
    processes.start("work")

    sent = send_text(officer.signs_in(), visitor.thread, "Your number 219-09-9999 was on the form.")

    assert sent.status_code == 302
    assert_happens(processes, all_are_sent)
    assert [mail["To"] for mail in mail_server.mails] == ["visitor@example.org"]
    row = work_of(Notice.objects.get())
    assert (row.state, row.attempts) == (Outbox.State.DONE, 1)


def test_what_no_worker_was_told_of_is_found_by_the_sweep(
    mail_server: MailServer, broker: Redis, processes: Processes, start_celery: Start
) -> None:
    broker.kill()
    numbers = sorted(make_notice().number for _ in range(3))
    broker.start()

    start_celery()

    assert_happens(processes, all_are_sent)
    assert numbers_of(mail_server) == numbers


def test_nothing_is_lost_when_the_broker_is_emptied_and_killed(
    mail_server: MailServer, broker: Redis, processes: Processes, start_celery: Start
) -> None:
    start_celery()
    assert_happens(processes, queries.worker_seen_at)
    numbers = []
    for turn in range(30):
        numbers.append(make_notice().number)
        if turn in (5, 12):
            client_of(broker).flushall()
        if turn == 18:
            broker.kill()
        if turn == 24:
            broker.start()

    assert_happens(processes, all_are_sent)

    assert numbers_of(mail_server) == sorted(numbers)


def test_the_work_of_a_killed_worker_is_done_by_another_when_its_lease_is_over(
    processes: Processes, start_celery: Start
) -> None:
    row = promise(PATIENT)
    killed = start_celery()
    assert_happens(processes, processes.journal.exists)

    kill(killed)
    processes.start("work")

    assert_happens(processes, lambda: Outbox.objects.get().state == Outbox.State.DONE)
    row.refresh_from_db()
    assert row.attempts == 2
    assert processes.journal.read_text().splitlines() == [str(row.subject)] * 2


def test_no_notice_is_lost_when_workers_are_killed_again_and_again(
    mail_server: MailServer, processes: Processes
) -> None:
    # Each worker may be killed at the same two pieces, for what was begun is taken up first.
    processes.attempts = 50
    processes.start("beat")
    numbers = sorted(make_notice().number for _ in range(40))
    for _ in range(3):
        worker = processes.start("work")
        mailed = len(mail_server.mails)
        assert_happens(processes, functools.partial(_has_mailed_more, mail_server, mailed))
        kill(worker)
    processes.start("work")

    assert_happens(processes, all_are_sent)

    mailed_numbers = numbers_of(mail_server)
    assert sorted(set(mailed_numbers)) == numbers
    # Each of the killed may have mailed one in each process that it did not live to note.
    assert len(mailed_numbers) <= 40 + 3 * 2


def _has_mailed_more(mail_server: MailServer, count: int) -> bool:
    return len(mail_server.mails) > count


def test_a_task_that_comes_again_and_again_sends_once(
    mail_server: MailServer, broker: Redis, processes: Processes
) -> None:
    row = work_of(make_notice())
    for _ in range(5):
        fast_path.publish(row.pk, sends_mail=True)
    # Of a row that is not there.
    fast_path.publish(row.pk + 1000, sends_mail=True)

    processes.start("work")

    assert_happens(processes, all_are_sent)
    assert_happens(processes, lambda: all_is_heard(broker))
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Outbox.State.DONE, 1)
    assert len(mail_server.mails) == 1


def test_work_that_kills_its_workers_is_given_up_and_later_work_flows(
    mail_server: MailServer, processes: Processes, start_celery: Start
) -> None:
    poison = promise(POISON)
    start_celery()
    assert_happens(processes, lambda: Outbox.objects.get(pk=poison.pk).attempts)

    make_notice()

    assert_happens(processes, all_are_sent)
    assert_happens(processes, lambda: Outbox.objects.get(pk=poison.pk).state == Outbox.State.DEAD)
    poison.refresh_from_db()
    assert poison.last_error == "WorkerLost"
    assert [row.pk for row in queries.dead_letters()] == [poison.pk]


@pytest.mark.parametrize("befallen", ["killed", "paused", "full", "read-only"])
def test_a_broker_that_is_down_silent_full_or_read_only_delays_and_fails_no_answer(
    befallen: str, officer: Staff, topic: Topic, mail_server: MailServer, broker: Redis, processes: Processes
) -> None:
    visitor = write_comment(topic, email="visitor@example.org")
    desk = officer.signs_in()
    if befallen == "killed":
        broker.kill()
    elif befallen == "paused":
        broker.pause()
    elif befallen == "full":
        client_of(broker).config_set("maxmemory", 1)
    else:
        make_read_only(broker)

    with noted_waits() as waits:
        for text in ("First answer.", "Second answer.", "Third answer."):
            assert send_text(desk, visitor.thread, text).status_code == 302
        assert wait_until(lambda: bool(waits.spoke))

    # Somebody did, and not whoever answers.
    assert not waits.has_spoken_here
    of_answers = Notice.objects.filter(kind=Notice.Kind.MESSAGE_WAITING).values("public_id")
    assert Outbox.objects.filter(state=Outbox.State.WAITING, subject__in=of_answers).count() == 3
    assert not fast_path.is_well()
    # The database alone is enough.
    processes.start("work", "--polling")
    assert_happens(processes, all_are_sent)
    assert len(mail_server.mails) == 3


def test_workers_outlive_a_broker_that_was_read_only(
    mail_server: MailServer, broker: Redis, processes: Processes, start_celery: Start
) -> None:
    worker = start_celery()
    assert_happens(processes, queries.worker_seen_at)
    make_read_only(broker)
    number = make_notice().number
    # One of them is what tells of the notice; the others are the worker's and beat's.
    assert_happens(processes, lambda: refused_writes(broker) >= 5)

    client_of(broker).replicaof("NO", "ONE")

    assert_happens(processes, all_are_sent)
    assert numbers_of(mail_server) == [number]
    assert worker.poll() is None


def test_a_silent_broker_is_asked_once_and_given_up_after_two_seconds(broker: Redis) -> None:
    # On a connection that was good, and on a new one.
    fast_path.publish(1, sends_mail=True)
    broker.pause()

    with noted_waits() as waits:
        for _ in range(2):
            with pytest.raises(Exception, match=r"[Tt]ime"):
                fast_path.publish(1, sends_mail=True)

    assert waits.seconds_here == [2, 2]


def test_the_status_page_waits_a_second_for_a_silent_broker(broker: Redis, auditor: Staff) -> None:
    desk = auditor.signs_in()
    broker.pause()

    with noted_waits() as waits:
        page = desk.get("/status/").content.decode()

    assert "Redis does not answer" in page
    assert waits.seconds_here == [1]


def test_sweeps_do_not_pile_up_what_workers_have_not_heard(
    broker: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "SWEEP_BATCH", 20)
    for _ in range(3):
        make_notice()
    assert wait_until(lambda: fast_path.backlog(sends_mail=True) == 3)

    swept = [outbox.sweep() for _ in range(10)]

    assert fast_path.backlog(sends_mail=True) <= outbox.SWEEP_BATCH + 3
    assert swept[-1] == 0


def test_sweeps_tell_of_other_work_however_much_mail_waits(
    broker: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "SWEEP_BATCH", 3)
    for _ in range(5):
        make_notice()
    assert wait_until(lambda: fast_path.backlog(sends_mail=True) == 5)
    promise(QUICK)
    assert wait_until(lambda: fast_path.backlog(sends_mail=False) == 1)

    swept = outbox.sweep()

    assert (swept, fast_path.backlog(sends_mail=False)) == (1, 2)


def test_other_work_does_not_wait_for_all_mail_that_came_before_it(
    settings: Any, broker: Redis, processes: Processes
) -> None:
    with serving(settings) as slow:
        slow.seconds_before_answer = 0.2
        for _ in range(20):
            make_notice()
        assert wait_until(lambda: fast_path.backlog(sends_mail=True) == 20)
        row = promise(QUICK)

        # Without beat: each piece is done in the order in which workers take it.
        processes.start("work")
        assert_happens(processes, all_are_sent)

    row.refresh_from_db()
    # One in each of its two processes, and one that each was about to begin.
    assert Notice.objects.filter(sent_at__lt=row.finished_at).count() <= 4


def test_beat_broker_and_worker_together_are_the_heartbeat(processes: Processes, start_celery: Start) -> None:
    assert queries.worker_seen_at() is None
    start_celery()
    assert_happens(processes, queries.worker_seen_at)
    first = queries.worker_seen_at()

    assert_happens(processes, lambda: queries.worker_seen_at() != first)


def test_worker_and_beat_end_when_they_are_asked_to(processes: Processes) -> None:
    started = [processes.start("beat"), processes.start("work")]
    assert_happens(processes, queries.worker_seen_at)

    for process in started:
        process.send_signal(signal.SIGTERM)

    assert [process.wait(20) for process in started] == [0, 0], processes.output()


def test_housekeeping_is_a_task_too(processes: Processes, broker: Redis) -> None:
    from limits.models import Counter
    from notices.tasks import keep_house

    Counter.objects.create(scope="knock", key="old", count=1, window_ends=1)
    processes.start("work")

    keep_house.delay()

    assert_happens(processes, lambda: not Counter.objects.exists())


def test_nothing_but_what_was_not_begun_stays_in_the_broker(
    mail_server: MailServer, broker: Redis, processes: Processes
) -> None:
    processes.start("work")
    make_notice()
    assert_happens(processes, all_are_sent)
    client = client_of(broker)

    assert wait_until(lambda: not client.exists("unacked", "sealpost", "sealpost.mail"))
    assert all(key.startswith("_kombu.binding") or key == "unacked_mutex" for key in client.scan_iter())


def test_without_a_broker_there_is_nothing_to_beat_for(settings: Any) -> None:
    settings.REDIS_URL = ""

    with pytest.raises(CommandError, match="SEALPOST_REDIS_URL"):
        call_command("beat")
