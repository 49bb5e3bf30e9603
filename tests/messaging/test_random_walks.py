"""Whatever is pressed, in whatever order, no planted value reaches SMTP, and nothing personal unreleased."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import Person
from messaging.models import Message, ReleaseRequest, Thread
from notices.models import Notice
from tests.conftest import MailServer
from tests.messaging.plain_mail import SSN, Fields, is_plain, said_in
from tests.notices.making import let_pass
from tests.people import Browser, Staff, Visitor, answer_fields, form_fields, write_comment

INNOCENT = st.lists(
    st.sampled_from(["Please", "come", "in", "on", "Monday", "with", "form", "twelve", "soon", "\n"]),
    min_size=1,
    max_size=8,
).map(" ".join)
# Each may stand in a text; what follows is what would be found of it in a mail.
PLANTED = {
    SSN: "09-9999",
    "219 09 9999": "09 9999",
    "SSN 219099999": "219099999",
    "219\u201109\u20119999": "9999",
    "2<b>19</b>-09-9999": "9999",
    "4111 1111 1111 1111": "1111",
    "routing number 011000138": "011000138",
    "Date of birth: 01/05/1980": "01/05",
    "Your refund of $1,234.56 was sent": "1,234",
    "S12345678 is your driver's license": "12345678",
}
PERSONAL = "You were born in 1970"
TEXTS = st.tuples(INNOCENT, st.sampled_from(["", "", PERSONAL, PERSONAL, *PLANTED]), INNOCENT).map(" ".join)
BUTTONS = ["check", "send", "plain", "ask"]
PATHS = ["replay", "live", "other tab", "release", "own release", "lend", "work", "mail server refuses"]
STEPS = st.lists(st.tuples(st.sampled_from([*BUTTONS, "check", *PATHS]), TEXTS), min_size=1, max_size=7)


@dataclass
class Walk:
    """Somebody who answers, their colleague, and all that they have in their browsers."""

    author: Browser
    second: Browser
    thread: Thread
    worker: Callable[[], None]
    mail_server: MailServer
    posted: list[Fields] = field(default_factory=list)
    form: Fields = field(default_factory=dict)

    def goes(self, steps: list[tuple[str, str]]) -> None:
        """Do what the steps say; what was checked once is used for whatever comes later."""
        self._begins()
        for step, text in steps:
            if step in BUTTONS:
                self._presses(step, text)
            else:
                getattr(self, "_" + step.replace(" ", "_"))(text)
        self._work("")

    def _begins(self) -> None:
        self.form = {**answer_fields(self.author, self.thread), "text": "Words", "reason": "Because"}

    def _presses(self, button: str, text: str) -> None:
        if button == "check":
            self.form["text"] = text
        self.posted.append({**self.form, "action": button})
        answer = self.author.post(self.thread.get_absolute_url(), self.posted[-1])
        if answer.status_code == 302:
            self._begins()
        else:
            self.form |= form_fields(answer.content.decode())

    def _replay(self, _text: str) -> None:
        for earlier in self.posted[-2:]:
            self.author.post(self.thread.get_absolute_url(), earlier)

    def _live(self, text: str) -> None:
        self.form["text"] = text
        path = f"{self.thread.get_absolute_url()}check/"
        self.form |= form_fields(self.author.post(path, self.form).content.decode())

    def _other_tab(self, text: str) -> None:
        self.form["text"] = text

    def _release(self, _text: str, browser: Browser | None = None) -> None:
        request = ReleaseRequest.objects.filter(thread=self.thread).last()
        if request:
            (browser or self.second).post(f"/releases/{request.public_id}/", {"action": "release"})

    def _own_release(self, text: str) -> None:
        self._release(text, self.author)

    def _lend(self, text: str) -> None:
        """Use the id and the release of another answer for these words."""
        request = ReleaseRequest.objects.filter(thread=self.thread).last()
        if request:
            lent = {"message_id": str(request.message_id), "release": str(request.public_id)}
            self.author.post(
                self.thread.get_absolute_url(), {**self.form, **lent, "text": text, "action": "plain"}
            )

    def _work(self, _text: str) -> None:
        self.worker()
        let_pass(4000)
        self.worker()

    def _mail_server_refuses(self, _text: str) -> None:
        self.mail_server.refusals.append("451 later")


def test_no_planted_value_reaches_smtp_whatever_is_pressed(
    officer: Staff,
    long_standing: Staff,
    open_way: Visitor,
    topic,
    mail_server: MailServer,
    worker: Callable[[], None],
):
    author, second = officer.signs_in(), long_standing.signs_in()

    # Two that lead somewhere, whatever else is tried.
    @example([("check", f"{PERSONAL}, so come in."), ("ask", ""), ("release", ""), ("replay", "")])
    @example([("check", "Please come in on Monday."), ("plain", ""), ("replay", "")])
    @given(STEPS)
    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    def property_holds(steps: list[tuple[str, str]]) -> None:
        visitor = write_comment(topic, email="visitor@example.org")
        Person.objects.filter(pk=visitor.person.pk).update(notice_address_confirmed_at=timezone.now())
        mail_server.refusals.clear()
        before = len(mail_server.mails)
        Walk(author, second, visitor.thread, worker, mail_server).goes(steps)
        for mail in mail_server.mails[before:]:
            said = said_in(mail).partition("sent this by plain e-mail")[0]
            assert not is_plain(mail) or not any(mark in said for mark in PLANTED.values())
            assert PERSONAL not in said or was_released(str(mail["Message-ID"]))

    property_holds()

    # Else nothing was tried at all.
    plain = list(filter(is_plain, mail_server.mails))
    assert any(PERSONAL in said_in(mail) for mail in plain)
    assert any(PERSONAL not in said_in(mail) for mail in plain)
    assert Message.objects.exclude(sequence=1).count() > len(plain)


def was_released(message_id_header: str) -> bool:
    """Tell whether a second member has released the answer of this mail."""
    notice = Notice.objects.get(message_id_header=message_id_header)
    request = ReleaseRequest.objects.get(message_id=notice.about, state=ReleaseRequest.State.RELEASED)
    return request.ended_by_id not in (None, request.author_id)
