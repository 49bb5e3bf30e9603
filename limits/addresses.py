"""Where a visitor comes from, and the keyed hash of it that is all that is kept."""

import hmac
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from encryption.boxes import derive_key
from encryption.contexts import ctx
from keyring import keyring

LONGEST_ADDRESS = 100


def client_address(request: HttpRequest) -> str:
    """Give the address that the visitor's connection came from.

    That is the peer of the connection, or what the agency's own proxy put into the header that
    `settings.CLIENT_ADDRESS_HEADER` names. X-Forwarded-For is never read: visitors write it themselves, and
    so they do that header where they reach the portal without the proxy.
    """
    header = settings.CLIENT_ADDRESS_HEADER
    named = request.META.get(header, "") if header and is_own_proxy(request) else ""
    return str(named or request.META.get("REMOTE_ADDR", "")).strip()[:LONGEST_ADDRESS]


def is_own_proxy(request: HttpRequest) -> bool:
    """Tell whether the peer of the connection is in one of the networks of `settings.PROXIES`."""
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped:
        peer = peer.ipv4_mapped
    return any(peer in network for network in settings.PROXIES)


class AddressKey(str):
    """The keyed hash of an address for one day, in hex, which knows that of the day before.

    What still runs under the one goes on under the other, so that midnight forgives nothing.
    """

    before: str


def address_key(*addresses: str, at: datetime | None = None) -> AddressKey:
    """Hash an address under a key of the day: 64 hex characters that nobody joins to another day's.

    addresses: as `client_address` gives it; of IPv6 only the network (/64) counts, since a visitor has all of
    it. Several are one key, for what is counted of all of them together.
    at: aware; now when None. Days are UTC.
    """
    day = (at or timezone.now()).astimezone(UTC).date()
    key = AddressKey(_hashed(addresses, day))
    key.before = _hashed(addresses, day - timedelta(days=1))
    return key


def _hashed(addresses: Iterable[str], day: date) -> str:
    log_key = keyring().log().secret
    key = derive_key(log_key.to_bytes(), info=ctx("limits-address", day.isoformat()))
    return hmac.digest(key, "\n".join(map(_network, addresses)).encode(), "sha256").hex()


def _network(address: str) -> str:
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        # A socket file has no address; all who come through it count as one.
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Network((parsed.packed, 64), strict=False))
    return str(parsed)
