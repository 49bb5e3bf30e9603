"""The pages of the agency's own sign-in, in the states that need no provider."""

from typing import Any

from django.utils import timezone

from accounts.models import StaffIdentity
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, sign_in
from tests.people import Staff


def test_the_agencys_sign_in_in_every_state(chrome: Chrome, officer: Staff, settings: Any) -> None:
    settings.OIDC_ISSUER, settings.OIDC_NAME = "http://localhost:1", "the Example ID"
    look, page = Look(), chrome.window()
    page.goto("/sign-in/")
    look.at(page, "sign in, with the agency's sign-in")
    page.goto("/sign-in/agency/back/?state=unknown&code=unknown")
    look.at(page, "an answer that is refused")
    sign_in(page, officer)
    page.goto("/account/agency-sign-in/")
    look.at(page, "no account linked")
    StaffIdentity.objects.create(
        person=officer.person, issuer=settings.OIDC_ISSUER, subject="worker-1", linked_at=timezone.now()
    )
    page.reload()
    look.at(page, "an account linked")

    assert look.faults == []
