"""A labelled text, and the files of such: lines of `{"id", "text", "spans": [{"start", "end", "type"}]}`."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screening import Kind

SENSITIVE = {
    "US_SSN": Kind.SSN,
    "US_ITIN": Kind.ITIN,
    "US_EIN": Kind.EIN,
    "BANK_ACCOUNT": Kind.BANK_ACCOUNT,
    "BANK_ROUTING": Kind.ROUTING_NUMBER,
    "IBAN": Kind.IBAN,
    "CREDIT_CARD": Kind.PAYMENT_CARD,
    "DRIVER_LICENSE": Kind.DRIVERS_LICENCE,
    "PASSPORT": Kind.PASSPORT,
    "DATE_OF_BIRTH": Kind.DATE_OF_BIRTH,
    "TAX_ACCOUNT": Kind.TAX_ACCOUNT,
    "RETURN_INFORMATION": Kind.RETURN_INFORMATION,
}
"""Labels whose text may never leave as plain e-mail, and our kind for each."""


@dataclass(frozen=True)
class Span:
    """Hold one labelled place: string offsets, end exclusive."""

    start: int
    end: int
    type: str


@dataclass(frozen=True)
class Row:
    """Hold one labelled text."""

    id: str
    text: str
    spans: tuple[Span, ...] = ()

    @property
    def sensitive(self) -> list[Span]:
        """List the places that count."""
        return [span for span in self.spans if span.type in SENSITIVE]


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the labelled texts of one file, which may be packed by gzip."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            spans = tuple(Span(span["start"], span["end"], span["type"]) for span in record["spans"])
            yield Row(str(record.get("id", number)), record["text"], spans)
