"""Run sends under faults, and say what came of them: `python -m tests.faults --sends 2000`."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests import real_parts
from tests.faults import breaking, running
from tests.faults.rig import DATABASES, Database, Missing

# Enough for each bug to show itself.
SENDS_FOR_A_BUG = 150


def main(arguments: list[str]) -> int:
    """Run on each database, then with each known bug, which the checker must find; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--sends", type=int, default=2000, help="on each database")
    parser.add_argument("--database", nargs="*", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--bugs", nargs="*", choices=breaking.BUGS, default=list(breaking.BUGS))
    parser.add_argument("--seed", type=int, default=1, help="of the order of faults")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two faults")
    options = parser.parse_args(arguments)
    held = [
        _hold(database, sends=options.sends, seed=options.seed, pause=options.pause)
        for database in options.database
    ]
    found = [_find(bug, seed=options.seed) for bug in options.bugs]
    passed = sum([*held, *found])
    print(f"{passed} passed, {len(held) + len(found) - passed} failed", flush=True)
    return 0 if all([*held, *found]) else 1


def _hold(database: Database, **options: int | float) -> bool:
    """Send under faults; tells whether everything held."""
    try:
        result = _run(database, **options)
    except Missing as missing:
        print(f"There is {missing}: no faults on {database}.", file=sys.stderr)
        return not real_parts.must_have_all()
    told = [send.told for send in result.sends]
    again = sum(send.tries - 1 for send in result.sends)
    print(
        f"{database}: {len(told)} sends in {result.seconds:.0f} s, {told.count('ok')} acknowledged,"
        f" {told.count('fail')} refused, {again} tries again; {result.mails} mails;"
        f" {result.inflicted.total()} faults of {len(result.inflicted)} kinds;"
        f" {len(result.breaches) or 'no'} breaches"
    )
    for sentence in result.breaches:
        print(f"  {sentence}")
    return not result.breaches


def _find(bug: str, *, seed: int) -> bool:
    """Send with a known bug; tells whether the checker found it."""
    result = _run("sqlite", sends=SENDS_FOR_A_BUG, seed=seed, pause=0.2, bug=bug)
    first = result.breaches[0] if result.breaches else "NOT FOUND"
    print(f"with the bug {bug}: {len(result.breaches)} breaches, such as: {first}", flush=True)
    return bool(result.breaches)


def _run(database: Database, **options: int | float | str) -> running.Result:
    with tempfile.TemporaryDirectory(prefix="sealpost-faults-") as folder:
        return running.run(Path(folder), database, **options)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
