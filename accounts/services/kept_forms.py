"""Forms that were sent when their session was over: kept sealed to their author, whose public key is all that
it takes.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import KeptForm, Person
from audit.actions import Action
from keys import envelopes
from keys.errors import CannotShow, KeysError
from keys.unlocked import UnlockedPerson
from prepared.transactions import once_more

MOST_BYTES = 500_000
MOST_OF_A_PAGE = 5
MOST_OF_A_PERSON = 25
LASTS = timedelta(days=30)
LONGEST_PATH = 200

Typed = list[tuple[str, str]]


@dataclass(frozen=True, repr=False)
class Kept:
    """What was typed into one form, as pairs of name and value, opened; kept_at: aware."""

    typed: Typed
    kept_at: datetime


@once_more
@transaction.atomic(durable=True)
def keep(*, author: UUID, path: str, typed: Typed) -> bool:
    """Seal what was typed into the form of a page to its author; tells whether it was kept.

    Nothing is kept for somebody who is disabled or for whom there is no sound key to seal it to, and nothing
    that is longer than any form takes. Each page judges what it is given back, as it does what is typed.
    """
    content = envelopes.Content(subject="", text=json.dumps(typed))
    if len(content.text) > MOST_BYTES or len(path) > LONGEST_PATH:
        return False
    if not Person.objects.filter(public_id=author, disabled_at=None).exists():
        return False
    form_id = uuid4()
    try:
        sealed = envelopes.seal_draft(content, message=form_id, author=author)
    except KeysError:
        return False
    # Added and not replaced: what an earlier one holds cannot be read here, and was promised to be kept.
    KeptForm.objects.create(
        public_id=form_id, author_id=author, path=path, sealed=sealed, kept_at=timezone.now()
    )
    of_author = KeptForm.objects.filter(author_id=author).order_by("-kept_at", "-pk")
    for forms, most in ((of_author.filter(path=path), MOST_OF_A_PAGE), (of_author, MOST_OF_A_PERSON)):
        KeptForm.objects.filter(pk__in=[form.pk for form in forms[most:]]).delete()
    audit.record(Action.FORM_KEPT, actor=author, subject=author)
    return True


def has_kept(*, author: Person, path: str) -> bool:
    """Tell whether something was kept for this author of the form of a page; one SQL query, and no key."""
    return KeptForm.objects.filter(author_id=author.public_id, path=path).exists()


def kept_of(*, author: UnlockedPerson[Person], path: str) -> list[Kept]:
    """Open what was kept for this author of the form of a page, the newest first, what was kept twice once;
    one SQL query.
    """
    found: dict[str, Kept] = {}
    forms = KeptForm.objects.filter(author_id=author.person.public_id, path=path)
    for form in forms.order_by("-kept_at", "-pk"):
        try:
            text = envelopes.open_draft(author, form.public_id, bytes(form.sealed)).text
        except CannotShow:
            continue
        typed = [(str(name), str(value)) for name, value in json.loads(text)]
        found.setdefault(text, Kept(typed, form.kept_at))
    return list(found.values())


@transaction.atomic(durable=True)
def forget(*, author: Person, path: str, up_to: datetime) -> None:
    """Delete what was kept of a form up to a moment, since it has been sent."""
    KeptForm.objects.filter(author_id=author.public_id, path=path, kept_at__lte=up_to).delete()


def forget_old() -> None:
    """Delete what nobody came back for; the worker's housekeeping calls this."""
    KeptForm.objects.filter(kept_at__lte=timezone.now() - LASTS).delete()
