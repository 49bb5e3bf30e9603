"""Run sends under faults, and say what came of them: `python -m tests.faults --sends 2000`."""

import argparse
import re
import signal
import sys
import tempfile
from contextlib import suppress
from math import inf
from pathlib import Path
from types import FrameType

import psutil

from bench.processes import STOP_SECONDS
from tests import real_parts
from tests.faults import breaking, running
from tests.faults.nemesis import FETCHING
from tests.faults.rig import DATABASES, Database, Missing
from tests.faults.running import ProvesNothing

# Time for whoever was cut off to come again, before the next process dies.
PAUSE_FOR_A_BUG = 1.5


def main(arguments: list[str]) -> int:
    """Run on each database, then with each known bug, which the checker must find; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--sends", type=int, default=2000, help="at least, shared among the databases")
    parser.add_argument("--database", nargs="*", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--bugs", nargs="*", choices=breaking.BUGS, default=list(breaking.BUGS))
    parser.add_argument("--repeat", type=int, default=1, help="how often each bug has to be found")
    parser.add_argument("--seed", type=int, default=1, help="of the order of faults")
    parser.add_argument("--pause", type=float, default=0.3, help="seconds between two faults")
    parser.add_argument("--minutes", type=float, default=inf, help="of sending, at most, on each database")
    options = parser.parse_args(arguments)
    # None is a run that a missing part leaves out.
    results: list[bool | None] = []
    share = options.sends // len(options.database)
    faults_left_out = len(options.database) * _say_what_is_left_out() if share else 0
    for database in options.database:
        if share:
            chosen = {"seed": options.seed, "pause": options.pause, "minutes": options.minutes}
            results.append(_hold(database, sends=share, **chosen))
        for bug in options.bugs * options.repeat:
            results.append(_find(bug, database, seed=options.seed))
    left_out = results.count(None) + faults_left_out
    said = f"{results.count(True)} passed, {results.count(False)} failed"
    print(said + (f", {left_out} skipped" if left_out else ""), flush=True)
    return 1 if False in results or (left_out and real_parts.must_have_all()) else 0


def _say_what_is_left_out() -> int:
    """Say which faults cannot be inflicted on any database, and why; gives how many kinds."""
    if real_parts.dovecot():
        return 0
    print(
        f"There is {real_parts.NO_DOVECOT}. No mail is fetched, and {len(FETCHING)} kinds of faults are left"
        f" out on each database: {', '.join(FETCHING)}.",
        file=sys.stderr,
        flush=True,
    )
    return len(FETCHING)


def _hold(database: Database, *, sends: int, seed: int, pause: float, minutes: float) -> bool | None:
    """Send under faults; tells whether everything held."""
    result = _run(database, sends=sends, seed=seed, pause=pause, minutes=minutes)
    if not isinstance(result, running.Result):
        return result
    told = [send.told for send in result.sends]
    again = sum(send.tries - 1 for send in result.sends)
    print(
        f"{database}: {len(told)} sends in {result.seconds:.0f} s, {told.count('ok')} acknowledged,"
        f" {told.count('fail')} refused, {again} tries again; {result.mails} mails;"
        f" {result.inflicted.total()} faults of {len(result.inflicted)} kinds;"
        f" {len(result.breaches) or 'no'} breaches",
        flush=True,
    )
    print("  " + ", ".join(f"{name} {times}" for name, times in sorted(result.inflicted.items())), flush=True)
    for sentence in result.breaches:
        print(f"  {sentence}")
    return not result.breaches


def _find(bug: str, database: Database, *, seed: int) -> bool | None:
    """Send with a known bug, under the fault that shows it; tells whether the checker said what it does."""
    result = _run(database, sends=1, seed=seed, pause=PAUSE_FOR_A_BUG, bug=bug)
    if not isinstance(result, running.Result):
        return result
    said = [sentence for sentence in result.breaches if re.search(breaking.SAID_OF_BUG[bug], sentence)]
    print(
        f"{database} with the bug {bug}: {result.inflicted.total()} deaths in {len(result.sends)} sends,"
        f" {len(said)} breaches by it, such as: {said[0] if said else 'NOT FOUND'}",
        flush=True,
    )
    return bool(said)


def _run(
    database: Database, *, sends: int, seed: int, pause: float, minutes: float = inf, bug: str = ""
) -> running.Result | bool | None:
    """Run once; gives False for what proves nothing, and None where a part is missing."""
    with tempfile.TemporaryDirectory(prefix="sealpost-faults-") as folder:
        try:
            return running.run(
                Path(folder), database, sends=sends, seed=seed, pause=pause, minutes=minutes, bug=bug
            )
        except Missing as missing:
            print(f"There is {missing}: no faults on {database}.", file=sys.stderr, flush=True)
            return None
        except ProvesNothing as nothing:
            print(f"{database}{f' with the bug {bug}' if bug else ''} proves nothing: {nothing}", flush=True)
            return False
        finally:
            # Whoever is left would go on writing into the folder that is to be removed.
            _end_what_is_left()


def _end(number: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that everything that was started is stopped; once is enough."""
    # A handler, for whoever is started from here on would inherit that it is ignored.
    signal.signal(number, lambda *_: None)
    sys.exit(128 + number)


def _end_what_is_left() -> None:
    """Kill what nobody knows of: the run may have been told to end while it was starting it."""
    left = psutil.Process().children(recursive=True)
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=STOP_SECONDS)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    try:
        sys.exit(main(sys.argv[1:]))
    finally:
        _end_what_is_left()
