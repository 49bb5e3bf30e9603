"""How what waits for a second member ends unsent: refused, withdrawn, too late, or with its author gone."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person, Unit
from audit.actions import Action
from keys.unlocked import UnlockedPerson
from messaging.errors import MayNotRelease
from messaging.models import ReleaseRequest
from messaging.permissions import release_requests_visible_to
from messaging.services.release_requests import Reasons, State, end, locked_pending, record


@transaction.atomic(durable=True)
def refuse_release(*, member: UnlockedPerson[Person], request: ReleaseRequest, reason: str = "") -> None:
    """End a request as another member of the unit; nothing is sent.

    reason: why, for the unit; none is needed. Raises MayNotRelease, ReleaseEnded, CannotSeal.
    """
    request = locked_pending(request)
    if member.person.public_id == request.author_id or not _is_visible(member, request):
        raise MayNotRelease
    reasons = Reasons(decided=reason) if reason.strip() else None
    end(request, State.REFUSED, by=member.person.public_id, reasons=reasons)
    record(Action.RELEASE_REFUSED, request, actor=member.person.public_id)


@transaction.atomic(durable=True)
def withdraw_request(*, author: UnlockedPerson[Person], request: ReleaseRequest) -> None:
    """End a request as its author; nothing is sent. Raises MayNotRelease, ReleaseEnded."""
    request = locked_pending(request)
    if author.person.public_id != request.author_id or not _is_visible(author, request):
        raise MayNotRelease
    end(request, State.WITHDRAWN, by=author.person.public_id)
    record(Action.RELEASE_WITHDRAWN, request, actor=author.person.public_id)


def end_requests_of_leaver(person: Person, unit: Unit, actor: Person | None) -> None:
    """End what somebody who leaves `unit` has asked its members to release.

    actor: who takes them out. Belongs inside the transaction that does.
    """
    pending = ReleaseRequest.objects.filter(author_id=person.public_id, state=State.PENDING)
    of_unit = pending.filter(thread__unit=unit).select_related("thread")
    for request in of_unit.select_for_update(of=("self",)).order_by("pk"):
        by = actor.public_id if actor else None
        end(request, State.LEFT, by=by)
        record(Action.RELEASE_WITHDRAWN, request, actor=by, author=str(request.author_id))


@transaction.atomic(durable=True)
def expire_requests() -> int:
    """End what nobody released in time, and erase it; tells how many. Every worker does so now and then."""
    requests = list(overdue().select_for_update(skip_locked=True))
    for request in requests:
        expire(request)
    return len(requests)


def overdue() -> QuerySet[ReleaseRequest]:
    """Select what waits though its time is over."""
    return ReleaseRequest.objects.filter(state=State.PENDING, expires_at__lte=timezone.now())


def expire(request: ReleaseRequest) -> None:
    """End what nobody released in time. Belongs inside a transaction."""
    end(request, State.EXPIRED, by=None)
    record(Action.RELEASE_EXPIRED, request, actor=None)


def _is_visible(member: UnlockedPerson[Person], request: ReleaseRequest) -> bool:
    return release_requests_visible_to(member.person).contains(request)
