"""People are told by mail what happened to the security of their account, at every address of theirs."""

import pytest
from django.db import transaction

from accounts.services.telling import tell
from notices.errors import OutsideTransaction
from notices.models import Notice
from tests.people import make_account, write_comment


def told(kind: Notice.Kind) -> list[str]:
    """List the addresses that were promised a mail of this kind."""
    return sorted(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def test_an_account_that_is_made_is_told_to_the_address_of_before_and_to_its_own(taxpayer):
    make_account(taxpayer, "new@example.org")

    assert told(Notice.Kind.ACCOUNT_MADE) == ["new@example.org", "visitor@example.org"]


def test_one_address_is_told_once_however_it_was_typed(topic):
    visitor = write_comment(topic, email="New@Example.org")

    make_account(visitor, "new@example.org")

    assert told(Notice.Kind.ACCOUNT_MADE) == ["new@example.org"]


def test_who_ends_the_reply_code_is_told_once(account):
    browser = account.signs_in()

    for _ in range(2):
        browser.post("/account/end-code/")

    assert told(Notice.Kind.REPLY_CODE_ENDED) == [account.email]


def test_whose_thread_goes_to_an_account_is_told_where_its_notices_went(account, taxpayer, other_taxpayer):
    browser = account.signs_in()

    for visitor in (taxpayer, other_taxpayer):
        assert browser.post("/threads/add/", {"code": visitor.reply_code}).status_code == 302

    assert told(Notice.Kind.THREAD_ADOPTED) == ["visitor@example.org"]


@pytest.mark.django_db
def test_the_same_may_happen_again_and_both_addresses_hear_of_it(account):
    account.person.refresh_from_db()

    for _ in range(2):
        with transaction.atomic():
            tell(account.person, Notice.Kind.ADDRESS_CHANGED, also_to=["old@example.org"])

    assert told(Notice.Kind.ADDRESS_CHANGED) == [account.email] * 2 + ["old@example.org"] * 2


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_of_what_did_not_happen(account):
    with transaction.atomic():
        tell(account.person, Notice.Kind.PASSWORD_CHANGED)
        transaction.set_rollback(True)

    assert told(Notice.Kind.PASSWORD_CHANGED) == []
    with pytest.raises(OutsideTransaction):
        tell(account.person, Notice.Kind.PASSWORD_CHANGED)


def test_nothing_else_is_mailed_this_way(account):
    with pytest.raises(ValueError, match="message_waiting"):
        tell(account.person, Notice.Kind.MESSAGE_WAITING)
