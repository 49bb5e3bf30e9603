"""Names are text too: of people, units and topics, on every page of every role, and in every query."""

from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from accounts.models import Person, Unit
from messaging.models import Topic
from tests.browser.conftest import Chrome
from tests.browser.test_injected_script import FORBIDDEN, PAYLOADS
from tests.people import send_text
from tests.whole_site import conftest
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import expected

agency = conftest.agency
ROLES = ["visitor", "account", "officer", "supervisor", "records officer", "auditor", "administrator"]
# Answers that are no pages.
DATA = ("healthz", "readyz", "incoming_original", "incoming_file")
# What pages of ours ask in their addresses, and what others might.
ASKED = ["before", "after", "next", "ended", "again", "unit", "sent", "q"]


def payload(number: int, longest: int) -> str:
    """Give a payload that fits, another for each number; a number keeps names of one kind apart."""
    fitting = [each for each in PAYLOADS if len(each) < longest - 4]
    return f"{fitting[number % len(fitting)]}{number}"


def rename_all() -> None:
    """Give everybody and everything that has a name one that would be a script."""
    for number, person in enumerate(Person.objects.all()):
        Person.objects.filter(pk=person.pk).update(name=payload(number, 100))
    for number, unit in enumerate(Unit.objects.all()):
        Unit.objects.filter(pk=unit.pk).update(name=payload(number, 100))
    for number, topic in enumerate(Topic.objects.all()):
        named = {"name": payload(number, 80), "description": payload(number + 1, 200)}
        Topic.objects.filter(pk=topic.pk).update(**named)


def assert_nothing_ran(page: Page) -> None:
    """Check that no script ran, and that nothing that was written became a part of the page."""
    assert page.evaluate("document.documentElement.dataset.ran") is None, page.url
    assert page.locator(FORBIDDEN).count() == 0, page.url


def window_of(chrome: Chrome, agency: Agency, role: str) -> Page:
    """Open a window in which somebody of this role is signed in."""
    cookies: Any = [
        {"name": name, "value": morsel.value, "url": chrome.site}
        for name, morsel in agency.browser_of(role).cookies.items()
    ]
    page = chrome.window()
    page.context.add_cookies(cookies)
    return page


@pytest.mark.parametrize("role", ROLES)
def test_names_stay_text_on_every_page(chrome: Chrome, agency: Agency, role: str):
    send_text(agency.browser_of("officer"), agency.thread, " ".join(PAYLOADS))
    page = window_of(chrome, agency, role)
    rename_all()
    outcomes = expected(role)

    shown = [
        each for each in every_address() if outcomes["GET", each.name] == "200" and each.name not in DATA
    ]
    for address in shown:
        page.goto(path_of(address.name, address.route, agency))
        assert_nothing_ran(page)

    assert len(shown) >= 15


def test_what_an_address_asks_stays_text(chrome: Chrome, agency: Agency):
    routes = {each.name: each.route for each in every_address()}
    asked = {
        "officer": ["mailbox"],
        "account": ["threads"],
        "auditor": ["audit"],
        "administrator": ["start", "sign_in", "notice", "deliveries", "people"],
    }

    for role, names in asked.items():
        page = window_of(chrome, agency, role)
        for name, (number, query) in product(names, enumerate(ASKED)):
            path = path_of(name, routes[name], agency)
            page.goto(f"{path}?{urlencode({query: PAYLOADS[2 + number % 2]})}")
            assert_nothing_ran(page)
