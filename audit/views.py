"""The page on which auditors read the log."""

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit import services
from audit.forms import EventsForm
from audit.queries import Filters
from prepared.pager import place_asked
from prepared.paging import Place

if TYPE_CHECKING:
    from audit.permissions import Reader


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """List the log, newest first, with filters; not there for anybody who may not read it."""
    reader = cast("Reader", request.user)
    if not reader.may_read_audit:
        raise Http404
    before = place_asked(request.GET)
    form = EventsForm(request.GET)
    if not form.is_valid():
        return render(
            request, "audit/events.html", {"events": [], "next_url": None, "form": form}, status=400
        )

    page = services.read_log(reader=reader, filters=Filters(**form.cleaned_data), before=before)
    next_url = _next_url(request.GET, page.next) if page.next else None
    return render(request, "audit/events.html", {"events": page.events, "next_url": next_url, "form": form})


def _next_url(asked: QueryDict, cursor: Place) -> str:
    following = QueryDict(mutable=True)
    for name in EventsForm.base_fields:
        if value := asked.get(name):
            following[name] = str(value)
    following["before"] = str(cursor)
    return f"?{following.urlencode()}"
