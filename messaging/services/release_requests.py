"""Requests for a second member as rows: each is locked, ends once, is recorded, and keeps why it ended.

What waits in one is sealed to the unit under the id of its message, the reasons under its own id: neither
opens in the place of the other.
"""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import Person
from audit.actions import Action
from keys import envelopes
from keys.errors import CannotShow, KeysError
from keys.unlocked import UnlockedPerson
from messaging.errors import CannotSeal, NotPermitted, ReleaseEnded
from messaging.models import ReleaseRequest
from messaging.permissions import release_requests_visible_to

State = ReleaseRequest.State


@dataclass(frozen=True)
class Reasons:
    """Why plain e-mail was asked for, and why it was released or refused; empty where nobody said."""

    asked: str = ""
    decided: str = ""


def locked_pending(request: ReleaseRequest) -> ReleaseRequest:
    """Lock a request's row, so that it ends once; raises ReleaseEnded."""
    ReleaseRequest.objects.select_for_update().only("pk").get(pk=request.pk)
    related = ReleaseRequest.objects.select_related("thread__unit", "thread__taxpayer")
    request = related.get(pk=request.pk)
    if not is_pending(request):
        raise ReleaseEnded
    return request


def is_pending(request: ReleaseRequest) -> bool:
    """Tell whether a request still waits."""
    return request.state == State.PENDING and request.expires_at > timezone.now()


def end(request: ReleaseRequest, state: State, *, by: UUID | None, reasons: Reasons | None = None) -> None:
    """Erase what waited, and keep the reasons of a decision, sealed to the unit; raises CannotSeal."""
    request.state, request.ended_at, request.ended_by_id, request.sealed = state, timezone.now(), by, b""
    if reasons is not None:
        content = envelopes.Content(subject="", text=json.dumps(asdict(reasons)))
        unit = request.thread.unit.public_id
        try:
            request.sealed_reasons = envelopes.seal_to_unit(content, message=request.public_id, unit=unit)
        except KeysError as error:
            raise CannotSeal from error
    request.save(update_fields=["state", "ended_at", "ended_by_id", "sealed", "sealed_reasons"])


def open_reasons(*, reader: UnlockedPerson[Person], request: ReleaseRequest) -> Reasons | None:
    """Open why a request was released or refused, and record that; None when it cannot be shown.

    Raises NotPermitted.
    """
    if not release_requests_visible_to(reader.person).contains(request):
        raise NotPermitted
    if not request.sealed_reasons:
        return Reasons()
    with transaction.atomic(durable=True):
        record(Action.RELEASE_OPENED, request, actor=reader.person.public_id)
    try:
        content = envelopes.open_for_unit(reader, request.public_id, bytes(request.sealed_reasons))
    except CannotShow:
        return None
    return Reasons(**json.loads(content.text))


def record(action: Action, request: ReleaseRequest, *, actor: UUID | None, **details: str | int) -> None:
    """Record a step of a request; never a word of it. Belongs inside a transaction."""
    about: dict[str, str | int] = {"thread": str(request.thread.public_id), **details}
    audit.record(action, actor=actor, subject=request.public_id, details=about)
