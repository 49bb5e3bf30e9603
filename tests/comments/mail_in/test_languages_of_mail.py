"""Whoever writes by mail is written to in the language of their words, else in that of their program."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from accounts.models import Person
from comments.mail_in.languages import FUNCTION_WORDS, language_of
from comments.mail_in.words import words_as_they_came, words_of
from messaging.models import Topic
from tests.comments.mail_in.making import make_mail, parked_mail, settled_mail
from tests.comments.mail_in.reading.mails import mail, read_by_us
from tests.notices.scripted_server import ScriptedServer
from tests.people import Staff

SPANISH = "Hola, ¿cuándo llega mi reembolso? Lo necesito para la renta."
ENGLISH = "Hello, when does my refund come? I need it for the rent."
PORTUGUESE = "Olá, quando chega a minha restituição? Preciso dela para pagar o aluguel."
QUOTED = "\n\nOn 3 March 2026 the office wrote:\n> When we have your form, you are told the day.\n"


@pytest.mark.parametrize(
    ("text", "headers", "language"),
    [
        (SPANISH, {}, "es"),
        (ENGLISH, {}, "en"),
        (SPANISH.upper(), {}, "es"),
        (SPANISH, {"Content_Language": "en-US", "Accept_Language": "en-US"}, "es"),
        (ENGLISH, {"Content_Language": "es-MX"}, "en"),
        (SPANISH + QUOTED, {}, "es"),
        ("Mi número: Refund Department, Income Tax", {"Subject": "Hola"}, "es"),
        ("See the file.", {"Content_Language": "es"}, "es"),
        ("12345", {"Accept_Language": "pt-BR, ES-mx;q=0.8, en;q=0.5"}, "es"),
        ("12345", {"Accept_Language": "fr, de", "Content_Language": "tlh"}, "en"),
        ("12345", {"Content_Language": ";;,,=?utf-8?q?es?= \x7f" * 300}, "en"),
        (PORTUGUESE, {}, "en"),
        (PORTUGUESE, {"Content_Language": "pt-BR, es"}, "es"),
        (SPANISH + ENGLISH, {}, "en"),
        ("", {}, "en"),
        ("the and " * 200_000, {}, "en"),
    ],
)
def test_the_words_say_the_language_and_the_program_where_they_do_not(
    text: str, headers: dict[str, str], language: str
):
    plain = "text/plain; charset=utf-8"

    read = read_by_us(mail(text, Content_Type=plain, **headers))

    assert language_of(read) == language


def test_every_language_of_the_portal_has_words_that_no_other_has():
    offered = [FUNCTION_WORDS[code] for code, _name in settings.LANGUAGES]

    assert len(frozenset().union(*offered)) == sum(map(len, offered))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "no_subject", "not_shown"),
    [
        (SPANISH, "(Sin asunto)", "(Asunto no mostrado)"),
        (ENGLISH, "(No subject)", "(Subject not shown)"),
    ],
)
@pytest.mark.parametrize("language_of_the_page", ["en", "es"])
def test_what_we_write_in_the_place_of_a_subject_is_in_the_writers_language_whoever_works_on_it(
    settings: Any, text: str, no_subject: str, not_shown: str, language_of_the_page: str
):
    plain = "text/plain; charset=utf-8"

    with translation.override(language_of_the_page):
        without = words_of(
            read_by_us(mail(text, Content_Type=plain, Subject="")), unit=None, has_sensitive_files=False
        )
        settings.SCREENING_SECONDS = 0.0
        failed = words_of(
            read_by_us(mail(text, Content_Type=plain, Subject="x")), unit=None, has_sensitive_files=False
        )
        unreadable = words_as_they_came(b"")

    assert without
    assert failed
    assert (without.subject, failed.subject) == (no_subject, not_shown)
    # Nobody knows in which language that is.
    assert (unreadable.subject, unreadable.text) == ("(No subject)", "(No text)")


@pytest.mark.django_db
def test_the_answer_comes_in_the_writers_language_first_and_later_mail_in_it_alone(
    topic: Topic, smtp: ScriptedServer, worker: Callable[[], None]
):
    settled_mail(topic, make_mail(SPANISH))

    worker()

    [sent] = smtp.mails
    plain = sent.get_body(["plain"])
    assert plain is not None
    said = plain.get_content()
    assert 0 < said.index("recibió su correo electrónico") < said.index("has your e-mail")
    assert sent["Subject"].strip().startswith("Recibimos")
    assert Person.objects.get(role="visitor").language == "es"


@pytest.mark.django_db
def test_a_mail_that_an_officer_makes_a_thread_of_says_its_language_too(topic: Topic, officer: Staff):
    mail = parked_mail(topic, SPANISH)

    officer.signs_in().post(f"/incoming/{mail.public_id}/thread/")

    assert Person.objects.get(role="visitor").language == "es"
