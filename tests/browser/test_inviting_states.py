"""The pages of inviting somebody, in every main state, and from the first words to their reply code."""

import re

from playwright.sync_api import Page, expect

from messaging.models import Thread, Topic
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, sign_in, submit
from tests.people import Staff, Visitor


def fill_in(page: Page, way: str) -> None:
    """Fill in the page by which somebody is written to."""
    page.locator("label", has_text="Refunds").click()
    page.locator("#id_name").fill("Caller One")
    page.locator("label", has_text=re.compile(rf"^\s*{way}")).click()
    page.locator("#id_email").fill("caller@example.org")
    page.locator("#id_subject").fill("Your call")
    page.locator("#id_text").fill("This is what you asked for.")


def test_from_the_first_words_to_a_reply_code(chrome: Chrome, officer: Staff, topic: Topic):
    look, desk = Look(), chrome.window()
    sign_in(desk, officer)
    desk.goto("/mailbox/invite/")
    look.at(desk, "invite")
    submit(desk)
    look.at(desk, "invite, not filled in")
    fill_in(desk, "By e-mail")
    desk.locator("#id_text").fill("Your number 219-09-9999 is right.")
    desk.wait_for_selector("#check mark")
    look.at(desk, "invite, with what was found")
    desk.locator("#id_text").fill("This is what you asked for.")
    expect(desk.locator("#check")).to_contain_text("We found nothing sensitive")
    submit(desk)
    look.at(desk, "halves, code by mail")
    desk.get_by_role("link", name="Print the letter with the PIN").click()
    look.at(desk, "letter with the PIN")
    desk.goto("/mailbox/invite/")
    fill_in(desk, "In a letter")
    submit(desk)
    look.at(desk, "halves, code by letter")
    pin = desk.locator("#pin").inner_text()
    desk.get_by_role("link", name="Print the letter with the code").click()
    look.at(desk, "letter with the code")
    code = desk.locator(".code").inner_text()
    thread = Thread.objects.latest("pk").get_absolute_url()
    desk.goto(thread)
    look.at(desk, "thread of somebody who is invited")

    page = chrome.window()
    page.goto(f"/invited/#{code}")
    assert page.locator("#id_token").input_value() == code
    assert "#" not in page.url
    look.at(page, "invited")
    submit(page)
    look.at(page, "invited, not filled in")
    page.locator("#id_pin").fill("0000-0000-00")
    submit(page)
    look.at(page, "invited, wrong PIN")
    page.locator("#id_pin").fill(pin)
    submit(page)
    look.at(page, "reply code of the invited")
    page.get_by_role("button", name="I have kept it").click()
    page.wait_for_url(f"**{thread}")
    look.at(page, "what waited")

    assert not look.faults


def test_a_new_way_in_for_a_lost_code(chrome: Chrome, officer: Staff, taxpayer: Visitor):
    look, desk = Look(), chrome.window()
    sign_in(desk, officer)
    desk.goto(f"{taxpayer.thread.get_absolute_url()}invite/")
    look.at(desk, "new way in")
    submit(desk)
    look.at(desk, "new way in, not filled in")
    desk.locator("label", has_text="I called them").click()
    desk.locator("#id_reason").fill("They lost the paper.")
    desk.locator("label", has_text=re.compile(r"^\s*In a letter")).click()
    submit(desk)
    look.at(desk, "halves for a lost code")
    desk.goto(f"{taxpayer.thread.get_absolute_url()}identity/")
    look.at(desk, "how it was made sure who they are")
    desk.goto(taxpayer.thread.get_absolute_url())
    with desk.expect_navigation():
        desk.get_by_role("button", name="Take the invitation back").click()
    look.at(desk, "thread of somebody without a way in")

    assert not look.faults


def test_an_invitation_to_read_without_a_script(chrome: Chrome, officer: Staff):
    page = chrome.window(java_script_enabled=False)
    page.goto("/invited/#K7QX-K7QX-K7QX-K7QX-K7QX-K7QX-K7")

    assert page.locator("#id_token").input_value() == ""
    assert page.locator("#id_token").is_visible()
