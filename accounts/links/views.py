"""The pages of the link by which somebody signs in after too many failures."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import asking
from accounts.errors import WrongLink
from accounts.links.forms import AskForLinkForm, FollowLinkForm
from accounts.services import sign_in_links
from limits import services as limits
from limits.addresses import address_key, client_address
from limits.answers import postponed
from limits.errors import TooMany


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Have a link mailed to whoever signs in with an address; nobody learns whether somebody does."""
    form = AskForLinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        address = form.cleaned_data["email"]
        asking.way_in(request, address=address, scope="link_mail", promise=sign_in_links.ask)
        return redirect(f"{reverse('ask_for_link')}?sent=1")
    status = 400 if form.is_bound else 200
    context = {"form": form, "is_sent": "sent" in request.GET and not form.is_bound}
    return render(request, "accounts/links/ask.html", context, status=status)


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Take the code of a mailed link; only the button uses it, and looking does nothing."""
    form = FollowLinkForm(request.POST if request.method == "POST" else None)
    refusal: Exception | None = None
    if form.is_valid():
        key = address_key(client_address(request))
        try:
            with limits.beyond_guessing("account_code", key, wrong=WrongLink):
                sign_in_links.follow(request, typed=form.cleaned_data["code"])
        except (WrongLink, TooMany) as error:
            form.add_error("code", str(error.explanation))
            refusal = error
        else:
            return redirect(f"{reverse('sign_in')}?link=1")
    status = 400 if form.is_bound else 200
    return postponed(render(request, "accounts/links/follow.html", {"form": form}, status=status), refusal)
