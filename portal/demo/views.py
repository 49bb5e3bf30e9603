"""Pages on which whoever tries the demo reads the mail that it would have sent."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.demo import mails


@require_safe
@login_not_required
def demo_mail(request: HttpRequest) -> HttpResponse:
    """List caught mail, newest first."""
    return render(request, "portal/demo_mail.html", {"mails": mails.newest(settings.DEMO_MAIL_DIRECTORY)})


@require_safe
@login_not_required
def demo_mail_item(request: HttpRequest, name: str) -> HttpResponse:
    """Show one caught mail."""
    mail = mails.find(settings.DEMO_MAIL_DIRECTORY, name)
    if mail is None:
        raise Http404
    return render(request, "portal/demo_mail_item.html", {"mail": {**vars(mail), "from": mail.sender}})
