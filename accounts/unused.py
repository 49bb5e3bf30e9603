"""Which accounts nobody uses, and what becomes of them when.

Of the agency's people they are disabled; a mail to their owner left some time before, always: a portal that
was off for long, or that begins to count, disables nobody at once. "Told" says that the mail was queued,
"warned" that a mail server took it, or refused it for good: the mailbox of somebody who has left is often
gone. Whoever no mail got as far as is left to an administrator, who sees them. Of the public nothing is ever
disabled for that. An address changes hands in the meantime, so that the password alone suffices no
more: the owner has a link mailed, as after too many failures.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import STAFF_ROLES, Person, Role
from keys.queries import holders_of, slot_of
from keys.services import SlotKind
from notices.models import Notice

# For notices, and to sign in with.
MOST_ADDRESSES = 2


def is_to_be_verified(person: Person | None) -> bool:
    """Tell whether an account of the public was not used for so long that its address may have another
    reader.
    """
    if person is None or not person.has_account:
        return False
    return person.used_at <= timezone.now() - settings.PUBLIC_UNUSED


def unused_staff(*, at: datetime | None = None) -> QuerySet[Person]:
    """Select those of the agency whose account ends soon for want of use, or should have ended.

    Whoever never came in has no password, and nothing that could be misused.
    """
    told_after = settings.STAFF_UNUSED - settings.STAFF_UNUSED_TOLD_BEFORE
    came_in = [Coalesce(name, "created_at") for name in ("last_login", "enabled_at")]
    return Person.objects.annotate(last_used_at=Greatest("created_at", *came_in)).filter(
        slot_of("public_id", SlotKind.PASSWORD),
        role__in=STAFF_ROLES,
        disabled_at=None,
        last_used_at__lte=(at or timezone.now()) - told_after,
    )


def untold(people: QuerySet[Person]) -> QuerySet[Person]:
    """Select those of them whom nobody has told since they last came in."""
    return people.filter(Q(told_unused_at=None) | Q(told_unused_at__lt=F("last_used_at")))


def warnings_of(person: Person) -> list[UUID]:
    """Name what the mails are about that warn somebody, who is told at `told_unused_at`, of the end; one for
    each address that a person may have.
    """
    told_at = person.told_unused_at
    return [uuid5(person.public_id, f"unused {told_at} {number}") for number in range(MOST_ADDRESSES)]


def warned_at(people: Iterable[Person]) -> dict[int, datetime]:
    """Map those, by the keys of their rows, whom a mail has warned since they last came in to when it left,
    or came back; one SQL query for all of them.
    """
    told = {about: person.pk for person in people if _is_told(person) for about in warnings_of(person)}
    settled = Notice.objects.filter(
        about__in=told,
        kind=Notice.Kind.ACCOUNT_UNUSED,
        state__in=[Notice.State.SENT, Notice.State.BOUNCED],
    ).annotate(moment=Coalesce("failed_at", "sent_at"))
    # The first is the last to be put in.
    rows = settled.order_by("-moment").values_list("about", "moment")
    return {told[about]: moment for about, moment in rows if moment is not None}


def ends_at(person: Person, *, warned: datetime | None) -> datetime | None:
    """Compute when the account of somebody of the agency is disabled unless they come in before; None while
    the mail that they were to be told by has not left.

    Whoever was not told yet is told first, and has their time from when the mail leaves.
    warned: what `warned_at` says of them.
    """
    if _is_told(person) and warned is None:
        return None
    told_at = warned or max(timezone.now(), person.used_at + _until_told())
    return max(person.used_at + settings.STAFF_UNUSED, told_at + settings.STAFF_UNUSED_TOLD_BEFORE)


def is_over(person: Person) -> bool:
    """Tell whether somebody was warned and their time is over; one SQL query."""
    end = ends_at(person, warned=warned_at([person]).get(person.pk))
    return end is not None and end <= timezone.now()


def _is_told(person: Person) -> bool:
    return person.told_unused_at is not None and person.told_unused_at >= person.used_at


def is_ending(person: Person) -> bool:
    """Tell whether somebody of the agency has not come in for so long that their account ends soon."""
    return person.is_active and person.used_at <= timezone.now() - _until_told()


def held_back(people: Iterable[Person]) -> set[int]:
    """Pick, by the keys of their rows, those whose end would take something from the agency for good.

    The only holder of a unit's key, and the last administrator: a person decides about those. Two SQL queries
    for all of them, and one for the units of each unless they are fetched.
    """
    people = list(people)
    units = {person.pk: {unit.public_id for unit in person.units.all()} for person in people}
    holders = holders_of(set().union(*units.values()))
    administrators = set(
        Person.objects.filter(role=Role.ADMINISTRATOR, disabled_at=None).values_list("pk", flat=True)
    )
    return {
        person.pk
        for person in people
        if administrators == {person.pk}
        or any(holders.get(unit) == {person.public_id} for unit in units[person.pk])
    }


def _until_told() -> timedelta:
    return settings.STAFF_UNUSED - settings.STAFF_UNUSED_TOLD_BEFORE
