"""Our side of django-allauth: what happens at the end of a sign-in, and what is closed."""

from typing import cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import clear_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import factors, half_way, proofs, sign_in
from accounts.models import Person
from accounts.navigation import wanted_next
from audit.actions import Action


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Begins our session after allauth's, and keeps sign-up closed."""

    error_messages = {  # noqa: RUF012  # allauth declares it without ClassVar
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "That e-mail address and password do not match. Check both and try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell that nobody signs up here by themselves."""
        return False

    def pre_login(self, request: HttpRequest, user: object, **login: object) -> HttpResponse | None:
        """Send on to the second step whoever's password alone does not let them in."""
        person = cast(Person, user)
        refused = cast(HttpResponse | None, super().pre_login(request, person, **login))
        if refused is not None or not factors.asks_for_second(person):
            return refused
        half_way.begin(
            request,
            person,
            person.account_key,
            first=proofs.Kind.PASSWORD,
            next_page=wanted_next(request),
        )
        del person.account_key
        return redirect("second_step")

    def login(self, request: HttpRequest, user: object) -> None:
        """Renew the session and seal the account key, which the backend has opened, into it."""
        person = cast(Person, user)
        super().login(request, person)
        # allauth would keep the address that was typed, in clear.
        clear_authentication_records(request)
        sign_in.begin_session(
            request, person, person.account_key, action=Action.SIGNED_IN, proof=proofs.Kind.PASSWORD
        )
        del person.account_key
