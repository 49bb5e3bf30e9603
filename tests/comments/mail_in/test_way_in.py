"""Whoever wrote by e-mail reads an answer once an officer has invited them, and not before."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from messaging.models import Thread, Topic, Unreached
from notices.models import Notice
from tests.comments.mail_in.making import make_mail, settled_mail
from tests.notices.making import let_pass
from tests.people import Browser, Staff, form_fields, send_text

pytestmark = pytest.mark.django_db

CODE = re.compile(r'class="code"(?: id="[a-z-]+")?>\s*([0-9A-Z-]+)\s*<')
VOUCHED = {
    "way": "letter",
    "email": "",
    "language": "en",
    "means": "call",
    "reason": "They called us.",
}


def test_nobody_is_told_of_an_answer_that_they_cannot_read(
    topic: Topic, officer: Staff, mail_server: Any, worker: Callable[[], None]
):
    settled_mail(topic, make_mail())
    thread = Thread.objects.get()
    browser = officer.signs_in()

    sent = send_text(browser, thread, "It comes in May.")

    worker()
    page = browser.get(thread.get_absolute_url()).content.decode()
    assert sent.status_code == 302
    assert set(Notice.objects.values_list("kind", flat=True)) == {"mail_received"}
    assert "They have no way in." in page
    assert "Nobody tells them before." in page
    assert "(once they have taken up an invitation)" in page
    assert "The e-mail to them says" not in page
    assert f"/threads/{thread.public_id}/invite/" in page


def test_nobody_is_reminded_of_an_answer_that_they_cannot_read_and_their_unit_is(
    topic: Topic, officer: Staff, mail_server: Any, worker: Callable[[], None]
):
    settled_mail(topic, make_mail())
    thread = Thread.objects.get()
    send_text(officer.signs_in(), thread, "It comes in May.")

    for span in (settings.REMIND_AFTER, settings.UNREAD_AFTER):
        worker()
        let_pass(span.total_seconds() + 1)
    worker()

    assert set(Notice.objects.values_list("kind", flat=True)) == {"mail_received"}
    assert Unreached.objects.get().thread == thread


def test_an_invitation_lets_them_read_what_they_wrote_and_the_answer(topic: Topic, officer: Staff):
    settled_mail(topic, make_mail())
    thread = Thread.objects.get()
    desk = officer.signs_in()
    send_text(desk, thread, "It comes in May.")

    again = f"/threads/{thread.public_id}/invite/"
    form = {**VOUCHED, **form_fields(desk.get(again).content.decode())}
    invited = desk.post(again, form)
    assert invited.status_code == 302, invited.content.decode()
    pin = CODE.search(desk.get(invited["Location"]).content.decode())
    token = CODE.search(desk.get(f"/threads/{thread.public_id}/letter/").content.decode())
    assert pin
    assert token
    browser = Browser()
    hidden = form_fields(browser.get("/invited/").content.decode())
    came = browser.post("/invited/", {**hidden, "token": token[1], "pin": pin[1]})

    assert came.status_code == 302
    page = browser.post("/invited/code/", follow=True).content.decode()
    assert "It comes in May." in page
    assert "When does my refund come?" in page
