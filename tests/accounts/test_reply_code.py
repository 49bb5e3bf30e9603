"""Whoever holds the reply code opens the answer; nobody learns whether another code exists."""

import pytest

from accounts.models import Person, Role, Session
from audit.models import AuditEvent
from tests.meanwhile import at_once
from tests.people import Browser, Visitor, form_fields


def try_code(code: str, browser: Browser | None = None):
    return (browser or Browser()).post("/reply/", {"code": code})


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code,
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: f"  {code}\t",
        lambda code: code.replace("0", "O").replace("1", "l"),
    ],
)
def test_the_code_opens_however_it_is_typed(taxpayer: Visitor, typed):
    response = try_code(typed(taxpayer.reply_code))

    assert response.status_code == 302


def test_the_reader_starts_at_their_thread(taxpayer):
    browser = taxpayer.opens_with_code()

    assert browser.get("/start/")["Location"].startswith(taxpayer.thread.get_absolute_url())


@pytest.mark.parametrize(
    "typed", ["K7QX-K7QX-K7QX-K7QX-K7QX", "no code", "U" * 20, "😀", "K7QX-\x00", "1" * 101, ""]
)
def test_what_opens_nothing_is_refused_and_kept(taxpayer, typed):
    response = try_code(typed)

    assert response.status_code == 400


def test_a_code_with_one_wrong_letter_and_an_unknown_code_are_told_the_same(taxpayer):
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    wrong = (
        taxpayer.reply_code[:6]
        + letters[(letters.index(taxpayer.reply_code[6]) + 1) % 32]
        + taxpayer.reply_code[7:]
    )

    answers = [try_code(wrong), try_code("0000-0000-0000-0000-0000")]

    pages = [
        answer.content.decode().replace(wrong, "CODE").replace("0000-0000-0000-0000-0000", "CODE")
        for answer in answers
    ]
    assert pages[0].count("does not open anything") == pages[1].count("does not open anything") >= 1
    assert [answer.status_code for answer in answers] == [400, 400]


def test_wrong_codes_of_one_address_are_told_the_limit_there_and_leave_no_more_events(taxpayer, settings):
    settings.LIMITS = {**settings.LIMITS, "reply_code": (3, 900)}
    wrong = "0000-0000-0000-0000-0000"
    for _ in range(3):
        try_code(wrong)

    slowed = try_code(wrong)
    elsewhere = try_code(wrong, Browser(REMOTE_ADDR="192.0.2.7"))

    assert (slowed.status_code, elsewhere.status_code) == (429, 400)
    assert int(slowed["Retry-After"]) > 0
    assert "what is right works at any time" in slowed.content.decode()
    assert AuditEvent.objects.filter(action="accounts.reply_code.refused").count() == 4


def test_a_header_of_the_visitor_does_not_get_round_the_limit(taxpayer, settings):
    settings.LIMITS = {**settings.LIMITS, "reply_code": (3, 900)}
    for number in range(4):
        response = try_code("0000-0000-0000-0000-0000", Browser(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}"))

    assert response.status_code == 429


def test_a_wrong_code_does_not_lose_the_page_that_was_asked_for(taxpayer):
    browser = Browser()
    wanted = taxpayer.thread.get_absolute_url()
    wrong = browser.post("/reply/", {"code": "0000-0000-0000-0000-0000", "next": wanted})

    response = browser.post("/reply/", {"code": taxpayer.reply_code, **form_fields(wrong.content.decode())})

    assert response["Location"] == wanted


def test_a_code_ends_the_session_of_whoever_was_signed_in(officer, taxpayer):
    browser = officer.signs_in()

    response = try_code(taxpayer.reply_code, browser)

    assert response.status_code == 302
    assert browser.get(taxpayer.thread.get_absolute_url()).status_code == 200
    assert browser.get("/mailbox/").status_code == 404
    assert not Session.objects.filter(person_id=officer.person.public_id, ended_at=None).exists()


def test_a_code_opens_its_own_thread_only(taxpayer, other_taxpayer):
    browser = taxpayer.opens_with_code()

    response = browser.get(other_taxpayer.thread.get_absolute_url())

    assert response.status_code == 404


def test_a_disabled_visitor_is_refused_in_the_same_words(taxpayer):
    from django.utils import timezone

    taxpayer.person.disabled_at = timezone.now()
    taxpayer.person.save(update_fields=["disabled_at"])

    response = try_code(taxpayer.reply_code)

    assert response.status_code == 400
    assert "does not open anything" in response.content.decode()


def test_a_code_opens_nothing_of_staff(taxpayer):
    Person.objects.filter(pk=taxpayer.person.pk).update(role=Role.OFFICER, email="officer@example.org")

    response = try_code(taxpayer.reply_code)

    assert response.status_code == 400
    assert "does not open anything" in response.content.decode()


def test_uses_and_refusals_are_recorded_without_an_address(taxpayer):
    try_code("0000-0000-0000-0000-0000")
    taxpayer.opens_with_code()

    events = AuditEvent.objects.filter(action__startswith="accounts.reply_code").order_by("pk")
    assert [event.action for event in events] == ["accounts.reply_code.refused", "accounts.reply_code.used"]
    assert all(b"127.0.0.1" not in bytes(event.leaf) for event in events)
    assert taxpayer.person.role == Role.VISITOR


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_count_one_by_one(taxpayer, settings):
    settings.LIMITS = {**settings.LIMITS, "reply_code": (3, 900)}

    def knock() -> int:
        return int(try_code("0000-0000-0000-0000-0000").status_code)

    statuses = at_once(*[knock] * 8)

    assert sorted(statuses) == [400] * 3 + [429] * 5


def test_codes_that_open_do_not_use_up_the_limit(taxpayer, settings):
    settings.LIMITS = {**settings.LIMITS, "reply_code": (2, 900)}

    for _ in range(4):
        taxpayer.opens_with_code()
