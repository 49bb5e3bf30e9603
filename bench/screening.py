"""Measure screening: recall, precision, false alarms and time.

    python bench/screening.py [DATA ...]

DATA: files of JSON lines (also .gz), one text a line: {"id", "text", "spans": [{"start", "end", "type"}]};
offsets are Python string offsets. Without DATA a small set is made, and long texts of digits are timed.
"""

import argparse
import gzip
import json
import random
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from screening import Finding, Kind, screen

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
}
"""Labels of the sets whose text may never leave as plain e-mail, and our kind for each."""


@dataclass
class Span:
    """Hold one labelled place."""

    start: int
    end: int
    type: str


@dataclass
class Row:
    """Hold one labelled text."""

    id: str
    text: str
    spans: list[Span]

    @property
    def sensitive(self) -> list[Span]:
        """List the places that count."""
        return [span for span in self.spans if span.type in SENSITIVE]


@dataclass
class Score:
    """Count what screening made of one set."""

    name: str
    seconds: list[float] = field(default_factory=list)
    messages: Counter[str] = field(default_factory=Counter)
    spans: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    predicted: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    alarmed: list[str] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Screen one text and count."""
        began = process_time()
        verdict = screen(row.text)
        self.seconds.append(process_time() - began)

        sensitive = row.sensitive
        self.messages["all"] += 1
        self.messages["failed"] += verdict.failed
        if sensitive:
            self.messages["sensitive"] += 1
            self.messages["found"] += verdict.strength == "restricted"
            if verdict.strength != "restricted":
                self.missed.append(row.id)
        else:
            self.messages["ordinary"] += 1
            self.messages["alarms"] += verdict.strength == "restricted"
            self.messages["personal"] += verdict.strength == "personal"
            if verdict.strength == "restricted":
                self.alarmed.append(row.id)

        restricted = [finding for finding in verdict.findings if finding.strength == "restricted"]
        for span in sensitive:
            counts = self.spans[span.type]
            counts["all"] += 1
            counts["covered"] += _covers(restricted, span)
            counts["named"] += _covers(
                [each for each in restricted if each.kind is SENSITIVE[span.type]], span
            )
        for finding in restricted:
            self.predicted["all"] += 1
            self.predicted["right"] += any(
                finding.start < span.end and span.start < finding.end for span in sensitive
            )

    def print(self) -> None:
        """Print the figures of this set."""
        counts = self.messages
        milliseconds = [1000 * each for each in self.seconds]
        print(
            f"\n{self.name}: {counts['all']} texts, {counts['sensitive']} sensitive, "
            f"{counts['failed']} failed"
        )
        print(f"  message recall   {_share(counts['found'], counts['sensitive'])}")
        print(f"  false alarms     {_share(counts['alarms'], counts['ordinary'])}")
        print(f"  only personal    {_share(counts['personal'], counts['ordinary'])}")
        print(f"  span precision   {_share(self.predicted['right'], self.predicted['all'])}")
        print(f"  processor ms     {statistics.fmean(milliseconds):.2f} mean, {max(milliseconds):.1f} worst")
        for kind, each in sorted(self.spans.items()):
            covered, named = _share(each["covered"], each["all"]), _share(each["named"], each["all"])
            print(f"  {kind:16} span covered {covered}, and named so {named}")


def _covers(findings: list[Finding], span: Span) -> bool:
    return any(finding.start <= span.start and span.end <= finding.end for finding in findings)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:6.2f} % of {whole}" if whole else "     -"


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the labelled texts of one file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            spans = [Span(span["start"], span["end"], span["type"]) for span in record["spans"]]
            yield Row(str(record.get("id", number)), record["text"], spans)


def made_rows() -> Iterator[Row]:
    """Yield a small set of our own: planted values, and texts about amounts, years, forms and telephones."""
    chance = random.Random(17)  # noqa: S311
    for number in range(300):
        before = "Thank you for your letter. We have "
        planted = f"{chance.randrange(1, 900):03}-{chance.randrange(100):02}-{chance.randrange(10_000):04}"
        place = Span(len(before), len(before) + len(planted), "US_SSN")
        yield Row(f"planted-{number}", f"{before}{planted} on our file.", [place])

        year, amount = chance.randrange(1990, 2026), chance.randrange(10_000_000) / 100
        text = f"For {year} file Form 1040 by April 15. The limit is ${amount:,.2f}. Call 617-887-6367."
        yield Row(f"ordinary-{number}", text, [])


def time_digits() -> None:
    """Print how long texts of nothing but digits and dashes take: linear is the promise."""
    chance = random.Random(17)  # noqa: S311
    print("\nhostile texts, ms of processor time")
    for alphabet in (
        "0123456789",
        "0123456789-",
        "0123456789 ",
        "<&=%1\n>",
        "one two ",
        "\u200b1٢-",
        "x*#-1 ",
        "ssn 1",
    ):
        figures = []
        for characters in (1_000, 20_000, 100_000):
            text = "".join(chance.choices(alphabet, k=characters))
            began = process_time()
            verdict = screen(text, seconds=60)
            figures.append(
                f"{characters:>7}: {1000 * (process_time() - began):7.1f}{' failed' * verdict.failed}"
            )
        print(f"  {alphabet!r:18} {'  '.join(figures)}")


def main() -> None:
    """Measure the files that were named, or our own set."""
    parser = argparse.ArgumentParser(description="Measure screening.")
    parser.add_argument("data", nargs="*", type=Path, help="labelled texts, JSON lines, also .gz")
    parser.add_argument(
        "--show", action="store_true", help="list the ids of missed and of wrongly restricted texts"
    )
    arguments = parser.parse_args()

    for path in arguments.data:
        score = Score(path.name)
        for row in read_rows(path):
            score.add(row)
        score.print()
        if arguments.show:
            print("  missed:", *score.missed[:200], "\n  alarmed:", *score.alarmed[:200])
    if not arguments.data:
        score = Score("own set")
        for row in made_rows():
            score.add(row)
        score.print()
        time_digits()


if __name__ == "__main__":
    main()
