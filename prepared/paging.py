"""Pages of lists in the order of time: each begins where the one before ended, whatever came since."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
_PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadPlace(ValueError):
    """The place in a list that an address names is none."""


@dataclass(frozen=True)
class Place:
    """A place in a list: after what has this moment, and of that after the row with this key."""

    moment: datetime
    row: int

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Read what `str` wrote; raises BadPlace."""
        matched = _PLACE.fullmatch(text)
        if matched is None:
            raise BadPlace
        try:
            return cls(_EPOCH + timedelta(microseconds=int(matched[1])), int(matched[2]))
        except OverflowError:
            raise BadPlace from None

    def __str__(self) -> str:
        return f"{(self.moment - _EPOCH) // timedelta(microseconds=1)}-{self.row}"


def page_of(rows: QuerySet[M], *, by: str, before: Place | None, most: int) -> tuple[list[M], Place | None]:
    """Fetch one page of rows, the newest by the column `by` first, and where the next page begins; None on
    the last.

    At most `most` rows, by one SQL query and one range of an index over `by` and the key.
    """
    if before is not None:
        # The first condition alone bounds the index range; the second settles ties.
        rows = rows.filter(**{f"{by}__lte": before.moment}).filter(
            Q(**{f"{by}__lt": before.moment}) | Q(pk__lt=before.row)
        )
    found = list(rows.order_by(f"-{by}", "-pk")[: most + 1])
    shown = found[:most]
    return shown, Place(getattr(shown[-1], by), shown[-1].pk) if len(found) > most else None
