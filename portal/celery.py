"""The Celery app, where there is Redis: its settings are those of the portal that begin with CELERY."""

from celery import Celery, bootsteps
from celery.schedules import crontab
from celery.signals import setup_logging
from celery.worker import state
from celery.worker.consumer import Consumer
from django.conf import settings

RESUMING_SECONDS = 5

app = Celery("sealpost")
# Also of threads other than the one that loaded this.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {
    "sweep": {"task": "notices.sweep", "schedule": settings.OUTBOX_SWEEP_SECONDS},
    "heartbeat": {"task": "notices.heartbeat", "schedule": settings.WORKER_HEARTBEAT_SECONDS},
    # By the clock, so that a beat that is started again and again still comes to it.
    "keep house": {"task": "notices.keep_house", "schedule": crontab(minute="7")},
}
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_options: object) -> None:
    """Leave logging as `portal.logs` has set it up: Celery does that where nobody listens to this signal."""


class ResumeAfterLostAcknowledgements(bootsteps.StartStopStep):  # type: ignore[misc]
    """Connects a worker anew that believes to be busy and is not.

    When the broker is gone for a moment just as tasks end, Celery logs that it could not acknowledge them and
    goes on. They count against what it may fetch, so it never fetches again, and never notices.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def start(self, consumer: Consumer) -> None:
        """Look again and again, as long as this connection lasts."""
        self._timer = consumer.timer.call_repeatedly(RESUMING_SECONDS, self._look, (consumer,))

    def stop(self, _consumer: Consumer) -> None:
        """Look no more."""
        self._timer.cancel()

    def _look(self, consumer: Consumer) -> None:
        if not state.reserved_requests and not consumer.task_consumer.channel.qos.can_consume():
            # The consumer takes it as what it missed, and begins again.
            raise ConnectionResetError


app.steps["consumer"].add(ResumeAfterLostAcknowledgements)
