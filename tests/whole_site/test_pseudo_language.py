"""All that people read comes from a catalogue: in a language that puts each of its texts between marks.

What stands outside of them is data, or a text that nobody can translate.
"""

import re
import uuid
from collections.abc import Iterable, Iterator
from gettext import NullTranslations
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as project_settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import trans_real

from messaging.channel import PlainMail
from notices import mail
from notices.models import Notice, WorkerHeartbeat
from portal.templatetags import look, signing_in
from tests.people import write_comment
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import form_of, path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import MATRIX, ROLES, ROW, expected, is_open_to

OPEN, CLOSE = "\u27e6", "\u27e7"
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = {"alt", "aria-label", "placeholder", "title", "data-show", "data-hide", "data-on", "data-off"}
SILENT = {"script", "style"}
ADDRESS = re.compile(r"https?://\S+|localhost:8000/\S*")
# Reply codes and ids, and the six words of a key: to be typed or compared.
CODE = re.compile(r"[0-9A-Z]{4,}(-[0-9A-Z]*)*|[0-9a-f-]{8,}|([a-z]{5} ){5}[a-z]{5}")
# Names that are the same in every language, and what the tests' people write.
NAMES = """
    English Español Sealpost Redis PostgreSQL JavaScript Example Department of Revenue
    Massachusetts localhost http https www org gov html SPF DKIM DMARC
"""
WRITTEN = """
    My refund When does it come We need form An account's message The words of an account Something else
    Another question Words Visitor One Two What was lost Wanda My papers form.pdf
"""


class Marking(NullTranslations):
    """A catalogue that puts every text between marks."""

    def gettext(self, message: str) -> str:
        """Mark a text; Django puts its context in front of one that has any."""
        text = message.rpartition("\x04")[2]
        return f"{OPEN}{text}{CLOSE}" if text else ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Mark a text that counts."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def language(self) -> str:
        """Pass for English, so that dates are written as there."""
        return "en"

    to_language = language


@pytest.fixture(autouse=True)
def marking_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have every page and mail that is in English be in the marking language."""
    marking = Marking()
    monkeypatch.setattr(trans_real, "_translations", {"en": marking, "en-us": marking})
    monkeypatch.setattr(trans_real, "_default", marking)
    translation.activate("en")
    # What says the same on every page was written before, in the language itself.
    forget_what_was_written()
    yield
    forget_what_was_written()
    translation.deactivate()


def forget_what_was_written() -> None:
    """Have pages write anew what they keep for each language."""
    for kept in (look._fixed, look._navigation, signing_in._panels_of_all):
        kept.cache_clear()


class Reader(HTMLParser):
    """Collects the words of a page that stand outside of the marks."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self._depth = 0
        # The elements that are open from one on that is not for people, such as a script or a machine's name.
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at what attributes say; each has marks of its own."""
        if self._silent or tag in SILENT or ("translate", "no") in attrs:
            self._silent.append(tag)
        for name, value in attrs:
            if name in SPOKEN and value:
                self.outside += outside_of(value)

    def handle_endtag(self, tag: str) -> None:
        """Hear again what comes after a script."""
        if tag in self._silent:
            del self._silent[len(self._silent) - 1 - self._silent[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Keep what stands outside; marks may open in one element and close in another."""
        if self._silent:
            return
        for piece in re.split(f"([{OPEN}{CLOSE}])", data):
            if piece in (OPEN, CLOSE):
                self._depth += 1 if piece == OPEN else -1
            elif self._depth == 0 and WORD.search(piece):
                self.outside.append(piece.strip())


def outside_of(text: str) -> list[str]:
    """List what a text has outside of all marks."""
    depth, found = 0, []
    for piece in re.split(f"([{OPEN}{CLOSE}])", text):
        if piece in (OPEN, CLOSE):
            depth += 1 if piece == OPEN else -1
        elif depth == 0 and WORD.search(piece):
            found.append(piece.strip())
    return found


def words_of(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


def data_words() -> set[str]:
    """Collect the words of everything that the database holds in clear, and of what the tests wrote."""
    words = words_of(NAMES) | words_of(WRITTEN)
    words |= words_of(" ".join((project_settings.AGENCY_NAME, project_settings.AGENCY_CONTACT)))
    kinds = (models.CharField, models.TextField, models.UUIDField)
    for model in apps.get_models():
        names = [field.attname for field in model._meta.local_fields if isinstance(field, kinds)]
        for row in model._default_manager.values_list(*names) if names else ():
            words |= words_of(" ".join(str(value) for value in row))
    return words


def unmarked(found: Iterable[str], data: set[str]) -> list[str]:
    """List what is neither data nor a code nor an address: texts that have a word more than that."""
    bare = [(text, ADDRESS.sub("", text).strip()) for text in found]
    return [text for text, rest in bare if words_of(rest) - data and not CODE.fullmatch(rest)]


def said_by(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader.outside


def is_html(response: Any) -> bool:
    return str(response.headers.get("Content-Type", "")).startswith("text/html") and bool(response.content)


@pytest.mark.urls("tests.whole_site.demo_urls")
def test_every_page_says_nothing_that_no_catalogue_has(agency: Agency, topic: Any):
    WorkerHeartbeat.objects.create(seen_at=timezone.now())
    write_comment(topic, text="My number is 219-09-9999.")
    browsers = {role: agency.browser_of(role) for role in ROLES}
    routes = {address.name: address.route for address in every_address()}
    rows = [ROW.fullmatch(line.strip()) for line in MATRIX.strip().splitlines()[1:]]
    # First every page as it is, then every form with what is wrong with it; nobody signs out.
    asked = [(row[1], row[2]) for row in rows if row and row[2] != "sign_out"]
    asked.sort(key=lambda each: each[0] == "POST")
    data = data_words()

    found: dict[str, list[str]] = {}
    seen = 0
    refused = set()
    for method, name in asked:
        for role, browser in browsers.items():
            # What is not there looks the same wherever it is asked for.
            if not is_open_to(role, method, name):
                refusal = role, method, expected(role)[method, name]
                if refusal in refused:
                    continue
                refused.add(refusal)
            agency.thread.refresh_from_db()
            path = path_of(name, routes[name], agency)
            form = form_of(name, agency) if method == "POST" else {}
            response = browser.post(path, form) if method == "POST" else browser.get(path)
            if is_html(response):
                seen += 1
                for text in unmarked(said_by(response.content.decode()), data):
                    found.setdefault(text, []).append(f"{method} {path} as {role}")

    assert seen > 300
    assert {text: places[0] for text, places in found.items()} == {}


@pytest.mark.django_db
# The answer to a mail is in both languages at once, since nobody knows that of its reader.
@pytest.mark.parametrize("kind", [kind for kind in Notice.Kind.values if kind != Notice.Kind.MAIL_RECEIVED])
@pytest.mark.parametrize("has_link", [True, False])
def test_every_mail_says_nothing_that_no_catalogue_has(kind: str, has_link: bool):
    notice = Notice(
        number="4F7K2200AAAA",
        kind=kind,
        person=uuid.uuid4(),
        about=uuid.uuid4(),
        address="visitor@example.org",
        language="en",
        has_link=has_link,
        queued_at=timezone.now(),
        message_id_header=mail.message_id_of("4F7K2200AAAA"),
    )

    composed = composed_mail(notice)

    page = str(composed.alternatives[0][0])
    said = [*outside_of(str(composed.subject)), *outside_of(str(composed.body)), *said_by(page)]
    assert unmarked(said, data_words()) == []
    assert OPEN in composed.body


def composed_mail(notice: Notice) -> Any:
    """Write a mail of any kind as the worker does."""
    with translation.override(notice.language):
        if notice.kind == Notice.Kind.PLAIN_ANSWER:
            plain = PlainMail(notice.address, f"{OPEN}Fixed{CLOSE}", "Words")
            return mail._in_both_forms(notice, plain.subject, {**mail._words_of(notice), "text": plain.text})
        return mail._compose(notice, "K7QX-0000-0000-0000")


def test_what_is_not_marked_would_be_found():
    page = (
        f"<title>Loose title</title><p title='Loose hint'>{OPEN}In <b>marks</b>{CLOSE} loose end</p>"
        f"<p>{OPEN}Outer {OPEN}inner{CLOSE} outer{CLOSE}</p><script>var loose</script><p>12 of data</p>"
        "<code translate=no>name<br>of</code> after it"
    )

    found = unmarked(said_by(page), words_of("of data"))

    assert found == ["Loose title", "Loose hint", "loose end", "after it"]
