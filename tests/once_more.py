"""Run pytest, and whatever failed once more, alone.

Chromium, servers and two workers share the machine with the tests, which now and then makes one fail that
found nothing. What passes alone is named as unsteady and counted, never hidden: somebody is to mend it. What
fails twice fails the run, and so does more than a handful. Races are never tried again, because a race that
is lost once is a fault. Arguments go to pytest: `python -m tests.once_more -n auto tests/browser`.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

# More than this is no accident of the machine's.
MOST = 3
# One of these is used by whatever lets two do something at once.
RACES = ("tests.meanwhile", "Barrier", "ThreadPool")


def main(arguments: list[str]) -> int:
    """Run the tests; gives pytest's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        # Of its own, so that it names what failed in this run alone.
        command = [sys.executable, "-m", "pytest", *arguments, "-o", f"cache_dir={folder}"]
        code = subprocess.run(command).returncode
        failed = _failed(Path(folder))
        if code != pytest.ExitCode.TESTS_FAILED or not may_be_unsteady(failed):
            return code
        print(f"{' once more, alone ':=^80}", flush=True)
        code = subprocess.run(
            [*command, "-n", "0", "--last-failed", "--last-failed-no-failures", "none"]
        ).returncode
    if code == pytest.ExitCode.OK:
        print(
            f"{f' {len(failed)} unsteady: failed beside others, passed alone ':=^80}",
            *failed,
            sep="\n",
            flush=True,
        )
    return code


def may_be_unsteady(failed: list[str]) -> bool:
    """Tell whether these failures, node ids of pytest, may be the machine's and are worth another try."""
    files = [Path(name.partition("::")[0]).read_text() for name in failed]
    return 0 < len(failed) <= MOST and not any(word in text for text in files for word in RACES)


def _failed(cache: Path) -> list[str]:
    names = cache / "v" / "cache" / "lastfailed"
    return sorted(json.loads(names.read_text())) if names.exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
