"""What the pages where work begins tell whoever has just signed in."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts import last_sign_in as told
from accounts import timeouts
from accounts.sign_in import ONE_WAY

register = template.Library()

# Stand for a page's token and address in what is written once: no text holds them.
_TOKEN, _ADDRESS = "the-token-of-the-page", "the-address-to-come-back-to"
# Where `portal.queries.start_page_of` sends people with an account.
START_PAGES = frozenset({"mailbox", "own_key", "audit", "status", "threads"})


@register.inclusion_tag("accounts/signed_in/_timeout.html", takes_context=True)
def session_end(context: template.Context) -> dict[str, Any]:
    """Tell whoever is signed in when their session locks or ends, and let them stay."""
    request = context.get("request")
    person = getattr(request, "user", None)
    if request is None or person is None or not person.is_authenticated:
        return {}
    match = getattr(request, "resolver_match", None)
    if match is not None and match.url_name == "prove":
        # The page itself asks already.
        return {}
    try:
        times = timeouts.times_of(request.session, person)
    except (KeyError, ValueError, TypeError):
        return {}
    seconds = {
        "idle_seconds": settings.SESSION_IDLE - timeouts.TOUCHED_EVERY,
        "lock_seconds": settings.SESSION_LOCK_STAFF - timeouts.TOUCHED_EVERY if times.locks_at else None,
        "over_seconds": times.over_at - timezone.now(),
        "warning_seconds": settings.SESSION_WARNING,
    }
    sign_in_url = f"{reverse('sign_in')}?{urlencode({'next': request.path, 'ended': '1'})}"
    return {
        "times": times,
        "panels": _panels(times.locks_at is not None, context.get("csrf_token"), sign_in_url),
        **{name: int(lasts.total_seconds()) if lasts else "" for name, lasts in seconds.items()},
    }


def _panels(does_lock: bool, token: object, sign_in_url: str) -> SafeString:
    panels = _panels_of_all(does_lock, get_language() or "")
    return SafeString(panels.replace(_TOKEN, escape(token or "")).replace(_ADDRESS, escape(sign_in_url)))


@lru_cache(maxsize=64)
def _panels_of_all(does_lock: bool, _language: str) -> str:
    """Write what the dialog says, the same for everybody, with stand-ins for what is each page's own."""
    words = {"does_lock": does_lock, "csrf_token": _TOKEN, "sign_in_url": _ADDRESS}
    return render_to_string("accounts/signed_in/_timeout_panels.html", words)


@register.inclusion_tag("accounts/signed_in/_last_sign_in.html", takes_context=True)
def last_sign_in(context: template.Context) -> dict[str, Any]:
    """Tell when somebody signed in before, how often others failed since, and when one thing alone unlocks.

    Nothing on other pages than those where work begins.
    """
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or match.url_name not in START_PAGES:
        return {}
    at, failures = told.told_of(request.session)
    has_one_way = request.session.get(ONE_WAY, False)
    return {"at": at, "failures": failures, "has_link": True, "has_one_way": has_one_way}
