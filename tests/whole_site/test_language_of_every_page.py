"""Every page is in the language that somebody chose, whoever it is."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.portal.test_language import language_of
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import ROLES, expected, is_open_to


@pytest.fixture(autouse=True)
def speaks_english_afterwards() -> Iterator[None]:
    """Leave no language behind for other tests of this process."""
    yield
    translation.deactivate()


def test_every_page_says_that_it_is_in_the_chosen_language(agency: Agency):
    browsers = {role: agency.browser_of(role) for role in ROLES}
    for browser in browsers.values():
        browser.get("/language/es/")

    seen = set()
    refused = set()
    for address in every_address():
        path = path_of(address.name, address.route, agency)
        if address.name == "language":
            continue
        for role, browser in browsers.items():
            # What is not there looks the same wherever it is asked for.
            if not is_open_to(role, "GET", address.name):
                outcome = expected(role)["GET", address.name]
                if (role, outcome) in refused:
                    continue
                refused.add((role, outcome))
            page = browser.get(path)
            if page.get("Content-Type", "").startswith("text/html") and page.content:
                seen.add(language_of(page.content.decode()))

    assert seen == {"es"}
    assert {(role, "404") for role in ROLES} <= refused
