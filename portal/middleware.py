"""Headers on every page, and input that no view has to fear."""

import re
import unicodedata
from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from limits.addresses import is_own_proxy
from portal.views import errors

# Read by views and standing in no form, which would refuse them: buttons, and what a page carries along.
READ_BY_VIEWS = (
    *("action", "allow", "deed", "false_alarm", "kept_form", "next", "purpose", "remember_browser"),
    *("restricted", "thread"),
)

Answer = Callable[[HttpRequest], HttpResponseBase]

# The name and value of a cookie that a server may set: RFC 6265 section 4.1.1, where names are tokens.
PLAIN_COOKIE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+=[\x21-\x7e]*")

# Nothing here needs a sensor; the clipboard is for the button that copies a reply code.
PERMISSIONS_POLICY = ", ".join(
    [
        "accelerometer=()",
        "autoplay=()",
        "browsing-topics=()",
        "camera=()",
        "clipboard-write=(self)",
        "display-capture=()",
        "fullscreen=(self)",
        "geolocation=()",
        "gyroscope=()",
        "magnetometer=()",
        "microphone=()",
        "midi=()",
        "payment=()",
        "usb=()",
    ]
)


def own_proxy_only(get_response: Answer) -> Answer:
    """Believe nobody but the own proxy that a request came by TLS; whoever else says so is sent to https."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not is_own_proxy(request):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return get_response(request)

    return answer


def response_headers(get_response: Answer) -> Answer:
    """Keep every answer, static files too, out of pages of others, and away from the machine's sensors."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return answer


def never_stored(get_response: Answer) -> Answer:
    """Keep every page out of caches: even the home page says whether somebody is signed in.

    Static files are answered before this and stay cacheable.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def plain_cookies(get_response: Answer) -> Answer:
    """Leave out cookies whose names are not plain, before any of them is read.

    A browser lets no other host set a cookie whose name begins with `__Host-`. Behind a wide space it
    is another name to the browser, but Django strips all space, and would take the cookie for ours.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        # WSGI hands on bytes as characters of the same number: PEP 3333.
        sent = request.META.get("HTTP_COOKIE", "").encode("latin-1", "replace").split(b";")
        plain = [cookie for each in sent if PLAIN_COOKIE.fullmatch(cookie := each.strip(b" \t"))]
        request.META["HTTP_COOKIE"] = b"; ".join(plain).decode("ascii")
        return get_response(request)

    return answer


def token_left_where_an_answer_failed(get_response: Answer) -> Answer:
    """Send no new token for forms with an answer that failed, as no new session is sent with one.

    Whoever comes in gets a new one. Where the rest of that request fails, the page that was sent can then be
    sent again: with a new token it would be refused, and whoever takes up an invitation comes in by what only
    that page holds. No page of an error has a form, in which the new token would stand.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
        return response

    return answer


def well_formed_input(get_response: Answer) -> Answer:
    """Answer 400 to input that no page of ours sends, before any view or database sees it.

    That is: a charset other than UTF-8, control characters in the query or a field's name, and a query that
    says the same thing twice. A path with control characters is 404, as every address that is none. Control
    characters in a posted field, and a field posted twice, are for its form, which says so beside the field
    and keeps the rest of what was typed; only what stands in no form must not come twice at all.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if _has_control_characters(request.path_info):
            return errors.not_found(request, Http404())
        explanation = _refusal(request)
        if explanation:
            return errors.bad_request_page(request, explanation)
        return get_response(request)

    return answer


def _refusal(request: HttpRequest) -> str:
    if (request.content_params or {}).get("charset", "utf-8").casefold() not in ("utf-8", "utf8"):
        return _("We read UTF-8 only, and this was sent in another charset.")
    if any(_has_control_characters(part) for key in request.GET for part in [key, *request.GET.getlist(key)]):
        return _("This address holds characters that no address of ours has.")
    if any(len(values) > 1 for _key, values in request.GET.lists()):
        return _("This address says the same thing twice.")
    if request.method != "POST":
        return ""
    try:
        fields = request.POST
    except UnreadablePostError:
        return _("The connection broke before all of the form had come.")
    if any(_has_control_characters(name) for name in fields):
        return _("This form came with a field that has no proper name.")
    if any(len(fields.getlist(name)) > 1 for name in READ_BY_VIEWS):
        return _("This form said the same thing twice. Go back and send it again.")
    return ""


def _has_control_characters(text: str) -> bool:
    return any(unicodedata.category(character) in ("Cc", "Cs") for character in text)
