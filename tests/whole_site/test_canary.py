"""Words go through everything that the portal does, and afterwards they are nowhere in clear."""

import base64
import logging
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import celery
import pytest
from django.conf import settings as project_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import Person, Role, Session, Unit
from accounts.services import NewStaff, invitations, make_staff, prepare_staff, set_plain_email
from accounts.services.invitations import Invitee
from messaging.models import Draft, Topic
from notices.models import Outbox
from portal import logs
from tests.conftest import MailServer
from tests.people import (
    Account,
    Browser,
    Staff,
    Visitor,
    answer_fields,
    form_fields,
    let_in,
    mailed_code,
    send_text,
    write_as_oneself,
    write_comment,
)
from tests.portal.serving import wait_until
from tests.production.watching import watching
from tests.production.workers import Processes
from tests.real_servers import Redis
from tests.whole_site.leaks import Canary, Place, leaks, stored_places

pytestmark = pytest.mark.django_db(transaction=True)

SSN = "219-09-9999"


def words_of(place: str) -> str:
    """Make words for one place, which can be told from those of every other."""
    return f"kestrel-{place.replace(' ', '-')}-{uuid4().hex[:12]}"


@dataclass
class Spread:
    """What was put in and where, and what came out on the way."""

    canaries: list[Canary] = field(default_factory=list)
    secrets: list[Canary] = field(default_factory=list)
    pages_of_others: list[Place] = field(default_factory=list)
    pages_of_anybody: list[Place] = field(default_factory=list)

    def content(self, place: str) -> str:
        """Make words that their sender and receiver see again; a number and a file's name among them."""
        words = words_of(place)
        self.canaries.append(Canary(place, words))
        return f"{words} {SSN} {words}.pdf"

    def secret(self, place: str, words: str = "") -> str:
        """Note words that nobody is ever shown again."""
        words = words or words_of(place)
        self.secrets.append(Canary(place, words))
        return words


@pytest.fixture
def log_output(capfd: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Log as the portal does, but everything, and give what was written."""
    logs.configure(project_settings.LOGGING)
    for name in ("", "axes", "django.request"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield lambda: "".join(capfd.readouterr())
    logs.configure(project_settings.LOGGING)


@dataclass
class Delivery:
    """Whoever does the queued work, and what could be heard and read of it."""

    work: Callable[[], None]
    places: Callable[[], list[Place]] = list
    tasks: Callable[[], list[list[Any]]] = list


@pytest.fixture
def delivery(
    worker: Callable[[], None], mail_server: MailServer, own_redis: Redis | None, tmp_path: Path
) -> Iterator[Delivery]:
    """The embedded worker; in production's way a worker of Celery's and beat, heard through the broker."""
    if own_redis is None:
        yield Delivery(worker)
        return
    folder = tmp_path / "workers"
    folder.mkdir()
    processes = Processes(folder)
    with watching(own_redis) as watch:
        processes.start("beat")
        processes.start("work")

        def work() -> None:
            # What looks after an answer some days later is not due yet.
            waits = Outbox.objects.filter(state=Outbox.State.WAITING, due_at__lte=Now())
            assert wait_until(lambda: not waits.exists(), 30), processes.output()

        def places() -> list[Place]:
            said = [Place("what Redis was told", "\n".join(watch.said).encode())]
            tasks = [Place("a task", str(task).encode()) for task in watch.bodies()]
            kept = [Place("what Redis keeps", content) for content in watch.kept()]
            return [*said, *tasks, *kept, Place("log of the workers", processes.output().encode())]

        yield Delivery(work, places, watch.bodies)
        processes.end()


@pytest.fixture
def temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give everybody who wants a temporary file this directory."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


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


def test_what_is_written_is_nowhere_in_clear(
    topic: Topic,
    unit: Unit,
    officer: Staff,
    officer_of_another_unit: Staff,
    auditor: Staff,
    administrator: Staff,
    mail_server: MailServer,
    delivery: Delivery,
    log_output: Any,
    temporary_files: Path,
    settings: Any,
):
    spread = Spread()
    password = spread.secret("password") + " and more"
    answering = make_staff(
        prepare_staff(NewStaff(Role.OFFICER, "Officer", "answering@example.org", password)), actor=None
    )
    let_in(answering.person, unit, granter=officer.unlocked)
    staff = Staff(answering, password)
    others = {"other unit": officer_of_another_unit, "auditor": auditor, "administrator": administrator}

    visitor = write(spread, topic, "comment")
    other = write_comment(topic, subject="Something else")
    desk = sign_in(spread, staff)
    mailbox = desk.get("/mailbox/").content.decode()
    answer = {"text": spread.content("answer"), "quoted": spread.content("quotation")}
    assert send_text(desk, visitor.thread, **answer, action="check").status_code == 200
    assert send_text(desk, visitor.thread, **answer).status_code == 302
    delivery.work()
    home = try_codes(spread, visitor)
    read = home.get(visitor.thread.get_absolute_url()).content.decode()
    assert send_text(home, visitor.thread, spread.content("reply")).status_code == 302
    keep_a_draft(spread, staff, visitor)
    break_things(spread, staff, visitor, topic)
    meet_a_fault(spread, topic, settings)
    number = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", mail_server.mails[0].as_string())
    assert number
    assert Browser().post("/notice/", {"number": number[0]}).status_code == 200
    assert Browser().post("/notice/", {"number": spread.secret("wrong notice number")}).status_code == 400
    people = {name: person.signs_in() for name, person in others.items()}
    look_at_everything(
        spread, {"anybody": Browser(), "other": other.opens_with_code(), **people}, visitor, other
    )
    spread.pages_of_anybody += [Place("mailbox", mailbox.encode()), Place("thread", read.encode())]
    said = log_output()

    # Those who take part read it, else nothing was put in at all.
    assert spread.canaries[0].words in mailbox
    assert answer["text"] in read
    assert "axes" in said
    mails = [Place("mail", mail.as_bytes()) for mail in mail_server.mails]
    parts = [part for mail in mail_server.mails for part in mail.walk() if not part.is_multipart()]
    decoded = [Place("part of a mail", part.get_content().encode()) for part in parts]
    spilled = [Place(path.name, path.read_bytes()) for path in temporary_files.rglob("*") if path.is_file()]
    outside = [
        *stored_places(),
        *delivery.places(),
        Place("log", said.encode()),
        *mails,
        *decoded,
        *spilled,
        *spread.pages_of_others,
    ]
    every = [*spread.canaries, *spread.secrets, Canary("number", SSN)]
    # Beside mails about signing in with another browser.
    subjects = [str(mail["Subject"]) for mail in mail_server.mails]
    assert sum(subject.startswith("You have a message") for subject in subjects) == 1
    assert all(isinstance(argument, int) for arguments, _, _ in delivery.tasks() for argument in arguments)
    assert not any(named for _, named, _ in delivery.tasks())
    if project_settings.REDIS_URL:
        assert [1 for arguments, _, _ in delivery.tasks() if arguments]
    assert len(decoded) == 2 * len(mails)
    assert leaks(every, outside) == []
    assert leaks(spread.secrets, spread.pages_of_anybody) == []


def test_a_plain_answer_is_in_its_mail_and_nowhere_else_in_clear(
    officer: Staff, unit: Unit, taxpayer: Visitor, mail_server: MailServer, worker: Any, log_output: Any
):
    set_plain_email(actor=None, unit=unit, is_allowed=True)
    Person.objects.filter(pk=taxpayer.person.pk).update(notice_address_confirmed_at=timezone.now())
    words = Canary("plain answer", "the heron waits beside the mill")
    browser, path = officer.signs_in(), taxpayer.thread.get_absolute_url()
    form = {**answer_fields(browser, taxpayer.thread), "text": words.words}
    page = browser.post(path, {**form, "action": "check"}).content.decode()
    assert browser.post(path, {**form, **form_fields(page), "action": "plain"}).status_code == 302

    while_it_waits = leaks([words], stored_places())
    worker()

    [mail] = mail_server.mails
    assert words.words in mail.get_body(["plain"]).get_content()  # type: ignore[union-attr]
    assert while_it_waits == []
    assert leaks([words], [*stored_places(), Place("log", log_output().encode())]) == []


def test_what_an_account_holds_is_nowhere_in_clear(
    topic: Topic,
    officer: Staff,
    auditor: Staff,
    mail_server: MailServer,
    delivery: Delivery,
    log_output: Any,
    temporary_files: Path,
):
    spread = Spread()

    home = make_an_account(spread, topic)
    delivery.work()
    threads = home.get("/threads/").content.decode()
    desk = officer.signs_in().get("/mailbox/").content.decode()
    for browser in (Browser(), auditor.signs_in()):
        for path in ("/threads/", "/account/", "/account/new/", "/account/confirm/", "/audit/"):
            spread.pages_of_others.append(Place(path, browser.get(path).content))
    said = log_output()

    # The subjects of its three messages are on its own page and on the unit's, and nowhere else.
    subjects = [canary for canary in spread.canaries if canary.put_into.startswith("subject")]
    assert len(subjects) == 2
    assert all(canary.words in threads and canary.words in desk for canary in subjects)
    spilled = [Place(path.name, path.read_bytes()) for path in temporary_files.rglob("*") if path.is_file()]
    outside = [
        *stored_places(),
        *delivery.places(),
        Place("log", said.encode()),
        *spilled,
        *spread.pages_of_others,
    ]
    assert leaks([*spread.canaries, *spread.secrets], outside) == []
    assert leaks(spread.secrets, [Place("threads", threads.encode()), Place("mailbox", desk.encode())]) == []
    mailed = [
        Place("mail", part.get_content().encode()) for mail in mail_server.mails for part in mail.iter_parts()
    ]
    # The code that confirms, that an account was made to both addresses, that a conversation moved, and that
    # somebody signed in with another browser.
    assert len(mailed) == 2 * 5
    but_the_code = [secret for secret in spread.secrets if secret.put_into != "confirmation code"]
    assert leaks([*spread.canaries, *but_the_code], mailed) == []


@pytest.mark.production
def test_a_leak_into_the_broker_would_be_found(own_redis: Redis, delivery: Delivery):
    words = words_of("leak")

    celery.current_app.send_task("notices.nothing", args=[words])

    assert wait_until(lambda: [words] in [arguments for arguments, _, _ in delivery.tasks()])
    assert "leak in a task" in leaks([Canary("leak", words)], delivery.places())


def test_both_halves_of_an_invitation_are_nowhere_in_clear(
    administrator: Staff, mail_server: MailServer, worker, log_output
):
    spread = Spread()
    invitee = Invitee(Role.OFFICER, "New Officer", "new@example.org")
    invited = invitations.invite(actor=administrator.person, invitee=invitee)
    spread.secret("PIN", invited.pin)
    places = list(stored_places())
    worker()
    body = mail_server.mails[0].get_body(["plain"])
    assert body is not None
    token = re.search(r"#([0-9A-Z-]{32})", body.get_content())
    assert token
    spread.secret("token", token[1])
    password = spread.secret("password of the invited")
    form = {"token": token[1], "pin": invited.pin, "password": password, "password_again": password}
    refused = Browser().post("/invitation/", {**form, "pin": spread.secret("wrong PIN")})
    places += stored_places()
    browser = Browser()
    assert refused.status_code == 400
    assert browser.post("/invitation/", form).status_code == 302
    spread.secret("session cookie", browser.cookies[project_settings.SESSION_COOKIE_NAME].value)

    places += [*stored_places(), Place("log", log_output().encode())]

    assert leaks(spread.secrets, places) == []
    assert leaks(spread.secrets[:1], [Place("mail", mail_server.mails[0].as_bytes())]) == []


@pytest.mark.parametrize(
    "shape",
    [
        lambda words: words.encode(),
        lambda words: words.upper().encode(),
        lambda words: words.encode("utf-16"),
        lambda words: words.encode().hex().encode(),
        lambda words: base64.b64encode(b"x" + words.encode() + b"yy"),
        lambda words: base64.b64encode(b"xy" + words.encode() + b"z"),
        lambda words: base64.urlsafe_b64encode(b"xyz" + words.encode()),
    ],
)
def test_a_leak_would_be_found(shape):
    words = words_of("leak")

    assert leaks([Canary("leak", words)], [Place("somewhere", b"before" + shape(words) + b"behind")])
    assert not leaks([Canary("leak", words)], [Place("somewhere", shape(words_of("else")))])


def test_every_table_and_the_database_file_are_looked_through(topic: Topic):
    topic.description = "A kestrel in plain sight"
    topic.save()

    found = leaks([Canary("description", topic.description)], stored_places())

    assert "description in table messaging_topic" in found
    if project_settings.EMBEDDED:
        assert any("file test.sqlite3" in place for place in found)
