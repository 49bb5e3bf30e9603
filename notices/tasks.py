"""What Celery's workers run; beat's schedule is in the settings.

The outbox owns retries, leases and dead letters, so a task has none: each is one call, harmless when it comes
twice, late or not at all. Arguments are ids, and nothing gives a result.
"""

from celery import shared_task

from notices import broker, outbox, worker


@shared_task(name=broker.DELIVER)
def deliver(outbox_id: int) -> None:
    """Run one piece of work if it is due and free; the sweep finds it again if this run dies."""
    outbox.run(outbox_id)


@shared_task(name="notices.sweep")
def sweep() -> None:
    """Tell workers of the work that waits and that nobody told them of."""
    outbox.sweep()


@shared_task(name="notices.heartbeat")
def heartbeat() -> None:
    """Note that beat, broker and a worker are at work: this ran through all three."""
    worker.note_heartbeat()


@shared_task(name="notices.keep_house")
def keep_house() -> None:
    """Do the housekeeping of every app."""
    worker.keep_house()
