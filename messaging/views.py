"""The page of a thread, for whoever takes part in it."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import factors
from accounts.fields import shown_again
from accounts.middleware import keeps_text
from accounts.services import memberships
from accounts.sign_in import SignedInRequest
from limits.answers import postponed
from messaging import channel, pages, queries, representatives, services
from messaging.errors import MessagingError, NoReasonToAsk, ThreadClosed, ThreadLocked, TooManyReports
from messaging.forms import AnswerForm, ReplyForm, refused_words
from messaging.permissions import may_answer, may_reply
from messaging.restricting.views import ask_for_factor
from messaging.services.sending import Words
from messaging.unreached.queries import open_entry_of


def keep_text(author: UUID, request: HttpRequest, public_id: UUID) -> bool:
    """Seal what somebody posted to a thread after their session ended, as it came; a form judges it later."""
    text, quoted, reason = (request.POST.get(name, "") for name in ("text", "quoted", "reason"))
    return bool(text.strip()) and services.keep_draft(
        author=author, thread_id=public_id, text=text, quoted=quoted, reason=reason
    )


@keeps_text(keep_text)
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a thread and take the next message; officers and taxpayers each get their own page."""
    found = _visible_thread(request, public_id)
    if found.is_locked and request.user.pk == found.taxpayer_id:
        return _show_locked(request, found)
    if found.restricted_at is not None and not factors.opens_restricted(request):
        return ask_for_factor(request, found)
    if request.method != "POST":
        return _show(request, found)
    if request.user.works_in_units:
        return _take_answer(request, found)
    return _take_reply(request, found)


@require_POST
def thread_check(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Screen an answer that is being written, store nothing, and give the strip above the button."""
    found = _visible_thread(request, public_id)
    if not may_answer(request.user, found):
        raise Http404
    if found.restricted_at is not None and not factors.opens_restricted(request):
        return ask_for_factor(request, found)
    form = AnswerForm(request.POST)
    if refused := refused_words(form, "text", "quoted"):
        # They are not among the cleaned words: what would be screened in their place is nothing.
        return HttpResponse(refused, status=400, content_type="text/plain")
    try:
        heading = services.open_heading(reader=request.unlocked, thread=found)
    except MessagingError as error:
        return HttpResponse(str(error.explanation), status=409, content_type="text/plain")
    words = Words(
        message_id=uuid4(),
        subject=heading.subject,
        text=form.cleaned_data.get("text", ""),
        quoted=form.cleaned_data.get("quoted", ""),
        person=heading.person,
    )
    decision = channel.decide(words.document(), latest_sequence=found.latest_sequence, thread=found)
    check = pages.check_of(words, decision)
    return render(request, "messaging/_checked.html", {"check": check, "form": form})


def _visible_thread(request: SignedInRequest, public_id: UUID) -> Any:
    thread = queries.visible_thread(request.user, public_id)
    if thread is None:
        raise Http404
    return thread


def _show_locked(request: SignedInRequest, thread: Any) -> HttpResponse:
    """Say to whoever began anew that this thread is locked; a text that they posted is given back."""
    refused = str(ThreadLocked.explanation) if request.method == "POST" else ""
    context = {
        "thread": {"unit": thread.unit.name, "topic": thread.topic.name},
        "refused": refused,
        "text": shown_again(request.POST.get("text", "")) if refused else "",
    }
    return render(request, "messaging/thread_locked.html", context, status=409 if refused else 200)


def _take_reply(request: SignedInRequest, thread: Any) -> HttpResponse:
    """Send a taxpayer's reply; whatever goes wrong keeps what was typed."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _refuse(request, thread, form, status=400)
    if not may_reply(request.user, thread):
        return _refuse(request, thread, form, ThreadClosed(), status=403)
    try:
        words = Words(
            message_id=form.cleaned_data["message_id"],
            subject=services.thread_heading(reader=request.unlocked, thread=thread).subject,
            text=form.cleaned_data["text"],
        )
        message = services.reply(sender=request.unlocked, thread=thread, words=words)
    except MessagingError as error:
        return _refuse(request, thread, form, error)
    return redirect(f"{thread.get_absolute_url()}?sent={message.public_id}#sent")


def _take_answer(request: SignedInRequest, thread: Any) -> HttpResponse:
    """Decide the channel of an officer's answer, then show what was found or send it.

    What was found is shown before it leaves: the first try to send shows the marks, unless the page that was
    sent had shown them already. Plain e-mail has a button of its own, which only a page has that may offer
    it.
    """
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _refuse(request, thread, form, status=400)
    if not may_answer(request.user, thread):
        return _refuse(request, thread, form, ThreadClosed(), status=403)
    try:
        heading = services.thread_heading(reader=request.unlocked, thread=thread)
    except MessagingError as error:
        return _refuse(request, thread, form, error)
    words = Words(
        message_id=form.cleaned_data["message_id"],
        subject=heading.subject,
        text=form.cleaned_data["text"],
        quoted=form.cleaned_data["quoted"],
        person=heading.person,
    )
    action = request.POST.get("action")
    # Decided on the state that the officer has seen: a message that came in since refuses the answer.
    decision = channel.decide(
        words.document(),
        latest_sequence=form.cleaned_data["seen"],
        thread=thread,
        wanted=channel.Channel.PLAIN if action == "plain" else channel.Channel.SECURE,
    )
    if "false_alarm" in request.POST:
        return _report_false_alarm(request, thread, form, words, decision)
    is_seen = form.cleaned_data["confirmed"] == decision.seen_hash
    if action == "ask" and is_seen and decision.held_mail is not None:
        return _ask_release(request, thread, form, words, decision)
    if not _may_leave(action, decision, is_seen=is_seen):
        held = pages.held_words(decision, is_plain_wanted=action == "plain") if action != "check" else ""
        return _show(request, thread, form=form, check=pages.check_of(words, decision), held=held)
    # Whoever comes by a link to a thread has seen no mailbox, where a next key is made else.
    memberships.renew_unit_key_if_due(holder=request.unlocked, unit=thread.unit)
    try:
        message = services.send_answer(
            officer=request.unlocked, thread=thread, words=words, decision=decision
        )
    except MessagingError as error:
        return _refuse(request, thread, form, error)
    return redirect(f"{thread.get_absolute_url()}?sent={message.public_id}#sent")


def _report_false_alarm(
    request: SignedInRequest,
    thread: Any,
    form: AnswerForm,
    words: Words,
    decision: channel.Decision,
) -> HttpResponse:
    """Count what was found by mistake, and show the same again: a report lets nothing leave."""
    try:
        services.report_false_alarm(
            officer=request.user, unit=thread.unit, decision=decision, code=request.POST["false_alarm"]
        )
    except TooManyReports as error:
        return postponed(_refuse(request, thread, form, error), error)
    except MessagingError as error:
        return _refuse(request, thread, form, error)
    return _show(request, thread, form=form, check=pages.check_of(words, decision), is_noted=True)


def _ask_release(
    request: SignedInRequest,
    thread: Any,
    form: AnswerForm,
    words: Words,
    decision: channel.Decision,
) -> HttpResponse:
    """Let the words wait for a second member; without a reason, ask for one."""
    try:
        asked = services.ask_release(
            officer=request.unlocked,
            thread=thread,
            words=words,
            decision=decision,
            reason=form.cleaned_data["reason"],
        )
    except NoReasonToAsk as error:
        form.add_error("reason", str(error.explanation))
        return _show(request, thread, form=form, check=pages.check_of(words, decision), status=400)
    except MessagingError as error:
        return _refuse(request, thread, form, error)
    return redirect("release", public_id=asked.public_id)


def _may_leave(action: str | None, decision: channel.Decision, *, is_seen: bool) -> bool:
    """Tell whether the button that was pressed sends now.

    Through the portal, unless something was found that no page has shown yet; by plain e-mail, only when the
    page had shown that exactly this may leave so.
    """
    if action == "plain":
        return decision.channel is channel.Channel.PLAIN and is_seen
    return action == "send" and (is_seen or not decision.findings)


def _refuse(
    request: SignedInRequest,
    thread: Any,
    form: ReplyForm,
    error: MessagingError | None = None,
    *,
    status: int = 409,
) -> HttpResponse:
    """Say what went wrong, beside a form whose hidden fields are fresh, so that it can be sent again."""
    thread.refresh_from_db(fields=["latest_sequence", "closed_at"])
    form.data = request.POST.copy()
    for name, value in _fresh_fields(thread).items():
        form.data[name] = str(value)
    if error is not None:
        form.add_error(None, str(error.explanation))
    return _show(request, thread, form=form, status=status)


def _fresh_fields(thread: Any) -> dict[str, Any]:
    return {"message_id": uuid4(), "seen": thread.latest_sequence}


def _show(
    request: SignedInRequest, thread: Any, *, form: ReplyForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """Render the page of a thread; opening its messages is audited, and leaves receipts for all but HEAD."""
    is_officer = request.user.works_in_units
    messages = services.open_thread(
        reader=request.unlocked, thread=thread, leaves_receipts=request.method != "HEAD"
    )
    kept = None
    if form is None:
        kept = services.kept_text(author=request.unlocked, thread=thread)
        words = {"text": kept.text, "quoted": kept.quoted, "reason": kept.reason} if kept else {}
        form = (AnswerForm if is_officer else ReplyForm)(initial={**_fresh_fields(thread), **words})
    rows = pages.message_rows(request.user, thread, messages)
    # Whoever sees a thread may write in it while it is open; sending asks again.
    may_write = thread.closed_at is None
    if is_officer:
        status_words = pages.status_for_officer(thread)
    else:
        is_begun_by_us = bool(messages) and not messages[0].is_of_taxpayer
        status_words = pages.status_for_taxpayer(thread, is_begun_by_us=is_begun_by_us)
    context = {
        "thread": {**pages.thread_facts(thread, messages), "status_words": status_words},
        "messages": rows,
        "form": form,
        "check": None,
        "lacks_key": any(entry.content is None for entry in messages)
        and services.lacks_unit_key(request.unlocked, thread.unit.public_id),
        "kept": kept.kept_at if kept else None,
        "sent": pages.sent_facts(thread, rows, request.GET.get("sent", "")),
        "representatives": representatives.shown_in(thread),
        "is_represented": not is_officer and request.user.pk != thread.taxpayer_id,
        "may_let_in": may_write and (is_officer or request.user.has_account),
        "waiting_release": queries.pending_release_of(thread) if is_officer else None,
        "way_in": pages.way_in_of(thread) if is_officer else None,
        "invitation": pages.invitation_facts(request.user, thread) if is_officer else None,
        # A refused text stays on the page, also where nothing can be sent any more.
        "can_write": may_write or form.is_bound,
        "unreached": open_entry_of(request.user, thread) if is_officer else None,
        "asks_factor_of_restricted": settings.RESTRICTED_NEEDS_SECOND_FACTOR,
        "is_restricted": thread.restricted_at is not None,
    }
    template = "messaging/thread_officer.html" if is_officer else "messaging/thread_taxpayer.html"
    return render(request, template, {**context, **more}, status=status)
