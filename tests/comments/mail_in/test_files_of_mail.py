"""Files of mail: looked into before anybody opens one, and given only to be kept."""

import io
import time
import zipfile
from typing import Any
from uuid import uuid4

import pytest

from audit.models import AuditEvent
from comments.mail_in import looking
from comments.mail_in.dangers import Danger, danger_of
from comments.mail_in.facts import file_id
from comments.mail_in.sealing import Arrived
from comments.mail_in.services.taking import take
from comments.models import IncomingMail
from messaging.models import Thread, Topic
from tests.accounts.codes import add_app
from tests.comments.mail_in.making import make_mail_with, parked_mail, settled_mail
from tests.people import Browser, Staff

pytestmark = pytest.mark.django_db

SSN = "219-09-9999"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)


def packed(name: str, content: bytes) -> bytes:
    """Pack one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def page_of(mail: IncomingMail, staff: Staff) -> str:
    page: str = staff.signs_in().get(f"/incoming/{mail.public_id}/").content.decode()
    return page


def file_of(mail: IncomingMail, browser: Browser, number: int = 1) -> Any:
    return browser.get(f"/incoming/{mail.public_id}/files/{file_id(mail.public_id, number)}/")


@pytest.mark.parametrize(
    ("files", "exposed", "said"),
    [
        ({"letter.txt": b"When does my refund come?"}, False, "Nothing sensitive was found in it."),
        ({"letter.txt": f"My SSN is {SSN}".encode()}, True, "There is sensitive information in it."),
        ({f"{SSN}.txt": b"Please look."}, True, "There is sensitive information in it."),
        ({"a.zip": packed("b.csv", f"ssn\n{SSN}".encode())}, True, "There is sensitive information in it."),
        ({"scan.png": PICTURE}, True, "It could not be looked into, so it counts as sensitive."),
        ({"form.pdf": b"%PDF-1.7 no more"}, True, "It could not be looked into, so it counts as sensitive."),
        ({"bomb.zip": packed("zeros", bytes(30_000_000))}, True, "It could not be looked into"),
    ],
    ids=["plain", "text", "name", "packed", "picture", "corrupt", "bomb"],
)
def test_what_stands_in_a_file_marks_the_thread_and_is_said_beside_it(
    topic: Topic, officer: Staff, files: dict[str, bytes], exposed: bool, said: str
):
    mail = settled_mail(topic, make_mail_with(files))

    assert Thread.objects.get().was_exposed == exposed
    assert said in page_of(mail, officer)


def test_one_file_that_cannot_be_read_hides_nothing_of_the_others(topic: Topic, officer: Staff):
    files = {"a.png": PICTURE, "b.txt": f"My SSN is {SSN}".encode(), "c.txt": b"Nothing."}

    page = page_of(settled_mail(topic, make_mail_with(files)), officer)

    assert page.count("It could not be looked into") == 1
    assert page.count("There is sensitive information in it.") == 1
    assert page.count("Nothing sensitive was found in it.") == 1


def test_more_files_than_are_looked_into_count_as_sensitive(topic: Topic, officer: Staff):
    files = {f"{number}.txt": b"Words" for number in range(looking.MOST_FILES + 3)}

    page = page_of(settled_mail(topic, make_mail_with(files)), officer)

    assert page.count("It could not be looked into") == 3


def test_files_that_take_too_long_count_as_sensitive_and_the_mail_is_settled(
    topic: Topic, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(looking, "READING_SECONDS", 0)
    began = time.monotonic()

    mail = settled_mail(topic, make_mail_with({"letter.txt": b"Words"}))

    assert mail.state == "in_thread"
    assert Thread.objects.get().was_exposed
    assert time.monotonic() - began < looking.SCREENING_SECONDS


def test_a_thread_made_by_hand_is_marked_for_its_files_too(topic: Topic, officer: Staff):
    mail = parked_mail(topic, files={"letter.txt": f"My SSN is {SSN}".encode()})

    officer.signs_in().post(f"/incoming/{mail.public_id}/thread/")

    assert Thread.objects.get().was_exposed


def test_a_member_keeps_a_file_byte_for_byte_and_it_is_recorded(topic: Topic, colleague: Staff):
    files = {"one.txt": b"First", "two.bin": bytes(range(256)) * 40}
    mail = settled_mail(topic, make_mail_with(files))

    kept = file_of(mail, colleague.signs_in(), 2)

    assert kept.content == files["two.bin"]
    [event] = AuditEvent.objects.filter(action="comments.mail.file_kept", subject=mail.public_id)
    assert event.actor == colleague.person.public_id
    assert b"two.bin" not in bytes(event.leaf)


def test_a_browser_only_keeps_a_file_and_would_run_nothing_of_it(topic: Topic, officer: Staff):
    mail = settled_mail(topic, make_mail_with({"page.html": b"<script>alert(1)</script>"}))

    kept = file_of(mail, officer.signs_in())

    assert kept["Content-Type"] == "application/octet-stream"
    assert kept["Content-Disposition"] == 'attachment; filename="page.html"'
    assert "sandbox" in kept["Content-Security-Policy"].split("; ")
    assert kept["X-Content-Type-Options"] == "nosniff"
    assert kept["Cache-Control"] == "no-store"
    assert kept["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../etc/passwd", 'filename="passwd"'),
        (r"..\..\boot.ini", 'filename="boot.ini"'),
        ("con", 'filename="_con"'),
        ("AUX.txt", 'filename="_AUX.txt"'),
        ('a";filename=b.exe', r'filename="a\";filename=b.exe"'),
        ("exe\u202efdp.txt", 'filename="exefdp.txt"'),
        ("...", 'filename="attachment-1"'),
        ("\U0001f4b0.pdf", "filename*=utf-8''%F0%9F%92%B0.pdf"),
        ("x" * 300 + ".pdf", 'filename="' + "x" * 196 + '.pdf"'),
        ("\u00e9" * 300 + ".pdf", "filename*=utf-8''" + "%C3%A9" * 98 + ".pdf"),
    ],
)
def test_a_file_is_kept_under_a_name_that_does_no_harm(topic: Topic, officer: Staff, name: str, kept_as: str):
    mail = settled_mail(topic, make_mail_with({name: b"x"}))

    kept = file_of(mail, officer.signs_in())

    assert kept["Content-Disposition"] == f"attachment; {kept_as}"


@pytest.mark.parametrize("sent", [b"a\r\nX-Evil: 1", b"a\x00b"], ids=["line end", "nul"])
def test_a_name_cannot_write_headers(topic: Topic, officer: Staff, sent: bytes):
    raw = (
        b"From: a@example.org\r\nSubject: x\r\nContent-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="=?utf-8?q?' + sent.hex("=", 1).encode() + b'?="\r\n\r\nx'
    )
    mail = settled_mail(topic, raw.replace(b"?q?", b"?q?="))

    kept = file_of(mail, officer.signs_in())

    assert kept.status_code == 200
    assert "X-Evil" not in kept.headers
    assert not set("\r\n\x00") & set(kept["Content-Disposition"])


@pytest.mark.parametrize("who", ["officer_of_another_unit", "auditor", "administrator"])
def test_nobody_else_gets_a_file(topic: Topic, request: pytest.FixtureRequest, who: str):
    mail = settled_mail(topic, make_mail_with({"letter.txt": b"Words"}))

    refused = file_of(mail, request.getfixturevalue(who).signs_in())

    assert refused.status_code == 404
    assert not AuditEvent.objects.filter(action="comments.mail.file_kept").exists()


def test_what_is_not_there_is_not_found(topic: Topic, officer: Staff):
    mail = settled_mail(topic, make_mail_with({"letter.txt": b"Words"}))
    other = settled_mail(topic, b"no mail")
    browser = officer.signs_in()

    answers = [file_of(mail, browser, number) for number in (0, 2, 1000)]
    answers += [file_of(other, browser), browser.get(f"/incoming/{uuid4()}/files/{uuid4()}/")]
    # That of another mail, in the address of this one.
    answers.append(browser.get(f"/incoming/{mail.public_id}/files/{file_id(other.public_id, 1)}/"))

    assert [answer.status_code for answer in answers] == [404] * 6


def test_a_file_is_not_there_before_its_mail_was_looked_into_nor_after_it_was_put_away(
    topic: Topic, officer: Staff
):
    away = parked_mail(topic, files={"letter.txt": b"Words"})
    take(Arrived(make_mail_with({"letter.txt": b"Words"}), topic.mail_address, "wanda@example.org"))
    unread = IncomingMail.objects.get(state="received")
    browser = officer.signs_in()
    browser.post(f"/incoming/{away.public_id}/", {"why": "junk"})

    assert file_of(unread, browser).status_code == 404
    assert file_of(away, browser).status_code == 404


def test_a_changed_original_gives_no_byte(topic: Topic, officer: Staff):
    mail = settled_mail(topic, make_mail_with({"letter.txt": b"Words"}))
    changed = bytearray(mail.original)
    changed[-20] ^= 1
    IncomingMail.objects.filter(pk=mail.pk).update(original=bytes(changed))

    assert file_of(mail, officer.signs_in()).status_code == 404


def test_the_mail_of_a_restricted_thread_opens_only_after_a_second_factor(
    topic: Topic, officer: Staff, settings: Any
):
    settings.RESTRICTED_NEEDS_SECOND_FACTOR = True
    mail = settled_mail(topic, make_mail_with({"letter.txt": b"kestrel-7f3a"}, "kestrel-7f3a"))
    browser = officer.signs_in()
    thread = Thread.objects.get()
    browser.post(f"{thread.get_absolute_url()}restrict/", {"restricted": "yes"})
    file = f"files/{file_id(mail.public_id, 1)}/"
    pages = [f"/incoming/{mail.public_id}/{rest}" for rest in ("", "original/", file)]

    refused = [browser.get(page) for page in pages]
    add_app(browser)
    opened = [browser.get(page) for page in pages]

    assert [answer.status_code for answer in refused] == [403] * 3
    assert not any(b"kestrel" in answer.content for answer in refused)
    assert [answer.status_code for answer in opened] == [200] * 3


@pytest.mark.parametrize(
    ("name", "content", "danger"),
    [
        ("letter.txt", b"Words", Danger.NONE),
        ("form.pdf", b"%PDF-1.7", Danger.NONE),
        ("form.pdf.exe", b"MZ", Danger.PROGRAM),
        ("form.pdf", b"MZ\x90\x00", Danger.PROGRAM),
        ("FORM.JS", b"", Danger.PROGRAM),
        ("form.docm", b"PK\x03\x04", Danger.MACROS),
        ("old.txt", b"\xd0\xcf\x11\xe0\xa1\xb1", Danger.MACROS),
        ("picture.svg", b"<svg>", Danger.PAGE),
        ("letter.txt", b" \n<!DOCTYPE html>", Danger.PAGE),
        ("papers.zip", b"PK\x03\x04", Danger.PACKED),
        ("papers", b"Rar!\x1a", Danger.PACKED),
    ],
)
def test_a_file_that_may_do_harm_is_named_one(name: str, content: bytes, danger: Danger):
    assert danger_of(name, content) is danger


def test_a_warning_stands_beside_a_file_that_may_do_harm(topic: Topic, officer: Staff):
    page = page_of(settled_mail(topic, make_mail_with({"form.pdf.exe": b"MZ"})), officer)

    assert "It is a program or can start one. Do not open it." in page
