"""Browsers that somebody asked us to remember, and what kind of browser each session began with.

The cookie is optional, lives for a year, and holds nothing but a random token. Who does not want it hears of
every sign-in by mail, which is the only difference until strangers try their account.
"""

import secrets
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

import audit.services as audit
from accounts.models import KnownBrowser, Person
from accounts.services.telling import tell
from audit.actions import Action
from encryption.contexts import ctx
from notices.models import Notice

# The field of the sign-in page that asks for it.
REMEMBER = "remember_browser"
TOKEN_CHARACTERS = 43
# In this order: most browsers name others too.
KINDS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def words_of(request: HttpRequest) -> list[str]:
    """Name browser and system as the browser tells them, and nothing finer; empty texts for what it hides."""
    told = request.META.get("HTTP_USER_AGENT", "")
    return [next((word for sign, word in names.items() if sign in told), "") for names in (KINDS, SYSTEMS)]


def is_known(request: HttpRequest, person: Person | None) -> bool:
    """Tell whether the person asked us to remember this browser; no query for one without the cookie."""
    return person is not None and bool(_token(request)) and _known(request, person).exists()


def token_hash(request: HttpRequest) -> str:
    """Give what the table holds of this browser's cookie; empty when it has none."""
    token = _token(request)
    return _hashed(token) if token else ""


def note_sign_in(request: HttpRequest, person: Person) -> None:
    """Note that a known browser was used, or tell whoever has an account that a new one was.

    Remembers the browser when the sign-in page was asked to. The first sign-in of an account is no news.
    Belongs inside the transaction that begins the session.
    """
    if person.is_visitor:
        return
    if _token(request) and _known(request, person).update(used_at=timezone.now()):
        return
    if person.last_login is not None:
        tell(person, Notice.Kind.NEW_DEVICE)
    if request.POST.get(REMEMBER):
        remember(request, person)


def remember(request: HttpRequest, person: Person) -> None:
    """Remember this browser for a person; belongs inside a transaction, and the answer sets the cookie."""
    token = _token(request) or secrets.token_urlsafe(32)
    KnownBrowser.objects.update_or_create(
        person=person, token_hash=_hashed(token), defaults={"used_at": timezone.now()}
    )
    request.browser_token = token  # type: ignore[attr-defined]
    audit.record(Action.BROWSER_REMEMBERED, actor=person.public_id, subject=person.public_id)


def forget_all(person: Person, *, but: str = "") -> None:
    """Forget every browser of a person; belongs inside a transaction.

    but: what the table holds of the browser that stays, in which the person has just shown who they are.
    """
    forgotten, _by_table = KnownBrowser.objects.filter(person=person).exclude(token_hash=but).delete()
    if forgotten:
        details = {"browsers": forgotten}
        audit.record(
            Action.BROWSERS_FORGOTTEN, actor=person.public_id, subject=person.public_id, details=details
        )


def forget_this(request: HttpRequest, person: Person) -> None:
    """Forget this browser, with which somebody failed when a password alone no longer sufficed."""
    with transaction.atomic(durable=True):
        KnownBrowser.objects.filter(person=person, token_hash=token_hash(request)).delete()


def forget_unused() -> None:
    """Delete the browsers whose cookie is over; the worker's housekeeping calls this."""
    KnownBrowser.objects.filter(used_at__lte=_oldest()).delete()


def set_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Give a browser that is to be remembered its cookie."""
    token = getattr(request, "browser_token", None)
    if token is not None:
        response.set_cookie(
            settings.BROWSER_COOKIE_NAME,
            token,
            max_age=settings.BROWSER_KNOWN,
            secure=settings.SECURE,
            httponly=True,
            samesite="Lax",
        )


def _known(request: HttpRequest, person: Person) -> QuerySet[KnownBrowser]:
    known = KnownBrowser.objects.filter(person=person, token_hash=token_hash(request))
    return known.filter(used_at__gt=_oldest())


def _token(request: HttpRequest) -> str:
    token = request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")
    return token if len(token) == TOKEN_CHARACTERS else ""


def _hashed(token: str) -> str:
    return sha256(ctx("known-browser", token)).hexdigest()


def _oldest() -> datetime:
    return timezone.now() - settings.BROWSER_KNOWN
