"""A document's hash binds a decision to exactly its texts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import Attachment, Document

_DOCUMENT = Document(
    subject="a",
    text="b",
    quoted="c",
    fields={"d": "e"},
    names=("f",),
    attachments=(Attachment("g", "h"), Attachment("i", None)),
)


@pytest.mark.parametrize(
    "changed",
    [
        replace(_DOCUMENT, subject=""),
        replace(_DOCUMENT, subject="ab", text=""),
        replace(_DOCUMENT, text="c", quoted="b"),
        replace(_DOCUMENT, fields={}),
        replace(_DOCUMENT, fields={"de": ""}),
        replace(_DOCUMENT, names=("f", "")),
        replace(_DOCUMENT, attachments=_DOCUMENT.attachments[::-1]),
        replace(_DOCUMENT, attachments=(Attachment("g", "h"), Attachment("i", ""))),
        replace(_DOCUMENT, attachments=(Attachment("gh", ""), Attachment("i", None))),
    ],
)
def test_every_change_changes_the_hash(changed: Document) -> None:
    assert changed.content_hash() != _DOCUMENT.content_hash()


def test_the_hash_stays_as_it_is_stored_in_decisions() -> None:
    assert _DOCUMENT.content_hash() == "e60e20b46773f9efd969459a96f87e16e0cb07bf1400c1fae497042762ebd675"


@given(st.text(st.characters(categories=["Cs", "Lu", "Cc"])))
def test_any_text_has_a_hash_of_its_own(text: str) -> None:
    assert Document(text=text).content_hash() != Document(text=text + "\udc00").content_hash()


def test_fields_do_not_change_after_the_document_is_made() -> None:
    fields = {"refund": "1"}
    document = Document(fields=fields)
    before = document.content_hash()

    fields["refund"] = "219-09-9999"

    assert document.content_hash() == before
