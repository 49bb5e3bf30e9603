"""Pages about mail that came in, for the members of the unit that it is sealed to."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import factors
from accounts.sign_in import SignedInRequest
from comments.errors import CommentError
from comments.mail_in import pages, queries
from comments.mail_in.errors import CannotOpenMail
from comments.mail_in.forms import PutAwayForm
from comments.mail_in.services import deciding
from messaging.restricting.views import ask_for_factor
from prepared import pager


def about_mail(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the mail that a page is about; what belongs to a restricted thread opens as that thread does."""

    @wraps(page)
    def with_mail(request: SignedInRequest, public_id: UUID, **rest: Any) -> HttpResponse:
        found: Any = queries.visible_mail(request.user, public_id)
        if found is None:
            raise Http404
        thread = found.thread
        if thread and thread.restricted_at is not None and not factors.opens_restricted(request):
            return ask_for_factor(request, thread)
        return page(request, found, **rest)

    return with_mail


@require_safe
def incoming(request: SignedInRequest) -> HttpResponse:
    """List the mail that waits for somebody of the person's units."""
    if not request.user.works_in_units:
        raise Http404
    place = pager.place_asked(request.GET)
    mails, following = queries.parked_page(request.user, before=place)
    context = {
        "mails": mails,
        **pager.links(reverse("incoming"), place=place, following=following),
        "was_put_away": "done" in request.GET,
    }
    return render(request, "comments/mail_in/list.html", context)


@require_safe
def thread_mail(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Go to the mail with which a thread began."""
    mail = queries.mail_of_thread(request.user, public_id)
    if mail is None:
        raise Http404
    return redirect("incoming_mail", public_id=mail)


@require_http_methods(["GET", "HEAD", "POST"])
@about_mail
def incoming_mail(request: SignedInRequest, found: Any) -> HttpResponse:
    """Show a mail and what is known of its sender; a POST puts a parked one away."""
    if request.method != "POST":
        return _show(request, found, PutAwayForm())
    form = PutAwayForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=400)
    try:
        deciding.put_away(member=request.user, mail=found, why=form.cleaned_data["why"])
    except CommentError as error:
        return _show(request, found, form, refusal=str(error.explanation), status=409)
    return redirect(f"{reverse('incoming')}?done=1")


@require_POST
@about_mail
def incoming_thread(request: SignedInRequest, found: Any) -> HttpResponse:
    """Begin a conversation with a parked mail."""
    try:
        thread = deciding.make_thread(member=request.unlocked, mail=found)
    except CommentError as error:
        return _show(request, found, PutAwayForm(), refusal=str(error.explanation), status=409)
    return redirect(thread)


@require_safe
@about_mail
def incoming_original(request: SignedInRequest, found: Any) -> HttpResponse:
    """Give the mail as it came, as a file that browsers only keep."""
    try:
        raw = deciding.original_of(member=request.unlocked, mail=found)
    except CannotOpenMail:
        raise Http404 from None
    return _kept(f"{found.public_id}.eml", raw)


@require_safe
@about_mail
def incoming_file(request: SignedInRequest, found: Any, file_id: UUID) -> HttpResponse:
    """Give a file of a mail, as browsers only keep it."""
    try:
        file = deciding.file_of(member=request.unlocked, mail=found, file=file_id)
    except CannotOpenMail:
        raise Http404 from None
    return _kept(file.name, file.content)


KEPT_POLICY = "base-uri 'none'; default-src 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


def _kept(name: str, content: bytes) -> HttpResponse:
    """Answer with a file that no browser opens by itself; and where one did, it could do nothing."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Security-Policy"] = KEPT_POLICY
    return response


def _show(
    request: SignedInRequest, found: Any, form: PutAwayForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    try:
        opened = deciding.open_mail(member=request.unlocked, mail=found)
    except CannotOpenMail:
        opened = None
    context = {
        "mail": queries.described(found),
        "sender": pages.sender_of(opened.facts) if opened else None,
        "files": pages.files_of(opened.facts, found.public_id) if opened else [],
        "words": pages.words_of(opened) if opened else None,
        "thread_url": found.thread.get_absolute_url() if found.thread else "",
        "form": form,
        "refusal": refusal,
    }
    return render(request, "comments/mail_in/mail.html", context, status=status)
