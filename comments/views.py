"""The public form, and the page that shows the reply code once."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from comments import form_tokens, services
from comments.errors import CommentError
from comments.forms import CommentForm
from limits import services as limits
from limits.addresses import address_key, client_address
from limits.errors import TooMany
from messaging.findings import labels_of
from messaging.promises import answer_due_on
from screening import screen


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest) -> HttpResponse:
    """Take a comment and answer with its reply code; warn first when screening recognises something."""
    if request.method != "POST":
        return _show(request, CommentForm(initial={"form_token": form_tokens.new_token()}))
    form = CommentForm(request.POST)
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
        return _too_many(request, form, error)
    words = services.CommentWords(
        **{name: form.cleaned_data[name] for name in ("topic", "subject", "text", "email", "name")}
    )
    document = words.document()
    if form.cleaned_data["confirmed"] != document.content_hash():
        verdict = screen(document, seconds=settings.SCREENING_SECONDS)
        # A screening that failed warns of nothing: the form is encrypted whatever it holds.
        if verdict.strength != "clean" and verdict.findings:
            warning = labels_of(verdict.findings)
            return _show(request, form, warning=warning, warning_value=document.content_hash())
    try:
        received = services.receive(words=words, token=form.cleaned_data["form_token"])
    except CommentError as error:
        return _refuse(request, form, error)
    return _show_code(request, received)


def _refuse(request: HttpRequest, form: CommentForm, error: CommentError) -> HttpResponse:
    form.add_error(None, str(error.explanation))
    return _show(request, _with_token(request, form, form_tokens.new_token()), status=409)


def _too_many(request: HttpRequest, form: CommentForm, error: TooMany) -> HttpResponse:
    form.add_error(None, str(error.explanation))
    response = _show(request, form, status=429)
    response["Retry-After"] = str(error.retry_after_seconds)
    return response


def _show(request: HttpRequest, form: CommentForm, *, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "comments/comment_form.html", {"form": form, **more}, status=status)


def _with_token(request: HttpRequest, form: CommentForm, token: str) -> CommentForm:
    form.data = request.POST.copy()
    form.data["form_token"] = token
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
