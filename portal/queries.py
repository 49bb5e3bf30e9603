"""How the parts of the portal are, in words; and where each person's work begins."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import keyring.files
from accounts.models import Person, Unit
from accounts.permissions import foundings_of, units_of
from accounts.units.queries import KeyState, key_states
from audit import queries as audit
from audit.actions import Action
from keyring.errors import KeyringError
from keys.drills import drill_state
from messaging import queries as messaging
from notices import queries as notices

GREEN, AMBER, RED = "green", "amber", "red"
WORST_FIRST = (RED, AMBER, GREEN)
DETAILS_SHOWN = 10


@dataclass(frozen=True)
class Line:
    """One line of the status page; `part` is its name for machines."""

    part: str
    name: str
    level: str
    words: str
    details: list[str] = field(default_factory=list)


def readiness() -> list[Line]:
    """Tell of what must work before anybody should be sent here; at most four SQL queries."""
    return [_database(), _keyring(), _worker(), _outbox()]


def status_lines() -> list[Line]:
    """Tell of all that a person may have to look after, the worst first; at most thirteen SQL queries."""
    asked = [_dead_letters(), _screening(), _alerts(), _holders(), _records_key()]
    return sorted(
        [*readiness(), *_broker(), *_bounces(), *asked], key=lambda line: WORST_FIRST.index(line.level)
    )


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _when_database_answers(part: str, name: str, look: Callable[[], Line]) -> Line:
    try:
        return look()
    except DatabaseError:
        return Line(part, name, RED, _("The database does not answer."))


def _database() -> Line:
    def look() -> Line:
        with connection.cursor() as cursor:
            setting = "current_setting('synchronous_commit')" if connection.vendor == "postgresql" else "'on'"
            cursor.execute(f"SELECT {setting}")
            if cursor.fetchone()[0] == "off":
                words = _("The database says “stored” before it has stored. Set synchronous_commit to on.")
                return Line("database", name, RED, words)
        return Line("database", name, GREEN, _("The database answers."))

    name = _("Database")
    return _when_database_answers("database", name, look)


def _keyring() -> Line:
    name = _("Keyring")
    try:
        keyring.files.load(Path(settings.KEYRING_FILE))
    except KeyringError:
        return Line("keyring", name, RED, _("The keyring file is missing, damaged or open to others."))
    return Line("keyring", name, GREEN, _("The keyring file is there, whole, and its owner's alone."))


def _worker() -> Line:
    def look() -> Line:
        seen_at = notices.worker_seen_at()
        if seen_at is None:
            return Line("worker", name, RED, _("No worker has started yet."))
        seconds = int((timezone.now() - seen_at).total_seconds())
        if seconds > settings.WORKER_SILENT_SECONDS:
            words = _("No worker was seen for %(seconds)s seconds.")
            if settings.REDIS_URL:
                words = _("No worker was seen for %(seconds)s seconds. Look at workers, beat and Redis.")
            return Line("worker", name, RED, words % {"seconds": seconds})
        return Line("worker", name, GREEN, _("The worker is at work."))

    name = _("Worker")
    return _when_database_answers("worker", name, look)


def _broker() -> list[Line]:
    """Tell of Redis, which the embedded portal has not; a broker that is away delays mail and loses none."""
    if settings.EMBEDDED:
        return []
    name = _("Redis")
    if not settings.REDIS_URL:
        words = _("There is no Redis. Workers ask the database each second, which is slower for many.")
        return [Line("broker", name, AMBER, words)]
    if not notices.broker_is_well():
        words = _("Redis does not answer or is full. Mail waits until it is back; none is lost.")
        return [Line("broker", name, AMBER, words)]
    return [Line("broker", name, GREEN, _("Redis answers, and workers are told of work at once."))]


def _bounces() -> list[Line]:
    """Tell of mail that comes in while none that comes back can: the portal has no address for it."""
    if settings.BOUNCE_ADDRESS or not messaging.takes_mail_in():
        return []
    words = _(
        "Mail comes in for topics, but what comes back has no address: whom it did not reach shows late. "
        "Set SEALPOST_BOUNCE_ADDRESS."
    )
    return [Line("bounces", _("Mail that comes back"), AMBER, words)]


def _outbox() -> Line:
    def look() -> Line:
        since = notices.waiting_since()
        if since is not None and timezone.now() - since > timedelta(seconds=settings.OUTBOX_LATE_SECONDS):
            words = _("Work waits since %(since)s.") % {"since": _moment(since)}
            return Line("outbox", name, RED, words)
        return Line("outbox", name, GREEN, _("No work is late."))

    name = _("Outbox")
    return _when_database_answers("outbox", name, look)


def _dead_letters() -> Line:
    name = _("Mail and other work that was given up")
    dead = notices.dead_letters()
    if not dead:
        return Line("dead_letters", name, GREEN, _("Nothing was given up."))
    details = [f"{row.kind} {row.subject} ({row.last_error})" for row in dead[:DETAILS_SHOWN]]
    return Line(
        "dead_letters", name, RED, _("Some work was given up after many tries. Look at why."), details
    )


def _screening() -> Line:
    name = _("Screening")
    failed = audit.times_since(Action.SCREENING_FAILED, timezone.now() - timedelta(days=1))
    if not failed:
        return Line("screening", name, GREEN, _("Every text of the last 24 hours was checked to its end."))
    words = ngettext(
        "%(count)s check did not finish in the last 24 hours. That text counts as sensitive.",
        "%(count)s checks did not finish in the last 24 hours. Those texts count as sensitive.",
        failed,
    )
    return Line("screening", name, RED, words % {"count": failed})


def _alerts() -> Line:
    name = _("Alerts")
    alerts = audit.open_alerts()
    if not alerts:
        return Line("alerts", name, GREEN, _("Nothing has happened that somebody has to look at."))
    details = [_alert_in_words(alert) for alert in alerts]
    listed = Counter(alert.action for alert in alerts)
    details += [
        _("%(action)s: %(count)s more")
        % {"action": Action(alert.action).label, "count": alert.of_kind - listed[alert.action]}
        for alert in {alert.action: alert for alert in alerts}.values()
        if alert.of_kind > listed[alert.action]
    ]
    words = _("Something happened that somebody has to look at. Look at each; it stays here for 30 days.")
    return Line("alerts", name, RED, words, details)


def _alert_in_words(alert: audit.Alert) -> str:
    said = {"action": Action(alert.action).label, "subject": alert.subject, "times": alert.times}
    return ngettext(
        "%(action)s %(subject)s on %(latest)s",
        "%(action)s %(subject)s, %(times)s times, last on %(latest)s",
        alert.times,
    ) % {**said, "latest": _moment(alert.latest_at)}


def _holders() -> Line:
    name = _("Holders of unit keys")
    units = list(Unit.objects.order_by("name"))
    states = key_states(units)
    few = [
        _few_in_words(unit.name, states[unit.public_id])
        for unit in units
        if states[unit.public_id].has_few_holders
    ]
    due = [
        _("%(unit)s: a new key is due since %(since)s") % {"unit": unit, "since": _moment(due_since)}
        for unit in units
        if (due_since := states[unit.public_id].due_since) is not None
    ]
    if few:
        words = _("A unit key with fewer than two holders can be lost. Add a member.")
        return Line("holders", name, RED, words, few + due)
    if due:
        words = _("Somebody left, and no member has signed in since to make a new key.")
        return Line("holders", name, AMBER, words, due)
    return Line("holders", name, GREEN, _("Every unit key has at least two holders."))


def _few_in_words(unit: str, key: KeyState) -> str:
    said = {"unit": unit, "count": len(key.holders)}
    if key.is_lost:
        return _("%(unit)s: nobody. Call the custodians of the records key together.") % said
    return _("%(unit)s: %(count)s") % said


def _records_key() -> Line:
    name = _("Records key")
    state = drill_state()
    if not state.is_pinned:
        return Line("records_key", name, RED, _("No sound records key is pinned. No unit can get a key."))
    if state.failed:
        words = ngettext(
            "In the newest drill %(count)s key of a unit did not open. Call the custodians and look at why.",
            "In the newest drill %(count)s keys of units did not open. Call the custodians and look at why.",
            state.failed,
        )
        return Line("records_key", name, RED, words % {"count": state.failed})
    if not state.can_sign:
        words = _("This records key cannot be tested. Have its custodians make the next one.")
        return Line("records_key", name, AMBER, words)
    if state.passed_at is None:
        words = _("It was never tested that the custodians can open every key. Hold a drill.")
        return Line("records_key", name, AMBER, words)
    tested = _("Tested on %(day)s: the custodians opened every key that there was.")
    words = tested % {"day": f"{timezone.localtime(state.passed_at):%Y-%m-%d}"}
    if timezone.now() - state.passed_at > timedelta(days=settings.RECORDS_DRILL_DAYS):
        late = _("That is more than %(days)s days ago. Hold a drill.")
        return Line("records_key", name, AMBER, f"{words} {late % {'days': settings.RECORDS_DRILL_DAYS}}")
    return Line("records_key", name, GREEN, words)


def start_page_of(person: Person) -> str:
    """Name the page on which `person` begins: what waits for them alone, else their daily work."""
    if person.works_in_units:
        founding = foundings_of(person).values_list("public_id", flat=True).first()
        if founding is not None:
            return reverse("proposal", args=[founding])
        return reverse("mailbox" if units_of(person).exists() else "own_key")
    if person.may_read_audit:
        return reverse("audit")
    if person.may_read_status:
        return reverse("status")
    if person.has_account:
        return reverse("threads")
    thread = messaging.only_thread_of(person) if person.is_visitor else None
    if thread is None:
        return reverse("home")
    # What was written last stands below what they wrote themselves, out of sight on a telephone.
    newest = "#latest" if thread.latest_sequence > 1 else ""
    return reverse("thread", args=[thread.public_id]) + newest
