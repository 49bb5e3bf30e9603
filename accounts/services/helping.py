"""What administrators look at of somebody of the public who has an account.

They find it by its whole address and by nothing else, and every look is in the audit log. What they do then
is in `access` and `password_resets`, as for staff, and takes one of the reasons here: what they were told
stays out of the log.
"""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

import audit.services as audit
from accounts.errors import NotPermitted
from accounts.helping.queries import AccountPage, account_page
from accounts.models import Person
from accounts.permissions import accounts_managed_by
from audit.actions import Action
from limits import services as limits
from limits.addresses import address_key


class HowAsked(models.TextChoices):
    """How the owner of an account asked for something, and what was done to make sure that it was them."""

    CALL = "call", _("They called, and we called back on a number that we had already")
    IN_PERSON = "in_person", _("They came in person and showed a document")
    LETTER = "letter", _("They wrote a signed letter, and we compared the signature")
    UNIT = "unit", _("A unit that answers them has made sure who they are")


class WhyDisabled(models.TextChoices):
    """Why nobody is to come in by an account any more."""

    ASKED = "asked", _("The owner asked for it")
    MISUSED = "misused", _("Somebody else may be using it")
    DIED = "died", _("The owner has died")
    OTHER_ACCOUNT = "other_account", _("The owner has another account")


def find(*, actor: Person, address: str) -> Person | None:
    """Find the account of the public that has this address; None when there is none.

    address: whole and folded. Both answers are recorded, and count: nobody finds out who of a long list has
    an account. Raises NotPermitted, limits.errors.TooMany.
    """
    limits.spend("account_search", address_key(str(actor.public_id)))
    return _find(actor, address)


@transaction.atomic(durable=True)
def open_account(*, actor: Person, person: Person) -> AccountPage:
    """Show what an administrator may know of an account, and record that they looked; raises NotPermitted."""
    if not actor.is_active or not accounts_managed_by(actor).contains(person):
        raise NotPermitted
    audit.record(Action.ACCOUNT_SEEN, actor=actor.public_id, subject=person.public_id)
    return account_page(person)


@transaction.atomic(durable=True)
def _find(actor: Person, address: str) -> Person | None:
    if not actor.is_active or not actor.manages_people:
        raise NotPermitted
    found = accounts_managed_by(actor).filter(email=address).first()
    audit.record(
        Action.ACCOUNT_LOOKED_FOR,
        actor=actor.public_id,
        subject=found.public_id if found else None,
        details={"found": int(found is not None)},
    )
    return found
