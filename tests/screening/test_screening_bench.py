"""`bench/screening.py` reads labelled texts and prints what screening makes of them, per set and per kind."""

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = [
    ("Your SSN 219-09-9999 is right.", "219-09-9999", "US_SSN"),
    ("Her number is the one of last week.", "the one", "US_SSN"),
    ("It was paid with 4111 1111 1111 1111.", "4111 1111 1111 1111", "CREDIT_CARD"),
    ("Please come in on Monday.", "", ""),
    ("Part 219-09-9998 is sold out.", "", ""),
    ("The refund was sent.", "", ""),
]
# Others are no libraries of ours: these stand where they would be installed, and find by one expression each.
PRESIDIO = {
    "spacy.py": """
class blank:
    def __init__(self, language): pass
    def to_disk(self, folder): pass
""",
    "presidio_analyzer/__init__.py": """
import re
from types import SimpleNamespace

class AnalyzerEngine:
    def __init__(self, *, nlp_engine, supported_languages): pass
    def analyze(self, text, *, language, entities, score_threshold):
        assert "US_SSN" in entities and 0 < score_threshold < 1
        return [
            SimpleNamespace(start=each.start(), end=each.end(), entity_type="US_SSN")
            for each in re.finditer("219-09-9999", text)
        ]
""",
    "presidio_analyzer/nlp_engine.py": """
class NlpEngineProvider:
    def __init__(self, *, nlp_configuration): pass
    def create_engine(self): pass
""",
}
REGULAR = "datafog/processing/text_processing/regex_annotator"
DATAFOG = {
    f"{REGULAR}/regex_annotator.py": """
import re
from types import SimpleNamespace

class RegexAnnotator:
    def annotate_with_spans(self, text):
        kinds = {"CREDIT_CARD": "4111( 1111)+", "PHONE": "219-09-999."}
        return text, SimpleNamespace(spans=[
            SimpleNamespace(start=each.start(), end=each.end(), label=kind)
            for kind, digits in kinds.items() for each in re.finditer(digits, text)
        ])
""",
}


def labelled(folder: Path) -> Path:
    """Write the rows as a set of labelled texts."""
    lines = []
    for number, (text, value, kind) in enumerate(ROWS):
        spans = [{"start": text.index(value), "end": text.index(value) + len(value), "type": kind}]
        lines.append(json.dumps({"id": number, "text": text, "spans": spans if value else []}))
    path = folder / "letters.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def installed(folder: Path, files: dict[str, str]) -> str:
    """Put modules where Python finds them; gives the folder, for the path of a process."""
    for name, code in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(code)
    return str(folder)


def said_of(folder: Path, *, path: str = "") -> str:
    """Run the benchmark on the rows in a process that finds modules in `path` too; gives what it prints."""
    program = [sys.executable, "bench/screening.py", "--show", str(labelled(folder))]
    ran = subprocess.run(
        program, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path}
    )
    assert ran.returncode == 0, ran.stderr
    # Nothing of a text is printed, for labelled sets may hold what is real.
    assert "219" not in ran.stdout
    return re.sub(r" +", " ", ran.stdout)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the benchmark prints where no engine of others is installed."""
    return said_of(tmp_path_factory.mktemp("alone"))


def test_it_prints_recall_precision_and_false_alarms_per_set_and_per_kind(alone: str) -> None:
    assert "letters.jsonl.gz: 6 texts, 3 sensitive" in alone
    assert "message recall 66.67 % of 3" in alone
    assert "false alarms 33.33 % of 3" in alone
    assert "US_SSN recall 50.00 % of 2 precision 50.00 % of 2 false alarms 33.33 % of 3" in alone
    assert "CREDIT_CARD recall 100.00 % of 1 precision 100.00 % of 1 false alarms 0.00 % of 3" in alone
    assert "missed: 1 \n" in alone
    assert "alarmed: 4\n" in alone
    assert re.search(r"processor ms \d", alone)


def test_it_prints_what_the_portal_makes_of_the_same_texts_in_the_thread_of_one_person(alone: str) -> None:
    # Whose refund it is, is known there.
    assert "in a thread recall 66.67 % of 3, false alarms 66.67 % of 3, only personal 0.00 % of 3" in alone


def test_it_names_the_engines_that_are_not_installed(alone: str) -> None:
    assert "not installed: presidio_analyzer datafog\n" in alone
    assert "presidio," not in alone


def test_engines_of_others_are_measured_beside_where_they_are_installed(tmp_path: Path) -> None:
    said = said_of(tmp_path, path=installed(tmp_path / "others", PRESIDIO | DATAFOG))

    sets, _, rewrites = said.partition("\nrewrites")
    ours, presidio, datafog = re.split(r"\n (?=sealpost\n|presidio, |datafog\n)", sets)[1:]
    assert "not installed: none of the others\n" in said
    assert "message recall 66.67 % of 3" in ours
    assert "presidio, score 0.4 and more\n message recall 33.33 % of 3\n false alarms 0.00 % of 3" in presidio
    assert "US_SSN recall 50.00 % of 2 precision 100.00 % of 1" in presidio
    assert "datafog\n message recall 33.33 % of 3\n false alarms 0.00 % of 3" in datafog
    assert "CREDIT_CARD recall 100.00 % of 1 precision 100.00 % of 1" in datafog
    assert "sealpost / presidio, score 0.4 and more / datafog\n" in rewrites
    # Nobody else's rules know of threads.
    assert [part.count("in a thread") for part in (ours, presidio, datafog)] == [1, 0, 0]
