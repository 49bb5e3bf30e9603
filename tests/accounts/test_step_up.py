"""What would let somebody else in for good asks first whether it is still the same person."""

import json

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import Person, Session
from accounts.sessions import SessionStore, hashed
from audit.models import AuditEvent
from keys import argon2_limit
from keys.models import Slot
from notices.models import Notice
from tests.people import PASSWORD, Browser

PEOPLE = "/administration/people/"
INVITE = "/administration/people/invite/"
NEWCOMER = {"role": "officer", "name": "New Comer", "email": "newcomer@example.org", "language": "en"}
LATER = settings.PROOF_LASTS.total_seconds() + 1


@pytest.fixture
def clock():
    """Time that stands still until a test moves it."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def left_open(administrator, clock):
    """The administrator's browser, left alone for longer than a proof lasts."""
    browser = administrator.signs_in()
    clock.shift(LATER)
    return browser


def cookie(browser: Browser) -> str:
    return str(browser.cookies[settings.SESSION_COOKIE_NAME].value)


def test_whoever_has_just_signed_in_is_not_asked(administrator):
    browser = administrator.signs_in()

    assert browser.get(INVITE).status_code == 200
    assert browser.get("/prove/?next=/administration/people/")["Location"] == PEOPLE


def test_a_page_is_shown_after_the_question(left_open):
    asked = left_open.get(f"{INVITE}?from=here")

    question = left_open.get(asked["Location"])
    answered = left_open.post("/prove/", {"next": f"{INVITE}?from=here", "proof-password": PASSWORD})

    assert asked["Location"] == "/prove/?next=%2Fadministration%2Fpeople%2Finvite%2F%3Ffrom%3Dhere"
    assert "Is it still you?" in question.content.decode()
    assert answered["Location"] == f"{INVITE}?from=here"
    assert left_open.get(INVITE).status_code == 200


def test_what_was_posted_waits_for_the_answer_and_is_done_with_it(left_open):
    asked = left_open.post(INVITE, NEWCOMER)

    page = asked.content.decode()
    done = left_open.post(INVITE, {**NEWCOMER, "proof-password": PASSWORD})

    assert asked.status_code == 403
    assert all(f'name="{name}" value="{value}"' in page for name, value in NEWCOMER.items())
    assert done.status_code == 302
    assert Person.objects.filter(name="New Comer").exists()


def test_nothing_is_done_without_the_right_answer(left_open):
    before = Person.objects.count()

    answers = [
        left_open.post(INVITE, NEWCOMER),
        left_open.post(INVITE, {**NEWCOMER, "proof-password": ""}),
        left_open.post(INVITE, {**NEWCOMER, "proof-password": "wrong password altogether"}),
        left_open.post(INVITE, {**NEWCOMER, "proof-password": [PASSWORD, "another"]}),
        left_open.post("/prove/", {"proof-password": "wrong password altogether"}),
        left_open.post("/prove/", {}),
    ]

    assert [answer.status_code for answer in answers] == [403, 400, 400, 400, 400, 400]
    assert "That is not your password." in answers[2].content.decode()
    assert Person.objects.count() == before
    assert left_open.get(INVITE).status_code == 302


def test_secrets_are_not_carried_along(left_open):
    secret = "words-that-must-not-come-back"
    names = ["password", "new_password", "code", "pin", "token", "credential", "secret"]

    page = left_open.post(INVITE, {**NEWCOMER, **dict.fromkeys(names, secret)}).content.decode()

    assert secret not in page
    assert "New Comer" in page


def test_a_refused_password_is_not_on_the_page(left_open):
    response = left_open.post("/prove/", {"proof-password": "a password that must not come back"})

    assert b"must not come back" not in response.content


def test_the_answer_gives_the_session_another_key(left_open):
    copied = Browser()
    copied.cookies[settings.SESSION_COOKIE_NAME] = cookie(left_open)

    left_open.post("/prove/", {"proof-password": PASSWORD})

    assert cookie(left_open) != cookie(copied)
    assert copied.get(PEOPLE).status_code == 302
    assert left_open.get(PEOPLE).status_code == 200


def test_an_answer_lasts_ten_minutes(left_open, clock):
    left_open.post("/prove/", {"proof-password": PASSWORD})

    clock.shift(LATER - 2)
    assert left_open.get(INVITE).status_code == 200
    clock.shift(2)

    assert left_open.get(INVITE).status_code == 302


def test_a_proof_ends_with_the_longest_time_of_its_session(left_open, clock):
    left_open.post("/prove/", {"proof-password": PASSWORD})

    for _ in range(24):
        clock.shift(30 * 60 - 60)
        left_open.get(PEOPLE)
    clock.shift(30 * 60)

    assert left_open.get(PEOPLE)["Location"].startswith("/sign-in/")


def test_whoever_writes_to_the_database_cannot_make_a_session_count_as_proved(left_open):
    row = Session.objects.get(pk=hashed(cookie(left_open)))
    data = SessionStore().decode(row.session_data)
    data["proved"]["at"] = timezone.now().isoformat()
    Session.objects.filter(pk=row.pk).update(session_data=SessionStore().encode(data))

    assert left_open.get(PEOPLE).status_code == 200
    assert left_open.get(INVITE).status_code == 302


@pytest.mark.parametrize("odd", [None, "x", {}, {"kind": 1, "at": 2, "mark": 3}, {"kind": "password"}])
def test_an_odd_note_of_a_proof_counts_for_nothing(left_open, odd):
    row = Session.objects.get(pk=hashed(cookie(left_open)))
    data = {**SessionStore().decode(row.session_data), "proved": odd}
    Session.objects.filter(pk=row.pk).update(session_data=SessionStore().encode(data))

    assert left_open.get(INVITE).status_code == 302


def test_wrong_answers_are_counted_for_the_person_wherever_they_come_from(left_open):
    for number in range(settings.LIMITS["proof"][0]):
        wrong = {"proof-password": "wrong password altogether"}
        assert left_open.post("/prove/", wrong, REMOTE_ADDR=f"192.0.2.{number}").status_code == 400
    before = argon2_limit.runs_so_far()

    slowed = left_open.post("/prove/", {"proof-password": PASSWORD})

    assert slowed.status_code == 429
    assert int(slowed["Retry-After"]) > 0
    assert argon2_limit.runs_so_far() == before


def test_whoever_guesses_in_a_session_is_out_after_as_many_as_at_sign_in(left_open, settings, worker):
    settings.LIMITS = {**settings.LIMITS, "failures_in_a_row": (3, 3600)}
    wrong = {"proof-password": "wrong password altogether"}

    answers = [left_open.post("/prove/", wrong).status_code for _ in range(3)]
    last = left_open.post(INVITE, {**NEWCOMER, **wrong})
    worker()

    assert answers == [400] * 3
    assert last["Location"].startswith("/sign-in/")
    assert left_open.get(PEOPLE)["Location"].startswith("/sign-in/")
    assert Notice.objects.filter(kind="many_failures").count() == 1
    assert AuditEvent.objects.filter(action="accounts.proof.refused").count() == 4
    assert not Person.objects.filter(name="New Comer").exists()


def test_the_owner_goes_on_by_the_right_password_however_many_strangers_failed(
    left_open, administrator, settings
):
    settings.LIMITS = {**settings.LIMITS, "failures_in_a_row": (3, 3600)}
    for number in range(5):
        wrong = {"login": administrator.person.email, "password": "wrong password altogether"}
        Browser().post("/sign-in/", wrong, REMOTE_ADDR=f"192.0.2.{number}")

    answered = left_open.post("/prove/", {"next": INVITE, "proof-password": PASSWORD})

    assert answered["Location"] == INVITE
    assert left_open.get(INVITE).status_code == 200


def test_what_may_not_be_seen_stays_unseen(officer, clock):
    browser = officer.signs_in()
    clock.shift(LATER)

    assert browser.get(INVITE).status_code == 404
    assert browser.post(INVITE, NEWCOMER).status_code == 404


def test_a_reply_code_is_no_proof(account):
    by_code = Browser()
    by_code.post("/reply/", {"code": account.reply_code})

    refused = by_code.post("/account/end-code/")
    done = by_code.post("/account/end-code/", {"proof-password": PASSWORD})

    assert refused.status_code == 403
    assert done["Location"] == "/account/?ended=1"
    assert not Slot.objects.filter(person=account.person.public_id, kind="reply_code").exists()


@pytest.mark.parametrize("deed", ["disable", "enable", "renew", "revoke", "sign-out"])
def test_what_administrators_do_to_people_asks_first(left_open, officer, deed):
    response = left_open.post(f"{PEOPLE}{officer.person.public_id}/{deed}/")

    assert response.status_code == 403
    officer.person.refresh_from_db()
    assert officer.person.is_active


def test_answers_are_recorded_without_what_was_typed(left_open, administrator):
    left_open.post("/prove/", {"proof-password": "wrong password altogether"})
    left_open.post("/prove/", {"proof-password": PASSWORD})

    events = AuditEvent.objects.filter(action__in=["accounts.proof.refused", "accounts.person.proved_again"])
    assert [event.action for event in events.order_by("pk")] == [
        "accounts.proof.refused",
        "accounts.person.proved_again",
    ]
    assert all(event.actor == administrator.person.public_id for event in events)
    assert all(json.loads(bytes(event.leaf))["details"] == {} for event in events)


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_question_never_leads_off_the_portal(left_open, next_page):
    response = left_open.post("/prove/", {"next": next_page, "proof-password": PASSWORD})

    assert response["Location"] == "/start/"
