"""The first text that a process screens has its time for itself."""

import subprocess
import sys
from types import FrameType

from bench.processes import ROOT
from screening import screen
from screening.deadlines import Deadline

# Calls of functions while the time of a text runs, over some texts and then over the same ones again.
_COUNT = """
import sys

import screening
from bench.texts import made
from screening.deadlines import Deadline

TEXTS = [row.text for row in made.planted(1)][:40]
calls = 0


def count(frame, event, _argument):
    global calls
    if event == "call":
        calls = 0 if frame.f_code is Deadline.__init__.__code__ else calls + 1


def screened():
    total = 0
    for text in TEXTS:
        sys.setprofile(count)
        verdict = screening.screen(text)
        sys.setprofile(None)
        assert not verdict.failed
        total += calls
    return total


print(screened(), screened())
"""


def test_what_a_process_makes_once_is_not_in_the_time_of_the_first_texts_that_it_screens() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _COUNT], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    first, again = map(int, said.split())

    # A machine with much to do has every text of a new process run out of its time otherwise.
    assert first < 1.5 * again


def test_what_a_process_makes_once_is_made_for_no_further_text() -> None:
    screen("Nothing is in it, since 1999.")
    before_its_time = in_its_time = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal before_its_time, in_its_time
        if frame.f_code is Deadline.__init__.__code__:
            before_its_time, in_its_time = before_its_time + in_its_time, 0
        elif event == "call":
            in_its_time += 1

    sys.setprofile(count)
    screen("Nothing is in it, since 2000.")
    sys.setprofile(None)

    assert before_its_time < in_its_time / 10


def test_what_takes_files_apart_loads_no_rules() -> None:
    loaded = "import sys, screening.files; print(*(each for each in sys.modules if '.rules' in each))"

    said = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == ""
