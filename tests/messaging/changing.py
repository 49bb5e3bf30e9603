"""What may change while an answer waits for a second member."""

from django.utils import timezone

from accounts.models import Person
from accounts.services import notice_addresses, set_plain_email
from messaging.models import ReleaseRequest
from tests.messaging.plain_mail import shown
from tests.people import Staff, Visitor, send_text, write_comment


def new_message(visitor: Visitor, _officer: Staff) -> None:
    send_text(visitor.opens_with_code(), visitor.thread, "One more thing.")


def own_answer(visitor: Visitor, officer: Staff) -> None:
    send_text(officer.signs_in(), visitor.thread, "Please come in.")


def not_allowed(visitor: Visitor, _officer: Staff) -> None:
    set_plain_email(actor=None, unit=visitor.thread.unit, is_allowed=False)


def taken_back(visitor: Visitor, _officer: Staff) -> None:
    notice_addresses.withdraw(person=visitor.person)


def other_address(visitor: Visitor, _officer: Staff) -> None:
    Person.objects.filter(pk=visitor.person.pk).update(notice_address="somebody.else@example.org")


def sealed_for_another(visitor: Visitor, officer: Staff) -> None:
    """Put the sealed words of another request into this one's row."""
    first = ReleaseRequest.objects.get()
    thread = write_comment(visitor.thread.topic, email="other@example.org").thread
    Person.objects.filter(pk=thread.taxpayer_id).update(notice_address_confirmed_at=timezone.now())
    form, _page = shown(officer.signs_in(), thread, "You were born in 1971.")
    officer.signs_in().post(thread.get_absolute_url(), {**form, "reason": "x", "action": "ask"})
    other = ReleaseRequest.objects.latest("pk")
    ReleaseRequest.objects.filter(pk=first.pk).update(sealed=bytes(other.sealed))
