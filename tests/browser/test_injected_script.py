"""What people write is text: no script, picture, frame or link in it comes to life, on no page."""

from typing import Any
from urllib.parse import quote

from django.test import Client
from playwright.sync_api import Page

from messaging.models import Topic
from tests.browser.conftest import Chrome
from tests.conftest import MailServer
from tests.made_payloads import some_payloads
from tests.people import Staff, Visitor, fill_in_comment, send_text

RAN = "document.documentElement.dataset.ran=1;alert(1)"
PAYLOADS = [
    f"<script>{RAN}</script>",
    f"</textarea><script>{RAN}</script>",
    f"</title><script>{RAN}</script>",
    f'"><img src=x onerror="{RAN}">',
    f"'><svg/onload='{RAN}'>",
    f"<svg><animate onbegin={RAN} attributeName=x dur=1s>",
    f"<details open ontoggle={RAN}>",
    f"<iframe srcdoc='<script>parent.{RAN}</script>'></iframe>",
    f"<a href=javascript:{RAN}>x</a> javascript:{RAN}",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RAN}>",
    f"{{{{constructor.constructor('{RAN}')()}}}} {{% load x %}} ${{{RAN}}}",
    f"<form action=javascript:{RAN}><button>x</button></form><base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'><link rel=stylesheet href=//evil.example/x>",
    f"\u202e<img src=x onerror={RAN}>\u2028<!--<script>--><input autofocus onfocus={RAN}>",
    "<style>@import '//evil.example/x.css';</style><object data=//evil.example/></object>",
]
FORBIDDEN = (
    "main :is(script, iframe, object, embed, style, math, img:not([src^='/static/']), animate),"
    " main svg:not([aria-hidden], .qr),"
    " base, meta[http-equiv], a[href^='javascript:'], form[action^='javascript:'], [onerror], [onload],"
    " [onfocus], [ontoggle], [onbegin]"
)


def assert_nothing_lives(page: Page, payloads: list[str]) -> None:
    """Check that the payloads are on the page as text, and made nothing else of it."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.dataset.ran") is None
    assert page.locator(FORBIDDEN).count() == 0, page.locator(FORBIDDEN).first.evaluate("e => e.outerHTML")
    shown = page.evaluate(
        "document.title + document.body.innerText + [...document.querySelectorAll('input, textarea')]"
        ".map((field) => field.value).join(' ')"
    )
    assert all(payload.strip("\u202e")[:10] in shown for payload in payloads)


def show_form_again(page: Page, payloads: list[str]) -> None:
    """Send a comment that comes back with what was typed, for want of a topic."""
    page.goto("/comment/")
    for field, payload in zip(("#id_subject", "#id_text", "#id_name"), payloads, strict=True):
        page.locator(field).fill(payload[:100])
    with page.expect_navigation():
        page.locator("main form").first.evaluate("(form) => form.requestSubmit()")
    assert_nothing_lives(page, payloads)


def test_payloads_stay_text_on_every_page(
    chrome: Chrome, topic: Topic, officer: Staff, auditor: Staff, mail_server: MailServer, worker: Any
):
    desk, home, watcher = chrome.window(), chrome.window(), chrome.window()
    sign_in(desk, officer)
    # Django's own client: the suite's takes braces in a page for a template that was not rendered.
    at_the_desk = Client()
    at_the_desk.cookies = officer.signs_in().cookies

    rounds = zip(PAYLOADS[::3], PAYLOADS[1::3], PAYLOADS[2::3], strict=True)
    for number, (first, second, third) in enumerate(rounds):
        # With a share of those that are made by rule, of which one message takes many.
        made = some_payloads()[number :: len(PAYLOADS) // 3]
        text = "\n".join([f"{first} 219-09-9999 {second} {third}", *made])
        written = {"subject": first[:120], "name": second.replace("\u202e", "")[:100], "text": text}
        visitor = fill_in_comment(topic, Client(), email="a@example.org", **written)
        show_form_again(home, [first, second, third])
        desk.goto(visitor.thread.get_absolute_url())
        desk.locator("#id_text").fill(text)
        desk.locator("button[value=check]").click()
        desk.wait_for_selector("#check mark")
        assert_nothing_lives(desk, [first, second, third])
        assert send_text(at_the_desk, visitor.thread, text, quoted=text).status_code == 302
        open_with_code(home, visitor)
        assert_nothing_lives(home, [first, second, third])
    desk.locator("#id_text").fill("219-09-9999 ".join(PAYLOADS))
    desk.locator("#check mark").nth(5).wait_for()
    assert_nothing_lives(desk, PAYLOADS)
    desk.goto("/mailbox/")
    assert_nothing_lives(desk, PAYLOADS[::3])
    worker()
    sign_in(watcher, auditor)
    assert_nothing_lives(watcher, ["Audit log"])

    answered = [mail for mail in mail_server.mails if mail["To"] == "a@example.org"]
    assert len(answered) == len(PAYLOADS) / 3


def sign_in(page: Page, staff: Staff) -> None:
    """Sign in, and wait for the page on which work begins."""
    page.goto("/sign-in/")
    page.locator("#id_login").fill(str(staff.person.email))
    page.locator("#id_password").fill(staff.password)
    page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
    page.wait_for_selector("form[action='/sign-out/']")


def open_with_code(page: Page, visitor: Visitor) -> None:
    """Open the answer in a window in which somebody else may have done so before."""
    page.context.clear_cookies()
    page.goto("/reply/")
    page.locator("#id_code").fill(visitor.reply_code)
    page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
    page.wait_for_selector(".conversation")


def test_payloads_in_an_address_do_nothing(chrome: Chrome, topics: list[Topic]):
    page = chrome.window()
    for number, payload in enumerate(PAYLOADS):
        paths = [
            f"/{quote(payload, safe='')}/",
            f"/sign-in/?next={quote(payload)}&ended={quote(payload)}",
            f"/threads/{quote(payload, safe='')}/",
        ]
        # Scripts of ours read what stands behind the hash; what stands before it no browser changes.
        for path in (f"/reply/?ended={quote(payload)}#{quote(payload)}", paths[number % len(paths)]):
            page.goto(path)
            assert page.evaluate("document.documentElement.dataset.ran") is None
            assert page.locator(FORBIDDEN).count() == 0
