"""The pages on which an officer invites somebody, and on which that person comes in."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as project_settings
from django.utils import timezone

from accounts.models import Invitation, Person
from keys.models import Slot
from messaging.models import Thread, Topic
from notices.models import Notice
from tests.conftest import MailServer
from tests.people import PASSWORD, Browser, Staff, Visitor, form_fields, send_text

pytestmark = pytest.mark.django_db

CODE = re.compile(r'class="code"(?: id="[a-z-]+")?>\s*([0-9A-Z-]+)\s*<')


@pytest.fixture
def desk(officer: Staff, topic: Topic) -> Browser:
    """The officer, signed in."""
    return officer.signs_in()


def fill_in(desk: Browser, about: Topic, **other: Any) -> dict[str, Any]:
    """Fill in the page by which somebody is written to."""
    return {
        **form_fields(desk.get("/mailbox/invite/").content.decode()),
        "topic": str(about.public_id),
        "name": "Caller One",
        "way": "letter",
        "email": "",
        "language": "en",
        "subject": "Your call",
        "text": "This is what you asked for.",
        **other,
    }


def halves_of(desk: Browser, topic: Topic) -> tuple[Thread, str, str]:
    """Invite somebody by letter; gives the thread, the code of the letter and the PIN of the page."""
    response = desk.post("/mailbox/invite/", fill_in(desk, topic))
    assert response.status_code == 302, response.content
    thread = Thread.objects.latest("pk")
    pin = CODE.search(desk.get(response["Location"]).content.decode())
    code = CODE.search(desk.get(f"/threads/{thread.public_id}/letter/").content.decode())
    assert pin
    assert code
    return thread, code[1], pin[1]


def come_in(token: str, pin: str, browser: Browser | None = None) -> tuple[Browser, Any]:
    """Type both halves; gives the browser and the answer."""
    browser = browser or Browser()
    form = form_fields(browser.get("/invited/").content.decode())
    return browser, browser.post("/invited/", {**form, "token": token, "pin": pin})


def test_somebody_who_called_reads_what_was_written_to_them(desk: Browser, topic: Topic):
    thread, token, pin = halves_of(desk, topic)

    browser, response = come_in(token, pin)

    shown = CODE.search(browser.get(response["Location"]).content.decode())
    assert shown
    landed = browser.post("/invited/code/", follow=True).content.decode()
    assert "This is what you asked for." in landed
    assert "We have written to you." in landed
    again = Browser()
    assert again.post("/reply/", {"code": shown[1]}).status_code == 302
    assert "This is what you asked for." in again.get(thread.get_absolute_url()).content.decode()


def test_the_link_of_the_mail_and_a_pin_by_telephone_let_somebody_in(
    desk: Browser, topic: Topic, mail_server: MailServer, worker
):
    form = fill_in(desk, topic, way="mail", email="Caller@example.org")
    page = desk.get(desk.post("/mailbox/invite/", form)["Location"]).content.decode()
    worker()
    body = mail_server.mails[0].get_body(["plain"])
    assert body is not None
    link = re.search(r"http://\S+/invited/#(\S+)", body.get_content())
    pin = CODE.search(page)
    assert link
    assert pin

    _browser, response = come_in(link[1], pin[1])

    assert response.status_code == 302
    assert "caller@example.org" in page
    assert link[1] not in page
    for secret in (pin[1], "Caller One", "Your call", "This is what"):
        assert secret not in mail_server.mails[0].as_string()


def test_never_are_both_halves_on_one_page(desk: Browser, topic: Topic):
    thread, token, pin = halves_of(desk, topic)
    pages = [
        desk.get(f"/threads/{thread.public_id}/{page}/").content.decode() for page in ("invited", "letter")
    ]

    assert [(token in page, pin in page) for page in pages] == [(False, True), (True, False)]

    mailed = desk.post("/mailbox/invite/", fill_in(desk, topic, way="mail", email="a@example.org"))
    letter = desk.get(mailed["Location"].replace("invited", "letter")).content.decode()
    assert "The code is in an e-mail" in letter
    assert len(CODE.findall(letter)) == 1


def test_a_letter_says_where_to_go_and_nothing_of_what_waits(desk: Browser, topic: Topic, settings: Any):
    settings.AGENCY_POSTAL_ADDRESS = "1 Example Street, Example City"
    thread, _token, _pin = halves_of(desk, topic)

    page = desk.get(f"/threads/{thread.public_id}/letter/").content.decode()

    assert "1 Example Street, Example City" in page
    assert "localhost:8000/invited/" in page
    for content in ("Caller One", "Your call", "This is what", "Refunds"):
        assert content not in page


def test_a_letter_is_in_the_language_of_who_gets_it(desk: Browser, topic: Topic):
    thread = desk.post("/mailbox/invite/", fill_in(desk, topic, language="es"))["Location"]

    page = desk.get(thread.replace("invited", "letter")).content.decode()

    assert "Un mensaje le espera en nuestro sitio seguro" in page.partition('<div lang="es">')[2]
    assert "The PIN travels another way." in page.partition('<div lang="es">')[0]


def test_once_noted_the_halves_are_gone(desk: Browser, topic: Topic):
    thread, _token, pin = halves_of(desk, topic)

    desk.post(f"/threads/{thread.public_id}/invited/")

    for page in ("invited", "letter"):
        response = desk.get(f"/threads/{thread.public_id}/{page}/")
        assert (response.status_code, response["Location"]) == (302, thread.get_absolute_url())
    assert pin not in desk.get(thread.get_absolute_url()).content.decode()


@pytest.mark.parametrize("page", ["invited", "letter"])
def test_a_half_is_shown_again_only_after_a_proof_that_is_not_old(desk: Browser, topic: Topic, page: str):
    thread, token, pin = halves_of(desk, topic)
    path = f"/threads/{thread.public_id}/{page}/"

    with time_machine.travel(timezone.now() + project_settings.PROOF_LASTS + timedelta(seconds=1)):
        asked = desk.get(path)
        desk.post("/prove/", {"next": path, "proof-password": PASSWORD})
        again = desk.get(path).content.decode()

    assert asked["Location"].startswith("/prove/?next=")
    assert (pin if page == "invited" else token) in again


def test_a_colleague_does_not_see_the_halves(desk: Browser, topic: Topic, colleague: Staff):
    thread, _token, _pin = halves_of(desk, topic)

    assert colleague.signs_in().get(f"/threads/{thread.public_id}/invited/").status_code == 302


def test_the_same_page_of_the_invited_sent_twice_comes_in_with_the_same_code(desk: Browser, topic: Topic):
    _thread, token, pin = halves_of(desk, topic)
    first = Browser()
    form = {**form_fields(first.get("/invited/").content.decode()), "token": token, "pin": pin}

    answers = [browser.post("/invited/", form, follow=True) for browser in (first, Browser())]

    codes = [CODE.search(answer.content.decode()) for answer in answers]
    assert codes[0]
    assert codes[1]
    assert codes[0][1] == codes[1][1]
    assert Slot.objects.filter(kind="reply_code").count() == 1


def test_another_page_with_the_same_halves_is_refused(desk: Browser, topic: Topic):
    _thread, token, pin = halves_of(desk, topic)
    come_in(token, pin)

    _browser, response = come_in(token, pin)

    assert response.status_code == 400
    assert "do not open an invitation" in response.content.decode()


def test_a_wrong_pin_is_told_and_counted(desk: Browser, topic: Topic):
    thread, token, pin = halves_of(desk, topic)

    _browser, response = come_in(token, "0000-0000-00")

    assert response.status_code == 400
    assert "do not open an invitation" in response.content.decode()
    assert "9 wrong PINs end it" in desk.get(thread.get_absolute_url()).content.decode()
    assert come_in(token, pin)[1].status_code == 302


def test_wrong_codes_of_one_address_keep_nobody_out_there(desk: Browser, topic: Topic, settings: Any):
    settings.LIMITS = {**settings.LIMITS, "invitation": (2, 900)}
    _thread, token, pin = halves_of(desk, topic)
    for _ in range(2):
        come_in("0" * 26, pin)

    _browser, slowed = come_in("0" * 26, pin)
    _browser, owner = come_in(token, pin)

    assert (slowed.status_code, owner.status_code) == (429, 302)


def test_a_page_that_was_open_for_a_day_is_given_anew(desk: Browser, topic: Topic):
    _thread, token, pin = halves_of(desk, topic)
    browser = Browser()
    form = {**form_fields(browser.get("/invited/").content.decode()), "token": token, "pin": pin}

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        late = browser.post("/invited/", form)
        page = late.content.decode()
        again = browser.post("/invited/", {**form, **form_fields(page), "pin": pin, "token": token})

    assert late.status_code == 400
    assert "This page was open for too long" in page
    assert again.status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": ""},
        {"pin": ""},
        {"pin": "\x07"},
        {"token": "x" * 101},
        {"form_token": ""},
        {"form_token": "forged:1:x"},
        {"pin": ["1", "2"]},
    ],
)
def test_a_page_of_the_invited_that_is_not_filled_in_uses_no_try(
    desk: Browser, topic: Topic, wrong: dict[str, Any]
):
    _thread, token, pin = halves_of(desk, topic)
    browser = Browser()
    form = form_fields(browser.get("/invited/").content.decode())

    response = browser.post("/invited/", {**form, "token": token, "pin": pin, **wrong})

    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    assert Slot.objects.get(kind="invitation").tries_left == 10


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"topic": ""}, "Choose what it is about"),
        ({"topic": "nonsense"}, "Choose one of these"),
        ({"name": ""}, "Type their name"),
        ({"name": "x" * 101}, "longer than 100"),
        ({"way": ""}, "Choose how they get the code"),
        ({"way": "pigeon"}, "Choose one"),
        ({"way": "mail"}, "Type the address that the code goes to"),
        ({"way": "mail", "email": "nobody"}, "Type an e-mail address"),
        ({"subject": ""}, "in a few words"),
        ({"subject": "x" * 121}, "longer than 120"),
        ({"text": ""}, "Write your message"),
        ({"text": "x" * 20001}, "longer than 20,000"),
        ({"name": ["One", "Two"]}, "sent twice"),
    ],
)
def test_a_bad_invitation_is_told_what_is_wrong_and_keeps_the_rest(
    desk: Browser, topic: Topic, wrong: dict[str, Any], words: str
):
    response = desk.post("/mailbox/invite/", fill_in(desk, topic, **wrong))

    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert ("This is what you asked for." in page) == ("text" not in wrong)
    assert not Person.objects.filter(role="visitor").exists()


def test_a_topic_of_another_unit_cannot_be_chosen(
    desk: Browser, topic: Topic, officer_of_another_unit: Staff
):
    theirs = Topic.objects.create(
        name="Support", description="Child support.", unit=officer_of_another_unit.person.units.get()
    )

    response = desk.post("/mailbox/invite/", fill_in(desk, theirs))

    assert response.status_code == 400
    assert "Support" not in desk.get("/mailbox/invite/").content.decode()


def test_what_was_typed_while_the_session_ended_comes_back_after_sign_in(
    desk: Browser, topic: Topic, officer: Staff
):
    form = fill_in(desk, topic)

    with time_machine.travel(timezone.now() + project_settings.SESSION_IDLE + timedelta(minutes=1)):
        response = desk.post("/mailbox/invite/", form)
        page = officer.signs_in().get("/mailbox/invite/").content.decode()

    assert response["Location"] == "/sign-in/?next=%2Fmailbox%2Finvite%2F&ended=kept"
    assert "This is what you asked for." in page


def test_an_officer_takes_an_invitation_back_and_makes_another(desk: Browser, topic: Topic):
    thread, token, pin = halves_of(desk, topic)
    here = f"/threads/{thread.public_id}"

    desk.post(f"{here}/revoke/")
    desk.post(f"{here}/revoke/")

    assert come_in(token, pin)[1].status_code == 400
    assert "their invitation is over" in desk.get(thread.get_absolute_url()).content.decode()
    assert "How did you make sure" not in desk.get(f"{here}/invite/").content.decode()
    assert desk.post(f"{here}/invite/", {"way": "letter", "email": "", "language": "en"}).status_code == 302
    assert list(Invitation.objects.order_by("pk").values_list("outcome", flat=True)) == ["revoked", ""]


def test_a_lost_code_is_replaced_once_the_officer_says_who_it_is(
    desk: Browser, taxpayer: Visitor, thread: Thread
):
    here = f"/threads/{thread.public_id}"
    page = desk.get(thread.get_absolute_url()).content.decode()
    form = {"means": "call", "reason": "They lost the paper.", "way": "mail", "language": "en"}

    silent = desk.post(f"{here}/invite/", {"way": "letter", "email": "", "language": "en"})
    done = desk.post(f"{here}/invite/", {**form, "email": "visitor@example.org"})

    assert "They lost it" in page
    assert silent.status_code == 400
    assert "An e-mail alone is not enough" in silent.content.decode()
    assert done.status_code == 302
    assert Browser().post("/reply/", {"code": taxpayer.reply_code}).status_code == 400
    assert set(Notice.objects.values_list("kind", flat=True)) >= {"invitation_to_read", "way_in_renewed"}


def test_an_idle_browser_replaces_no_code(officer: Staff, thread: Thread):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        desk = officer.signs_in()
        clock.shift(project_settings.PROOF_LASTS + timedelta(minutes=1))
        form = {"means": "in_person", "reason": "Lost.", "way": "letter", "email": "", "language": "en"}

        response = desk.post(f"/threads/{thread.public_id}/invite/", form)

    assert response.status_code == 403
    assert Slot.objects.get(person=thread.taxpayer.public_id).kind == "reply_code"


def test_who_is_invited_and_answers_is_a_visitor_like_any_other(desk: Browser, topic: Topic):
    thread, token, pin = halves_of(desk, topic)
    browser, _response = come_in(token, pin)
    browser.post("/invited/code/")

    assert send_text(browser, thread, "Thank you.").status_code == 302

    assert "Thank you." in desk.get(thread.get_absolute_url()).content.decode()
    assert browser.get("/account/new/").status_code == 200
