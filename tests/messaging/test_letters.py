"""Letters show the typed address as a square code as well; no PIN, no letter code and no content is in it."""

import re

import pytest
import segno
from django.conf import settings as project_settings

from accounts.models import Person
from messaging.models import Regrant, Topic, Unreached
from messaging.services.unreached import note_bounce
from notices.models import Notice
from tests.messaging.test_inviting_pages import CODE, fill_in, halves_of
from tests.people import Account, Browser, Staff, begin_anew, give_up_notice, send_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(officer: Staff, topic: Topic) -> Browser:
    """The officer, signed in."""
    return officer.signs_in()


def squares_of(page: str) -> str:
    """Give the path that the one square code of a page is drawn by, upon its ground."""
    [found] = re.findall(r'<svg[^>]*class="qr".*?</svg>', page, re.DOTALL)
    return str(re.findall(r' d="([^"]+)"', found)[-1])


def squares_for(text: str) -> str:
    """Draw the squares that a camera reads as `text`."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(border=4, lineclass=None, omitsize=True)
    return str(re.findall(r' d="([^"]+)"', drawn)[-1])


def at(path: str) -> str:
    return f"{project_settings.SITE_URL}{path}"


def test_the_squares_of_an_invitation_carry_the_code_and_never_the_pin(desk: Browser, topic: Topic):
    thread, code, pin = halves_of(desk, topic)

    page = desk.get(f"/threads/{thread.public_id}/letter/").content.decode()

    assert squares_of(page) in {
        squares_for(at(f"/invited/#{form}")) for form in (code, code.replace("-", ""))
    }
    assert at("/invited/").partition("://")[2] in page
    assert pin not in page
    assert "With the squares you need to type the PIN only" in page


def test_where_the_code_is_mailed_the_squares_of_the_pins_letter_are_the_address_alone(
    desk: Browser, topic: Topic
):
    form = fill_in(desk, topic, way="mail", email="caller@example.org")
    place = desk.post("/mailbox/invite/", form)["Location"]

    page = desk.get(place.replace("invited", "letter")).content.decode()

    assert len(CODE.findall(page)) == 1
    assert squares_of(page) == squares_for(at("/invited/"))


def test_the_squares_of_a_letter_with_a_code_are_the_page_to_type_it(
    desk: Browser, account: Account, officer: Staff
):
    begin_anew(account.person)
    regrant = Regrant.objects.get(person=account.person)

    page = desk.post(f"/regrants/{regrant.public_id}/letter/", follow=True).content.decode()

    assert squares_of(page) == squares_for(at("/threads/locked/"))


def test_the_squares_of_a_letter_that_something_waits_are_the_page_to_read_it(desk: Browser, answered_thread):
    note_bounce(give_up_notice().public_id)
    entry = Unreached.objects.get()

    page = desk.get(f"/unreached/{entry.public_id}/letter/").content.decode()

    assert squares_of(page) == squares_for(at("/reply/"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_whoever_has_an_account_is_sent_to_where_they_sign_in_and_to_no_code(
    desk: Browser, account: Account, officer: Staff, language: str
):
    send_text(desk, account.thread, "An answer")
    Person.objects.filter(pk=account.person.pk).update(language=language)
    note_bounce(give_up_notice().public_id)
    entry = Unreached.objects.get()

    page = desk.get(f"/unreached/{entry.public_id}/letter/").content.decode()
    chosen = desk.get(f"/unreached/{entry.public_id}/").content.decode()

    letter = page.partition("<article")[2].partition("</article>")[0]
    assert squares_of(page) == squares_for(at("/sign-in/"))
    assert "localhost:8000/sign-in/" in letter
    assert "/reply/" not in letter
    assert ("sign in with your e-mail address" if language == "en" else "inicie sesión") in letter
    assert "so no letter has a code" in chosen
    assert "Print a letter with a code" not in chosen


def test_whoever_was_invited_and_is_not_in_gets_a_code_and_no_other_letter(desk: Browser, topic: Topic):
    form = fill_in(desk, topic, way="mail", email="caller@example.org")
    desk.post("/mailbox/invite/", form)
    note_bounce(give_up_notice(Notice.Kind.INVITATION_TO_READ).public_id)
    entry = Unreached.objects.get()

    chosen = desk.get(f"/unreached/{entry.public_id}/").content.decode()

    assert "Print a letter with a code" in chosen
    assert "that says only that a message waits" not in chosen
    assert desk.get(f"/unreached/{entry.public_id}/letter/").status_code == 404


def test_a_screen_reader_hears_what_the_squares_are(desk: Browser, topic: Topic):
    thread, _code, _pin = halves_of(desk, topic)

    page = desk.get(f"/threads/{thread.public_id}/letter/").content.decode()

    assert re.search(r'role="img"\s+aria-label="The same address, for a camera"', page)
