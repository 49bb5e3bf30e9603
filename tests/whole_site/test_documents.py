"""What documents name is there, and what the code names is in them."""

import pkgutil
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from audit.actions import Action

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *(path for folder in ("docs", "tests", "bench") for path in sorted((ROOT / folder).rglob("*.md"))),
]
OWN_APPS = {path.parent.name for path in ROOT.glob("*/apps.py")}
OWN_PACKAGES = {path.parent.name for path in ROOT.glob("*/__init__.py")}

# Other people's sources, and what running leaves behind.
NOT_OURS = {"var", "uswds", "vectors", "__pycache__"}
WRITTEN = {".py", ".md", ".html", ".txt", ".css", ".js", ".toml", ".yml", ".conf", ".sh", ""}
REGISTRIES = r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|crates\.io|proxy\.golang\.org|rubygems\.org"
# A mail server's status, as in (#5.1.1), is none.
NUMBER_OF_AN_ISSUE = r"(?<![\w&;])#[1-9][0-9]{0,3}\b(?!\.[0-9])|/(?:issues|pull)/[0-9]+"
PLACE_ON_A_MACHINE = r"/work/|/home/[a-z]|/Users/|\.\./shared"


def own_files() -> Iterator[Path]:
    """List every file that somebody wrote here."""
    for top in ROOT.iterdir():
        if top.name.startswith(".") and top.name != ".ci":
            continue
        for path in [top, *top.rglob("*")]:
            ours = NOT_OURS.isdisjoint(path.relative_to(ROOT).parts)
            if ours and path.suffix in WRITTEN and path.is_file():
                yield path


def name_of(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def test_nothing_stands_at_the_top_but_the_documents_that_belong_there():
    names = {"README.md", "ARCHITECTURE.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"}

    assert {path.name for path in ROOT.glob("*.md")} == names


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_of_a_document_leads_somewhere(document: Path):
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))

    missing = [link for link in links if "://" not in link and not (document.parent / link).exists()]

    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_file_that_a_document_names_is_there(document: Path):
    spans = re.findall(r"`([a-z_]+/[\w./-]*)`", document.read_text(encoding="utf-8"))
    made_by_running = {"var/", "deploy/secrets/", "notices/message_waiting/"}

    missing = [path for path in spans if path not in made_by_running and not (ROOT / path).exists()]

    assert missing == []


def is_there(name: str) -> bool:
    """Tell whether a dotted name is one of the code, of a table or of an action of the audit log."""
    app, _, rest = name.partition(".")
    for place in (name, f"{app}.models.{rest}"):
        with suppress(ImportError, AttributeError):
            pkgutil.resolve_name(place)
            return True
    return name in set(Action)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_function_and_table_that_a_document_names_is_there(document: Path):
    spans = re.findall(r"`([a-z_]+(?:\.\w+)+)`", document.read_text(encoding="utf-8"))
    names = {name for name in spans if name.split(".")[0] in OWN_PACKAGES and not name.endswith(".json")}

    assert [name for name in sorted(names) if not is_there(name)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_test_that_a_document_names_is_there(document: Path):
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`(?:tests/)?([\w/]+\.py)(?:::|`: `)(test_\w+)`", text)

    missing = [
        f"{path}::{name}"
        for path, name in named
        if not any(
            f"\ndef {name}(" in file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob(path)
        )
    ]

    assert missing == []


def test_the_glossary_has_a_word_for_every_table():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = {
        word.strip()
        for row in re.findall(r"^\| ([^|]+) \|", glossary, re.MULTILINE)
        for word in row.split(";")
    }

    models = [model for model in apps.get_models() if model._meta.app_label in OWN_APPS]
    names = {re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).casefold() for model in models}

    assert len(names) > 15
    assert names - words == set()


def test_the_architecture_says_of_every_table_what_it_holds():
    architecture = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    held = architecture.partition("## Where things are held")[2].partition("\n## ")[0]

    models = [model for model in apps.get_models() if model._meta.app_label in OWN_APPS]

    assert [model.__name__ for model in models if not re.search(rf"\b{model.__name__}`", held)] == []


def test_the_words_of_the_glossary_are_in_order_and_once():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| ([^|]+) \|", glossary, re.MULTILINE)[1:]

    assert words == sorted(set(words), key=lambda word: word.replace(",", "").casefold())


def test_every_variable_that_is_read_is_in_the_table_of_operations():
    settings_files = (ROOT / "portal" / "settings").glob("*.py")
    read = {
        name
        for path in settings_files
        for name in re.findall(r"\"(VAR|PORT|SEALPOST_[A-Z0-9_]+)\"", path.read_text(encoding="utf-8"))
    }
    rows = re.findall(r"^\| (`[^|]+) \|", (ROOT / "docs" / "operations.md").read_text("utf-8"), re.MULTILINE)

    told = {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}

    assert told == read


@pytest.mark.parametrize(
    "forbidden", [REGISTRIES, NUMBER_OF_AN_ISSUE, PLACE_ON_A_MACHINE], ids=["registry", "issue", "machine"]
)
def test_no_file_names_a_registry_an_issue_or_the_machine_it_was_written_on(forbidden: str):
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in own_files()
        if path != Path(__file__).resolve()
        for match in re.finditer(forbidden, path.read_text(encoding="utf-8"))
    ]

    assert found == []
