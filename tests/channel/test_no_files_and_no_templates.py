"""Answers have no files and no templates: nothing takes one, nothing keeps one, and no mail carries one.

What screening would make of them is tried in `test_what_stands_around_a_text.py`, for whoever adds the way.
"""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from django import forms
from django.apps import apps
from django.db import models
from django.test import RequestFactory

from messaging.forms import AnswerForm
from messaging.services.inviting import FirstWords
from messaging.services.sending import Words
from screening import Document
from tests.channel.leaving import try_plainly
from tests.whole_site.addresses import every_address

ROOT = Path(__file__).resolve().parent.parent.parent
CLEAN = "Please come in on Monday and bring form 12."
OWN_APPS = {"accounts", "audit", "comments", "keys", "limits", "messaging", "notices"}


def test_no_form_page_table_or_address_has_room_for_a_file_or_a_template_in_an_answer() -> None:
    every_form = [form for form in _below(forms.BaseForm) if form.__module__.split(".")[0] in OWN_APPS]
    pages = [page for app in OWN_APPS for page in (ROOT / app).rglob("*.html")]
    tables = [table for table in apps.get_models() if table._meta.app_label in OWN_APPS]

    taking = [
        form.__name__
        for form in every_form
        if any(isinstance(field, forms.FileField) for field in getattr(form, "base_fields", {}).values())
    ]
    sending = [str(page) for page in pages if re.search(r'type="file"|multipart/form-data', page.read_text())]
    keeping = [
        table.__name__
        for table in tables
        if any(isinstance(field, models.FileField) for field in table._meta.get_fields())
        or re.search("attachment|template|canned|snippet", table.__name__.lower())
    ]
    leading = [
        each.route for each in every_address() if re.search("attach|upload|template|canned", each.route)
    ]

    assert len(every_form) > 20
    assert len(pages) > 50
    assert len(tables) > 20
    assert (taking, sending, keeping, leading) == ([], [], [], [])


def test_words_of_an_answer_have_no_part_that_a_template_fills() -> None:
    assert [field.name for field in fields(Words)] == ["message_id", "subject", "text", "quoted", "person"]
    assert {part.name for words in (Words, FirstWords) for part in _document_of(words).parts()} == {
        "subject",
        "text",
        "quoted",
        "names.0",
    }


def test_a_file_or_a_field_of_a_template_that_is_posted_along_is_no_part_of_an_answer() -> None:
    data = {"text": CLEAN, "template": "1", "fields.case": "219-09-9999", "attachments": "a.txt"}
    request = RequestFactory().post("/", data)

    form = AnswerForm(request.POST)
    form.is_valid()

    assert {"template", "fields.case", "attachments"}.isdisjoint(form.cleaned_data)


def test_a_plain_answer_is_the_text_twice_and_carries_nothing_else(
    officer, open_way, mail_server, worker
) -> None:
    assert try_plainly(officer.signs_in(), open_way.thread, CLEAN)

    worker()

    [sent] = mail_server.mails
    assert [part.get_content_type() for part in sent.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert all(part.get_filename() is None and not part.is_attachment() for part in sent.walk())


def _below(kind: type[Any]) -> set[type[Any]]:
    nearest: list[type[Any]] = kind.__subclasses__()
    return {*nearest, *(below for each in nearest for below in _below(each))}


def _document_of(words: type[Any]) -> Document:
    """Make the document of words that are the name of each of their parts."""
    document: Document = words(**{field.name: field.name for field in fields(words)}).document()
    return document
