"""The pages about representatives, topics that are to move, and addresses, in every main state."""

from accounts.models import Role, Unit
from messaging.models import Topic
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, sign_in, submit
from tests.messaging.test_representing import name_helper
from tests.people import Account, Staff, Visitor, make_account, make_member, write_comment


def test_who_represents_whom(chrome: Chrome, account: Account, administrator: Staff, topic: Topic):
    look, page = Look(), chrome.window()
    helper = make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")
    sign_in(page, administrator)
    page.goto("/administration/representatives/")
    look.at(page, "nobody represents anybody")
    name_helper(account.signs_in(), account.thread, helper)
    page.goto("/administration/representatives/")
    look.at(page, "who represents whom")
    page.goto("/administration/representatives/?q=helper")
    look.at(page, "bad search")
    page.goto("/administration/representatives/")
    page.get_by_role("link", name="End it").click()
    look.at(page, "ending as an administrator")
    submit(page)
    look.at(page, "ended by an administrator")

    assert not look.faults


def test_a_topic_that_is_to_move(
    chrome: Chrome, administrator: Staff, officer: Staff, officer_of_another_unit: Staff, topic: Topic
):
    look, page = Look(), chrome.window()
    other = Unit.objects.get(name="Child Support")
    make_member(Role.OFFICER, "second@example.org", unit=other, granter=officer_of_another_unit)
    sign_in(page, administrator)
    page.goto(f"/administration/topics/{topic.public_id}/")
    page.locator("#id_unit").select_option(label="Child Support")
    submit(page)
    look.at(page, "topic that waits to move")
    page.goto("/administration/topics/")
    look.at(page, "topics, one waits to move")

    desk = chrome.window()
    sign_in(desk, officer)
    look.at(desk, "mailbox of a unit that is asked")
    desk.get_by_role("link", name="Look at it").click()
    look.at(desk, "move to decide")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Give it to").click()
    look.at(desk, "topic has moved")

    assert not look.faults


def test_where_notices_go(chrome: Chrome, taxpayer: Visitor):
    look, page = Look(), chrome.window()
    page.goto("/reply/")
    page.locator("#id_code").fill(taxpayer.reply_code)
    submit(page)
    page.get_by_role("link", name="Change or remove this address").click()
    look.at(page, "where notices go")
    page.locator("#id_email").fill("nobody")
    submit(page)
    look.at(page, "where notices go, wrong address")
    page.locator("#id_email").fill("")
    submit(page)
    look.at(page, "no notices any more")

    assert not look.faults
