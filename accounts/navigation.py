"""Where somebody goes on after signing in."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def wanted_next(request: HttpRequest) -> str:
    """Give the page that was asked for before sign-in, whatever it is; empty when none was."""
    return request.POST.get("next") or request.GET.get("next") or ""


def safe_next(request: HttpRequest) -> str:
    """Give the page that was asked for if it is one of ours, else the start page of the person's role."""
    return safe_page(wanted_next(request))


def safe_page(wanted: str) -> str:
    """Give this page if it is one of ours, else the start page of the person's role."""
    return wanted if is_page_of_ours(wanted) else reverse("start")


def is_page_of_ours(wanted: str) -> bool:
    """Tell whether this is the path of a page here; a word alone is none, and `redirect` would look it up."""
    return wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
