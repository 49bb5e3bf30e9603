"""Sign-in with the agency's own OpenID provider: it says who somebody is, and opens nothing.

The provider is a real one, which runs beside the test.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests
import time_machine
from django.test import override_settings
from django.utils import timezone
from oidc_provider_mock import run_server_in_thread

from accounts import agency_notes
from accounts.models import Session, StaffIdentity
from accounts.services import access
from accounts.sessions import SessionStore
from audit.models import AuditEvent
from notices.models import Notice
from tests.people import PASSWORD, Account, Browser, Staff, Visitor
from tests.real_servers import free_port

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = "The sign-in of your agency did not work"


@pytest.fixture
def issuer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The agency's provider, at work; the portal knows it."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with run_server_in_thread(port=free_port()) as server:
        settings.OIDC_ISSUER = f"http://localhost:{server.server_port}"
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "portal", "secret of the portal"
        settings.OIDC_STRONG = ["mfa"]
        yield settings.OIDC_ISSUER


def sent(browser: Browser) -> str:
    """Follow the link to the provider; gives the address that the browser is sent to."""
    response = browser.get("/sign-in/agency/")
    assert response.status_code == 302, response.content
    return str(response["Location"])


def allowed(address: str, subject: str, **claims: Any) -> str:
    """Say at the provider that one is `subject`; gives the path that the browser comes back to."""
    parts = urlsplit(address)
    people = f"{parts.scheme}://{parts.netloc}/users/{subject}"
    requests.put(people, json={"email": f"{subject}@agency.example.org", **claims}, timeout=5)
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    came_back = urlsplit(answer.headers["Location"])
    assert f"{came_back.scheme}://{came_back.netloc}" == "http://localhost:8000"
    return f"{came_back.path}?{came_back.query}"


def comes_by_agency(subject: str, browser: Browser | None = None, **claims: Any) -> Browser:
    """Go to the provider and come back."""
    browser = browser or Browser()
    browser.get(allowed(sent(browser), subject, **claims))
    return browser


def links(staff: Staff, subject: str) -> Browser:
    """Link an identity, through the pages."""
    browser = comes_by_agency(subject, staff.signs_in())
    response = browser.post("/account/agency-sign-in/", {"deed": "link"})
    assert response.status_code == 302, response.content
    return browser


def unlocks(browser: Browser, staff: Staff) -> Any:
    """Type address and password."""
    return browser.post("/sign-in/", {"login": staff.person.email, "password": PASSWORD})


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

    assert [first, again] == opened


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


def test_what_is_sent_has_state_nonce_and_pkce_and_our_own_address(issuer: str, officer: Staff) -> None:
    browser = Browser()
    query = parse_qs(urlsplit(sent(browser)).query)

    (state, _at, _provider) = states_of(browser)[1][query["state"][0]]
    challenge = hashlib.sha256(state["pkce_code_verifier"].encode()).digest()
    assert query["code_challenge"] == [base64.urlsafe_b64encode(challenge).decode().rstrip("=")]
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == ["http://localhost:8000/sign-in/agency/back/"]
    assert len(query["state"][0]) >= 16
    assert len(query["nonce"][0]) >= 32
    assert set(query["scope"][0].split()) == {"openid", "email"}


def test_the_host_of_a_request_is_not_where_the_browser_comes_back_to(issuer: str) -> None:
    response = Browser().get("/sign-in/agency/", headers={"host": "127.0.0.1"})

    assert parse_qs(urlsplit(response["Location"]).query)["redirect_uri"] == [
        "http://localhost:8000/sign-in/agency/back/"
    ]


def test_an_answer_counts_in_the_browser_that_was_sent_and_once(issuer: str, officer: Staff) -> None:
    links(officer, "worker-1")
    browser, other = Browser(), Browser()
    address = sent(browser)
    path = allowed(address, "worker-1")

    in_another = other.get(path)
    first = browser.get(path)
    second = browser.get(path)

    assert (in_another.status_code, first.status_code, second.status_code) == (400, 302, 400)
    assert REFUSED in in_another.content.decode()
    assert "Your agency says" not in other.get("/sign-in/").content.decode()


@pytest.mark.parametrize("broken", ["state", "code", "error", "nothing"])
def test_a_broken_answer_is_refused_in_words(issuer: str, officer: Staff, broken: str) -> None:
    links(officer, "worker-1")
    browser = Browser()
    path = allowed(sent(browser), "worker-1")
    query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    changed = {
        "state": {**query, "state": "x" * 16},
        "code": {**query, "code": "not-a-code"},
        "error": {"error": "access_denied", "state": query["state"]},
        "nothing": {},
    }[broken]

    response = browser.get(f"/sign-in/agency/back/?{urlencode(changed)}")

    assert response.status_code == 400
    assert REFUSED in response.content.decode()
    assert "Your agency says" not in browser.get("/sign-in/").content.decode()


def states_of(browser: Browser) -> tuple[SessionStore, dict[str, Any]]:
    session = SessionStore(browser.session.session_key)
    return session, session["socialaccount_states"]


def test_a_nonce_that_is_not_this_sign_ins_is_refused(issuer: str, officer: Staff) -> None:
    links(officer, "worker-1")
    browser = Browser()
    path = allowed(sent(browser), "worker-1")
    session, states = states_of(browser)
    for state in states.values():
        state[0]["nonce"] = "another-" * 8
    session["socialaccount_states"] = states
    session.save()

    response = browser.get(path)

    assert response.status_code == 400
    assert "Your agency says" not in browser.get("/sign-in/").content.decode()


def test_an_issuer_that_names_another_is_refused(issuer: str, settings: Any, officer: Staff) -> None:
    browser = Browser()
    # It is found there, and what it says of itself is not what was set.
    settings.OIDC_ISSUER = f"{issuer}/"
    path = allowed(sent(browser), "worker-1")

    response = browser.get(path)

    assert response.status_code == 400


def test_a_provider_that_is_away_is_told_in_words(settings: Any, db: None) -> None:
    settings.OIDC_ISSUER = f"http://localhost:{free_port()}"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "portal", "secret"

    response = Browser().get("/sign-in/agency/")

    assert response.status_code == 400
    assert REFUSED in response.content.decode()
    assert "Sign in with your password" in response.content.decode()


def test_linking_takes_a_button_and_a_recent_proof(issuer: str, officer: Staff) -> None:
    browser = comes_by_agency("worker-1", officer.signs_in())
    page = browser.get("/account/agency-sign-in/").content.decode()

    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        late = browser.post("/account/agency-sign-in/", {"deed": "link"})
        none_yet = StaffIdentity.objects.exists()

    assert "worker-1@agency.example.org" in page
    assert late.status_code == 403
    assert not none_yet


def test_a_link_is_told_by_mail_and_recorded_and_ends_by_a_button(issuer: str, officer: Staff) -> None:
    browser = links(officer, "worker-1")
    linked = StaffIdentity.objects.get()
    browser.post("/account/agency-sign-in/", {"deed": "unlink"})

    assert (linked.issuer, linked.subject) == (issuer, "worker-1")
    assert not StaffIdentity.objects.exists()
    kinds = set(Notice.objects.filter(person=officer.person.public_id).values_list("kind", flat=True))
    assert kinds >= {Notice.Kind.FACTOR_ADDED, Notice.Kind.FACTOR_REMOVED}
    actions = AuditEvent.objects.filter(action__startswith="accounts.identity").values_list(
        "action", flat=True
    )
    assert list(actions.order_by("pk")) == ["accounts.identity.linked", "accounts.identity.unlinked"]


def test_an_identity_is_one_persons(issuer: str, officer: Staff, colleague: Staff) -> None:
    links(officer, "worker-1")
    browser = comes_by_agency("worker-1", colleague.signs_in())

    response = browser.post("/account/agency-sign-in/", {"deed": "link"})

    assert response.status_code == 409
    assert "belongs to another person" in response.content.decode()
    assert StaffIdentity.objects.get().person == officer.person


def test_an_offer_in_somebody_elses_session_links_nothing(
    issuer: str, officer: Staff, colleague: Staff
) -> None:
    theirs = comes_by_agency("worker-1", officer.signs_in())
    mine = colleague.signs_in()
    session = mine.session
    session["agency_offer"] = theirs.session["agency_offer"]
    session.save()

    mine.post("/account/agency-sign-in/", {"deed": "link"})

    assert not StaffIdentity.objects.exists()


@pytest.mark.parametrize("deed", ["", "link", "something"])
def test_a_deed_that_is_none_changes_nothing(issuer: str, officer: Staff, deed: str) -> None:
    response = officer.signs_in().post("/account/agency-sign-in/", {"deed": deed})

    assert response.status_code == 302
    assert not StaffIdentity.objects.exists()


def test_the_public_has_no_part_in_it(issuer: str, account: Account, taxpayer: Visitor) -> None:
    signed_in = account.signs_in()

    assert signed_in.get("/sign-in/agency/").status_code == 404
    assert signed_in.get("/sign-in/agency/back/").status_code == 404
    assert signed_in.get("/account/agency-sign-in/").status_code == 404
    assert "Sign-in with your agency" not in signed_in.get("/account/").content.decode()


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


def unsigned(token: str) -> str:
    """Give the token with another signature."""
    head, body, _signature = token.split(".")
    return (
        f"{head}.{body}.{base64.urlsafe_b64encode(hashlib.sha256(b'forged').digest()).decode().rstrip('=')}"
    )


def test_a_token_whose_signature_is_not_the_providers_is_refused(
    issuer: str, officer: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    links(officer, "worker-1")
    browser = Browser()
    path = allowed(sent(browser), "worker-1")
    real = requests.Session.request
    changed: list[str] = []

    # Somebody on the way between portal and provider changes the answer.
    def on_the_way(self: requests.Session, method: str, url: str, **more: Any) -> requests.Response:
        response = real(self, method, url, **more)
        if url.endswith("/oauth2/token"):
            answer = response.json()
            assert jwt.decode(answer["id_token"], options={"verify_signature": False})["sub"] == "worker-1"
            answer["id_token"] = unsigned(answer["id_token"])
            response._content = json.dumps(answer).encode()
            changed.append(url)
        return response

    monkeypatch.setattr(requests.Session, "request", on_the_way)
    response = browser.get(path)

    assert changed
    assert response.status_code == 400
