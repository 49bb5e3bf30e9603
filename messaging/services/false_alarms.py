"""Reports of officers that screening found something by mistake.

They are counted, so that its rules get better, and change nothing of how an answer may leave.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

import audit.services as audit
from accounts.models import Person, Unit
from accounts.permissions import units_of
from audit.actions import Action
from limits import services as limits
from limits.addresses import address_key
from limits.errors import TooMany
from messaging.channel import Decision
from messaging.errors import NotFoundHere, NotPermitted, TooManyReports
from messaging.findings import code_of
from messaging.models import FalseAlarm
from screening import Finding


def report_false_alarm(*, officer: Person, unit: Unit, decision: Decision, code: str) -> None:
    """Count that a kind was found by mistake: its kind, its context class, the unit and the day.

    unit: whose words they are.
    decision: what the channel rule said just now of the words at hand, among whose findings it has to be.
    code: kind and context class, as `messaging.findings.code_of` writes them.
    Raises NotPermitted, NotFoundHere, or TooManyReports where one member would outweigh all others; nothing
    is counted then.
    """
    if not units_of(officer).contains(unit):
        raise NotPermitted
    finding = next((each for each in decision.findings if code_of(each) == code), None)
    if finding is None:
        raise NotFoundHere
    try:
        limits.spend("false_alarm", address_key(str(officer.public_id)))
    except TooMany as error:
        raise TooManyReports(error.retry_after_seconds) from None
    _count(officer, unit, finding)


@transaction.atomic(durable=True)
def _count(officer: Person, unit: Unit, finding: Finding) -> None:
    kind, why = finding.kind.value, finding.why.value
    counter, _ = FalseAlarm.objects.get_or_create(unit=unit, day=timezone.localdate(), kind=kind, why=why)
    FalseAlarm.objects.filter(pk=counter.pk).update(times=F("times") + 1)
    # About the unit and not the thread: nobody learns from the log what stood in which conversation.
    audit.record(
        Action.FALSE_ALARM_REPORTED,
        actor=officer.public_id,
        subject=unit.public_id,
        details={"kind": kind, "why": why},
    )
