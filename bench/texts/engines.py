"""The screening of others, to be measured beside ours where it is installed: presidio and datafog.

Neither is one of our libraries: `pip install presidio-analyzer datafog python-stdnum` into an
environment of its own makes a place to run the benchmark in. Nothing is downloaded here. Which of them
was not there, the benchmark says.
"""

import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from bench.texts.labelled import SENSITIVE
from screening import Document, Verdict, screen


class Place(NamedTuple):
    """Say that the characters from `start` to `end` were found to be of `kind`, by the label of our sets."""

    start: int
    end: int
    kind: str


Engine = Callable[[str], tuple[str, list[Place]]]
"""Takes a text; gives a strength, and the places that make it restricted."""

_OUR_LABELS = {kind: label for label, kind in SENSITIVE.items()}
_PRESIDIO_KINDS = {
    "US_SSN": "US_SSN", "US_ITIN": "US_ITIN", "US_BANK_NUMBER": "BANK_ACCOUNT", "IBAN_CODE": "IBAN",
    "US_DRIVER_LICENSE": "DRIVER_LICENSE", "US_PASSPORT": "PASSPORT", "CREDIT_CARD": "CREDIT_CARD",
}  # fmt: skip
_PRESIDIO_SCORE = 0.4
_DATAFOG_KINDS = {
    "SSN": "US_SSN", "CREDIT_CARD": "CREDIT_CARD", "DOB": "DATE_OF_BIRTH", "DE_IBAN": "IBAN",
    "DE_PASSPORT_NUMBER": "PASSPORT",
}  # fmt: skip


def ours(text: str) -> tuple[str, list[Place]]:
    """Screen with our own rules, as a text that may be about anybody."""
    return _told(screen(text))


def ours_in_a_thread(text: str) -> tuple[str, list[Place]]:
    """Screen with our own rules, as an answer in the thread of one person."""
    return _told(screen(Document(text=text, is_to_one_person=True)))


def _told(verdict: Verdict) -> tuple[str, list[Place]]:
    return verdict.strength, [
        Place(each.start, each.end, _OUR_LABELS.get(each.kind, each.kind.value))
        for each in verdict.findings
        if each.strength == "restricted"
    ]


def _presidio() -> Engine:
    """Make presidio's analyser with an empty language model: no kind that counts here needs a real one."""
    import spacy  # not among our libraries
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "empty"
        spacy.blank("en").to_disk(model)
        models = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": str(model)}]}
        nlp = NlpEngineProvider(nlp_configuration=models).create_engine()
        analyser = AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])

    def analyse(text: str) -> tuple[str, list[Place]]:
        found = analyser.analyze(
            text, language="en", entities=list(_PRESIDIO_KINDS), score_threshold=_PRESIDIO_SCORE
        )
        places = [Place(each.start, each.end, _PRESIDIO_KINDS[each.entity_type]) for each in found]
        return "restricted" if places else "clean", places

    return analyse


def _datafog() -> Engine:
    """Make datafog's rules."""
    from datafog.processing.text_processing.regex_annotator.regex_annotator import (
        RegexAnnotator,
    )

    annotator: Any = RegexAnnotator()

    def annotate(text: str) -> tuple[str, list[Place]]:
        _, result = annotator.annotate_with_spans(text)
        places = [
            Place(each.start, each.end, _DATAFOG_KINDS[each.label])
            for each in result.spans
            if each.label in _DATAFOG_KINDS
        ]
        return "restricted" if places else "clean", places

    return annotate


OTHERS: dict[str, tuple[str, Callable[[], Engine]]] = {
    f"presidio, score {_PRESIDIO_SCORE} and more": ("presidio_analyzer", _presidio),
    "datafog": ("datafog", _datafog),
}
"""The screening of others: under which name it is installed, and what makes it."""


def installed() -> dict[str, Engine]:
    """Make each engine that can be had here, ours first."""
    others = {name: make() for name, (package, make) in OTHERS.items() if find_spec(package)}
    return {"sealpost": ours, **others}
