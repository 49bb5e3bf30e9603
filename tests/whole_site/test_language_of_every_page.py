"""Every page is in the language that somebody chose, whoever it is."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.portal.test_language import language_of
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import ROLES


@pytest.fixture(autouse=True)
def speaks_english_afterwards() -> Iterator[None]:
    """Leave no language behind for other tests of this process."""
    yield
    translation.deactivate()


def test_every_page_says_that_it_is_in_the_chosen_language(agency: Agency):
    browsers = [agency.browser_of(role) for role in ROLES]
    for browser in browsers:
        browser.get("/language/es/")

    seen = set()
    for address in every_address():
        path = path_of(address.name, address.route, agency)
        if address.name == "language":
            continue
        for browser in browsers:
            page = browser.get(path)
            if page.get("Content-Type", "").startswith("text/html") and page.content:
                seen.add(language_of(page.content.decode()))

    assert seen == {"es"}
