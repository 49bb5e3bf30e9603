"""The addresses that were a person's until they changed them, which hear of what only a thief would hide."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import FormerAddress, Person


def note(person: Person, addresses: Iterable[str]) -> None:
    """Remember that these were the person's until now; belongs inside the transaction of the change."""
    for address in {address for address in addresses if address}:
        FormerAddress.objects.update_or_create(
            person=person, address=address, defaults={"left_at": timezone.now()}
        )


def former_addresses_of(person: Person) -> list[str]:
    """List what was the person's within `FORMER_ADDRESS_LASTS`, the last first; one SQL query.

    Without those that are somebody else's by now. Who merely typed one has not shown that it is theirs: a
    thief would type it to keep its owner from being told.
    """
    since = timezone.now() - settings.FORMER_ADDRESS_LASTS
    others = Person.objects.exclude(pk=person.pk)
    signs_in = others.filter(email=OuterRef("address"))
    confirmed = others.filter(
        notice_address=OuterRef("address"), notice_address_confirmed_at__gt=OuterRef("left_at")
    )
    former = FormerAddress.objects.filter(person=person, left_at__gt=since)
    former = former.exclude(Exists(signs_in)).exclude(Exists(confirmed))
    return list(former.order_by("-left_at", "-pk").values_list("address", flat=True))


def forget_old() -> None:
    """Delete what was left too long ago to be told of anything; the worker's housekeeping calls this."""
    FormerAddress.objects.filter(left_at__lte=timezone.now() - settings.FORMER_ADDRESS_LASTS).delete()
