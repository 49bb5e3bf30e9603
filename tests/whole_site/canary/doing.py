"""What people do with the portal, rightly and wrongly, with words that can be told from all others."""

from typing import Any
from uuid import uuid4

from django.conf import settings as project_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Session
from messaging.models import Draft, Topic
from tests.people import (
    Account,
    Browser,
    Staff,
    Visitor,
    answer_fields,
    form_fields,
    mailed_code,
    write_as_oneself,
    write_comment,
)
from tests.whole_site.canary.spreading import SSN, Spread, words_of
from tests.whole_site.leaks import Canary, Place


def write(spread: Spread, topic: Topic, place: str) -> Visitor:
    """Write a comment that is warned about first; the reply code is a secret from then on."""
    visitor = write_comment(
        topic,
        subject=spread.content(f"subject of {place}")[:120],
        text=spread.content(f"text of {place}"),
        name=spread.content(f"name of {place}")[:100],
        email="visitor@example.org",
    )
    spread.secret(f"reply code of {place}", visitor.reply_code)
    # The characters that find the row are stored; those behind them open it.
    spread.secret(f"opening characters of {place}", visitor.reply_code.replace("-", "")[4:19])
    return visitor


def sign_in(spread: Spread, staff: Staff) -> Browser:
    """Sign in wrongly, under a wrong name, and rightly."""
    for login, password in (
        (staff.person.email, spread.secret("wrong password")),
        (spread.secret("wrong name") + "@example.org", spread.secret("password of nobody")),
        (spread.secret("name that is no address"), staff.password),
    ):
        refused = Browser().post("/sign-in/", {"login": login, "password": password})
        assert refused.status_code == 400
        shown = refused.content.decode().replace(str(login), "")
        spread.pages_of_anybody.append(Place("page of a refused sign-in", shown.encode()))
    browser = staff.signs_in()
    spread.secret("session cookie", browser.cookies[project_settings.SESSION_COOKIE_NAME].value)
    return browser


def try_codes(spread: Spread, visitor: Visitor) -> Browser:
    """Type wrong codes and the right one."""
    almost = visitor.reply_code[:-1] + ("0" if visitor.reply_code[-1] != "0" else "1")
    for typed in (spread.secret("wrong reply code"), almost):
        assert Browser().post("/reply/", {"code": typed}).status_code == 400
    browser = visitor.opens_with_code()
    spread.secret("visitor's session cookie", browser.cookies[project_settings.SESSION_COOKIE_NAME].value)
    return browser


def make_an_account(spread: Spread, topic: Topic) -> Browser:
    """Make an account of a comment, add another one to it, and write from it."""
    visitor, added = (write(spread, topic, f"comment {number} of an account") for number in range(2))
    password = spread.secret("password of an account") + " and more"
    email = "account@example.org"
    browser = visitor.opens_with_code()
    for typed in (spread.secret("short")[:10], spread.secret("long password") * 20):
        refused = browser.post("/account/new/", {"email": email, "password": typed})
        assert refused.status_code == 400
    assert browser.post("/account/new/", {"email": email, "password": password}).status_code == 302
    code = spread.secret("confirmation code", mailed_code(visitor))
    wrong = {"code": spread.secret("wrong confirmation"), "password": password}
    assert Browser().post("/account/confirm/", wrong).status_code == 400
    assert Browser().post("/account/confirm/", {"code": code, "password": password}).status_code == 302
    home = Account(visitor.person, email, visitor.reply_code, password).signs_in()
    spread.secret("account's session cookie", home.cookies[project_settings.SESSION_COOKIE_NAME].value)
    assert home.post("/threads/add/", {"code": spread.secret("code that adds nothing")}).status_code == 400
    assert home.post("/threads/add/", {"code": added.reply_code}).status_code == 302
    written = write_as_oneself(home, topic, text=spread.content("text of an account"))
    assert written.status_code == 302
    return home


def keep_a_draft(spread: Spread, staff: Staff, visitor: Visitor) -> None:
    """Write an answer, and send it after the session ended."""
    browser = staff.signs_in()
    fields = answer_fields(browser, visitor.thread)
    Session.objects.update(expire_date=timezone.now())

    path = visitor.thread.get_absolute_url()
    words = {"text": spread.content("kept text"), "quoted": spread.content("kept quotation")}
    kept = browser.post(path, {**fields, **words})

    assert "ended=kept" in kept["Location"]
    assert Draft.objects.count() == 1
    assert words["text"] in staff.signs_in().get(path).content.decode()


def break_things(spread: Spread, staff: Staff, visitor: Visitor, topic: Topic) -> None:
    """Send what is refused: bad forms, forged ones, unreadable ones, and addresses that do not exist."""
    browser = staff.signs_in()
    path = visitor.thread.get_absolute_url()
    strict = Browser(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    for where, client, status, fields in (
        ("too long", browser, 400, {"text": spread.content("long text") * 1000}),
        ("stale", browser, 409, {"text": spread.content("stale text"), "message_id": uuid4(), "seen": "1"}),
        (
            "bad field",
            browser,
            400,
            {"text": spread.content("odd text"), "message_id": spread.secret("odd id")},
        ),
        ("forged", strict, 403, {"text": spread.content("forged text")}),
    ):
        form = {**fields, "action": "send"}
        response = client.post(path, form)
        if response.status_code == 200:
            # What was found is shown first.
            form["confirmed"] = form_fields(response.content.decode())["confirmed"]
            response = client.post(path, form)
        assert response.status_code == status, where
    checked = browser.post(f"{path}check/", {"text": spread.content("checked text")})
    assert SSN in checked.content.decode()
    forged = {"topic": str(topic.public_id), "subject": "Hello", "text": spread.content("unsigned comment")}
    assert Browser().post("/comment/", {**forged, "form_token": "x"}).status_code in (200, 409)
    for address in (f"/{spread.secret('path')}/", f"/mailbox/?unit={spread.secret('query')}", "/threads/x/"):
        assert browser.get(address, HTTP_USER_AGENT=spread.secret("browser's name")).status_code == 404
    assert browser.get(f"/?x={spread.secret('repeated query')}&x=2").status_code == 400
    upload = Browser().post("/comment/", {"file": _file(spread)})
    assert upload.status_code == 400


def _file(spread: Spread) -> SimpleUploadedFile:
    content = (spread.secret("file") * 200_000).encode()[:400_000]
    return SimpleUploadedFile(spread.secret("file name") + ".pdf", content)


def meet_a_fault(spread: Spread, topic: Topic, settings: Any) -> None:
    """Write while the server cannot find its keyring."""
    browser = Browser()
    browser.raise_request_exception = False
    hidden = form_fields(browser.get("/comment/").content.decode())
    keyring_file = settings.KEYRING_FILE
    settings.KEYRING_FILE = keyring_file.with_name("no_keyring.json")

    words = {"subject": words_of("subject"), "text": words_of("text"), "name": words_of("name")}
    spread.canaries += [Canary(f"{name} at a fault", text) for name, text in words.items()]
    response = browser.post("/comment/", {"topic": str(topic.public_id), **words, **hidden})

    settings.KEYRING_FILE = keyring_file
    assert response.status_code == 500


def look_at_everything(spread: Spread, people: dict[str, Browser], visitor: Visitor, other: Visitor) -> None:
    """Open every page as everybody who has no part in the thread."""
    for role, browser in people.items():
        for path in (
            "/",
            "/comment/",
            "/reply/",
            "/notice/",
            "/mailbox/",
            "/audit/",
            "/audit/?action=messaging.channel.decided",
            "/status/",
            visitor.thread.get_absolute_url(),
            other.thread.get_absolute_url(),
            "/signed-out/",
            "/readyz",
        ):
            page = browser.get(path)
            spread.pages_of_others.append(
                Place(f"{path} of {role}", page.content + str(page.headers).encode())
            )
