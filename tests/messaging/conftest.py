"""People of the tests of threads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Person, Proposal
from accounts.services import set_plain_email
from tests.people import Staff, Visitor


@pytest.fixture
def open_way(unit, taxpayer: Visitor) -> Visitor:
    """The taxpayer, whose address is confirmed, of a unit that allows plain e-mail."""
    set_plain_email(actor=None, unit=unit, is_allowed=True)
    Person.objects.filter(pk=taxpayer.person.pk).update(notice_address_confirmed_at=timezone.now())
    taxpayer.person.refresh_from_db()
    return taxpayer


@pytest.fixture
def long_standing(officer: Staff, colleague: Staff, unit) -> Staff:
    """The colleague, who was let in by the officer long ago."""
    Proposal.objects.filter(person=colleague.person).update(ended_at=timezone.now() - timedelta(days=30))
    return colleague
