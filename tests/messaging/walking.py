"""Somebody who answers, and all that they, their colleagues and strangers may press in any order."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.models import Person
from messaging.models import ReleaseRequest, Thread, Topic
from tests.comments.mail_in.making import make_mail, settled_mail
from tests.conftest import MailServer
from tests.messaging.plain_mail import Fields, locked
from tests.messaging.planted_texts import Text
from tests.notices.making import let_pass
from tests.people import Browser, Staff, Visitor, answer_fields, fill_in_comment, form_fields

BUTTONS = ["check", "send", "plain", "ask"]
PATHS = [
    "push", "replay", "live", "other tab", "quote", "release", "own release", "lend", "work",
    "mail server refuses", "mail server gives up", "try again", "change address", "lock", "session ends",
    "invite", "comment", "incoming mail",
]  # fmt: skip


class Quick(Browser):
    """A browser for the same few pages over and over, which are checked where they are tested."""

    checks_pages = False


def quick(browser: Browser) -> Quick:
    """Give a session's cookies to a quick browser."""
    other = Quick()
    other.cookies.load(browser.cookies.output(header="", sep=";"))
    return other


@dataclass
class Walk:
    """Hold who answers, their colleague and their supervisor, and all that they have in their browsers.

    marks: each text carries a word that stands in no other; here is which text that was.
    """

    officer: Staff
    author: Browser
    second: Browser
    lead: Browser
    visitor: Visitor
    topic: Topic
    worker: Callable[[], None]
    mail_server: MailServer
    number: int
    marks: dict[str, Text] = field(default_factory=dict)
    posted: list[Fields] = field(default_factory=list)
    form: Fields = field(default_factory=dict)

    @property
    def thread(self) -> Thread:
        """Fetch the thread as it is now."""
        return Thread.objects.select_related("taxpayer", "unit").get(pk=self.visitor.thread.pk)

    def goes(self, steps: list[tuple[str, Text]]) -> None:
        """Do what the steps say; what was checked once is used for whatever comes later."""
        self._begins()
        for step, text in steps:
            if step in BUTTONS:
                self._presses(step, text)
            else:
                getattr(self, "_" + step.replace(" ", "_"))(text)
        self._work()

    def _marked(self, text: Text) -> str:
        """Write a text with a word of its own in front, which no rule takes for anything."""
        letters = "bcdfghjkmn"
        mark = "".join(letters[int(digit)] for digit in f"{self.number:04}{len(self.marks):04}")
        self.marks[mark] = text
        return f"{mark}\n\n{text.words}"

    def _begins(self) -> None:
        self.form = {**answer_fields(self.author, self.thread), "text": "Words", "reason": "Because"}

    def _presses(self, button: str, text: Text) -> None:
        if button == "check":
            self.form["text"] = self._marked(text)
        self.posted.append({**self.form, "action": button})
        answer = self.author.post(self.thread.get_absolute_url(), self.posted[-1])
        if answer.status_code == 302:
            self._begins()
        else:
            self.form |= form_fields(answer.content.decode())

    def _push(self, text: Text) -> None:
        """Do all that gets an answer out by plain e-mail where anything does."""
        for button in ("check", "plain", "ask"):
            self._presses(button, text)
        self._release(text)

    def _replay(self, _text: Text) -> None:
        for earlier in self.posted[-2:]:
            self.author.post(self.thread.get_absolute_url(), earlier)

    def _live(self, text: Text) -> None:
        self.form["text"] = self._marked(text)
        path = f"{self.thread.get_absolute_url()}check/"
        self.form |= form_fields(self.author.post(path, self.form).content.decode())

    def _other_tab(self, text: Text) -> None:
        self.form["text"] = self._marked(text)

    def _quote(self, text: Text) -> None:
        self.form["quoted"] = self._marked(text)

    def _release(self, _text: Text, browser: Browser | None = None) -> None:
        request = ReleaseRequest.objects.filter(thread=self.thread).last()
        if request:
            pressed = {"action": "release", "reason": "Agreed"}
            (browser or self.second).post(f"/releases/{request.public_id}/", pressed)

    def _own_release(self, text: Text) -> None:
        self._release(text, self.author)

    def _lend(self, text: Text) -> None:
        """Use the id and the release of another answer for these words."""
        request = ReleaseRequest.objects.filter(thread=self.thread).last()
        if request:
            lent = {"message_id": str(request.message_id), "release": str(request.public_id)}
            words = {**self.form, **lent, "text": self._marked(text), "action": "plain"}
            self.author.post(self.thread.get_absolute_url(), words)

    def _work(self, _text: Text | None = None) -> None:
        self.worker()
        let_pass(4000)
        self.worker()

    def _mail_server_refuses(self, _text: Text) -> None:
        self.mail_server.refusals.append("451 later")

    def _mail_server_gives_up(self, _text: Text) -> None:
        # Of this walk's mail or of an earlier one's, whichever is due.
        self.mail_server.refusals[:0] = ["550 nobody of this name"] * 5
        self._work()
        self.mail_server.refusals.clear()

    def _try_again(self, _text: Text) -> None:
        shown = re.search(r'name="shown" value="([^"]*)"', self.lead.get("/deliveries/").content.decode())
        if shown:
            self.lead.post("/deliveries/try-again/", {"shown": shown[1]})

    def _change_address(self, _text: Text) -> None:
        """Have notices go to another address, which nobody has confirmed."""
        Person.objects.filter(pk=self.visitor.person.pk).update(
            notice_address="another@example.org", notice_address_confirmed_at=None
        )

    def _lock(self, _text: Text) -> None:
        locked(self.visitor)

    def _session_ends(self, text: Text) -> None:
        """Post an answer after the session has ended, and go on with what was kept."""
        self.form["text"] = self._marked(text)
        left_open = quick(self.author)
        self.author.post("/sign-out/")
        left_open.post(self.thread.get_absolute_url(), {**self.form, "action": "plain"})
        self.author = quick(self.officer.signs_in())
        self._begins()

    def _invite(self, text: Text) -> None:
        page = self.author.get("/mailbox/invite/").content.decode()
        fields = {"topic": str(self.topic.public_id), "way": "mail", "email": "caller@example.org"}
        words = {"name": "Caller One", "language": "en", "subject": "Your call", "text": self._marked(text)}
        filled = {**form_fields(page), **fields, **words}
        shown = self.author.post("/mailbox/invite/", filled).content.decode()
        # What was found is shown before it leaves; they look at it and send.
        self.author.post("/mailbox/invite/", {**filled, **form_fields(shown)})

    def _comment(self, text: Text) -> None:
        fill_in_comment(self.topic, Quick(), text=self._marked(text), email="somebody@example.org")

    def _incoming_mail(self, text: Text) -> None:
        settled_mail(self.topic, make_mail(self._marked(text), subject=self._marked(text).split()[0]))
