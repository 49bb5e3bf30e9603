"""The mailbox and the thread page, for whoever takes part in a thread."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import keeps_text
from accounts.sign_in import SignedInRequest
from messaging import channel, pages, queries, services
from messaging.errors import MessagingError, ThreadClosed
from messaging.forms import AnswerForm, ReplyForm
from messaging.permissions import may_answer, may_reply, threads_visible_to
from messaging.services.opening import OpenedMessage
from messaging.services.sending import Words


@require_safe
def mailbox(request: SignedInRequest) -> HttpResponse:
    """List the threads of one of the person's units, newest first."""
    units = queries.units_for(request.user)
    wanted = request.GET.get("unit", "")
    unit = next((unit for unit in units if not wanted or str(unit.public_id) == wanted), None)
    if unit is None:
        raise Http404
    try:
        before = queries.Cursor.parse(request.GET["before"]) if "before" in request.GET else None
    except queries.BadCursor:
        raise Http404 from None
    rows, following = services.open_mailbox(reader=request.unlocked, unit=unit, before=before)
    here = f"{reverse('mailbox')}?unit={unit.public_id}"
    context = {
        "rows": [pages.mailbox_row(row, unit) for row in rows],
        "next_url": f"{here}&before={following}" if following else "",
        "first_url": here if before else "",
        "units": units,
        "chosen_unit": unit,
    }
    return render(request, "messaging/mailbox.html", context)


def keep_text(author: UUID, request: HttpRequest, public_id: UUID) -> bool:
    """Seal what somebody posted to a thread after their session ended."""
    form = AnswerForm(request.POST)
    form.is_valid()
    text = form.cleaned_data.get("text", "")
    quoted = form.cleaned_data.get("quoted", "")
    return bool(text) and services.keep_draft(author=author, thread_id=public_id, text=text, quoted=quoted)


@keeps_text(keep_text)
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a thread and take the next message; officers and taxpayers each get their own page."""
    found = get_object_or_404(
        threads_visible_to(request.user).select_related("taxpayer", "unit", "topic"), public_id=public_id
    )
    page = OfficerPage(request, found) if request.user.works_in_units else TaxpayerPage(request, found)
    return page.answer_post() if request.method == "POST" else page.show(page.empty_form())


@keeps_text(keep_text)
@require_POST
def thread_check(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Screen an answer that is being written, store nothing, and give the strip above the button."""
    found = get_object_or_404(
        threads_visible_to(request.user).select_related("taxpayer", "unit", "topic"), public_id=public_id
    )
    if not may_answer(request.user, found):
        raise Http404
    form = AnswerForm(request.POST)
    form.is_valid()
    words = Words(
        message_id=uuid4(),
        subject="",
        text=form.cleaned_data.get("text", ""),
        quoted=form.cleaned_data.get("quoted", ""),
    )
    decision = channel.decide(words.document(), thread=found, latest_sequence=found.latest_sequence)
    return render(request, "messaging/_check.html", {"check": pages.check_of(words, decision)})


class ThreadPage:
    """One request to a thread's page."""

    template: str
    form_class: type[ReplyForm]

    def __init__(self, request: SignedInRequest, found: Any) -> None:
        self.request = request
        self.thread = found

    def may_write(self) -> bool:
        raise NotImplementedError

    def send(self, form: ReplyForm, messages: list[OpenedMessage]) -> HttpResponse:
        raise NotImplementedError

    def status_words(self) -> str:
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        """Give the hidden fields of a fresh form."""
        return {"message_id": uuid4()}

    def empty_form(self) -> ReplyForm:
        """Offer a form that holds what was kept for its author, if anything was."""
        self.kept = services.kept_draft(author=self.request.unlocked, thread=self.thread)
        words = {"text": self.kept.text, "quoted": self.kept.quoted} if self.kept else {}
        return self.form_class(initial={**self.initial(), **words})

    def answer_post(self) -> HttpResponse:
        """Take the form; whatever goes wrong keeps what was typed."""
        self.kept = None
        form = self.form_class(self.request.POST)
        if not form.is_valid():
            return self.show(form, status=400)
        if not self.may_write():
            form.add_error(None, str(ThreadClosed.explanation))
            return self.show(form, status=403)
        return self.send(form, services.open_thread(reader=self.request.unlocked, thread=self.thread))

    def refuse(self, form: ReplyForm, error: MessagingError) -> HttpResponse:
        """Say what went wrong, beside a form that can be sent again."""
        form.data = self.request.POST.copy()
        for name, value in self.fresh().items():
            form.data[name] = str(value)
        form.add_error(None, str(error.explanation))
        return self.show(form, status=409)

    def fresh(self) -> dict[str, Any]:
        """Give the hidden fields anew, from the thread as it is now."""
        self.thread.refresh_from_db(fields=["latest_sequence", "closed_at"])
        return self.initial()

    def show(
        self, form: ReplyForm, *, status: int = 200, messages: list[OpenedMessage] | None = None, **more: Any
    ) -> HttpResponse:
        """Render the page; opening the messages is audited."""
        if messages is None:
            messages = services.open_thread(reader=self.request.unlocked, thread=self.thread)
        rows = pages.message_rows(self.request.user, self.thread, messages)
        context = {
            "thread": {**pages.thread_facts(self.thread, messages), "status_words": self.status_words()},
            "messages": rows,
            "form": form,
            "check": None,
            "kept": bool(self.kept),
            "sent": pages.sent_facts(self.thread, rows, self.request.GET.get("sent", "")),
            # A refused text stays on the page, also where nothing can be sent any more.
            "can_write": self.may_write() or form.is_bound,
        }
        return render(self.request, self.template, {**context, **more}, status=status)

    def sent(self, message_id: UUID) -> HttpResponse:
        """Go on to the page that says what was sent."""
        return redirect(f"{self.thread.get_absolute_url()}?sent={message_id}#sent")


class TaxpayerPage(ThreadPage):
    """The thread as its taxpayer sees it."""

    template = "messaging/thread_taxpayer.html"
    form_class = ReplyForm

    def may_write(self) -> bool:
        """Tell whether the reply box stands on the page."""
        return may_reply(self.request.user, self.thread)

    def status_words(self) -> str:
        """Say where the thread stands."""
        return pages.status_for_taxpayer(self.thread)

    def send(self, form: ReplyForm, messages: list[OpenedMessage]) -> HttpResponse:
        """Send the reply."""
        words = Words(
            message_id=form.cleaned_data["message_id"],
            subject=_subject(messages),
            text=form.cleaned_data["text"],
        )
        try:
            message = services.reply(sender=self.request.unlocked, thread=self.thread, words=words)
        except MessagingError as error:
            return self.refuse(form, error)
        return self.sent(message.public_id)


class OfficerPage(ThreadPage):
    """The thread as an officer of its unit sees it."""

    template = "messaging/thread_officer.html"
    form_class = AnswerForm

    def may_write(self) -> bool:
        """Tell whether the answer box stands on the page."""
        return may_answer(self.request.user, self.thread)

    def status_words(self) -> str:
        """Say what the unit has to do."""
        return pages.status_for_officer(self.thread)

    def initial(self) -> dict[str, Any]:
        """Give the hidden fields of a fresh form."""
        return {**super().initial(), "seen": self.thread.latest_sequence}

    def send(self, form: ReplyForm, messages: list[OpenedMessage]) -> HttpResponse:
        """Decide the channel, then show what was found or send the answer."""
        words = Words(
            message_id=form.cleaned_data["message_id"],
            subject=_subject(messages),
            text=form.cleaned_data["text"],
            quoted=form.cleaned_data["quoted"],
        )
        # Decided on the state that the officer has seen: a message that came in since refuses the answer.
        decision = channel.decide(
            words.document(), thread=self.thread, latest_sequence=form.cleaned_data["seen"]
        )
        if self.request.POST.get("action") == "check":
            return self.show(form, messages=messages, check=pages.check_of(words, decision))
        try:
            message = services.send_answer(
                officer=self.request.unlocked, thread=self.thread, words=words, decision=decision
            )
        except MessagingError as error:
            return self.refuse(form, error)
        return self.sent(message.public_id)


def _subject(messages: list[OpenedMessage]) -> str:
    first = messages[0].content if messages else None
    return first.subject if first else ""
