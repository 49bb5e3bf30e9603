"""What django-axes counts: pairs of a name and an address, neither of them stored in clear, and nothing else.

Names are folded first, so that `ALICE` gets no fresh counter. An address that is not signed in lives a day,
as a keyed hash; axes wants an address in that column, so the hash is written as one that no network routes
(RFC 4193).
"""

import copy
import ipaddress
from datetime import UTC
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import trust
from accounts.models import canonical_email
from limits.addresses import address_key, client_address
from limits.answers import postponed
from limits.errors import TooMany


def attempted_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Name whom the attempt is for, as a keyed hash of the folded e-mail address."""
    typed: str = ""
    if credentials:
        typed = credentials.get("email") or credentials.get("username") or ""
    elif request is not None:
        typed = request.POST.get("login", "")
    return salted_hmac("accounts.lockout.name", canonical_email(typed)).hexdigest()


def attempt_address(request: HttpRequest) -> str:
    """Give the day's keyed hash of the visitor's address, in the form of a local IPv6 address.

    A browser that the account knows counts for itself: who sits behind the same address keeps nobody out.
    """
    place = trust.place_for(request, request.POST.get("login", ""))
    return _as_address(place or address_key(client_address(request)))


def _as_address(digest: str) -> str:
    return str(ipaddress.IPv6Address(b"\xfd" + bytes.fromhex(digest)[:15]))


class PairHandler(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Counts pairs, and stores nothing of what the browser sent or says of itself."""

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        """Tell whether the pair has failed too often, and lately: failures count longer than they lock."""
        if request is not None:
            _go_on(request, attempted_name(request, credentials))
        if not super().is_locked(request, credentials):
            return False
        since = timezone.now() - settings.LOCKOUT_LASTS
        [attempts] = self.get_user_attempts(request, credentials)
        return bool(attempts.filter(attempt_time__gt=since).exists())

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Count the failures of the pair, and note them at the request."""
        failures: int = super().get_failures(request, credentials)
        request.pair_failures = failures
        return failures

    def user_logged_in(self, sender: object, request: Any, user: object, **more: Any) -> None:
        """Forget the failures of the pair; no query where it was seen before that there are none."""
        if getattr(request, "pair_failures", 1):
            super().user_logged_in(sender, request, user, **more)

    def user_login_failed(
        self, sender: object, credentials: dict[str, Any], request: Any = None, **more: Any
    ) -> None:
        """Count a refused sign-in, as if the request had been empty."""
        if request is None:
            return
        bare = copy.copy(request)
        bare.GET = bare.POST = QueryDict()
        bare.axes_user_agent = bare.axes_path_info = bare.axes_http_accept = ""
        super().user_login_failed(sender, credentials, bare, **more)
        # The middleware of axes reads these from the request that it was given.
        for name in ("axes_locked_out", "axes_credentials", "axes_failures_since_start"):
            setattr(request, name, getattr(bare, name))


def _go_on(request: HttpRequest, name: str) -> None:
    """Let a pair that failed yesterday go on under today's hash of its address.

    One query while what failed yesterday still counts; none for the rest of the day.
    """
    now = timezone.now()
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since = now - settings.AXES_COOLOFF_TIME
    if midnight < since:
        return
    key = address_key(client_address(request))
    known = AccessAttempt.objects.filter(username=name, ip_address=_as_address(key))
    failed = AccessAttempt.objects.filter(
        ~Exists(known), username=name, ip_address=_as_address(key.before), attempt_time__gt=since
    )
    failed.update(ip_address=_as_address(key))


def forget_old_attempts() -> None:
    """Delete the counts that lock nobody out any more."""
    AccessAttempt.objects.filter(attempt_time__lte=timezone.now() - settings.AXES_COOLOFF_TIME).delete()


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Answer a pair that failed too often."""
    seconds = int(settings.LOCKOUT_LASTS.total_seconds())
    return postponed(render(request, "accounts/locked_out.html"), TooMany(seconds))
