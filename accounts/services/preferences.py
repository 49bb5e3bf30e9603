"""What people choose about how we write to them."""

from django.db import transaction

import audit.services as audit
from accounts.models import Person
from audit.actions import Action


@transaction.atomic(durable=True)
def choose_language(*, person: Person, language: str) -> None:
    """Write to a person in another language from now on; mail that waits already stays as it is.

    language: one of `settings.LANGUAGES`.
    """
    changed = Person.objects.filter(pk=person.pk).exclude(language=language)
    if changed.update(language=language):
        audit.record(Action.LANGUAGE_CHOSEN, actor=person.public_id, subject=person.public_id)
