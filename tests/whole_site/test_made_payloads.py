"""What is made by rule to become a script is text in what comes back of an address and of a form."""

import html
from typing import Any
from urllib.parse import quote, unquote

from comments.mail_in.reading.words import Piece, words_of
from tests.made_payloads import every_payload, some_payloads
from tests.people import Browser, Staff

# An address with what stands in it, who asks for it, and what it is; too much to look for is 400.
PLACES = [
    ("/{}/", "stranger", {404}),
    ("/threads/{}/", "stranger", {404}),
    ("/sign-in/?next={}&ended={}", "stranger", {200}),
    ("/reply/?ended={}", "stranger", {200}),
    ("/administration/people/?q={}", "administrator", {200, 400}),
    ("/audit/?action={}&actor={}", "auditor", {400}),
]


def decoded(payload: str) -> set[str]:
    """List what a page would hold that decodes a payload or does not escape it, as far as that is markup."""
    forms = {payload, html.unescape(payload), unquote(payload), unquote(unquote(payload))}
    return {form for form in forms if set(form) & set("<>\"'")}


def alive_in(response: Any, payload: str) -> set[str]:
    """Give the forms of a payload that stand in a page as they are."""
    page = response.content.decode()
    return {form for form in decoded(payload) if form in page}


def test_what_an_address_holds_stays_text(administrator: Staff, auditor: Staff):
    browsers = {
        "stranger": Browser(),
        "administrator": administrator.signs_in(),
        "auditor": auditor.signs_in(),
    }
    alive = []

    for number, payload in enumerate(some_payloads()[::4]):
        place, who, statuses = PLACES[number % len(PLACES)]
        response = browsers[who].get(place.replace("{}", quote(payload, safe="")))
        assert response.status_code in statuses, (place, payload)
        if alive_in(response, payload):
            alive.append((place, payload))

    assert alive == []


def test_what_a_form_shows_again_stays_text(db: None):
    browser, alive = Browser(), []
    made = some_payloads()

    for number in range(0, len(made), 34):
        batch = made[number : number + 34]
        form = {
            "subject": batch[0][:120],
            "name": batch[1][:100],
            "email": batch[2],
            "text": "\n".join(batch),
        }
        response = browser.post("/comment/", form)
        alive += [payload for payload in batch if alive_in(response, payload)]
        assert response.status_code == 400

    assert alive == []


def test_of_the_layout_of_a_mail_nothing_is_left_but_its_plainest_tags():
    made = every_payload()

    read = words_of([], [Piece(f"<p>Hello{payload}</p>", is_html=True) for payload in made])

    assert read
    assert (read.html or "").count("<p>Hello") == len(made)
    tags = {tag.partition(">")[0].strip("/") for tag in (read.html or "").split("<")[1:]}
    # Without a space or a slash in it, a tag has no attribute.
    assert tags <= {"p", "table", "tbody", "div", "br", "strong"}
