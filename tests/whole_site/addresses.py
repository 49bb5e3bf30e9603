"""Find every address that the portal answers, by walking its URL patterns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver

from tests.whole_site import demo_urls


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name, its whole route, and the view that answers."""

    name: str
    route: str
    view: Callable[..., Any]

    @property
    def is_public(self) -> bool:
        """Tell whether the view says that it needs no sign-in."""
        return getattr(self.view, "login_required", True) is False


def every_address() -> list[Address]:
    """List the addresses of a portal that runs the demo, which has all of them."""
    return list(_walk(demo_urls.urlpatterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield Address(pattern.name or "", route, pattern.callback)
