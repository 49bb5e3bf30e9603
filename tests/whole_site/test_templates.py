"""What holds of every template: text is marked for translation, and neither style nor script stands in it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# What the custodians' tool prints is no page: it stands alone, on a machine without the portal.
TEMPLATES = sorted(
    path for path in ROOT.glob("*/templates/**/*.html") if path.relative_to(ROOT).parts[0] != "records_key"
)
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
# Django's own marks, with what they mark for translation, and the one block that becomes an attribute.
MARKED = re.compile(
    r"{% (comment|blocktranslate|block body_class)\b.*?{% end(comment|blocktranslate|block) %}"
    r"|{[#%{].*?[#%}]}",
    re.DOTALL,
)


class Reader(HTMLParser):
    """Collects what a template says by itself, and what it would have a browser run."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes."""
        names = [name for name, _value in attrs]
        self.said += [value or "" for name, value in attrs if name in SPOKEN_ATTRIBUTES]
        self.inline += [name for name in names if name == "style" or re.fullmatch("on[a-z]+", name)]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.inline.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.said.append(data)


def read(template: Path) -> Reader:
    reader = Reader()
    reader.feed(MARKED.sub(" ", template.read_text(encoding="utf-8")))
    reader.close()
    return reader


def name_of(template: Path) -> str:
    return template.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_every_text_of_a_template_is_marked_for_translation(template: Path):
    unmarked = [text.strip() for text in read(template).said if re.search(r"[A-Za-z]{2}", text)]

    assert unmarked == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_no_template_has_style_or_script_in_it(template: Path):
    assert read(template).inline == []


def test_what_a_template_must_not_have_would_be_found(tmp_path: Path):
    template = tmp_path / "page.html"
    page = '<p title="Said" onclick="x">{% translate "Marked" %}</p><style>p</style>Plain'
    template.write_text(page)

    found = read(template)

    assert [text.strip() for text in found.said if text.strip()] == ["Said", "p", "Plain"]
    assert found.inline == ["onclick", "style"]


def test_the_templates_are_found():
    assert {name_of(template).partition("/")[0] for template in TEMPLATES} >= {
        "portal",
        "messaging",
        "notices",
    }
