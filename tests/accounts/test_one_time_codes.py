"""Whoever has added an app comes in with its code beside the password; each code counts once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.errors import CodesStopped, WrongOneTimeCode
from accounts.models import Authenticator, Session
from accounts.services import authenticators
from accounts.sessions import SessionStore
from audit.actions import Action
from audit.models import AuditEvent
from limits.models import Counter
from notices.models import Notice
from tests.accounts.codes import APP, SECOND, App, add_app, give_password, scan
from tests.meanwhile import at_once, meanwhile, meeting
from tests.people import PASSWORD, Account, Browser
from tests.recorded import times_recorded

REMOVE = "/account/app/remove/"


@pytest.fixture
def clock():
    """Time that stands still until a test moves it."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def app(account: Account, clock) -> App:
    """The app of the account."""
    return add_app(account.signs_in())


def give_code(browser: Browser, code: str):
    return browser.post(SECOND, {"way": "one_time_code", "code": code})


def test_a_code_of_the_app_lets_in_after_the_password(account, app):
    browser = give_password(account)

    asked = browser.get(SECOND).content.decode()
    response = give_code(browser, app.code())

    assert "One more step" in asked
    assert response["Location"] == "/start/"
    assert "The words of an account." in browser.get(account.thread.get_absolute_url()).content.decode()


def test_whoever_adds_an_app_is_told_that_it_is_asked_for_from_now_on(account):
    browser = account.signs_in()
    app = scan(browser)

    page = browser.post(APP, {"code": app.code()}, follow=True).content.decode()

    assert "Your app was added." in page


def test_whoever_was_on_the_way_somewhere_goes_on_there(account, app):
    browser = give_password(account, next="/account/")

    assert give_code(browser, app.code())["Location"] == "/account/"


def test_it_never_leads_off_the_portal(account, app):
    browser = give_password(account, next="https://evil.example/")

    assert give_code(browser, app.code())["Location"] == "/start/"


@pytest.mark.parametrize("typed", ["{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", " {0}\t"])
def test_a_code_is_read_as_people_type_it(account, app, typed):
    assert give_code(give_password(account), typed.format(app.code())).status_code == 302


def test_a_code_counts_once(account, app):
    code = app.code()
    assert give_code(give_password(account), code).status_code == 302

    again = give_code(give_password(account), code)

    assert again.status_code == 400
    assert "was used already" in again.content.decode()


def test_a_code_from_before_the_last_one_counts_no_more(account, app):
    give_code(give_password(account), app.code(1))

    assert give_code(give_password(account), app.code()).status_code == 400


@pytest.mark.parametrize(("steps", "status"), [(-2, 400), (-1, 302), (0, 302), (1, 302), (2, 400)])
def test_a_clock_may_differ_by_one_step(account, app, clock, steps, status):
    clock.shift(120)

    assert give_code(give_password(account), app.code(steps)).status_code == status


def test_a_code_of_somebody_elses_app_does_not_count(account, app, officer):
    other = add_app(officer.signs_in())

    assert give_code(give_password(account), other.code()).status_code == 400


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666"])
def test_what_is_no_code_is_told_and_never_an_error(account, app, code):
    response = give_code(give_password(account), code)

    assert response.status_code == 400
    assert response.context["form"].errors["code"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_code_at_once_one_comes_in(account):
    app = add_app(account.signs_in())
    browsers = [give_password(account) for _ in range(4)]
    code = app.code()

    def use(browser: Browser) -> int:
        try:
            return int(give_code(browser, code).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(use, browsers))

    assert statuses == [302, 400, 400, 400]


def test_wrong_codes_are_counted_for_the_person_in_the_database(account, app):
    for number in range(settings.LIMITS["one_time_code"][0]):
        browser = give_password(account, Browser(REMOTE_ADDR=f"192.0.2.{number}"))
        assert give_code(browser, "000000").status_code == 400

    slowed = give_code(give_password(account), app.code())

    assert slowed.status_code == 429
    assert int(slowed["Retry-After"]) > 0
    assert Counter.objects.filter(scope="one_time_code").exists()


def test_after_many_wrong_codes_in_a_row_the_app_counts_no_more(account, app, clock, settings):
    settings.WRONG_ONE_TIME_CODES = 7
    for _ in range(7):
        give_code(give_password(account), "000000")
        clock.shift(settings.LIMITS["one_time_code"][1])

    stopped = give_code(give_password(account), app.code())

    assert stopped.status_code == 400
    assert "do not count any more" in stopped.content.decode()
    assert times_recorded(Action.ONE_TIME_CODE_REFUSED, Action.ONE_TIME_CODES_STOPPED) == [7, 1]


@pytest.mark.django_db(transaction=True)
def test_of_wrong_codes_that_come_at_once_the_last_that_counts_raises_one_alert(account, settings):
    settings.WRONG_ONE_TIME_CODES = 4
    app = add_app(account.signs_in())

    def guess() -> None:
        authenticators.check(person=account.person, typed="000000")

    answers = at_once(*meeting(*[(guess, "accounts_authenticator", 1)] * 4))

    assert [type(answer) for answer in answers] == [WrongOneTimeCode] * 4
    assert AuditEvent.objects.filter(action="accounts.one_time_codes.stopped").count() == 1
    with pytest.raises(CodesStopped):
        authenticators.check(person=account.person, typed=app.code())


def test_a_right_code_counts_no_more_when_wrong_ones_have_just_ended_the_app(account, app, settings):
    mine = Authenticator.objects.filter(person=account.person)

    def end() -> None:
        mine.update(wrong_in_a_row=settings.WRONG_ONE_TIME_CODES)

    with meanwhile(end, after="accounts_authenticator"), pytest.raises(WrongOneTimeCode):
        authenticators.check(person=account.person, typed=app.code())


def test_a_right_code_ends_the_row_of_wrong_ones(account, app, clock):
    for _ in range(3):
        give_code(give_password(account), "000000")

    give_code(give_password(account), app.code())

    assert Authenticator.objects.get().wrong_in_a_row == 0


def test_an_app_counts_only_after_its_first_code(account):
    browser = account.signs_in()
    scan(browser)

    wrong = browser.post(APP, {"code": "000000"})

    assert wrong.status_code == 400
    assert 'id="secret"' in wrong.content.decode()
    assert account.signs_in().get("/account/").status_code == 200


def test_a_reply_code_that_was_kept_ends_with_the_first_app(account, app):
    assert Browser().post("/reply/", {"code": account.reply_code}).status_code == 400


def test_another_phone_takes_the_place_of_the_first(account, app, clock):
    clock.shift(60)
    browser = give_password(account)
    give_code(browser, app.code())
    other = scan(browser)

    while_it_waits = give_code(give_password(account), app.code(1))
    browser.post(APP, {"code": other.code()})
    clock.shift(60)

    assert while_it_waits.status_code == 302
    assert give_code(give_password(account), app.code()).status_code == 400
    assert give_code(give_password(account), other.code()).status_code == 302


def test_an_app_that_was_removed_is_not_asked_for(account, app):
    browser = give_password(account)
    give_code(browser, app.code())

    asked = browser.get(REMOVE).content.decode()
    browser.post(REMOVE, {"password": PASSWORD})

    assert "Whoever learns your password" in asked
    assert account.signs_in().get("/account/").status_code == 200
    assert browser.get(REMOVE).status_code == 404


def test_adding_and_removing_end_other_sessions_and_are_told_and_recorded(account, clock):
    browser, other = account.signs_in(), account.signs_in()
    app = add_app(browser)
    assert other.get("/account/").status_code == 302
    assert browser.get("/account/").status_code == 200

    give_code(give_password(account, other), app.code())
    assert other.get("/account/").status_code == 200
    browser.post(REMOVE, {"password": PASSWORD})

    assert other.get("/account/").status_code == 302
    assert browser.get("/account/").status_code == 200
    told = Notice.objects.filter(person=account.person.public_id).values_list("kind", flat=True)
    assert {"factor_added", "factor_removed"} <= set(told)
    events = AuditEvent.objects.filter(action__startswith="accounts.authenticator").order_by("pk")
    assert [event.action for event in events] == [
        "accounts.authenticator.added",
        "accounts.authenticator.removed",
    ]


def test_adding_asks_whether_it_is_still_the_same_person(account, app, clock):
    browser = give_password(account)
    give_code(browser, app.code())
    clock.shift(settings.PROOF_LASTS)

    refused = browser.post("/account/app/new/")

    assert refused.status_code == 403
    assert browser.post("/account/app/new/", {"proof-password": PASSWORD}).status_code == 302


def test_the_secret_is_shown_only_to_whoever_has_just_proved_who_they_are(account, clock):
    browser = account.signs_in()
    scan(browser)
    clock.shift(settings.PROOF_LASTS)

    assert browser.get(APP)["Location"].startswith("/prove/")


def test_the_secret_and_the_codes_are_nowhere_in_clear(account, app):
    give_code(give_password(account), app.code())

    rows = [repr(vars(row)) for model in (Authenticator, Session) for row in model.objects.all()]
    rows += [bytes(event.leaf).decode() for event in AuditEvent.objects.all()]
    rows += [str(SessionStore().decode(row.session_data)) for row in Session.objects.exclude(session_data="")]
    assert all(app.secret not in row for row in rows)


def test_visitors_have_no_app(taxpayer):
    browser = taxpayer.opens_with_code()

    answers = [browser.post("/account/app/new/"), browser.get(APP), browser.get(REMOVE)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_second_step_that_names_its_way_twice_is_refused(account, app):
    browser = give_password(account)

    response = browser.post(SECOND, {"way": ["password", "one_time_code"], "code": app.code()})

    assert response.status_code == 400
    assert browser.get("/account/")["Location"].startswith("/sign-in/")
