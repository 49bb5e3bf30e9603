"""A finding says its kind and why, in fixed words, with and without a script; never its value once more."""

import html

import pytest

from bench.texts import made
from messaging.findings import REASONS
from screening import Attachment, Document, Kind, screen
from tests.messaging.plain_mail import SSN, shown
from tests.messaging.releasing import asked
from tests.people import answer_fields

WHY = {
    f"Part {SSN} is right.": "three, two and four digits, as such numbers are written",
    "Your SSN is 219099999.": "nine digits near words such as “Social Security” or “taxpayer number”",
    "SSN ending in 1234": "its first or last digits, as the words near them say",
    "Balance due: $350.00": "an amount after words such as “Balance due”",
    "Your refund of $512 was mailed.": "an amount beside what it is, and whose",
    "Your payment plan was approved.": "how something of theirs stands: a return, a plan, an audit",
    "You were born in 1970.": "words that say how old somebody is, or in which year they were born",
}


@pytest.mark.parametrize(("text", "why"), WHY.items(), ids=range(len(WHY)))
def test_the_page_and_the_live_strip_say_why(officer, thread, text, why):
    browser = officer.signs_in()

    _form, page = shown(browser, thread, text)
    fields = {**answer_fields(browser, thread), "text": text}
    strip = browser.post(f"{thread.get_absolute_url()}check/", fields).content.decode()

    assert why in html.unescape(page)
    assert why in html.unescape(strip)


def test_a_value_is_shown_where_it_was_typed_and_marked_and_nowhere_else(officer, thread):
    browser = officer.signs_in()
    text = f"Your number {SSN} is right."

    _form, page = shown(browser, thread, text)
    fields = {**answer_fields(browser, thread), "text": text}
    strip = browser.post(f"{thread.get_absolute_url()}check/", fields).content.decode()

    # In its box and in the mark; the strip has only the mark.
    assert page.count(SSN) == 2
    assert strip.count(SSN) == 1
    assert f"<mark>{SSN}<" in page


def test_whoever_releases_reads_why_too(officer, long_standing, open_way):
    request = asked(officer, open_way)

    page = long_standing.signs_in().get(f"/releases/{request.public_id}/").content.decode()

    assert "words that say how old somebody is, or in which year they were born" in page


def test_a_spanish_page_says_why_in_spanish(officer, thread):
    browser = officer.signs_in()
    browser.get("/language/es/")

    _form, page = shown(browser, thread, f"Part {SSN}")

    assert "tres, dos y cuatro cifras" in page


def test_every_reason_that_rules_give_has_words_of_its_own():
    documents = [Document(text=row.text) for row in made.planted(5, of_each=1)]
    documents += [Document(text=row.text) for _name, row in made.rewritten(5, of_each=1)]
    documents += [Document(text=text) for text in WHY]
    documents += [
        Document(text="Name: Ana Testperson\n12 Main Street\n617-555-0100"),
        Document(text="Write to ana@example.org or 12 Main Street."),
        Document(text="The number is 527843106. SSN: xxx-xx-1234. audit notice 1234567890"),
        Document(text="IBAN gb00nwbk60161331926819, card 1234 5678 1234 5678 9, iban de12 3456 7890 1234"),
        Document(attachments=(Attachment("scan.png", None),)),
    ]

    given = {(each.kind, each.why) for document in documents for each in screen(document).findings}

    assert given - set(REASONS) == set()
    assert {kind for kind, _why in REASONS} == {kind for kind, _why in given} == set(Kind)
