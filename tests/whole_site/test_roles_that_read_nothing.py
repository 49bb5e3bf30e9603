"""Those who watch and those who look after people see no word of any message, on no page of theirs."""

import pytest
from django.test import Client

from tests.people import send_text, write_comment
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import is_open_to

WORDS = {"subject": "kestrel-in-a-subject", "text": "kestrel-in-a-text", "name": "Kestrel Inaname"}
ANSWER = "kestrel-in-an-answer"
EVERY_QUERY = "?q=kestrel&subject=kestrel&unit=&sent=kestrel"
QUERIES = ["", "?q=kestrel", "?subject=kestrel", "?unit=&sent=kestrel"]


def words_on(client: Client, path: str) -> list[str]:
    """Give the words of the message that a page shows."""
    page = client.get(path).content.decode().replace('value="kestrel"', "")
    return [word for word in [*WORDS.values(), ANSWER] if word in page]


@pytest.mark.parametrize("role", ["records officer", "auditor", "administrator"])
@pytest.mark.urls("tests.whole_site.demo_urls")
def test_no_page_of_theirs_shows_a_word_that_was_written(agency: Agency, topic, role: str):
    visitor = write_comment(topic, **WORDS)
    officer = agency.browser_of("officer")
    send_text(officer, visitor.thread, ANSWER)
    path = visitor.thread.get_absolute_url()
    browser = agency.browser_of(role)

    shown = {
        (address.name, query): words_on(browser, path_of(address.name, address.route, agency) + query)
        for address in every_address()
        for query in (QUERIES if is_open_to(role, "GET", address.name) else [EVERY_QUERY])
    }

    assert WORDS["text"] in words_on(officer, path)
    assert ANSWER in words_on(officer, path)
    assert words_on(browser, path) == []
    assert not {place: words for place, words in shown.items() if words}
