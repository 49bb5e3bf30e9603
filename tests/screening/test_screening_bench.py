"""`bench/screening.py` reads labelled texts and prints what screening makes of them, per set and per kind."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = [
    ("Your SSN 219-09-9999 is right.", "219-09-9999", "US_SSN"),
    ("Her number is the one of last week.", "the one", "US_SSN"),
    ("It was paid with 4111 1111 1111 1111.", "4111 1111 1111 1111", "CREDIT_CARD"),
    ("Please come in on Monday.", "", ""),
    ("Part 219-09-9998 is sold out.", "", ""),
]


def labelled(folder: Path) -> Path:
    """Write the rows as a set of labelled texts."""
    lines = []
    for number, (text, value, kind) in enumerate(ROWS):
        spans = [{"start": text.index(value), "end": text.index(value) + len(value), "type": kind}]
        lines.append(json.dumps({"id": number, "text": text, "spans": spans if value else []}))
    path = folder / "letters.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def test_it_prints_recall_precision_and_false_alarms_per_set_and_per_kind(tmp_path: Path) -> None:
    program = [sys.executable, "bench/screening.py", "--show"]

    ran = subprocess.run(
        [*program, str(labelled(tmp_path))], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
    said = re.sub(r" +", " ", ran.stdout)
    assert "letters.jsonl.gz: 5 texts, 3 sensitive" in said
    assert "message recall 66.67 % of 3" in said
    assert "false alarms 50.00 % of 2" in said
    assert "US_SSN recall 50.00 % of 2 precision 50.00 % of 2 false alarms 50.00 % of 2" in said
    assert "CREDIT_CARD recall 100.00 % of 1 precision 100.00 % of 1 false alarms 0.00 % of 2" in said
    assert "missed: 1" in said
    assert "alarmed: 4" in said
    assert re.search(r"processor ms \d", said)
    # Nothing of a text is printed, for labelled sets may hold what is real.
    assert "219" not in ran.stdout
