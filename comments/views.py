"""The public form, the page that shows the reply code once, and the same form for who is signed in."""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import kept_forms, languages
from accounts.middleware import back_with_text_kept, keeps_text
from accounts.sign_in import SignedInRequest
from comments import form_tokens, services
from comments.errors import CommentError, SignedInMeanwhile, SignedOutMeanwhile
from comments.forms import AccountCommentForm, CommentForm
from limits import services as limits
from limits.addresses import address_key, client_address
from limits.answers import postponed
from limits.errors import TooMany
from messaging import queries
from messaging.findings import labels_of
from messaging.promises import answer_due_on
from messaging.screenings import Of, screened


@keeps_text(kept_forms.keep)
@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest) -> HttpResponse:
    """Take a comment and answer with its reply code, or with the new thread of somebody who is signed in.

    Warns first when screening recognises something.
    """
    if request.method != "POST":
        fresh = {"form_token": form_tokens.new_token(), "writes_as": _writes_as(request)}
        form = _form_of(request)(initial=fresh)
        if request.user.is_authenticated:
            kept_forms.fill_in(cast(SignedInRequest, request), form)
        return _show(request, form)
    form = _form_of(request)(request.POST)
    if request.POST.get("writes_as", "") != _writes_as(request):
        if _has_account(request):
            return _refuse(request, form, SignedInMeanwhile())
        return back_with_text_kept(request) or _refuse(request, form, SignedOutMeanwhile())
    if not form.is_valid():
        token = form_tokens.usable(request.POST.get("form_token", ""))
        return _show(request, _with_token(request, form, token), status=400)
    try:
        form_tokens.read_token(form.cleaned_data["form_token"])
        # Counted before the words are screened, which is the costly part.
        limits.spend("comment", address_key(client_address(request)))
    except CommentError as error:
        return _refuse(request, form, error)
    except TooMany as error:
        form.add_error(None, error.explanation)
        return postponed(_show(request, form), error)
    typed = {name: form.cleaned_data[name] for name in ("topic", "subject", "text", "name")}
    words = services.CommentWords(
        **typed, email=form.cleaned_data.get("email", ""), language=languages.at_hand()
    )
    document = words.document()
    if form.cleaned_data["confirmed"] != document.content_hash():
        verdict = screened(document, of=Of.COMMENT, unit=words.topic.unit.public_id)
        # A screening that failed warns of nothing: the form is encrypted whatever it holds.
        if verdict.strength != "clean" and verdict.findings:
            warning = labels_of(verdict.findings)
            return _show(request, form, warning=warning, warning_value=document.content_hash())
    try:
        return _take(request, words, form.cleaned_data["form_token"])
    except CommentError as error:
        return _refuse(request, form, error)


def _take(request: HttpRequest, words: services.CommentWords, token: str) -> HttpResponse:
    if not _has_account(request):
        received = services.receive(words=words, token=token)
        if request.user.is_authenticated:
            kept_forms.sent(cast(SignedInRequest, request))
        return _show_code(request, received)
    author = cast(SignedInRequest, request).unlocked
    thread = services.receive_from(author=author, words=words, token=token).thread
    kept_forms.sent(cast(SignedInRequest, request))
    message = queries.first_message(thread)
    return redirect(f"{thread.get_absolute_url()}?sent={message.public_id if message else ''}#sent")


def _has_account(request: HttpRequest) -> bool:
    return request.user.is_authenticated and cast(SignedInRequest, request).user.has_account


def _writes_as(request: HttpRequest) -> str:
    return "account" if _has_account(request) else ""


def _form_of(request: HttpRequest) -> type[CommentForm]:
    return AccountCommentForm if _has_account(request) else CommentForm


def _refuse(request: HttpRequest, form: CommentForm, error: CommentError) -> HttpResponse:
    form.add_error(None, str(error.explanation))
    return _show(request, _with_token(request, form, form_tokens.new_token()), status=409)


def _show(request: HttpRequest, form: CommentForm, *, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "comments/comment_form.html", {"form": form, **more}, status=status)


def _with_token(request: HttpRequest, form: CommentForm, token: str) -> CommentForm:
    form.data = request.POST.copy()
    form.data["form_token"] = token
    form.data["writes_as"] = _writes_as(request)
    return form


def _show_code(request: HttpRequest, received: services.Received) -> HttpResponse:
    thread = received.comment.thread
    days = thread.unit.answer_days
    context = {
        "code": received.reply_code.text,
        "answer_days": days,
        "expected_on": answer_due_on(waiting_since=timezone.now(), answer_days=days),
        "notice_address": thread.taxpayer.notice_address,
        "unit_name": thread.unit.name,
    }
    return render(request, "comments/reply_code.html", context)
