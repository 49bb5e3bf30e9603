"""Whoever has shown one of two things may do nothing but show the other."""

import secrets

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import Session
from accounts.sessions import SessionStore, hashed
from audit.models import AuditEvent
from tests.accounts.codes import SECOND, App, add_app, give_password
from tests.accounts.test_recovery_codes import come_in, make_code, shown_code
from tests.people import PASSWORD, Account, Browser, Staff
from tests.whole_site.addresses import every_address

OVER = "/sign-in/?late=1"


@pytest.fixture
def app(officer: Staff) -> App:
    """The app of the officer."""
    return add_app(officer.signs_in())


def cookie(browser: Browser) -> str:
    return str(browser.cookies[settings.SESSION_COOKIE_NAME].value)


def row_of(browser: Browser) -> Session:
    return Session.objects.get(pk=hashed(cookie(browser)))


def give_code(browser: Browser, app: App):
    return browser.post(SECOND, {"way": "one_time_code", "code": app.code()})


def test_half_way_opens_nothing_that_a_stranger_does_not_open(officer, answered_thread, app):
    browser, stranger = give_password(officer), Browser()

    for address in every_address():
        path = f"/{address.route}".replace("<uuid:public_id>", str(answered_thread.public_id))
        if "<" in path or address.name in ("second_step", "sign_in", "account_login"):
            continue
        theirs, strangers = browser.get(path), stranger.get(path)
        assert (theirs.status_code, theirs.headers.get("Location")) == (
            strangers.status_code,
            strangers.headers.get("Location"),
        ), path

    assert give_code(browser, app)["Location"] == "/start/"


def test_nothing_is_done_for_whoever_is_half_way(officer, answered_thread, app):
    browser = give_password(officer)

    answers = [
        browser.post(answered_thread.get_absolute_url(), {"text": "Words", "action": "send"}),
        browser.post("/account/recovery-code/new/"),
        browser.post("/account/app/remove/"),
        browser.post("/prove/", {"proof-password": PASSWORD}),
    ]

    assert [answer.status_code for answer in answers] == [403, 302, 302, 302]
    assert all("sign-in" in answer["Location"] for answer in answers[1:])
    assert answered_thread.messages.count() == 2


def test_the_session_has_another_key_after_the_second_step(officer, app):
    browser = give_password(officer)
    copied = Browser()
    copied.cookies[settings.SESSION_COOKIE_NAME] = cookie(browser)

    give_code(browser, app)

    assert cookie(browser) != cookie(copied)
    assert copied.get("/mailbox/").status_code == 302
    assert copied.get(SECOND)["Location"] == OVER
    assert browser.get("/mailbox/").status_code == 200


def test_a_session_from_before_sign_in_is_not_carried_over(officer, app, taxpayer):
    browser = taxpayer.opens_with_code()
    before = cookie(browser)

    give_password(officer, browser)

    copied = Browser()
    copied.cookies[settings.SESSION_COOKIE_NAME] = before
    assert copied.get(SECOND)["Location"] == OVER
    for each in (browser, copied):
        assert each.get(taxpayer.thread.get_absolute_url()).status_code == 302


def test_the_table_opens_nothing(officer, app):
    browser = give_password(officer)

    row = row_of(browser)
    data = SessionStore().decode(row.session_data)

    assert row.person_id is None
    assert set(data) == {"_session_expiry", "half_way"}
    assert set(data["half_way"]) == {"person", "first", "generation", "until", "next", "sealed"}
    assert cookie(browser) not in str(data)


def test_what_waits_half_way_is_no_vault(officer, app):
    browser = give_password(officer)
    row, whole = row_of(browser), officer_session(officer, app)
    half = SessionStore().decode(row.session_data)["half_way"]
    forged = {**whole, "vault": half["sealed"], "expires_at": half["until"]}
    forged["signed_in_at"] = half["until"]
    Session.objects.filter(pk=row.pk).update(session_data=SessionStore().encode(forged))

    assert browser.get("/mailbox/").status_code == 302


def officer_session(officer: Staff, app: App) -> dict[str, object]:
    """Give what a whole session of the officer holds."""
    browser = give_password(officer)
    give_code(browser, app)
    return SessionStore().decode(row_of(browser).session_data)


@pytest.mark.parametrize(
    "change",
    [
        {"person": "another"},
        {"first": "recovery_code"},
        {"until": "2999-01-01T00:00:00+00:00"},
        {"generation": 0},
        {"sealed": ""},
        {"person": None},
        {"until": None},
    ],
)
def test_a_changed_row_leads_nowhere(officer, colleague, app, change):
    browser = give_password(officer)
    row = row_of(browser)
    data = SessionStore().decode(row.session_data)
    if change.get("person") == "another":
        change = {"person": str(colleague.person.public_id)}
    data["half_way"] = {**data["half_way"], **change}
    Session.objects.filter(pk=row.pk).update(session_data=SessionStore().encode(data))

    assert give_code(browser, app)["Location"] == OVER
    assert browser.get("/mailbox/").status_code == 302


def test_it_lasts_ten_minutes(officer, app):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        clock.shift(120)
        browser = give_password(officer)
        clock.shift(settings.SECOND_STEP_LASTS)

        late = give_code(browser, app)

        assert late["Location"] == OVER
        assert "That took too long" in browser.get(OVER).content.decode()


@pytest.mark.parametrize("ending", ["disabled", "ended"])
def test_what_ends_the_persons_sessions_ends_it_too(officer, app, administrator, ending):
    browser = give_password(officer)
    deed = "disable" if ending == "disabled" else "sign-out"
    administrator.signs_in().post(f"/administration/people/{officer.person.public_id}/{deed}/")

    assert give_code(browser, app)["Location"] == OVER


def test_the_first_thing_does_not_count_twice(officer, app):
    browser = give_password(officer)

    response = browser.post(SECOND, {"way": "password", "password": PASSWORD})

    assert response.status_code == 400
    assert browser.get("/mailbox/").status_code == 302


@pytest.mark.parametrize("fields", [{}, {"way": "nonsense"}, {"way": "passkey"}, {"way": "recovery_code"}])
def test_what_is_not_asked_for_is_refused(officer, app, fields):
    browser = give_password(officer)

    assert browser.post(SECOND, fields).status_code == 400
    assert give_code(browser, app).status_code == 302


def test_whoever_lost_the_phone_comes_in_with_the_recovery_code(officer):
    signed_in = officer.signs_in()
    code = make_code(signed_in)
    add_app(signed_in)
    browser = give_password(officer)

    response = come_in_second(browser, code)

    assert response["Location"].startswith("/account/recovery-code/")
    assert shown_code(browser) != code
    assert browser.get("/mailbox/").status_code == 200
    assert come_in_second(give_password(officer), code).status_code == 400


def come_in_second(browser: Browser, code: str):
    return browser.post(SECOND, {"way": "recovery_code", "code": code, "form": secrets.token_hex(16)})


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("officer", "Ask an administrator to start a reset"),
        ("administrator", "Ask another administrator"),
        ("account", "Contact "),
    ],
)
def test_whoever_lost_all_of_it_is_told_whom_to_ask(request, who, words):
    somebody: Account | Staff = request.getfixturevalue(who)
    add_app(somebody.signs_in())

    asked = give_password(somebody).get(SECOND).content.decode()

    assert "You have nothing of this any more?" in asked
    assert words in asked.partition("nothing of this any more?")[2][:80]


def test_a_recovery_code_of_somebody_else_does_not_count(officer, account: Account):
    code = make_code(account.signs_in())
    signed_in = officer.signs_in()
    make_code(signed_in)
    add_app(signed_in)

    assert come_in_second(give_password(officer), code).status_code == 400
    assert come_in(code).status_code == 302


def test_a_recovery_code_alone_is_half_way_and_is_not_used_up(officer):
    signed_in = officer.signs_in()
    code = make_code(signed_in)
    app = add_app(signed_in)
    thief, owner = Browser(), Browser()

    assert come_in(code, thief)["Location"] == SECOND
    assert thief.get("/account/recovery-code/").status_code == 302
    come_in(code, owner)
    give_code(owner, app)

    assert shown_code(owner) != code
    assert give_code(thief, app).status_code in (302, 400)
    assert thief.get("/mailbox/").status_code == 302


def test_a_recovery_code_and_the_password_let_in(officer):
    signed_in = officer.signs_in()
    code = make_code(signed_in)
    add_app(signed_in)
    browser = Browser()
    come_in(code, browser)

    wrong = browser.post(SECOND, {"way": "password", "password": "wrong password altogether"})
    response = browser.post(SECOND, {"way": "password", "password": PASSWORD})

    assert wrong.status_code == 400
    assert response["Location"].startswith("/account/recovery-code/")
    assert browser.get("/mailbox/").status_code == 200


def test_each_step_is_recorded(officer, app):
    give_code(give_password(officer), app)

    events = AuditEvent.objects.filter(subject=officer.person.public_id, action__startswith="accounts.")
    actions = list(events.order_by("-pk").values_list("action", flat=True)[:2])
    assert actions == ["accounts.person.signed_in", "accounts.second_step.asked"]
