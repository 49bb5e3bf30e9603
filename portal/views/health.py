"""Answers for machines that watch over the portal."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from portal import queries


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    return JsonResponse({"status": "alive"})


@require_safe
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """Say in words how database, keyring, worker and outbox are; 503 when one is not as it should be."""
    lines = queries.readiness()
    is_ready = all(line.level != queries.RED for line in lines)
    answer = {
        "status": "ready" if is_ready else "not ready",
        "parts": {line.part: str(line.words) for line in lines},
    }
    return JsonResponse(answer, status=200 if is_ready else 503)
