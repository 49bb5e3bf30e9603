"""Mail that is forged, malformed, automatic or in the way of everybody: kept, once, and believed nothing."""

import re
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from audit.actions import Action
from comments.mail_in.reading import words
from comments.mail_in.sealing import Arrived
from comments.mail_in.services import settling, taking
from comments.mail_in.services.deciding import put_away_automatic
from comments.models import IncomingMail
from messaging.models import Message, Thread, Topic
from notices import outbox
from notices.models import Notice, Outbox
from tests.comments.mail_in.making import make_mail, parked_mail, settled_mail
from tests.people import Browser, Staff, Visitor
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db

SSN = "219-09-9999"
# What the standard library's own reader raises on, each from real mail servers.
BROKEN_REPORTS = [
    b"Content-Type: message/delivery-status; boundary\r\n\r\nno fields\r\n",
    b"From: <>\r\nContent-Type: multipart/report; report-type=delivery-status\r\n\r\n--\r\n",
    b"From: \xff\xfe <a@b>\r\nContent-Type: text/plain; charset=unknown-8bit-x\r\n\r\n\xff\xff\r\n",
]


@pytest.fixture
def mail_topic(topic: Topic) -> Topic:
    """The topic "Refunds" with its address."""
    topic.mail_address = "refunds@mail.example.gov"
    topic.save(update_fields=["mail_address"])
    return topic


@pytest.mark.parametrize(
    "claim",
    [
        {"subject": "Re: {thread}"},
        {"In_Reply_To": "<{thread}@mail.example.gov>", "References": "<{thread}@mail.example.gov>"},
        {"sender": "visitor@example.org"},
        {"X_Sealpost_Thread": "{thread}"},
    ],
    ids=["subject", "reply", "sender", "header"],
)
def test_no_mail_joins_a_thread_on_its_word(taxpayer: Visitor, mail_topic: Topic, claim: dict[str, str]):
    thread = taxpayer.thread
    filled = {name: value.format(thread=thread.public_id) for name, value in claim.items()}

    settled_mail(mail_topic, make_mail("Send my refund to another account.", **filled))

    assert Message.objects.filter(thread=thread).count() == 1
    begun = Thread.objects.get(came_by_mail=True)
    assert begun.taxpayer != taxpayer.person
    assert begun.taxpayer.notice_address_confirmed_at is None


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"Auto_Submitted": "auto-generated"}, "automatic"),
        ({"X_Sealpost_Answer": "1"}, "automatic"),
        ({"Return_Path": "<>"}, "automatic"),
        ({"List_Id": "<news.example.org>"}, "list"),
        ({"Precedence": "bulk"}, "list"),
    ],
)
def test_what_programs_and_lists_send_waits_for_people_and_gets_no_answer(
    mail_topic: Topic, headers: dict[str, str], reason: str
):
    mail = settled_mail(mail_topic, make_mail(**headers))

    assert (mail.state, mail.reason) == ("parked", reason)
    assert not Thread.objects.exists()
    assert not Notice.objects.exists()
    assert not Outbox.objects.exclude(kind="comments.mail").exists()


@pytest.mark.parametrize(("hops", "state"), [(30, ("in_thread", "")), (31, ("parked", "loop"))])
def test_what_goes_round_many_servers_waits_for_people_and_is_never_put_away(
    mail_topic: Topic, settings: Any, hops: int, state: tuple[str, str]
):
    settings.MAIL_IN_AUTOMATIC_KEPT = timedelta(0)

    mail = settled_mail(mail_topic, b"Received: from a by b; now\r\n" * hops + make_mail())
    put_away_automatic()

    mail.refresh_from_db()
    assert (mail.state, mail.reason) == state


def test_of_one_sender_so_many_threads_a_day_and_the_rest_waits_for_people(
    mail_topic: Topic, officer: Staff, settings: Any
):
    settings.LIMITS = {**settings.LIMITS, "mail_threads": (2, 86400)}
    settings.MAIL_IN_AUTOMATIC_KEPT = timedelta(0)

    mails = [settled_mail(mail_topic, make_mail(f"Again, {number}.")) for number in range(4)]
    other = settled_mail(mail_topic, make_mail(sender="other@example.org"))
    put_away_automatic()

    assert [(mail.state, mail.reason) for mail in mails] == [("in_thread", "")] * 2 + [("parked", "many")] * 2
    assert other.state == "in_thread"
    assert IncomingMail.objects.filter(state="parked").count() == 2
    answer = officer.signs_in().post(f"/incoming/{mails[3].public_id}/thread/")
    assert answer.status_code == 302
    assert Thread.objects.count() == 4


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"\x00" * 3000, *BROKEN_REPORTS], ids=range(6))
def test_what_is_malformed_waits_for_people_and_holds_up_nothing(mail_topic: Topic, raw: bytes):
    malformed = settled_mail(mail_topic, raw)

    after = settled_mail(mail_topic, make_mail())
    assert malformed.state == "parked"
    assert bytes(malformed.original)
    assert after.state == "in_thread"
    assert times_recorded(Action.MAIL_PARKED, subject=malformed.public_id) == [1]
    assert times_recorded(Action.MAIL_BECAME_THREAD, subject=after.public_id) == [1]


def test_a_mail_of_too_many_parts_waits_for_people(mail_topic: Topic):
    parts = b"--b\r\n\r\nx\r\n" * 2000
    raw = b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + b"--b--\r\n"

    mail = settled_mail(mail_topic, raw)

    assert (mail.state, mail.reason) == ("parked", "unreadable")


def test_a_mail_that_ends_every_worker_is_parked_unread(mail_topic: Topic, settings: Any):
    mail = parked_mail(mail_topic)
    IncomingMail.objects.filter(pk=mail.pk).delete()
    taking.take(Arrived(make_mail(), mail_topic.mail_address, "wanda@example.org"))
    work = Outbox.objects.latest("pk")
    # As often as a worker may die at it.
    Outbox.objects.filter(pk=work.pk).update(attempts=settings.OUTBOX_MAX_ATTEMPTS)

    outbox.run(work.pk)

    mail = IncomingMail.objects.get()
    assert (mail.state, mail.reason) == ("parked", "unreadable")
    assert bytes(mail.sealed) == b""


def test_a_mail_is_read_once_however_often_a_worker_begins(mail_topic: Topic):
    mail = settled_mail(mail_topic, make_mail())

    settling.settle(mail.public_id)
    with transaction.atomic():
        settling.park_given_up(mail.public_id)

    mail.refresh_from_db()
    assert mail.state == "in_thread"
    assert Thread.objects.count() == 1


def test_a_number_in_plain_mail_marks_its_thread_and_is_masked_in_lists(mail_topic: Topic, officer: Staff):
    settled_mail(mail_topic, make_mail("Please look.", subject=f"My SSN is {SSN}"))

    browser = officer.signs_in()
    listed = browser.get("/mailbox/").content.decode()
    page = browser.get(Thread.objects.get().get_absolute_url()).content.decode()
    assert SSN not in listed
    assert "My SSN is •••" in listed
    assert "sensitive information may stand in it" in page
    assert SSN in page


def test_a_number_in_the_text_marks_its_thread_too(mail_topic: Topic):
    settled_mail(mail_topic, make_mail(f"My Social Security number is {SSN}."))
    settled_mail(mail_topic, make_mail("When does it come?"))

    assert list(Thread.objects.order_by("pk").values_list("was_exposed", flat=True)) == [True, False]


def test_a_number_in_the_name_of_a_sender_marks_its_thread_and_is_in_no_list(
    mail_topic: Topic, officer: Staff
):
    settled_mail(mail_topic, make_mail(sender=f"Ana {SSN} <ana@example.org>"))

    listed = officer.signs_in().get("/mailbox/").content.decode()
    assert "Ana •••" in listed
    assert SSN not in listed
    assert Thread.objects.get().was_exposed


def test_a_number_in_the_subject_that_the_text_explains_marks_its_thread_and_is_in_no_list(
    mail_topic: Topic, officer: Staff
):
    settled_mail(mail_topic, make_mail("My social is above.", subject="219099999"))

    listed = officer.signs_in().get("/mailbox/").content.decode()
    assert "219099999" not in listed
    assert Thread.objects.get().was_exposed


def test_digits_that_may_be_a_number_are_in_no_list_even_where_nothing_says_so(
    mail_topic: Topic, officer: Staff
):
    settled_mail(
        mail_topic, make_mail("Please call.", subject="219099999", sender="219099999 <a@example.org>")
    )

    listed = officer.signs_in().get("/mailbox/").content.decode()
    assert "219099999" not in listed
    assert not Thread.objects.get().was_exposed


# Where nothing of it stands in the words that the thread shows.
ELSEWHERE = {
    "the layout": b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n"
    b"--b\r\nContent-Type: text/html\r\n\r\n<p>My SSN is <i>" + SSN.encode() + b"</i></p>\r\n--b--\r\n",
    "its second subject": b"Subject: My SSN is " + SSN.encode() + b"\r\n\r\nHello\r\n",
    "the name of its reader": b'To: "SSN ' + SSN.encode() + b'" <a@agency.example>\r\n\r\nHello\r\n',
    "what describes a part": b"Content-Description: My SSN is " + SSN.encode() + b"\r\n\r\nHello\r\n",
    "UTF-7": b"Content-Type: text/plain; charset=utf-7\r\n\r\nSSN +ADIAMQA5-+AC0AMAA5AC0AOQA5ADkAOQ-\r\n",
    "two bytes a letter": b"Content-Type: text/plain\r\n\r\n" + f"My SSN is {SSN}".encode("utf-16-le"),
    "what it answers": b"\r\nHello\r\n\r\nOn Monday Ana wrote:\r\n> My SSN is " + SSN.encode() + b"\r\n",
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_number_that_only_other_forms_of_a_mail_show_marks_its_thread(mail_topic: Topic, name: str):
    settled_mail(mail_topic, b"From: a@example.org\r\nSubject: Hello\r\n" + ELSEWHERE[name])

    assert Thread.objects.get().was_exposed


# Whose program reads more of it than was screened sees what nobody has marked.
HIDDEN = {
    "parts that cannot be told apart": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n** parts **\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + b64encode(f"My SSN is {SSN}".encode()),
    "an encoding that nobody knows": b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin\r\n",
    "a file in the text": b"\r\nbegin 644 letter.txt\r\n#0V%T\r\n`\r\nend\r\n",
    "a subject that is cut": b"Subject: " + b"words " * 200 + b"\r\n\r\nHello",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_mail_of_which_something_was_not_looked_at_marks_its_thread(mail_topic: Topic, name: str):
    settled_mail(mail_topic, b"From: a@example.org\r\n" + HIDDEN[name])

    assert Thread.objects.get().was_exposed


def test_a_mail_whose_words_take_too_long_to_be_read_marks_its_thread(
    mail_topic: Topic, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(words, "SECONDS", 0)

    settled_mail(mail_topic, make_mail("Hello"))

    assert Thread.objects.get().was_exposed


def test_html_of_a_mail_is_words_on_its_thread(mail_topic: Topic, officer: Staff):
    raw = (
        b"From: a@example.org\r\nSubject: Hello\r\nContent-Type: text/html\r\n\r\n"
        b"<p onclick='x()'>My <b>words</b></p><script>steal()</script>"
        b"<img src='https://evil.example/p.gif'><form action='https://evil.example/'><input name=p></form>"
    )

    settled_mail(mail_topic, raw)

    page = officer.signs_in().get(Thread.objects.get().get_absolute_url()).content.decode()
    assert "My words" in page
    assert not re.search(r"evil\.example|steal|onclick", page)


def test_whoever_is_not_of_the_unit_sees_nothing_of_it(mail_topic: Topic, officer_of_another_unit: Staff):
    settled_mail(mail_topic, make_mail())

    browser = officer_of_another_unit.signs_in()

    assert browser.get(Thread.objects.get().get_absolute_url()).status_code == 404
    assert Browser().get(Thread.objects.get().get_absolute_url()).status_code == 302
