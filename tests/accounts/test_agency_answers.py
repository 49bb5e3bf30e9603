"""What goes to the agency's own OpenID provider and comes back: an answer that is not ours is refused."""

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests

from accounts.sessions import SessionStore
from tests.accounts.agency import REFUSED, allowed, links, sent
from tests.people import Browser, Staff
from tests.real_servers import free_port

pytestmark = pytest.mark.django_db(transaction=True)


def states_of(browser: Browser) -> tuple[SessionStore, dict[str, Any]]:
    session = SessionStore(browser.session.session_key)
    return session, session["socialaccount_states"]


def unsigned(token: str) -> str:
    """Give the token with another signature."""
    head, body, _signature = token.split(".")
    return (
        f"{head}.{body}.{base64.urlsafe_b64encode(hashlib.sha256(b'forged').digest()).decode().rstrip('=')}"
    )


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
