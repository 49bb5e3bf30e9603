"""Whoever forgot their password gets a link; it chooses a new one, once, and opens nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import PasswordReset, Person, Proposal
from accounts.services import password_resets
from audit.actions import Action
from audit.models import AuditEvent
from notices import states
from notices.models import Notice, Outbox
from tests.meanwhile import meanwhile
from tests.people import PASSWORD, Account, Browser, Staff, form_fields, mailed_secret_of, send_text
from tests.recorded import times_recorded

FORGOTTEN, NEW = "/sign-in/forgotten/", "/sign-in/new-password/"
NEW_PASSWORD = "eleven walnuts under one willow"


def ask(email: str, **headers: Any) -> Any:
    return Browser().post(FORGOTTEN, {"email": email}, **headers)


def code_for(email: str) -> str:
    """Ask for a link, let the worker look up whose it is, and give the code before it is mailed."""
    ask(email)
    password_resets.mail(PasswordReset.objects.latest("pk").public_id)
    return mailed_secret_of(Notice.objects.filter(kind="reset_link").latest("pk"))


def choose(code: str, browser: Browser | None = None, password: str = NEW_PASSWORD) -> Any:
    form = {"code": code, "password": password, "understood": "on"}
    return (browser or Browser()).post(NEW, form)


def signs_in(email: str, password: str = NEW_PASSWORD) -> int:
    return int(Browser().post("/sign-in/", {"login": email, "password": password}).status_code)


def test_the_link_of_the_mail_sets_a_new_password_and_what_was_there_is_locked(
    account, officer, mail_server, worker
):
    send_text(officer.signs_in(), account.thread, "We need form 12.")
    told = ask("Account@Example.org")
    worker()
    [mail] = [mail for mail in mail_server.mails if "new password" in mail["Subject"]]
    text = mail.get_body(["plain"]).get_content()
    link = re.search(r"(http://localhost:8000/sign-in/new-password/)#(\S+)", text)
    assert link

    chosen = choose(link[2])
    page = Browser().get(chosen["Location"]).content.decode()
    again = Account(account.person, account.email, account.reply_code, NEW_PASSWORD).signs_in()

    assert told["Location"] == f"{FORGOTTEN}?sent=1"
    assert mail["To"] == account.email
    assert "within 24 hours (within 1 hour if you work for us)" in " ".join(text.split())
    assert "Your new password is set" in page
    assert signs_in(account.email, PASSWORD) == 400
    assert b"We need form 12." not in again.get(account.thread.get_absolute_url()).content


def test_with_a_recovery_code_everything_stays_readable(account, officer):
    send_text(officer.signs_in(), account.thread, "We need form 12.")
    at_home = account.signs_in()
    at_home.post("/account/recovery-code/new/")
    page = at_home.get("/account/recovery-code/").content.decode()
    recovery = page.partition('id="recovery-code"')[2].partition(">")[2].partition("<")[0].strip()
    code = code_for(account.email)

    browser = Browser()
    hidden = form_fields(browser.get("/recovery/").content.decode())
    browser.post("/recovery/", {"code": recovery, **hidden})
    shown = browser.get(NEW).content.decode()
    chosen = browser.post(NEW, {"code": code, "password": NEW_PASSWORD})

    assert "you can read everything as before" in shown
    assert chosen["Location"] == "/account/?changed=1"
    again = Account(account.person, account.email, account.reply_code, NEW_PASSWORD).signs_in()
    assert b"We need form 12." in again.get(account.thread.get_absolute_url()).content


def test_with_the_reply_code_everything_stays_readable(account, officer):
    send_text(officer.signs_in(), account.thread, "We need form 12.")
    code, browser = code_for(account.email), Browser()
    browser.post("/reply/", {"code": account.reply_code})

    chosen = browser.post(NEW, {"code": code, "password": NEW_PASSWORD})

    assert chosen.status_code == 302
    assert b"We need form 12." in browser.get(account.thread.get_absolute_url()).content
    assert signs_in(account.email) == 302


@pytest.mark.parametrize("who", ["account", "officer"])
def test_in_a_session_that_was_left_open_the_link_does_nothing_before_a_proof(request, who):
    somebody = request.getfixturevalue(who)
    email = somebody.person.email
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = somebody.signs_in()
        # Long enough for the session of an officer to lock.
        clock.shift(settings.SESSION_LOCK_STAFF)
        code = code_for(email)

        shown = browser.get(NEW)
        refused = choose(code, browser)
        still = signs_in(email, PASSWORD)
        browser.post("/prove/", {"next": NEW, "proof-password": PASSWORD})
        chosen = choose(code, browser)

    assert "Show that it is you first" in shown.content.decode()
    assert refused.status_code == 403
    assert still == 302
    assert chosen["Location"] == "/account/?changed=1"


def test_in_a_session_that_was_left_open_the_reply_code_shows_that_it_is_them(account):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = account.signs_in()
        clock.shift(settings.PROOF_LASTS)
        code = code_for(account.email)

        browser.post("/reply/", {"code": account.reply_code})
        chosen = choose(code, browser)

    assert chosen["Location"] == "/account/?changed=1"
    assert browser.get(account.thread.get_absolute_url()).status_code == 200


def test_whoever_has_the_address_all_is_the_same_but_the_mail(account, officer):
    answers = [ask(email) for email in (account.email, "nobody-here@example.org", officer.person.email)]

    assert {(answer.status_code, answer["Location"], answer.content) for answer in answers} == {
        (302, f"{FORGOTTEN}?sent=1", b"")
    }
    assert Outbox.objects.filter(kind=password_resets.WORK).count() == 3
    assert not Notice.objects.filter(kind="reset_link").exists()


def test_asking_does_the_same_work_whoever_has_the_address(account):
    ask(account.email)
    work = []
    for email in (account.email, "nobody-here@example.org"):
        with CaptureQueriesContext(connection) as queries:
            ask(email)
        work.append([re.split(r"VALUES|WHERE|POINT", query["sql"])[0] for query in queries])

    assert work[0] == work[1]


def test_for_nobody_for_visitors_and_for_the_disabled_nothing_is_mailed_or_kept(
    taxpayer, colleague, administrator, worker
):
    Person.objects.filter(pk=colleague.person.pk).update(disabled_at=timezone.now())
    for email in ("nobody-here@example.org", taxpayer.person.notice_address, colleague.person.email):
        ask(email)

    worker()

    assert not PasswordReset.objects.exists()
    assert not Notice.objects.filter(kind="reset_link").exists()


def test_looking_at_the_link_uses_nothing_up_and_the_code_is_in_no_address(account):
    code = code_for(account.email)

    for method in ("get", "head", "get"):
        assert getattr(Browser(), method)(NEW).status_code == 200

    page = Browser().get(NEW)
    assert code not in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    assert choose(code).status_code == 302


def test_a_link_works_once(account):
    code = code_for(account.email)
    choose(code)

    assert choose(code, password="another four walnut trees here").status_code == 400
    assert signs_in(account.email) == 302
    assert times_recorded(Action.PASSWORD_RESET_REFUSED) == [1]


def test_of_two_who_use_it_at_once_one_does(account):
    code = code_for(account.email)

    with meanwhile(
        lambda: choose(code, password="the faster of these two wins"), after="accounts_passwordreset"
    ):
        slower = choose(code)

    assert slower.status_code == 400
    assert signs_in(account.email, "the faster of these two wins") == 302


def test_only_the_newest_link_works(account):
    first, second = code_for(account.email), code_for(account.email)

    assert choose(first).status_code == 400
    assert choose(second).status_code == 302


def test_a_link_that_a_worker_comes_to_late_is_not_mailed_after_the_newest(account):
    ask(account.email)
    ask(account.email)
    older, newest = PasswordReset.objects.order_by("pk")

    for reset in (newest, older):
        password_resets.mail(reset.public_id)

    code = mailed_secret_of(Notice.objects.get(kind="reset_link"))
    assert choose(code).status_code == 302


@pytest.mark.parametrize(
    ("who", "lasts"), [("account", timedelta(hours=24)), ("officer", timedelta(hours=1))]
)
def test_a_link_is_good_for_a_day_and_for_an_hour_where_staff_ask(request, who, lasts):
    somebody: Account | Staff = request.getfixturevalue(who)
    code = code_for(str(Person.objects.get(pk=somebody.person.pk).email))

    with time_machine.travel(timezone.now() + lasts + timedelta(seconds=1)):
        late = choose(code)
    with time_machine.travel(timezone.now() + lasts - timedelta(seconds=30)):
        in_time = choose(code)

    assert (late.status_code, in_time.status_code) == (400, 302)


@pytest.mark.parametrize("page", ["/account/password/", "/account/password/known/"])
def test_a_changed_password_withdraws_the_link(account, page):
    code = code_for(account.email)
    account.signs_in().post(page, {"current": PASSWORD, "password": "seventeen plums in a blue bowl"})

    assert choose(code).status_code == 400
    assert Notice.objects.get(kind="reset_link").state == Notice.State.WITHDRAWN
    assert signs_in(account.email, "seventeen plums in a blue bowl") == 302


def test_a_password_changes_also_where_the_mail_with_a_link_came_back(account, mail_server, worker):
    code = code_for(account.email)
    worker()
    states.note_bounced(Notice.objects.get(kind="reset_link"))

    account.signs_in().post(
        "/account/password/", {"current": PASSWORD, "password": "seventeen plums in a blue bowl"}
    )

    assert choose(code).status_code == 400
    assert Notice.objects.get(kind="reset_link").state == Notice.State.BOUNCED
    assert signs_in(account.email, "seventeen plums in a blue bowl") == 302


def test_a_changed_address_withdraws_the_link(account):
    code = code_for(account.email)
    Person.objects.filter(pk=account.person.pk).update(email="moved@example.org")

    assert choose(code).status_code == 400


def test_a_link_of_somebody_else_does_nothing_in_an_open_account(account, officer):
    code, browser = code_for(account.email), officer.signs_in()

    refused = browser.post(NEW, {"code": code, "password": NEW_PASSWORD})

    assert refused.status_code == 400
    assert "for another account" in refused.content.decode()
    assert choose(code).status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"code": ""}, "Type the code"),
        ({"code": "0000-0000-0000-0000-0000-0000-00"}, "does not let you choose a password"),
        ({"code": "null\x00"}, "There is a problem"),
        ({"code": "x" * 300}, "longer than any code"),
        ({"password": "short"}, "15 to 128 characters"),
        ({"password": "account@example.org 1"}, "names or addresses that others know"),
        ({"understood": ""}, "If you have one, use it first"),
    ],
)
def test_what_is_refused_is_said_and_changes_nothing(account, typed, said):
    form = {"code": code_for(account.email), "password": NEW_PASSWORD, "understood": "on"} | typed

    refused = Browser().post(NEW, {name: value for name, value in form.items() if value})

    assert refused.status_code == 400
    assert said in refused.content.decode()
    assert NEW_PASSWORD not in refused.content.decode()
    assert signs_in(account.email, PASSWORD) == 302


@pytest.mark.parametrize(
    "email", ["", "not an address", "a@b", "x" * 250 + "@example.org", "a@x.gov\nBcc: b@x.gov"]
)
def test_what_is_no_address_is_said(email):
    assert ask(email).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_FORWARDED": "host=evil.example"},
        {"HTTP_X_ORIGINAL_URL": "https://evil.example/"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_the_host_of_the_link_is_the_settings_own(account, mail_server, worker, headers):
    ask(account.email, **headers)
    worker()

    [mail] = [mail for mail in mail_server.mails if "new password" in mail["Subject"]]
    assert "evil.example" not in mail.as_string()
    links = re.findall(r"https?://[^/\s]+", mail.get_body(["plain"]).get_content())
    assert set(links) == {"http://localhost:8000"}


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:8000@evil.example", "localhost.evil.example", "[::2]"]
)
def test_an_unknown_host_is_refused(account, host):
    assert Browser().post(FORGOTTEN, {"email": account.email}, HTTP_HOST=host).status_code == 400
    assert not PasswordReset.objects.exists()


def test_no_mailbox_is_flooded_and_the_page_says_the_same(account, settings, worker):
    settings.LIMITS = {**settings.LIMITS, "reset_mail": (2, 3600)}

    statuses = [ask(account.email).status_code for _ in range(5)]
    worker()

    assert statuses == [302] * 5
    assert Notice.objects.filter(kind="reset_link").count() <= 2


def test_guessing_codes_is_slowed_down(account, settings):
    settings.LIMITS = {**settings.LIMITS, "reset_code": (2, 900)}
    for _ in range(2):
        choose("0000-0000-0000-0000-0000-0000-00")

    slowed = choose("0000-0000-0000-0000-0000-0000-00")

    assert slowed.status_code == 429
    assert slowed["Retry-After"]
    assert choose(code_for(account.email)).status_code == 302


def test_every_session_ends_the_person_is_told_and_it_is_recorded(account):
    at_home = account.signs_in()

    choose(code_for(account.email))

    assert at_home.get("/account/").status_code == 302
    assert Notice.objects.filter(kind=Notice.Kind.PASSWORD_RESET).exists()
    steps = (Action.PASSWORD_RESET_ASKED_FOR, Action.PASSWORD_RESET_MAILED, Action.PASSWORD_RESET_REFUSED)
    assert times_recorded(*steps) == [1, 1, 0]
    assert not [event for event in AuditEvent.objects.all() if b"example.org" in bytes(event.leaf)]


def test_the_code_waits_sealed_and_no_table_holds_it(account):
    code = code_for(account.email)

    rows = [*PasswordReset.objects.values().get().values(), *Notice.objects.latest("pk").__dict__.values()]

    assert not [value for value in rows if code in str(value)]


def test_an_officer_begins_anew_and_waits_for_a_colleague(officer, colleague):
    code = code_for(str(colleague.person.email))

    assert choose(code).status_code == 302
    again = Staff(colleague.unlocked, NEW_PASSWORD).signs_in()

    assert again.get("/account/").status_code == 200
    asked = Proposal.objects.get(person=colleague.person, ended_at=None)
    assert asked.proposed_by == colleague.person


def test_housekeeping_forgets_what_nobody_used(account):
    code_for(account.email)

    password_resets.forget_old()
    kept = PasswordReset.objects.count()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        password_resets.forget_old()

    assert (kept, PasswordReset.objects.count()) == (1, 0)
