"""The addresses that were a person's until they changed them, which hear of what only a thief would hide."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from accounts.models import FormerAddress, Person


def note(person: Person, addresses: Iterable[str]) -> None:
    """Remember that these were the person's until now; belongs inside the transaction of the change."""
    for address in {address for address in addresses if address}:
        FormerAddress.objects.update_or_create(
            person=person, address=address, defaults={"left_at": timezone.now()}
        )


def former_addresses_of(person: Person) -> list[str]:
    """List what was the person's within `FORMER_ADDRESS_LASTS`, the last first; one SQL query."""
    since = timezone.now() - settings.FORMER_ADDRESS_LASTS
    former = FormerAddress.objects.filter(person=person, left_at__gt=since)
    return list(former.order_by("-left_at", "-pk").values_list("address", flat=True))


def forget_old() -> None:
    """Delete what was left too long ago to be told of anything; the worker's housekeeping calls this."""
    FormerAddress.objects.filter(left_at__lte=timezone.now() - settings.FORMER_ADDRESS_LASTS).delete()
