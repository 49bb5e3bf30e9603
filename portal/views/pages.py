"""The pages that only say something."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the three doors: read your answer, write to us, check a notice."""
    return render(request, "portal/home.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy policy in force."""
    return render(request, "portal/privacy.html", {"policy_version": settings.POLICY_VERSION})


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what the pages promise to people with disabilities, and whom to tell when they do not."""
    return render(request, "portal/accessibility.html")
