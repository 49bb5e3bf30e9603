"""The page that tells whether a notice is ours."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from limits import services as limits
from limits.addresses import address_key, client_address
from limits.answers import postponed
from limits.errors import TooMany
from notices import services
from notices.forms import NoticeForm
from notices.services import CheckedNotice


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def notice(request: HttpRequest) -> HttpResponse:
    """Tell whether a notice with this number was sent, and on which day; so many times from one address."""
    if request.method != "POST":
        return _page(request, NoticeForm())

    form = NoticeForm(request.POST)
    try:
        limits.spend("notice", address_key(client_address(request)))
    except TooMany as error:
        form.add_error(None, error.explanation)
        return postponed(_page(request, form), error)
    if not form.is_valid():
        return _page(request, form, status=400)

    return _page(request, form, services.check_notice(form.cleaned_data["number"]))


def _page(
    request: HttpRequest, form: NoticeForm, checked: CheckedNotice | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "notice": checked}
    return render(request, "notices/notice.html", context, status=status)
