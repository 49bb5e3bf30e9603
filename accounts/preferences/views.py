"""Pages on which people choose how we write to them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.navigation import safe_next, wanted_next
from accounts.preferences.forms import LanguageForm
from accounts.services import preferences
from accounts.sign_in import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: SignedInRequest) -> HttpResponse:
    """Ask in which language our e-mails shall be; pages have a switch of their own."""
    form = LanguageForm(
        request.POST if request.method == "POST" else None, initial={"language": request.user.language}
    )
    if form.is_valid():
        preferences.choose_language(person=request.user, language=form.cleaned_data["language"])
        return redirect(safe_next(request))
    context = {"form": form, "next": wanted_next(request)}
    return render(request, "accounts/language.html", context, status=400 if form.is_bound else 200)
