"""Sign-in with the agency's own OpenID provider: it says who somebody is, and opens nothing.

The provider is a real one, which runs beside the test.
"""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from accounts import agency_notes
from accounts.models import Session, StaffIdentity
from accounts.services import access
from audit.actions import Action
from audit.models import AuditEvent
from tests.accounts.agency import allowed, comes_by_agency, links, sent, unlocks
from tests.people import NEW_PASSWORD, PASSWORD, Browser, Staff, Visitor
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db(transaction=True)


def test_whom_the_agency_names_unlocks_with_their_password(issuer: str, officer: Staff) -> None:
    links(officer, "worker-1")

    browser = comes_by_agency("worker-1")
    page = browser.get("/sign-in/").content.decode()
    before = browser.get("/mailbox/")
    after = unlocks(browser, officer)

    assert f"Your agency says that you are {officer.person.name}" in page
    assert f'value="{officer.person.email}"' in page
    assert before.status_code == 302
    assert before["Location"].startswith("/sign-in/")
    assert after.status_code == 302
    assert browser.get("/mailbox/").status_code == 200
    signed_in = AuditEvent.objects.filter(action="accounts.person.signed_in").latest("pk")
    assert b'"named_by":"agency"' in bytes(signed_in.leaf)
    assert times_recorded(Action.IDENTITY_NAMED, subject=officer.person.public_id) == [1]


def test_the_agencys_sign_in_alone_gives_no_right_to_anything(
    issuer: str, officer: Staff, taxpayer: Visitor
) -> None:
    links(officer, "worker-1")
    browser = comes_by_agency("worker-1")

    pages = ["/mailbox/", "/account/", "/your-key/", "/status/", taxpayer.thread.get_absolute_url()]
    answers = [browser.get(page) for page in pages]

    assert [answer.status_code for answer in answers] == [302] * len(pages)
    assert all(answer["Location"].startswith(("/sign-in/", "/reply/")) for answer in answers)
    assert "vault" not in browser.session


def test_a_wrong_password_is_refused_and_counted_as_for_everybody(issuer: str, officer: Staff) -> None:
    links(officer, "worker-1")
    browser = comes_by_agency("worker-1")

    for _ in range(5):
        browser.post("/sign-in/", {"login": officer.person.email, "password": "not the password at all"})
    response = unlocks(browser, officer)

    assert response.status_code != 302
    assert browser.get("/mailbox/").status_code == 302


def test_a_whole_office_comes_from_one_address_and_a_stranger_is_not_sent_for_ever(
    issuer: str, officer: Staff, settings: Any
) -> None:
    settings.LIMITS = {**settings.LIMITS, "agency_sign_in": (2, 900)}
    links(officer, "worker-1")
    colleagues = [comes_by_agency("worker-1").get("/sign-in/").content.decode() for _ in range(3)]

    sent_away = [Browser().get("/sign-in/agency/").status_code for _ in range(3)]

    assert all("Your agency says that you are" in page for page in colleagues)
    assert sent_away == [302, 302, 429]
    assert unlocks(Browser(), officer).status_code == 302


def test_nobody_is_found_by_an_address(issuer: str, officer: Staff) -> None:
    browser = Browser()
    response = browser.get(
        allowed(sent(browser), "stranger", email=officer.person.email, email_verified=True)
    )

    assert response.status_code == 403
    assert "We do not know this account of your agency" in response.content.decode()
    assert "Your agency says" not in browser.get("/sign-in/").content.decode()
    assert AuditEvent.objects.filter(action="accounts.identity.refused").count() == 1


def test_a_disabled_person_is_told_like_one_who_is_not_known(
    issuer: str, officer: Staff, colleague: Staff, administrator: Staff
) -> None:
    links(colleague, "worker-2")
    access.disable(actor=administrator.person, person=colleague.person)

    disabled, unknown = Browser(), Browser()
    answers = [
        browser.get(allowed(sent(browser), subject))
        for browser, subject in ((disabled, "worker-2"), (unknown, "nobody"))
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].content == answers[1].content
    assert unlocks(disabled, colleague).status_code == 400


def test_an_issuer_that_was_changed_knows_nobody(issuer: str, officer: Staff) -> None:
    links(officer, "worker-1")
    StaffIdentity.objects.update(issuer="https://another.example.org")
    browser = Browser()

    response = browser.get(allowed(sent(browser), "worker-1"))

    assert response.status_code == 403


def test_who_unlocks_as_somebody_else_did_not_come_by_the_agency(
    issuer: str, officer: Staff, colleague: Staff
) -> None:
    links(officer, "worker-1")
    browser = comes_by_agency("worker-1", amr=["mfa"])

    unlocks(browser, colleague)

    assert not agency_notes.is_second_factor(browser.session, colleague.person.public_id)
    signed_in = AuditEvent.objects.filter(action="accounts.person.signed_in").latest("pk")
    assert b"agency" not in bytes(signed_in.leaf)


@pytest.mark.parametrize(
    ("claims", "is_strong"),
    [
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "mfa"}, True),
        ({"amr": "mfa"}, False),
        ({"amr": [["mfa"]]}, False),
    ],
)
def test_it_is_a_second_factor_only_where_the_provider_says_what_the_agency_wants(
    issuer: str, officer: Staff, claims: dict[str, Any], is_strong: bool
) -> None:
    links(officer, "worker-1")
    browser = comes_by_agency("worker-1", **claims)
    unlocks(browser, officer)

    assert agency_notes.is_second_factor(browser.session, officer.person.public_id) == is_strong


@pytest.mark.parametrize(
    ("claims", "opened"),
    [({"amr": ["pwd", "mfa"]}, [200, 200]), ({"amr": ["pwd"]}, [302, 302])],
)
def test_what_counts_as_a_second_factor_opens_what_needs_one(
    issuer: str, settings: Any, officer: Staff, claims: dict[str, Any], opened: list[int]
) -> None:
    links(officer, "worker-1")
    settings.STAFF_NEED_SECOND_FACTOR = True
    browser = comes_by_agency("worker-1", **claims)
    unlocks(browser, officer)

    first = browser.get("/mailbox/").status_code
    # Another key of the session, as after a proof, takes nothing away.
    browser.post("/prove/", {"proof-password": PASSWORD})
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        browser.post("/prove/", {"proof-password": PASSWORD})
        again = browser.get("/mailbox/").status_code
    renewed = browser.post("/account/password/known/", {"current": PASSWORD, "password": NEW_PASSWORD})

    assert [first, again] == opened
    assert renewed.status_code == 302
    assert browser.get("/mailbox/").status_code == opened[0]


def test_nothing_is_strong_unless_the_agency_said_what_is(issuer: str, settings: Any, officer: Staff) -> None:
    settings.OIDC_STRONG = []
    links(officer, "worker-1")
    browser = comes_by_agency("worker-1", amr=["mfa"], acr="")

    unlocks(browser, officer)

    assert not agency_notes.is_second_factor(browser.session, officer.person.public_id)


def test_a_note_of_another_browser_is_worth_nothing(issuer: str, officer: Staff) -> None:
    links(officer, "worker-1")
    browser = comes_by_agency("worker-1", amr=["mfa"])
    unlocks(browser, officer)
    plain = officer.signs_in()

    # Somebody who writes to the database copies it into the session of another browser.
    session = plain.session
    session[agency_notes.CAME] = browser.session[agency_notes.CAME]
    session.save()

    assert agency_notes.is_second_factor(browser.session, officer.person.public_id)
    assert not agency_notes.is_second_factor(plain.session, officer.person.public_id)


def test_whoever_takes_too_long_to_unlock_has_to_come_again(issuer: str, officer: Staff) -> None:
    links(officer, "worker-1")
    browser = comes_by_agency("worker-1")

    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        page = browser.get("/sign-in/").content.decode()

    assert "Your agency says" not in page


def test_whoever_signs_out_has_to_be_named_again(issuer: str, officer: Staff) -> None:
    links(officer, "worker-1")
    browser = comes_by_agency("worker-1")
    unlocks(browser, officer)

    browser.post("/sign-out/")

    assert "Your agency says" not in browser.get("/sign-in/").content.decode()
    assert not Session.objects.filter(
        person_id=officer.person.public_id, ended_at=None, session_data=""
    ).exists()


def test_it_is_off_unless_it_was_set(db: None) -> None:
    assert Browser().get("/sign-in/agency/").status_code == 404
    assert "For staff" not in Browser().get("/sign-in/").content.decode()


def test_the_sign_in_page_names_the_account_of_the_agency(issuer: str) -> None:
    plain = Browser().get("/sign-in/").content.decode()
    with override_settings(OIDC_NAME="the Example ID"):
        named = Browser().get("/sign-in/").content.decode()

    assert "For staff: sign in with your agency" in plain
    assert "For staff: sign in with the Example ID" in named


@pytest.mark.parametrize(
    "path", ["/accounts/", "/accounts/social/signup/", "/accounts/oidc/agency/login/", "/social/connections/"]
)
def test_no_other_page_of_allauth_is_served(issuer: str, path: str) -> None:
    assert Browser().get(path).status_code == 404
