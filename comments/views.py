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
        return _show(request, form, status=400)
    words = services.CommentWords(
        **{name: form.cleaned_data[name] for name in ("topic", "subject", "text", "email", "name")}
    )
    document = words.document()
    if form.cleaned_data["confirmed"] != document.content_hash():
        verdict = screen(document, seconds=settings.SCREENING_SECONDS)
        if verdict.strength != "clean":
            return _show(
                request, form, warning=labels_of(verdict.findings), warning_value=document.content_hash()
            )
    try:
        limits.spend("comment", address_key(client_address(request)))
        received = services.receive(words=words, token=form.cleaned_data["form_token"])
    except TooMany as error:
        form.add_error(None, str(error.explanation))
        response = _show(request, form, status=429)
        response["Retry-After"] = str(error.retry_after_seconds)
        return response
    except CommentError as error:
        form.add_error(None, str(error.explanation))
        return _show(request, _with_fresh_token(form), status=409)
    return _show_code(request, received)


def _show(request: HttpRequest, form: CommentForm, *, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "comments/comment_form.html", {"form": form, **more}, status=status)


def _with_fresh_token(form: CommentForm) -> CommentForm:
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["form_token"] = form_tokens.new_token()  # type: ignore[index]
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
