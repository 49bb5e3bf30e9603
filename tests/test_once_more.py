"""What fails beside others is tried once more and named; what is broken fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.once_more import MOST, may_be_unsteady

ROOT = Path(__file__).resolve().parent.parent
# The first run leaves a file behind, by which the second knows that it is one.
TESTS = """
from pathlib import Path
SEEN = Path(__file__).parent / "seen"

def test_steady():
    assert True

def test_unsteady():
    seen = SEEN.exists()
    SEEN.touch()
    assert seen

def test_broken():
    assert {is_well}
"""


@pytest.mark.parametrize("is_well", [True, False])
def test_what_fails_twice_fails_and_what_passes_alone_is_named(tmp_path: Path, is_well: bool):
    ini = tmp_path / "pytest.ini"
    ini.write_text("[pytest]\n")
    (tmp_path / "test_some.py").write_text(TESTS.format(is_well=is_well))

    ran = subprocess.run(
        [sys.executable, "-m", "tests.once_more", "-q", "-p", "no:django", "-c", ini, "."],
        # Names of tests are told from where they are run.
        cwd=tmp_path,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")},
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
    )

    assert (ran.returncode == 0) == is_well
    assert ("1 unsteady" in ran.stdout) == is_well
    assert ("test_some.py::test_unsteady" in ran.stdout.partition("unsteady: ")[2]) == is_well


@pytest.mark.parametrize(
    ("failed", "is_tried_again"),
    [
        ([], False),
        ([__file__] * MOST, True),
        ([__file__] * (MOST + 1), False),
        ([__file__, f"{Path(__file__).parent / 'messaging' / 'test_key_races.py'}::test_two"], False),
    ],
)
def test_neither_many_failures_nor_a_lost_race_are_the_machines(failed: list[str], is_tried_again: bool):
    assert may_be_unsteady(failed) == is_tried_again
