"""The addresses of every portal, and two whose views break while they hold what somebody wrote."""

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as of_every_portal

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_not_required
def breaks(request: HttpRequest) -> HttpResponse:
    """Fail as code does that puts what it works on into its error."""
    text = request.POST["text"]
    try:
        int(text)
    except ValueError as error:
        raise RuntimeError(f"cannot make sense of {text}") from error
    return HttpResponse()


@login_not_required
def loses_the_database(request: HttpRequest) -> HttpResponse:
    """Fail as a database does that quotes a row."""
    raise OperationalError(f"could not write row ({request.POST['text']})")


urlpatterns = [*of_every_portal, path("breaks/", breaks), path("loses/", loses_the_database)]
