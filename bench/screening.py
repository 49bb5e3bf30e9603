"""Measure screening: recall, precision, false alarms, rewrites and time.

    python bench/screening.py [DATA ...] [--show]

DATA: files of JSON lines (also .gz), or folders of such, one text a line:
{"id", "text", "spans": [{"start", "end", "type"}]}; offsets are Python string offsets.
Without DATA the sets of `bench/texts` are made. Presidio and datafog are measured beside where they are
installed, and named where they are not.

Each text is screened as one that may be about anybody, as others do. The line "in a thread" says what comes
of the same texts as answers in the thread of one person, as the portal screens them; labels do not know of
that, so some of its false alarms are none: "the refund" is somebody's there.
"""

import argparse
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.texts import made
from bench.texts.engines import OTHERS, Engine, Place, installed, ours, ours_in_a_thread
from bench.texts.hostile import HOSTILE
from bench.texts.labelled import SENSITIVE, Row, Span, read_rows
from screening import screen

SEED = 17


@dataclass
class Score:
    """Count what one engine made of one set."""

    seconds: list[float] = field(default_factory=list)
    messages: Counter[str] = field(default_factory=Counter)
    kinds: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    alarmed: list[str] = field(default_factory=list)

    def add(self, row: Row, engine: Engine) -> None:
        """Screen one text and count."""
        began = process_time()
        strength, places = engine(row.text)
        self.seconds.append(process_time() - began)

        sensitive = row.sensitive
        self.messages["all"] += 1
        self.messages["sensitive" if sensitive else "ordinary"] += 1
        if strength == "restricted":
            self.messages["found" if sensitive else "alarms"] += 1
        elif strength == "personal" and not sensitive:
            self.messages["personal"] += 1
        if sensitive and strength != "restricted":
            self.missed.append(row.id)
        if not sensitive and strength == "restricted":
            self.alarmed.append(row.id)

        for span in sensitive:
            self.kinds[span.type]["labelled"] += 1
            self.kinds[span.type]["covered"] += _covers(places, span) or (
                # What a sentence says of somebody has no clear edges, as a number has.
                span.type == "RETURN_INFORMATION"
                and any(span.start <= place.start < span.end for place in places)
            )
        for place in places:
            is_right = any(place.start < span.end and span.start < place.end for span in sensitive)
            for counts in (self.found, self.kinds[place.kind]):
                counts["places"] += 1
                counts["right"] += is_right
        for kind in {place.kind for place in places} if not sensitive else ():
            self.kinds[kind]["alarms"] += 1

    def print_in_a_thread(self) -> None:
        """Print in one line what the portal would make of this set."""
        counts = self.messages
        print(
            f"    in a thread      recall {_share(counts['found'], counts['sensitive'])},"
            f" false alarms {_share(counts['alarms'], counts['ordinary'])},"
            f" only personal {_share(counts['personal'], counts['ordinary'])}"
        )

    def print(self, name: str) -> None:
        """Print the figures of this set."""
        counts = self.messages
        milliseconds = [1000 * each for each in self.seconds]
        print(f"  {name}")
        print(f"    message recall   {_share(counts['found'], counts['sensitive'])}")
        print(f"    false alarms     {_share(counts['alarms'], counts['ordinary'])}")
        print(f"    only personal    {_share(counts['personal'], counts['ordinary'])}")
        print(f"    span precision   {_share(self.found['right'], self.found['places'])}")
        print(
            f"    processor ms     {statistics.fmean(milliseconds):.2f} mean, {max(milliseconds):.1f} worst"
        )
        for kind, each in sorted(self.kinds.items()):
            recall = _share(each["covered"], each["labelled"])
            precision = _share(each["right"], each["places"])
            alarms = _share(each["alarms"], counts["ordinary"])
            print(f"    {kind:18} recall {recall:18} precision {precision:18} false alarms {alarms}")


def _covers(places: list[Place], span: Span) -> bool:
    return any(place.start <= span.start and span.end <= place.end for place in places)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:6.2f} % of {whole}" if whole else "     -"


def measure(name: str, rows: Iterable[Row], engines: dict[str, Engine], *, shows_ids: bool) -> None:
    """Print what each engine makes of one set."""
    rows = list(rows)
    print(f"\n{name}: {len(rows)} texts, {sum(bool(row.sensitive) for row in rows)} sensitive")
    for engine_name, engine in engines.items():
        score = Score()
        # What an engine makes once for all texts is no part of the first.
        engine("Please come in on Monday, 4 May.")
        for row in rows:
            score.add(row, engine)
        score.print(engine_name)
        if engine is ours:
            in_a_thread = Score()
            for row in rows:
                in_a_thread.add(row, ours_in_a_thread)
            in_a_thread.print_in_a_thread()
        if shows_ids:
            print("    missed:", *score.missed[:200], "\n    alarmed:", *score.alarmed[:200])


def print_rewrites(engines: dict[str, Engine]) -> None:
    """Print how many Social Security numbers each engine finds in each rewrite."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, row in made.rewritten(SEED):
        found[name]["all"] += 1
        for engine_name, engine in engines.items():
            found[name][engine_name] += engine(row.text)[0] == "restricted"
    print(f"\nrewrites of a Social Security number without any word about it, {' / '.join(engines)}")
    for name, counts in found.items():
        shares = (f"{100 * counts[engine_name] / counts['all']:4.0f} %" for engine_name in engines)
        print(f"  {name:36} {'  '.join(shares)}")


def made_sets() -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield the sets that are made here."""
    yield "planted values", made.planted(SEED)
    yield "ordinary texts", made.ordinary(SEED)
    yield "number-heavy texts", made.number_heavy(SEED)


def files_in(paths: Iterable[Path]) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield the sets of the files that were named, and of those in the folders that were."""
    for path in paths:
        for file in sorted(path.glob("*.jsonl*")) if path.is_dir() else [path]:
            yield file.name, read_rows(file)


def time_hostile() -> None:
    """Print how long hostile texts take, beside what grows as they do: linear is the promise.

    Linear is the time of a fifth of the text, five times over.
    """
    print(f"\nhostile texts, ms of processor time {'20,000':>21} {'100,000':>9} {'linear':>9}")
    for name, piece in HOSTILE.items():
        figures = []
        for characters in (20_000, 100_000):
            text = (piece * (characters // len(piece) + 1))[:characters]
            began = process_time()
            verdict = screen(text, seconds=60)
            figures.append(1000 * (process_time() - began))
        short, long = figures
        print(f"  {name:48} {short:7.0f} {long:9.0f} {5 * short:9.0f}{' failed' * verdict.failed}")


def main() -> None:
    """Measure the files that were named, or the sets that are made here."""
    parser = argparse.ArgumentParser(description="Measure screening.")
    parser.add_argument("data", nargs="*", type=Path, help="labelled texts, JSON lines, also .gz or folders")
    parser.add_argument(
        "--show", action="store_true", help="list the ids of missed and of wrongly restricted texts"
    )
    arguments = parser.parse_args()

    print("labels that count:", *SENSITIVE)
    engines = installed()
    missing = [package for name, (package, _make) in OTHERS.items() if name not in engines]
    print("not installed:", *missing or ["none of the others"])
    sets = files_in(arguments.data) if arguments.data else made_sets()
    for name, rows in sets:
        measure(name, rows, engines, shows_ids=arguments.show)
    print_rewrites(engines)
    if not arguments.data:
        time_hostile()


if __name__ == "__main__":
    main()
