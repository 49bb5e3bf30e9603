"""The pages that only say something."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the three doors: read your answer, write to us, check a notice."""
    return render(request, "portal/home.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy policy in force, which names everything that the portal leaves in a browser."""
    context = {"policy_version": settings.POLICY_VERSION, "left_in_browser": _left_in_browser()}
    return render(request, "portal/privacy.html", context)


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what the pages promise to people with disabilities, and whom to tell when they do not."""
    return render(request, "portal/accessibility.html")


def _left_in_browser() -> list[tuple[str, Promise]]:
    """Name each cookie, and each note that a script of ours stores, and say what it is for."""
    return [
        (settings.CSRF_COOKIE_NAME, _("Protects forms. Gone when you close your browser.")),
        (
            settings.SESSION_COOKIE_NAME,
            _("Remembers that you are signed in. Gone when you close your browser."),
        ),
        (
            settings.LANGUAGE_COOKIE_NAME,
            _("Your language, if you choose one. Gone when you close your browser."),
        ),
        (settings.BROWSER_COOKIE_NAME, _("Only if you ask us to remember your browser. Stays for a year.")),
        (
            "passkey",
            _("A passkey was used in this browser, so we offer it first. Stays until you clear it."),
        ),
        ("keys", _("Whether single keys move through a mailbox, for our staff. Stays until it is cleared.")),
    ]
