"""The status page of administrators and auditors."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.sign_in import SignedInRequest
from portal import queries, services


@require_safe
def status(request: SignedInRequest) -> HttpResponse:
    """Show in words how the parts of the portal are, and what waits for a person."""
    person = request.user
    if not person.may_read_status:
        raise Http404
    services.note_status_read(person)
    context = {"lines": queries.status_lines(), "sees_status_only": not person.may_read_audit}
    return render(request, "portal/status.html", context)
