"""The bare page, and the way to its session."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Person, Role
from messaging.models import Thread

ROWS = 20


def begin(request: HttpRequest) -> HttpResponse:
    """Sign the first officer in, for this page only: the session holds no key."""
    login(request, Person.objects.filter(role=Role.OFFICER).order_by("pk")[0])
    return HttpResponse()


@login_required
def floor(request: HttpRequest) -> HttpResponse:
    """List 20 rows."""
    rows = Thread.objects.select_related("topic").order_by("pk")[:ROWS]
    return render(request, "floor.html", {"rows": rows})
