"""The pages on which a unit looks at mail: what is known of its sender, and what waits for somebody."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Unit
from audit.models import AuditEvent
from comments.mail_in.pages import PROBLEMS
from comments.mail_in.reading import Problem
from comments.mail_in.services.deciding import put_away_automatic
from comments.models import IncomingMail
from messaging.models import Thread, Topic
from tests.comments.mail_in.making import make_mail, parked_mail, settled_mail
from tests.people import Staff

pytestmark = pytest.mark.django_db


def page_of(mail: IncomingMail) -> str:
    return f"/incoming/{mail.public_id}/"


def test_what_waits_is_listed_by_what_is_not_sealed(topic: Topic, officer: Staff):
    mail = parked_mail(topic, "kestrel-7f3a")

    page = officer.signs_in().get("/incoming/").content.decode()

    assert page_of(mail) in page
    assert "A program wrote it" in page
    assert "kestrel" not in page


def test_a_list_goes_on_where_its_page_ends(topic: Topic, officer: Staff):
    for number in range(26):
        parked_mail(topic, f"Ticket {number}")
    browser = officer.signs_in()

    first = browser.get("/incoming/").content.decode()
    cursor = first.split("?before=")[1].split('"')[0]
    second = browser.get(f"/incoming/?before={cursor}").content.decode()

    assert first.count("Look at it") == 25
    assert second.count("Look at it") == 1
    assert browser.get("/incoming/?before=x").status_code == 404


def test_a_member_reads_what_waits_and_it_is_recorded(topic: Topic, colleague: Staff):
    mail = parked_mail(topic, "Ticket 7 was opened.")

    page = colleague.signs_in().get(page_of(mail)).content.decode()

    assert "Ticket 7 was opened." in page
    assert "wanda@example.org" in page
    assert AuditEvent.objects.filter(action="comments.mail.opened", subject=mail.public_id).count() == 1


def test_what_cannot_be_read_is_shown_as_it_came(topic: Topic, officer: Staff):
    mail = settled_mail(topic, b"<script>no mail</script>")

    page = officer.signs_in().get(page_of(mail)).content.decode()

    assert "How it begins, as it came" in page
    assert "&lt;script&gt;no mail" in page


def test_a_member_makes_a_conversation_of_what_waits(topic: Topic, officer: Staff):
    mail = parked_mail(topic, "Ticket 7 was opened.")
    browser = officer.signs_in()

    made = browser.post(f"{page_of(mail)}thread/")

    thread = Thread.objects.get()
    assert made.status_code == 302
    assert "Ticket 7 was opened." in browser.get(thread.get_absolute_url()).content.decode()
    assert browser.post(f"{page_of(mail)}thread/").status_code == 409
    assert Thread.objects.count() == 1


def test_a_conversation_is_made_in_the_unit_that_has_the_mail_also_when_its_topic_has_moved_since(
    topic: Topic, officer: Staff, officer_of_another_unit: Staff
):
    mail, unit = parked_mail(topic, "Ticket 7 was opened."), topic.unit
    Topic.objects.filter(pk=topic.pk).update(unit=Unit.objects.exclude(pk=unit.pk).get())
    browser = officer.signs_in()

    made = browser.post(f"{page_of(mail)}thread/")

    thread = Thread.objects.get()
    assert made.status_code == 302
    assert (thread.unit, thread.topic) == (unit, topic)
    assert "Ticket 7 was opened." in browser.get(thread.get_absolute_url()).content.decode()
    assert browser.get(f"{thread.get_absolute_url()}mail/", follow=True).status_code == 200
    assert officer_of_another_unit.signs_in().get(thread.get_absolute_url()).status_code == 404


def test_a_conversation_is_made_of_what_cannot_be_read_too_and_counts_as_exposed(
    topic: Topic, officer: Staff
):
    mail = settled_mail(topic, b"no mail at all")
    browser = officer.signs_in()

    browser.post(f"{page_of(mail)}thread/")

    assert "no mail at all" in browser.get(Thread.objects.get().get_absolute_url()).content.decode()
    assert Thread.objects.get().was_exposed


def test_what_is_put_away_is_erased_and_says_who_and_why(topic: Topic, officer: Staff):
    mail = parked_mail(topic)

    done = officer.signs_in().post(page_of(mail), {"why": "junk"})

    mail.refresh_from_db()
    assert done.status_code == 302
    assert (mail.state, mail.why, mail.ended_by_id) == ("discarded", "junk", officer.person.public_id)
    assert bytes(mail.original) + bytes(mail.facts) + bytes(mail.sealed) == b""
    assert AuditEvent.objects.filter(
        action="comments.mail.discarded", actor=officer.person.public_id
    ).exists()


@pytest.mark.parametrize("why", ["", "time_ran_out", "other"])
def test_nothing_is_put_away_without_a_reason(topic: Topic, officer: Staff, why: str):
    mail = parked_mail(topic)

    refused = officer.signs_in().post(page_of(mail), {"why": why})

    mail.refresh_from_db()
    assert refused.status_code == 400
    assert mail.state == "parked"


def test_the_unit_sees_on_a_thread_who_wrote_and_how_far_that_is_known(
    topic: Topic, officer: Staff, settings: Any
):
    settings.MAIL_IN_AUTHSERV_ID = "mx.example.gov"
    results = (
        "mx.example.gov; spf=fail smtp.mailfrom=example.org; dkim=none; dmarc=fail header.from=example.org"
    )
    mail = settled_mail(topic, make_mail(Authentication_Results=results, Reply_To="other@evil.example"))
    browser = officer.signs_in()
    thread = Thread.objects.get()

    link = f"/threads/{thread.public_id}/mail/"
    assert link in browser.get(thread.get_absolute_url()).content.decode()
    shown = browser.get(link, follow=True)

    page = shown.content.decode()
    assert shown.redirect_chain[-1][0] == page_of(mail)
    assert "could not confirm the sender" in page
    assert "Failed" in page
    assert "other@evil.example" in page
    assert "Put it away" not in page


PACKED = b"""\
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=none-such
Content-Transfer-Encoding: base64

V29yZHM=!
--b
Content-Type: application/ms-tnef; name=a.txt
Content-Disposition: attachment; filename=winmail.dat

packed
--b--
"""


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            PACKED,
            ["Outlook has packed", "more than one name", "Some of it may be missing", "letters may be wrong"],
        ),
        (
            b"Content-Type: multipart/mixed\nno header\n\nWords\n",
            ["in an odd way", "above its text is damaged"],
        ),
    ],
)
def test_the_unit_sees_what_is_odd_about_a_mail(topic: Topic, officer: Staff, raw: bytes, said: list[str]):
    mail = settled_mail(topic, b"From: wanda@example.org\n" + raw)

    page = officer.signs_in().get(page_of(mail)).content.decode()

    assert [words for words in said if words not in page] == []


def test_everything_odd_has_words_but_that_nobody_is_named_which_stands_in_place_of_a_name():
    assert set(Problem) - set(PROBLEMS) == {Problem.NO_SENDER}


def test_files_that_outlook_has_packed_mark_the_thread(topic: Topic):
    settled_mail(topic, b"From: wanda@example.org\n" + PACKED)

    assert Thread.objects.get().was_exposed


def test_a_confirmed_domain_is_said_to_be_one_and_no_person(topic: Topic, officer: Staff, settings: Any):
    settings.MAIL_IN_AUTHSERV_ID = "mx.example.gov"
    # On one line, since no line of the server stands below it.
    results = "mx.example.gov; dmarc=pass header.from=example.org"
    mail = settled_mail(topic, make_mail(Authentication_Results=results))

    page = officer.signs_in().get(page_of(mail)).content.decode()

    assert "It cannot say which person wrote." in page


def test_the_layout_of_a_mail_loads_nothing(topic: Topic, officer: Staff):
    raw = (
        b"From: a@example.org\r\nSubject: Hello\r\nContent-Type: text/html\r\n\r\n"
        b"<table><tr><td style='background:url(https://evil.example/a)'>Words</td></tr></table>"
        b"<img src='https://evil.example/p.gif'><meta http-equiv=refresh content='0;url=https://evil.example'>"
    )
    mail = settled_mail(topic, raw)

    page = officer.signs_in().get(page_of(mail)).content.decode()

    assert "Words" in page
    assert "evil.example" not in page


def test_the_original_is_a_file_that_browsers_only_keep(topic: Topic, officer: Staff):
    raw = make_mail("Byte for byte")
    mail = settled_mail(topic, raw)

    kept = officer.signs_in().get(f"{page_of(mail)}original/")

    assert kept.content == raw
    assert kept["Content-Type"] == "application/octet-stream"
    assert kept["Content-Disposition"].startswith("attachment;")
    assert kept["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("who", ["officer_of_another_unit", "auditor", "administrator"])
def test_nobody_else_finds_any_of_it(topic: Topic, request: pytest.FixtureRequest, who: str):
    mail = parked_mail(topic)
    browser = request.getfixturevalue(who).signs_in()

    answers = [browser.get(page_of(mail)), browser.get(f"{page_of(mail)}original/")]
    answers += [browser.post(page_of(mail), {"why": "junk"}), browser.post(f"{page_of(mail)}thread/")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert browser.get(f"/incoming/{uuid4()}/").status_code == 404


def test_an_original_that_was_exchanged_for_another_is_not_shown(topic: Topic, officer: Staff):
    first, second = parked_mail(topic, "One"), parked_mail(topic, "Two")
    IncomingMail.objects.filter(pk=first.pk).update(original=bytes(second.original))
    IncomingMail.objects.filter(pk=second.pk).update(original=bytes(second.facts))
    browser = officer.signs_in()

    for mail in (first, second):
        assert "This e-mail cannot be shown." in browser.get(page_of(mail)).content.decode()
        assert browser.get(f"{page_of(mail)}original/").status_code == 404


def test_mail_of_programs_is_put_away_in_time_and_nothing_else(topic: Topic, settings: Any):
    old, young = parked_mail(topic, "Old"), parked_mail(topic, "Young")
    unread = settled_mail(topic, b"no mail")
    long_ago = timezone.now() - settings.MAIL_IN_AUTOMATIC_KEPT - timedelta(hours=1)
    IncomingMail.objects.filter(pk__in=[old.pk, unread.pk]).update(received_at=long_ago)

    assert put_away_automatic() == 1

    states = [IncomingMail.objects.get(pk=mail.pk).state for mail in (old, young, unread)]
    assert states == ["discarded", "parked", "parked"]
