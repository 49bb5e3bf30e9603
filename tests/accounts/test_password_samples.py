"""The rules for passwords, measured: on 200 bad ones that people would choose, and on thousands of good ones.

The bad ones were written before the rules. The rules were made with the first half at hand, not the second.
"""

import random
import string
from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.errors import ForeseeablePassword, UnfitPassword
from accounts.password_rules import check

SAMPLES = Path(__file__).parents[1] / "samples" / "passwords"
KNOWN = ("Rosalind Parker", "r.parker42@example.org")
# The same passwords in every run, so that a run that fails can be looked at.
DICE = random.Random(20260301)  # noqa: S311
EVERYDAY = (SAMPLES / "everyday_words.txt").read_text(encoding="utf-8").split()
PRINTABLE = string.ascii_letters + string.digits + string.punctuation


def bad(half: str) -> list[str]:
    """Read the bad passwords of one half."""
    return (SAMPLES / f"bad_{half}.txt").read_text(encoding="utf-8").splitlines()


def is_taken(password: str) -> bool:
    """Tell whether the rules take a password."""
    try:
        check(password, known=KNOWN)
    except UnfitPassword:
        return False
    return True


@pytest.mark.parametrize("half", ["known", "held_out"])
def test_the_rules_refuse_bad_passwords(settings, half, record_property):
    settings.AGENCY_NAME = "Example Department of Revenue"
    passwords = bad(half)

    taken = [password for password in passwords if is_taken(password)]

    record_property("refused", f"{len(passwords) - len(taken)} of {len(passwords)}")
    assert len(set(passwords)) == 100
    assert min(map(len, passwords)) >= 15
    assert len(taken) <= len(passwords) * 5 // 100, taken


@pytest.mark.parametrize("half", ["known", "held_out"])
def test_every_refusal_says_why(settings, half):
    settings.AGENCY_NAME = "Example Department of Revenue"

    reasons = []
    for password in bad(half):
        try:
            check(password, known=KNOWN)
        except ForeseeablePassword as refusal:
            reasons.append(str(refusal.explanation))

    assert len(reasons) > 90
    assert all(
        any(str(words) in reason for words in ForeseeablePassword.MADE_OF.values()) for reason in reasons
    )


@pytest.mark.parametrize(
    ("make", "most_refused"),
    [
        (lambda: " ".join(DICE.sample(EVERYDAY, 4)), 0),
        (lambda: "-".join(DICE.sample(EVERYDAY, 5)), 0),
        (lambda: "".join(DICE.choices(PRINTABLE, k=DICE.randint(15, 24))), 0),
        (lambda: "".join(DICE.choices(string.ascii_lowercase + string.digits, k=15)), 0),
        (lambda: "".join(DICE.choices(string.hexdigits, k=32)), 0),
        # A row or a date comes up in figures by themselves now and then.
        (lambda: "".join(DICE.choices(string.digits, k=20)), 2),
    ],
    ids=["four words", "five words", "printable", "letters and figures", "hexadecimal", "figures only"],
)
def test_the_rules_take_what_was_chosen_at_random(
    make: Callable[[], str], most_refused: int, record_property
):
    passwords = [password for password in (make() for _ in range(250)) if len(password) >= 15]

    refused = [password for password in passwords if not is_taken(password)]

    record_property("refused", f"{len(refused)} of {len(passwords)}")
    assert len(passwords) > 200
    assert len(refused) <= most_refused, refused
