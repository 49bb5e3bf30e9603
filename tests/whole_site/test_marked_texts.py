"""What code says to people is marked for translation, wherever it is said."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SPEAKING = (
    "errors.py",
    "forms.py",
    "fields.py",
    "models.py",
    "actions.py",
    "findings.py",
    "pages.py",
    "views.py",
)
SOURCES = sorted(
    path
    for app in ROOT.glob("*/apps.py")
    for path in app.parent.rglob("*.py")
    # What is said at the server's console stands in no page.
    if not {"migrations", "management", "serving"} & set(path.parts)
)
SPOKEN_KEYWORDS = {"label", "help_text", "empty_label", "verbose_name", "verbose_name_plural"}
SPOKEN_NAMES = {"explanation", "label", "help_text"}
SPOKEN_CALLS = {"ValidationError", "add_error"}


def unmarked(source: str) -> Iterator[str]:
    """Yield everything that people would read and nobody can translate."""
    for node in ast.walk(ast.parse(source)):
        for value in _said_by(node):
            if isinstance(value, ast.BinOp):
                value = value.left
            if isinstance(value, ast.Constant | ast.JoinedStr) and (text := _words_of(value)):
                yield text


def _said_by(node: ast.AST) -> Iterator[ast.expr | None]:
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        yield from (each.value for each in node.keywords if each.arg in SPOKEN_KEYWORDS)
        yield from (each for each in node.args if name in SPOKEN_CALLS)
        for messages in (each.value for each in node.keywords if each.arg == "error_messages"):
            yield from messages.values if isinstance(messages, ast.Dict) else ()
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = {getattr(target, "id", getattr(target, "attr", "")) for target in targets}
        if names & SPOKEN_NAMES:
            yield node.value
        if any(name.endswith(("error_messages", "LABELS", "_FIELDS")) for name in names) and isinstance(
            node.value, ast.Dict
        ):
            yield from node.value.values
    if isinstance(node, ast.ClassDef) and any(
        getattr(base, "attr", "") == "TextChoices" for base in node.bases
    ):
        for choice in node.body:
            if isinstance(choice, ast.Assign):
                yield choice.value.elts[1] if isinstance(choice.value, ast.Tuple) else choice.value


def _words_of(value: ast.expr) -> str:
    """Give the text of a literal if it has a word in it; names of fields and codes are none."""
    parts = [each.value for each in ast.walk(value) if isinstance(each, ast.Constant)]
    text = " ".join(each for each in parts if isinstance(each, str)).strip()
    return text if " " in text or text[:1].isupper() else ""


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_text_of_the_code_is_marked_for_translation(source: Path) -> None:
    assert list(unmarked(source.read_text(encoding="utf-8"))) == []


def test_what_is_not_marked_would_be_found() -> None:
    source = """
class Closed(Error):
    explanation = "It is closed."
class Form(forms.Form):
    text = CharField(label="Your text", error_messages={"required": "Write it."}, help_text=_("Marked"))
    def clean(self):
        raise ValidationError("Twice.", code="twice")
class State(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", _("Done")
LABELS = {Kind.SSN: "Social Security number"}
"""

    assert set(unmarked(source)) == {
        "It is closed.",
        "Social Security number",
        "Your text",
        "Write it.",
        "Open",
        "Twice.",
    }


def test_the_files_that_speak_to_people_are_looked_at() -> None:
    assert {path.name for path in SOURCES} >= set(SPEAKING)
