"""Whoever floods the form is slowed down and keeps nobody from writing, and what stays names nobody."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings as project_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from comments.models import Comment
from limits.models import Counter
from messaging.models import Topic
from notices import worker as workers
from tests.people import Browser, fill_in_comment, form_fields
from tests.whole_site.leaks import Canary, leaks, stored_places

ADDRESS = "203.0.113.77"
# Counted by whose account it is, not by where somebody comes from.
OF_NAMES = {"failures_in_a_row", "failures_of_nobody"}
PROGRAM = "CanaryBrowser/7.7 (Machine of Nobody)"


def fresh_form(browser: Browser, topic: Topic, **words: str) -> dict[str, str]:
    """Fill in the form of a page that was just opened."""
    hidden = form_fields(browser.get("/comment/").content.decode())
    return {"topic": str(topic.public_id), "subject": "My refund", "text": "When?", **words, **hidden}


def test_a_flood_is_stopped_and_everybody_else_writes_on(topic: Topic, settings: Any):
    settings.LIMITS = {**settings.LIMITS, "comment": (3, 3600)}
    flooder, neighbour = Browser(REMOTE_ADDR=ADDRESS), Browser(REMOTE_ADDR="203.0.113.78")
    form = fresh_form(flooder, topic)

    statuses = [
        # Many pages that were opened before, as many programs as there are.
        Browser(REMOTE_ADDR=ADDRESS).post("/comment/", fresh_form(flooder, topic)).status_code
        for _ in range(8)
    ]
    fill_in_comment(topic, neighbour)

    assert statuses == [200] * 3 + [429] * 5
    assert Comment.objects.count() == 4
    # Neither does it help to say that one comes from elsewhere.
    elsewhere = flooder.post(
        "/comment/", form, HTTP_X_FORWARDED_FOR="203.0.113.99", HTTP_X_REAL_IP="203.0.113.99"
    )
    assert elsewhere.status_code == 429


def test_one_form_sent_a_thousand_ways_is_one_comment(topic: Topic):
    browser = Browser()
    form = fresh_form(browser, topic)
    browser.post("/comment/", form)

    again = [Browser().post("/comment/", {**form, "text": f"Other words {number}"}) for number in range(5)]

    assert [answer.status_code for answer in again] == [409] * 5
    assert Comment.objects.count() == 1


def test_a_program_that_fills_in_everything_sends_nothing_and_a_person_is_told(topic: Topic):
    browser = Browser()
    form = fresh_form(browser, topic, website="https://spam.example/", text="Words that stay")

    answer = browser.post("/comment/", form)
    again = browser.post("/comment/", {**form, "website": ""})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Leave this field empty" in page
    assert "Words that stay" in page
    # Now it is seen, so that a person can empty it.
    assert "hidden" not in page.split('name="website"')[0].rsplit("<div", 2)[1]
    assert again.status_code == 200
    assert Comment.objects.count() == 1


def test_what_catches_programs_is_hidden_from_people(topic: Topic):
    page = Browser().get("/comment/").content.decode()

    assert "<div hidden>" in page.split('name="website"')[0]


@pytest.mark.parametrize("length", [20_001, 100_000, 1_000_000])
def test_a_text_of_any_length_is_refused_before_it_is_screened(topic: Topic, length: int, monkeypatch: Any):
    browser = Browser()
    form = fresh_form(browser, topic, text="1" * length)
    # What would be screened is an error here; nothing of ours is replaced by something that works.
    monkeypatch.setattr("comments.views.screened", None)

    answer = browser.post("/comment/", form)

    assert answer.status_code in (400, 413)
    assert Comment.objects.count() == 0
    assert Counter.objects.filter(scope="comment").count() == 0


def test_a_thousand_files_are_refused_and_none_is_kept(topic: Topic):
    browser = Browser()
    files = {f"file{number}": SimpleUploadedFile(f"{number}.pdf", b"%PDF-1.7") for number in range(1_000)}

    answer = browser.post("/comment/", {**fresh_form(browser, topic), **files})

    assert answer.status_code == 400
    assert Comment.objects.count() == 0
    assert not list(project_settings.VAR.rglob("*.pdf"))


def test_no_table_and_no_file_tells_where_a_visitor_came_from(topic: Topic, transactional_db: None):
    browser = Browser(
        REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=PROGRAM, HTTP_REFERER="https://canary.example/from"
    )

    visitor = fill_in_comment(topic, browser)
    browser.post("/reply/", {"code": "K7QX-K7QX-K7QX-K7QX-K7QX"})
    browser.post("/sign-in/", {"login": "nobody@example.org", "password": "wrong words of a visitor"})
    browser.post("/notice/", {"number": "K7QX-22"})
    browser.post("/reply/", {"code": visitor.reply_code})

    canaries = [
        Canary("the address", ADDRESS),
        Canary("the program", PROGRAM),
        Canary("the site", "canary.example"),
    ]
    assert leaks(canaries, stored_places()) == []


def test_what_was_counted_of_a_visitor_is_gone_after_its_time(topic: Topic, transactional_db: None):
    browser = Browser(REMOTE_ADDR=ADDRESS)
    fill_in_comment(topic, browser)
    browser.post("/reply/", {"code": "K7QX-K7QX-K7QX-K7QX-K7QX"})
    browser.post("/sign-in/", {"login": "nobody@example.org", "password": "wrong words of a visitor"})
    assert Counter.objects.exists()
    assert AccessAttempt.objects.exists()
    of_addresses = project_settings.LIMITS.keys() - OF_NAMES

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        workers.keep_house()

    assert all(project_settings.LIMITS[scope][1] <= 24 * 3600 for scope in of_addresses)
    assert not Counter.objects.exclude(scope__in=OF_NAMES).exists()
    assert not AccessAttempt.objects.exists()
