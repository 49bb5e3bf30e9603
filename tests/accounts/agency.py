"""Going to the agency's own OpenID provider and coming back, as browsers of its people do."""

from typing import Any
from urllib.parse import urlsplit

import requests

from tests.people import PASSWORD, Browser, Staff

REFUSED = "The sign-in of your agency did not work"


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
