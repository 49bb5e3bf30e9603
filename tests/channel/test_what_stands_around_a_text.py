"""Subject, names, headers, recipients and files of an answer bring nothing private to the mail server."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Person
from messaging import channel, services
from messaging.channel import Channel, decide
from messaging.errors import DraftChanged
from messaging.services.sending import Words
from notices.models import Notice, WaitingText
from screening import Attachment, Document
from screening.files import attachment_of, limits
from tests.channel.leaving import try_plainly
from tests.messaging.plain_mail import SSN, is_plain, said_in, shown
from tests.people import send_text, write_comment
from tests.screening.files.making import (
    FORM_FIELD,
    PICTURE,
    drawn,
    encrypted_pdf,
    locked,
    mail,
    open_document,
    packed,
    pdf,
    roomy,
    row,
    runs,
    word,
    workbook,
)

CLEAN = "Please come in on Monday and bring form 12."
OWN_HEADERS = {
    "From", "To", "Subject", "Reply-To", "Date", "Message-ID", "MIME-Version", "Content-Type",
    "Auto-Submitted", "X-Auto-Response-Suppress",
}  # fmt: skip


def confirmed(visitor):
    """Confirm the visitor's address."""
    Person.objects.filter(pk=visitor.person.pk).update(notice_address_confirmed_at=timezone.now())
    return visitor


@pytest.mark.parametrize(
    "subject", [f"My number is {SSN}", "SSN 219099999", "My card 4111 1111 1111 1111", "Born 03/05/1980"]
)
def test_a_value_in_the_subject_alone_is_found_and_no_mail_has_the_subject(
    officer, open_way, topic, mail_server, worker, subject
):
    visitor = confirmed(write_comment(topic, subject=subject, email="visitor@example.org"))

    was_plain = try_plainly(officer.signs_in(), visitor.thread, CLEAN)
    worker()

    [notice] = mail_server.mails
    assert not was_plain
    assert str(notice["Subject"]) == "You have a message from Example Department of Revenue"
    assert subject not in said_in(notice)


def test_no_name_and_no_header_of_anybody_is_in_a_mail(officer, open_way, topic, mail_server, worker):
    Person.objects.filter(pk=officer.person.pk).update(name=f"Officer {SSN}")
    visitor = confirmed(
        write_comment(topic, name=f"Ana {SSN} Testperson", email="visitor@example.org", subject="Form 12")
    )
    text = f"{CLEAN}\nReply-To: Ana <thief@example.org>\nIn-Reply-To: <1@example.org>\nX-Mark: 1"
    browser = officer.signs_in()

    assert try_plainly(browser, visitor.thread, text)
    assert send_text(browser, visitor.thread, "Through the portal.").status_code == 302
    worker()

    assert [is_plain(mail) for mail in mail_server.mails] == [True, False]
    for sent in mail_server.mails:
        assert sent["To"] == "visitor@example.org"
        assert "Ana" not in str(sent["To"])
        assert SSN not in said_in(sent)
        assert set(sent.keys()) <= OWN_HEADERS
        assert not any("thief" in value for value in sent.values())


OUTSIDERS = {
    "cc": "outsider@example.net",
    "bcc": "outsider@example.net",
    "to": "outsider@example.net",
    "recipient": "outsider@example.net",
    "mail_recipient": "list@example.net",
    "notice_address": "visitor@example.orgg",
    "email": "visitor@example.org, outsider@example.net",
}


def test_nobody_else_gets_it_whoever_is_named_in_the_form(officer, open_way, mail_server, worker):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, CLEAN, **OUTSIDERS)

    answer = browser.post(thread.get_absolute_url(), {**form, **OUTSIDERS, "action": "plain"})
    worker()

    assert answer.status_code == 302
    assert mail_server.recipients == [["visitor@example.org"]]
    [sent] = mail_server.mails
    assert (sent["Cc"], sent["Bcc"]) == (None, None)


@pytest.mark.parametrize(
    "address", ["other@example.org", "visitor@example.com", "everybody@lists.example.org"]
)
def test_another_address_is_another_hash_and_sends_nothing(officer, open_way, mail_server, worker, address):
    thread = open_way.thread
    words = Words(message_id=uuid4(), subject="My refund", text=CLEAN)
    before = decide(words.document(), latest_sequence=1, thread=thread, wanted=Channel.PLAIN)
    Person.objects.filter(pk=open_way.person.pk).update(notice_address=address)
    thread.taxpayer.refresh_from_db()
    after = decide(words.document(), latest_sequence=1, thread=thread, wanted=Channel.PLAIN)

    services.send_answer(officer=officer.unlocked, thread=thread, words=words, decision=before)
    worker()

    assert before.content_hash == after.content_hash
    assert before.mail_hash != after.mail_hash
    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert not WaitingText.objects.exists()


def test_an_address_that_changes_while_the_mail_waits_gets_nothing(officer, open_way, mail_server, worker):
    assert try_plainly(officer.signs_in(), open_way.thread, CLEAN)
    Person.objects.filter(pk=open_way.person.pk).update(
        notice_address="other@example.org", notice_address_confirmed_at=timezone.now()
    )
    Notice.objects.update(address="other@example.org")

    worker()

    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert all(CLEAN not in said_in(mail) for mail in mail_server.mails)


FILES = {
    "text": ("a.txt", SSN.encode()),
    "table": ("a.csv", b"name,ssn\nNg,219099999\n"),
    "document": ("a.docx", word(runs("219-0", "9-9999"))),
    "hidden sheet": ("a.xlsx", workbook(hidden=row(SSN))),
    "comment of a sheet": ("a.xlsx", workbook(comments=SSN)),
    "notes of a presentation": (
        "a.pptx",
        packed({"[Content_Types].xml": "<T/>", "ppt/notesSlides/n.xml": f"<n><t>{SSN}</t></n>"}),
    ),
    "open document": ("a.odt", open_document(SSN)),
    "PDF": ("a.pdf", pdf(drawn(SSN))),
    "form field of a PDF": ("a.pdf", pdf(drawn("Form 12"), page="/Annots [6 0 R]", objects=FORM_FIELD)),
    "mail": ("a.eml", mail(f"Your SSN {SSN}")),
    "mail in a mail": ("a.eml", mail(mail(f"Your SSN {SSN}").decode(), kind="message/rfc822")),
    "archive in an archive": ("a.zip", packed({"b.zip": packed({"c.txt": SSN})})),
    "formatted text": ("a.rtf", b"{\\rtf1 " + SSN.encode() + b"}"),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(64)),
    "picture with letters": ("a.txt", b"GIF89a Form 12"),
    "PDF of a picture alone": (
        "a.pdf",
        pdf("/X Do", extra="/XObject << /X 6 0 R >>", objects=PICTURE),
    ),
    "PDF with a password": ("a.pdf", encrypted_pdf(drawn("Form 12"), "Form 12", user=b"secret")),
    "damaged PDF": ("a.pdf", pdf(drawn("Form 12"))[:200]),
    "unknown": ("a.bin", bytes(range(256))),
    "archive with a password": ("a.zip", locked()),
    "damaged archive": ("a.zip", b"PK\x03\x04\x14\x00\x01\x00" + bytes(60)),
    "too large": ("a.docx", roomy(limits.LARGEST_FILE_BYTES + 1)),
    "a name": (f"{SSN}.txt", b"Form 12"),
}


@dataclass(frozen=True)
class WordsWithFile(Words):
    """Words as they would be if answers had files: nothing that takes an answer makes them."""

    attachment: Attachment | None = None

    def document(self) -> Document:
        """Present the file to screening as well."""
        files = (self.attachment,) if self.attachment else ()
        return replace(super().document(), attachments=files)


def test_an_answer_with_a_file_goes_through_the_portal(officer, open_way, mail_server, worker):
    thread, decisions = open_way.thread, []
    for number, (name, data) in enumerate(FILES.values(), start=1):
        words = WordsWithFile(uuid4(), "My refund", CLEAN, attachment=attachment_of(name, data))
        decision = decide(words.document(), latest_sequence=number, thread=thread, wanted=Channel.PLAIN)
        decisions.append((decision.channel, decision.strength, decision.mail))
        services.send_answer(officer=officer.unlocked, thread=thread, words=words, decision=decision)
    worker()

    assert set(decisions) == {(Channel.SECURE, "restricted", None)}
    assert [is_plain(mail) for mail in mail_server.mails] == [False] * len(FILES)
    assert not any(SSN in said_in(mail) or CLEAN in said_in(mail) for mail in mail_server.mails)


def test_a_verdict_of_the_words_alone_lets_no_file_leave(officer, open_way, mail_server, worker):
    words = WordsWithFile(uuid4(), "My refund", CLEAN)
    thread = open_way.thread
    decision = decide(words.document(), latest_sequence=1, thread=thread, wanted=Channel.PLAIN)
    added = replace(words, attachment=Attachment("a.txt", SSN))

    with pytest.raises(DraftChanged):
        services.send_answer(officer=officer.unlocked, thread=thread, words=added, decision=decision)
    worker()

    assert decision.channel is Channel.PLAIN
    assert mail_server.mails == []
    services.send_answer(officer=officer.unlocked, thread=thread, words=words, decision=decision)
    worker()
    assert [is_plain(mail) for mail in mail_server.mails] == [True]


def test_a_file_that_is_posted_along_reaches_nobody(officer, open_way, mail_server, worker):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, CLEAN)
    file = SimpleUploadedFile("a.txt", SSN.encode())

    refused = [
        browser.post(thread.get_absolute_url(), {**form, name: file, "action": action})
        for name in ("attachment", "files", "text")
        for action in ("plain", "send", "ask")
    ]
    worker()
    after_refusals = list(mail_server.mails)
    taken = browser.post(thread.get_absolute_url(), {**form, "action": "plain"})
    worker()

    assert {answer.status_code for answer in refused} == {400}
    assert after_refusals == []
    assert taken.status_code == 302
    [sent] = mail_server.mails
    assert is_plain(sent)
    assert SSN not in said_in(sent)
    assert all(part.get_filename() is None for part in sent.walk())


def test_a_file_that_is_added_or_swapped_after_the_verdict_undoes_it(open_way):
    thread = open_way.thread
    clean = Document(subject="My refund", text=CLEAN)
    decision = decide(clean, latest_sequence=1, thread=thread, wanted=Channel.PLAIN)
    first = replace(clean, attachments=(Attachment("a.txt", "Form 12"),))
    swapped = replace(clean, attachments=(Attachment("a.txt", SSN),))

    assert decision.channel is Channel.PLAIN
    assert channel.made_again(decision, thread=thread, document=clean) == decision
    assert channel.made_again(decision, thread=thread, document=first).channel is Channel.SECURE
    assert len({document.content_hash() for document in (clean, first, swapped)}) == 3
    assert decide(first, latest_sequence=1, thread=thread, wanted=Channel.PLAIN).channel is Channel.SECURE


@dataclass(frozen=True)
class FilledWords(Words):
    """Words as they would be if answers had templates: nothing that takes an answer makes them."""

    fields: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> Document:
        """Present what the template puts in to screening as well."""
        return replace(super().document(), fields=self.fields)


@pytest.mark.parametrize("name", ["greeting", "case", "closing"])
def test_what_a_template_puts_in_is_looked_at_too_and_never_leaves_plainly(
    officer, open_way, mail_server, worker, name
):
    thread, decisions = open_way.thread, []
    for number, value in enumerate((f"Ana Testperson, {SSN}", "Good morning"), start=1):
        words = FilledWords(uuid4(), "My refund", CLEAN, fields={name: value})
        decision = decide(words.document(), latest_sequence=number, thread=thread, wanted=Channel.PLAIN)
        decisions.append((decision.channel, decision.strength, {each.part for each in decision.findings}))
        services.send_answer(officer=officer.unlocked, thread=thread, words=words, decision=decision)
    worker()

    # What is harmless is clean, and goes through the portal all the same.
    assert decisions == [(Channel.SECURE, "restricted", {f"fields.{name}"}), (Channel.SECURE, "clean", set())]
    assert [is_plain(mail) for mail in mail_server.mails] == [False, False]
    assert not any(
        said in said_in(mail) for mail in mail_server.mails for said in ("Testperson", SSN, "morning", CLEAN)
    )


OTHER_PEOPLE = {
    "a number": f"The requester, Ana Testperson ({SSN}), was answered.",
    "a balance": "Ms. Testperson owes $450 in back taxes.",
    "a birthday": "Ana Testperson, born 03/05/1980, is on the list.",
    "an account": "Pay to account number 4455667788 of Ana Testperson.",
}


def test_what_is_said_of_other_people_is_looked_at_as_what_is_said_of_the_reader(
    officer, open_way, mail_server, worker
):
    browser = officer.signs_in()

    let_go = [text for text in OTHER_PEOPLE.values() if try_plainly(browser, open_way.thread, text)]
    worker()

    assert let_go == []
    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert all("Testperson" not in said_in(mail) for mail in mail_server.mails)
