"""What an officer writes first to somebody is screened for its unit, and shown to them before it leaves."""

import re
from uuid import uuid4

import pytest

from accounts.services import set_screening_floors
from accounts.services.outsiders import Way
from audit.models import AuditEvent
from messaging import channel, services
from messaging.errors import DraftChanged
from messaging.models import FalseAlarm, Message, Thread, Topic
from screening import Document
from tests.messaging.inviting import invite
from tests.people import Browser, Staff, form_fields

SSN = "219-09-9999"
TELEPHONE = "Please call 617-555-0123 on Monday."


def begin(officer: Staff, topic: Topic) -> Thread:
    """Invite somebody who called to a thread that begins with a telephone number."""
    return invite(officer, topic, words={"text": TELEPHONE}).thread


def test_the_first_words_are_screened_as_strictly_as_their_unit_wants(administrator, officer, topic):
    as_the_table = begin(officer, topic)
    set_screening_floors(actor=administrator.person, unit=topic.unit, floors={"telephone": "restricted"})

    stricter = begin(officer, Topic.objects.select_related("unit").get(pk=topic.pk))

    decided = AuditEvent.objects.filter(action="messaging.channel.decided").order_by("pk")
    assert [b'"strength":"restricted"' in bytes(event.leaf) for event in decided] == [False, True]
    assert [Thread.objects.get(pk=each.pk).restricted_at is None for each in (as_the_table, stricter)] == [
        True,
        False,
    ]


def test_a_screening_of_the_first_words_that_fails_is_told_to_their_unit(officer, topic, settings):
    settings.SCREENING_SECONDS = 0.0

    thread = begin(officer, topic)

    [failure] = AuditEvent.objects.filter(action="messaging.screening.failed")
    assert failure.subject == topic.unit.public_id
    assert Thread.objects.get(pk=thread.pk).restricted_at is not None


def fill_in(desk: Browser, topic: Topic, **other: str) -> dict[str, str]:
    """Fill in the page by which somebody new is written to."""
    hidden = form_fields(desk.get("/mailbox/invite/").content.decode())
    filled = {"topic": str(topic.public_id), "name": "Caller One", "way": "letter", "language": "en"}
    return {**hidden, **filled, "subject": "Your call", "text": f"Your number {SSN} is right.", **other}


def test_what_was_found_is_shown_before_it_leaves_and_once(officer: Staff, topic: Topic):
    desk = officer.signs_in()
    filled = fill_in(desk, topic)

    first = desk.post("/mailbox/invite/", {**filled, "action": "send"})
    page = first.content.decode()
    changed = {**filled, **form_fields(page), "text": f"Your card 4111 1111 1111 1111, {SSN}."}
    again = desk.post("/mailbox/invite/", {**changed, "action": "send"})
    begun_meanwhile = Thread.objects.count()
    sent = desk.post("/mailbox/invite/", {**changed, **form_fields(again.content.decode()), "action": "send"})

    assert (first.status_code, again.status_code, sent.status_code) == (200, 200, 302)
    assert "Nothing was sent yet. Look at what we found, then send it." in page
    assert f"<mark>{SSN}" in page
    assert "payment card number" in again.content.decode()
    assert begun_meanwhile == 0
    assert Thread.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "title"), [("name", "Their name"), ("subject", "Subject"), ("text", "Your message")]
)
def test_the_button_and_the_strip_mark_each_part_and_send_nothing(
    officer: Staff, topic: Topic, field: str, title: str
):
    desk = officer.signs_in()
    filled = {**fill_in(desk, topic, text="Please come in."), field: f"It is {SSN}"}

    page = desk.post("/mailbox/invite/", {**filled, "action": "check"})
    strip = desk.post("/mailbox/invite/check/", {**filled, "topic": "", "way": ""})

    assert (page.status_code, strip.status_code) == (200, 200)
    assert b"<html" not in strip.content
    for shown in (page.content.decode(), strip.content.decode()):
        assert f"<summary>{title}</summary>" in shown
        assert f"It is <mark>{SSN}" in shown
        assert "This will be sent: through the portal" in shown
    assert not Thread.objects.exists()


@pytest.mark.parametrize("text", [f"{SSN} " + "x" * 20_000, f"{SSN}\x07"], ids=["too long", "control"])
def test_words_that_cannot_be_screened_are_never_said_to_be_clean(officer: Staff, topic: Topic, text: str):
    desk = officer.signs_in()

    strip = desk.post("/mailbox/invite/check/", fill_in(desk, topic, text=text))

    assert strip.status_code == 400
    assert strip["Content-Type"] == "text/plain"


def test_a_page_without_findings_sends_at_once(officer: Staff, topic: Topic):
    desk = officer.signs_in()

    sent = desk.post("/mailbox/invite/", fill_in(desk, topic, text="Please come in.", action="send"))

    assert sent.status_code == 302


@pytest.mark.parametrize("asks", [True, False])
def test_an_officer_is_told_that_a_code_alone_will_not_open_it(officer: Staff, topic: Topic, settings, asks):
    settings.RESTRICTED_NEEDS_SECOND_FACTOR = asks
    desk = officer.signs_in()

    pages = [
        desk.post("/mailbox/invite/check/", fill_in(desk, topic, text=text)).content.decode()
        for text in (f"It is {SSN}.", "You were born in 1970.", "Please come in.")
    ]

    assert ["A reply code alone does not open it" in page for page in pages] == [asks, False, False]


def test_what_was_found_by_mistake_is_counted_for_the_unit_and_sends_nothing(officer: Staff, topic: Topic):
    desk = officer.signs_in()
    filled = fill_in(desk, topic)
    page = desk.post("/mailbox/invite/", {**filled, "action": "check"}).content.decode()
    code = re.search(r'name="false_alarm"\s+value="([\w.]+)"', page)
    assert code

    noted = desk.post("/mailbox/invite/", {**filled, "false_alarm": code[1]})
    unknown = desk.post("/mailbox/invite/", {**filled, "false_alarm": "iban.shape"})

    assert (noted.status_code, unknown.status_code) == (200, 409)
    assert "We noted which kind was found by mistake" in noted.content.decode()
    assert SSN in unknown.content.decode()
    assert FalseAlarm.objects.get().unit == topic.unit
    assert not Thread.objects.exists()


def test_words_that_were_changed_after_the_decision_begin_nothing(officer: Staff, topic: Topic):
    decision = channel.decide(Document(text="Please come in."), latest_sequence=0, unit=topic.unit)
    words = services.FirstWords(uuid4(), name="Caller One", subject="Your call", text=f"It is {SSN}.")

    with pytest.raises(DraftChanged):
        services.invite(
            officer=officer.unlocked,
            topic=topic,
            words=words,
            decision=decision,
            way=Way.LETTER,
            address="",
            language="en",
        )

    assert not Thread.objects.exists()
