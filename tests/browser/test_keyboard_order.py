"""By the keyboard one comes to everything, in the order of the page, and always sees where one is."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page, expect

from accounts.services import set_plain_email
from tests.browser.conftest import Chrome
from tests.browser.looking import NARROWEST, USUAL, sign_in
from tests.browser.test_session_times import sign_in as sign_in_with_a_clock
from tests.browser.test_session_times import wait
from tests.people import Account, Staff, Visitor

MOST_STOPS = 120
# What has the focus: its place among all elements, where it stands, whether it is seen, and what it is.
FOCUSED = """async () => {
  await Promise.all(document.getAnimations().map((animation) => animation.finished));
  const element = document.activeElement;
  if (element === document.body) return null;
  const look = getComputedStyle(element), box = element.getBoundingClientRect();
  const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
  return {
    place: [...document.querySelectorAll("*")].indexOf(element),
    top: box.top + scrollY,
    bottom: box.bottom + scrollY,
    seen: (ring || look.boxShadow !== "none") && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    inside: !!element.closest("main"),
    name: `${element.tagName} ${element.id || element.textContent.trim().slice(0, 40)}`,
  };
}"""
# Blurring alone would leave the browser to go on from where the focus was.
TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
}"""
# Everything in the main part that takes the keyboard; of a group of radio buttons one does.
REACHABLE = """() => {
  const all = [...document.querySelectorAll(
    "main :is(a[href], button, input:not([type=hidden]), select, textarea, summary)")];
  const shown = all.filter((element) => element.checkVisibility() && !element.disabled
    && !element.closest("details:not([open]) > :not(summary)") && element.tabIndex >= 0);
  const groups = new Set(shown.filter((e) => e.type === "radio").map((e) => e.name));
  return shown.filter((e) => e.type !== "radio").length + groups.size;
}"""


@dataclass
class Stop:
    """One thing that the Tab key comes to."""

    place: int
    top: float
    bottom: float
    seen: bool
    inside: bool
    name: str


def stops(page: Page) -> list[Stop]:
    """Press Tab from the top of the page to its end; gives what had the focus."""
    page.evaluate(TO_THE_TOP)
    found: list[Stop] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or (found and focused["place"] <= found[0].place):
            return found
        found.append(Stop(**focused))
    raise AssertionError(f"no end of {page.url}")


def faults_of(page: Page, state: str) -> list[str]:
    """Walk through a page by Tab, and tell what is wrong with the way."""
    page.set_viewport_size(NARROWEST)
    way = stops(page)
    faults = [f"{state}: it is not seen that {stop.name} has the focus" for stop in way if not stop.seen]
    for before, after in pairwise(way):
        if after.place <= before.place:
            faults.append(f"{state}: {after.name} comes after {before.name}, and stands before it")
        # In one column what comes later stands lower, or in the same line.
        if after.bottom < before.top:
            faults.append(f"{state}: {after.name} comes after {before.name}, and is shown above it")
    reachable = page.evaluate(REACHABLE)
    if sum(stop.inside for stop in way) != reachable:
        faults.append(f"{state}: {sum(stop.inside for stop in way)} of {reachable} are reached")
    page.evaluate(TO_THE_TOP)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    if not page.evaluate("document.activeElement.id === 'main-content'"):
        faults.append(f"{state}: the first link does not skip to the main part")
    page.set_viewport_size(USUAL)
    return faults


def test_the_order_of_the_main_pages(
    chrome: Chrome, officer: Staff, account: Account, answered_thread: Any, taxpayer: Visitor, unit: Any
):
    set_plain_email(actor=None, unit=unit, is_allowed=True)
    page, desk, home = chrome.window(), chrome.window(), chrome.window()
    page.goto("/sign-in/")
    faults = faults_of(page, "sign-in")
    for path in ("/reply/", "/comment/"):
        page.goto(path)
        faults += faults_of(page, path)
    sign_in(home, account)
    for path in (account.thread.get_absolute_url(), "/threads/", "/account/"):
        home.goto(path)
        faults += faults_of(home, f"taxpayer's {path}")
    sign_in(desk, officer)
    faults += faults_of(desk, "mailbox")
    desk.goto(answered_thread.get_absolute_url())
    faults += faults_of(desk, "officer's thread")
    desk.locator("#id_text").fill("Your balance is $350. My number is 219-09-9999.")
    desk.locator("button[value=check]").click()
    desk.wait_for_selector("#check mark")
    faults += faults_of(desk, "officer's thread, checked")

    assert not faults, "\n".join(faults)


def test_the_dialog_about_the_session_keeps_the_focus_and_gives_it_back(
    chrome: Chrome, officer: Staff, thread: Any
):
    desk = sign_in_with_a_clock(chrome, str(officer.person.email))
    desk.goto(thread.get_absolute_url())
    field = desk.locator("form.answer textarea").first
    field.fill("Typed before anything happened.")
    field.focus()
    wait(desk, 13.1)
    expect(desk.get_by_role("button", name="Stay signed in")).to_be_focused()

    where = []
    for key in ("Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab"):
        desk.keyboard.press(key)
        # Between the last thing and the first stands the browser's own bar, which is no part of the page.
        where.append(
            desk.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            )
        )
    desk.get_by_role("button", name="Stay signed in").focus()
    desk.keyboard.press("Enter")

    assert all(where)
    expect(desk.get_by_role("dialog")).to_be_hidden()
    expect(field).to_be_focused()
