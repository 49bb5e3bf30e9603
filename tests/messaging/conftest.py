"""People of the tests of threads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Person, Proposal
from accounts.services import set_plain_email
from messaging.models import Regrant, Topic
from messaging.services.inviting import InvitedTo
from tests.messaging.inviting import invite
from tests.people import Account, Browser, Staff, Visitor, begin_anew, signs_in_anew


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


@pytest.fixture
def lost(account: Account) -> Browser:
    """The account's owner, who has lost everything and signed in with a new password."""
    begin_anew(account.person)
    return signs_in_anew(account.email)


@pytest.fixture
def regrant(lost: Browser, account: Account) -> Regrant:
    """What the unit is asked to do for them."""
    return Regrant.objects.get(person=account.person, ended_at=None)


@pytest.fixture
def invited(officer: Staff, topic: Topic) -> InvitedTo:
    """Somebody who called, invited by an officer who reads the PIN out and mails the code in a letter."""
    return invite(officer, topic)


@pytest.fixture
def halves(invited: InvitedTo) -> tuple[str, str]:
    """The code and the PIN."""
    assert invited.invited
    return invited.invited.token, invited.invited.pin
