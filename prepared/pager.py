"""Pages of long lists as addresses name them: where one begins, and where the others are."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from prepared.paging import BadPlace, Place


def place_asked(asked: QueryDict) -> Place | None:
    """Read where the page begins that an address asks for; None for the first.

    Raises Http404: no page of ours names a place that is none.
    """
    try:
        return Place.parse(str(asked["before"])) if "before" in asked else None
    except BadPlace:
        raise Http404 from None


def links(
    here: str,
    *,
    place: object,
    following: object,
    name: str = "before",
    chosen: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Give `components/pager.html` its addresses: of the page that follows, and of the first.

    here: the path of the list. place, following: where this page and the next one begin, as an address says
    it by `name`; None on the first, and on the last. chosen: what else the list was asked for.
    """
    first = f"{here}?{urlencode(chosen)}" if chosen else here
    return {
        "next_url": f"{here}?{urlencode({**(chosen or {}), name: following})}" if following else "",
        "first_url": first if place else "",
    }
