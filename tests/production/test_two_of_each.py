"""Beat and workers may run more than once, and the broker may tell them late: each notice goes out once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from notices import broker as fast_path
from notices import outbox
from notices.models import Notice, Outbox
from tests.conftest import MailServer
from tests.notices.making import make_notice, work_of
from tests.production.test_celery import all_are_sent, all_is_heard, assert_happens, numbers_of
from tests.production.workers import Processes
from tests.real_servers import Redis

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]


def test_two_beats_and_two_workers_send_each_notice_once(
    mail_server: MailServer, broker: Redis, processes: Processes
) -> None:
    # Nobody is told of them but by the sweeps, of which there are two.
    broker.kill()
    numbers = sorted(make_notice().number for _ in range(30))
    broker.start()

    for command in ("beat", "beat", "work", "work"):
        processes.start(command)

    assert_happens(processes, all_are_sent, 60)
    assert numbers_of(mail_server) == numbers
    assert set(Outbox.objects.values_list("state", "attempts")) == {(Outbox.State.DONE, 1)}


def test_a_task_that_comes_late_finds_what_has_become_of_its_work(
    mail_server: MailServer, broker: Redis, processes: Processes
) -> None:
    withdrawn, given_up, put_off = (work_of(make_notice()) for _ in range(3))
    numbers = [make_notice().number]
    with transaction.atomic():
        outbox.withdraw(withdrawn.idempotency_key)
    Outbox.objects.filter(pk=given_up.pk).update(state=Outbox.State.DEAD, finished_at=timezone.now())
    Outbox.objects.filter(pk=put_off.pk).update(due_at=timezone.now() + timedelta(hours=1))

    # The last first, and each of them twice.
    for row in (put_off, given_up, withdrawn) * 2:
        fast_path.publish(row.pk, sends_mail=True)
    processes.start("work")

    assert_happens(processes, lambda: all_is_heard(broker))
    assert_happens(processes, lambda: Notice.objects.filter(state=Notice.State.SENT).exists())
    assert numbers_of(mail_server) == numbers
    given_up.refresh_from_db()
    put_off.refresh_from_db()
    assert (given_up.state, given_up.attempts) == (Outbox.State.DEAD, 0)
    assert (put_off.state, put_off.attempts) == (Outbox.State.WAITING, 0)
