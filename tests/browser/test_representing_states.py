"""The pages of representatives in every main state."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Unit
from keys.numbers import number_of
from messaging.models import Topic
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, sign_in, submit
from tests.messaging.test_representing import name_helper
from tests.people import NEW_PASSWORD, Account, Staff, begin_anew, make_account, write_comment


def test_from_letting_in_to_the_end(chrome: Chrome, account: Account, officer: Staff, topic: Topic):
    look, page = Look(), chrome.window()
    helper = make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")
    sign_in(page, account)
    page.goto("/representatives/")
    look.at(page, "no representatives")
    page.goto(account.thread.get_absolute_url())
    page.get_by_role("link", name="Let a representative in").click()
    look.at(page, "letting in")
    submit(page)
    look.at(page, "letting in, not filled in")
    page.locator("#id_number").fill(number_of(helper.person.public_id))
    page.locator("#id_name").fill("Helper Two")
    page.locator("label", has_text="All conversations").click()
    page.locator("#id_until").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    submit(page)
    look.at(page, "thread with a representative")
    page.goto("/account/")
    look.at(page, "account with representatives")
    page.goto("/representatives/")
    look.at(page, "representatives")

    desk = chrome.window()
    sign_in(desk, officer)
    desk.goto(account.thread.get_absolute_url())
    look.at(desk, "officer's thread with a representative")
    desk.get_by_role("link", name="Let a representative in").click()
    look.at(desk, "letting in by a form")

    other = chrome.window()
    sign_in(other, helper)
    other.goto("/threads/")
    look.at(other, "threads of a representative")
    other.goto(account.thread.get_absolute_url())
    look.at(other, "thread as a representative")
    other.goto("/representatives/")
    look.at(other, "whom a representative represents")
    other.get_by_role("link", name="Stop").click()
    look.at(other, "ending")
    submit(other)
    look.at(other, "ended")

    assert not look.faults


def test_whoever_was_reset_waits_until_they_are_let_in_again(
    chrome: Chrome, account: Account, officer: Staff, unit: Unit, topic: Topic
):
    look = Look()
    helper = make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")
    desk_without_page = officer.signs_in()
    name_helper(account.signs_in(), account.thread, helper)
    name_helper(desk_without_page, account.thread, helper, scope="topic", reference="DR-835")
    begin_anew(helper.person)

    other = chrome.window()
    helper.password = NEW_PASSWORD
    sign_in(other, helper)
    look.at(other, "threads of a representative who waits")
    other.goto("/representatives/")
    look.at(other, "whom a representative represented")
    page = chrome.window()
    sign_in(page, account)
    page.goto("/representatives/")
    look.at(page, "representatives, one waits")
    page.goto(account.thread.get_absolute_url())
    look.at(page, "thread whose representative waits")
    page.get_by_role("link", name="Let them in again").first.click()
    look.at(page, "letting in again")
    desk = chrome.window()
    sign_in(desk, officer)
    look.at(desk, "mailbox with a representative who waits")
    desk.get_by_role("link", name="Look who waits").click()
    look.at(desk, "representatives who wait")
    desk.get_by_role("link", name="Let Helper Two in again").click()
    desk.locator("#id_number").fill(number_of(helper.person.public_id))
    submit(desk)
    look.at(desk, "officer's thread, let in again")

    assert not look.faults
