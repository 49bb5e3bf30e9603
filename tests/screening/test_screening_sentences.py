"""Sentences as officers and taxpayers write them get the strength and the kind that the policy gives them.

They were written down before the rules for them were: `tests/samples/sentences`, one a line, as
"strength kind: sentence", with \\n for a line break. By language, or by what they are of.
"""

from pathlib import Path

import pytest

from screening import screen

SAMPLES = Path(__file__).parent.parent / "samples" / "sentences"


FILES = sorted(SAMPLES.glob("*.txt"))


def sentences(file: Path) -> list[tuple[str, str, str]]:
    """Read strength, kind and text of each sentence."""
    rows = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            expected, _, text = line.partition(": ")
            strength, _, kind = expected.partition(" ")
            rows.append((strength, kind, text.replace("\\n", "\n").replace("\\t", "\t")))
    return rows


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_sentence_is_as_strong_as_the_policy_says(file: Path) -> None:
    wrong = [
        text
        for strength, kind, text in sentences(file)
        if (verdict := screen(text)).strength != strength
        or (kind != "-" and kind not in {finding.kind.value for finding in verdict.findings})
    ]

    assert wrong == []


def test_there_are_many_of_each_strength_and_kind() -> None:
    rows = [row for file in FILES for row in sentences(file)]

    assert sum(strength == "restricted" for strength, _, _ in rows) >= 350
    assert sum(strength == "clean" for strength, _, _ in rows) >= 180
    assert len({kind for _, kind, _ in rows}) >= 15
