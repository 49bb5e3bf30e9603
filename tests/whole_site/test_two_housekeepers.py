"""Two workers keep house at the same moment: what is due is done once, whatever both have seen."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Person
from accounts.services.unused import look_after_unused
from audit.actions import Action
from comments.mail_in.services.deciding import put_away_automatic
from comments.models import IncomingMail
from messaging.models import ReleaseRequest, Representation, Topic
from messaging.services.ending_releases import expire_requests
from messaging.services.representing import end_what_ran_out
from notices.models import Notice, Outbox
from notices.states import NOTICE_WORK
from tests.accounts.test_unused_accounts import is_disabled, last_used
from tests.comments.mail_in.making import parked_mail
from tests.meanwhile import abreast
from tests.messaging.releasing import asked
from tests.messaging.test_representing import name_helper
from tests.people import Account, Staff, Visitor, make_account, write_comment
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_way(unit: Any, taxpayer: Visitor) -> Visitor:
    """The taxpayer, whose address is confirmed, of a unit that allows plain e-mail."""
    unit.allows_plain_email = True
    unit.save(update_fields=["allows_plain_email"])
    Person.objects.filter(pk=taxpayer.person.pk).update(notice_address_confirmed_at=timezone.now())
    taxpayer.person.refresh_from_db()
    return taxpayer


@pytest.fixture
def let_in(topic: Topic, account: Account) -> Representation:
    """Somebody with an account of their own reads and answers a thread of the account, until a moment ago."""
    helper = make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")
    assert name_helper(account.signs_in(), account.thread, helper).status_code == 302
    Representation.objects.update(until=timezone.now() - timedelta(seconds=1))
    return Representation.objects.get()


def mails(kind: Notice.Kind) -> tuple[int, int]:
    """Count the notices of a kind, and the pieces of work that mail them."""
    ids = list(Notice.objects.filter(kind=kind).values_list("public_id", flat=True))
    return len(ids), Outbox.objects.filter(kind=NOTICE_WORK, subject__in=ids).count()


def test_who_does_not_use_their_account_is_told_once(colleague: Staff, caplog: Any) -> None:
    last_used(colleague, 107)

    answers = abreast(look_after_unused, after="accounts_person", reads=2)

    assert answers == [None, None]
    assert "accounts.unused.failed" not in caplog.text
    assert mails(Notice.Kind.ACCOUNT_UNUSED) == (1, 1)
    assert times_recorded(Action.UNUSED_TOLD, subject=colleague.person.public_id) == [1]


def test_an_account_that_nobody_uses_is_disabled_once(colleague: Staff, caplog: Any) -> None:
    last_used(colleague, 120, told=14)

    answers = abreast(look_after_unused, after="accounts_person", reads=3)

    assert answers == [None, None]
    assert "accounts.unused.failed" not in caplog.text
    assert is_disabled(colleague)
    assert mails(Notice.Kind.ACCOUNT_DISABLED) == (1, 1)
    assert times_recorded(Action.PERSON_DISABLED, subject=colleague.person.public_id) == [1]


def test_what_nobody_released_in_time_expires_once(officer: Staff, open_way: Visitor) -> None:
    request = asked(officer, open_way)

    with time_machine.travel(timezone.now() + timedelta(days=4), tick=True):
        ended = abreast(expire_requests, after="messaging_releaserequest", reads=1)

    assert set(ended) == {0, 1}
    assert ReleaseRequest.objects.get().state == ReleaseRequest.State.EXPIRED
    assert times_recorded(Action.RELEASE_EXPIRED, subject=request.public_id) == [1]


@pytest.mark.parametrize("has_threads", [True, False])
def test_who_represented_somebody_until_today_ends_once(
    account: Account, let_in: Representation, has_threads: bool
) -> None:
    if not has_threads:
        # As of one about a topic, all of whose threads have gone to somebody else's account.
        let_in.threads.clear()

    answers = abreast(end_what_ran_out, after="messaging_representation", reads=2)

    assert answers == [None, None]
    assert Representation.objects.get().ended_at is not None
    # To each of the two.
    assert mails(Notice.Kind.REPRESENTATIVE_ENDED) == (2, 2)
    assert times_recorded(Action.REPRESENTATIVE_ENDED, subject=account.person.public_id) == [1]


def test_mail_of_programs_that_nobody_looked_at_is_put_away_once(topic: Topic, settings: Any) -> None:
    mail = parked_mail(topic)
    long_ago = timezone.now() - settings.MAIL_IN_AUTOMATIC_KEPT - timedelta(hours=1)
    IncomingMail.objects.update(received_at=long_ago)

    erased = abreast(put_away_automatic, after="comments_incomingmail", reads=2)

    assert set(erased) == {0, 1}
    assert IncomingMail.objects.get().state == IncomingMail.State.DISCARDED
    assert times_recorded(Action.MAIL_DISCARDED, subject=mail.public_id) == [1]
