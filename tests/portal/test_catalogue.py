"""The catalogue of each other language: every marked text, its translation, and what Django reads of it."""

import gettext
import re
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue import files, texts
from portal.management.commands.messages import own_folders

LANGUAGES = [code for code, _name in settings.LANGUAGES[1:]]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
TAG = re.compile(r"</?\w+[^>]*>")


def po_of(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def entries_of(language: str) -> list[files.Entry]:
    known = files.read(po_of(language).read_text(encoding="utf-8"))
    return [files.Entry(text, translations) for text, translations in known.items()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_exactly_the_marked_texts(language: str) -> None:
    marked = texts.marked_in(own_folders(), root=settings.BASE_DIR)

    assert {entry.text for entry in entries_of(language)} == set(marked)
    assert len(marked) > 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert [entry.text.singular for entry in entries_of(language) if not entry.is_complete] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_and_the_marks_of_its_text(language: str) -> None:
    different = []
    for entry in entries_of(language):
        originals = [entry.text.singular, entry.text.plural or entry.text.singular]
        for original, translation in zip(originals, entry.translations, strict=False):
            for pattern in (PLACEHOLDER, TAG):
                if sorted(pattern.findall(original)) != sorted(pattern.findall(translation)):
                    different.append(translation)
            if original[:1].isspace() != translation[:1].isspace() or (original[-1] == "\n") != (
                translation[-1] == "\n"
            ):
                different.append(translation)

    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_django_reads_is_what_people_wrote(language: str) -> None:
    stored = po_of(language).with_suffix(".mo").read_bytes()

    assert stored == files.compiled(entries_of(language), language=language)


def test_the_command_finds_nothing_to_do() -> None:
    call_command("messages", check=True, stdout=StringIO())


def test_the_command_collects_keeps_and_drops(tmp_path: Path, settings) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    po = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    with pytest.raises(CommandError):
        call_command("messages", check=True, stdout=StringIO())
    call_command("messages", stdout=StringIO())
    first = po.read_text(encoding="utf-8")
    po.write_text(
        first.replace('msgid "Home"\nmsgstr ""', 'msgid "Home"\nmsgstr "Inicio"')
        + '\nmsgid "Said no more"\nmsgstr "Ya no"\n',
        encoding="utf-8",
    )

    call_command("messages", stdout=StringIO())

    again = po.read_text(encoding="utf-8")
    assert 'msgstr "Inicio"' in again
    assert "Said no more" not in again
    assert b"Inicio" in po.with_suffix(".mo").read_bytes()


def test_texts_are_found_wherever_they_are_marked() -> None:
    python = """
a = _("One" " line")
b = gettext_lazy("Two")
c = ngettext("%(n)d day", "%(n)d days", n)
d = other("x")
"""
    template = (
        '{% load i18n %}{% translate "Three" as x %}{{ name|default:_("Four") }}'
        "{% blocktranslate trimmed with a=b %}\n Five {{ a }}\n{% endblocktranslate %}"
        "{% blocktranslate count n=n %}{{ n }} key{% plural %}{{ n }} keys{% endblocktranslate %}"
    )

    assert set(texts.in_python(python)) == {
        texts.Text("One line"),
        texts.Text("Two"),
        texts.Text("%(n)d day", "%(n)d days"),
    }
    assert set(texts.in_template(template)) == {
        texts.Text("Three"),
        texts.Text("Four"),
        texts.Text("Five %(a)s"),
        texts.Text("%(n)s key", "%(n)s keys"),
    }


words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from('\n\t"\\'), min_size=1
)


@given(st.dictionaries(words, words, max_size=5))
def test_what_was_written_is_read_and_compiled_as_it_was(pairs: dict[str, str]) -> None:
    entries = [files.Entry(texts.Text(text), (translation,)) for text, translation in pairs.items()]

    known = files.read(files.write(entries, language="es"))
    catalogue = gettext.GNUTranslations(BytesIO(files.compiled(entries, language="es")))

    assert known == {entry.text: entry.translations for entry in entries}
    for text, translation in pairs.items():
        assert catalogue.gettext(text) == translation


def test_plural_forms_are_compiled_too() -> None:
    entry = files.Entry(texts.Text("%(n)d day", "%(n)d days"), ("%(n)d día", "%(n)d días"))

    catalogue = gettext.GNUTranslations(BytesIO(files.compiled([entry], language="es")))

    assert [catalogue.ngettext("%(n)d day", "%(n)d days", count) for count in (0, 1, 2)] == [
        "%(n)d días",
        "%(n)d día",
        "%(n)d días",
    ]


def test_a_line_that_is_none_of_a_catalogue_is_named() -> None:
    with pytest.raises(ValueError, match="msgstrange"):
        files.read('msgid "One"\nmsgstrange "Uno"')
