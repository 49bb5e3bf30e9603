"""Keys that change at the moment in which something else happens: on two connections, whoever is first."""

from typing import Any

import pytest
from django.db import transaction

import keys.services as keys
from accounts.errors import AccountsError, ChangedElsewhere
from accounts.models import Membership, Person, Role, Unit
from accounts.services import found_unit, memberships, rotating
from accounts.services.resetting import prepare_reset, store_reset
from keys import dormant, passwords, vault
from keys.account_keys import AccountKey
from keys.errors import SlotChanged, WrongSecret
from keys.models import EpochDue, PersonKey, Slot
from keys.queries import holders_of, shown_key
from keys.unlocked import UnlockedPerson
from messaging.errors import MessagingError
from messaging.models import Message, Regrant, Thread, Topic, Vouching, Wrap
from messaging.services import regranting
from messaging.services.vouching import Vouched
from tests.meanwhile import at_once
from tests.people import (
    NEW_PASSWORD,
    PASSWORD,
    Account,
    Browser,
    Staff,
    answer_fields,
    begin_anew,
    form_fields,
    make_member,
    propose,
    signs_in_anew,
    write_comment,
)

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(4)


def key_in_use(person: Person) -> str:
    """Name a person's key in use."""
    key = shown_key(person.public_id)
    assert key
    return key.key_id


def unlocks(person: Person, *tried: str) -> UnlockedPerson[Person]:
    """Unlock by the one of these passwords that is in use."""
    for password in tried:
        try:
            return vault.unlock_with(passwords.check_password(person.public_id, password), person)
        except WrongSecret:
            continue
    raise AssertionError("nothing opens this person any more")


def account_key_of(staff: Staff) -> AccountKey:
    """Open the account key as a session holds it."""
    return passwords.check_password(staff.person.public_id, staff.password)


def rotates(staff: Staff, password: str) -> Any:
    """Prepare a rotation; gives what stores it."""
    account_key, holder = AccountKey.generate(), staff.unlocked
    slot = keys.prepare_password_slot(account_key, staff.person.public_id, password)
    return lambda: rotating.rotate(holder=holder, account_key=account_key, slot=slot, is_fit_alone=True)


def changes_password(staff: Staff, password: str) -> Any:
    """Prepare another password for the account key of a session; gives what stores it."""
    slot = keys.prepare_password_slot(account_key_of(staff), staff.person.public_id, password)

    def store() -> None:
        with transaction.atomic(durable=True):
            keys.store_slot(slot)

    return store


def resets(person: Person, password: str) -> Any:
    """Prepare a reset; gives what stores it."""
    prepared = prepare_reset(person, password)

    def store() -> None:
        with transaction.atomic(durable=True):
            store_reset(prepared, started_by=None)

    return store


def in_order(deeds: list[Any], first: int) -> list[Any]:
    """Start deeds at once, another one first each time; gives their outcomes in the order of the list."""
    turned = at_once(*deeds[first:], *deeds[:first])
    back = len(deeds) - first
    return turned[back:] + turned[:back]


@pytest.mark.parametrize("number", ROUNDS)
def test_a_password_is_changed_while_keys_rotate_and_a_unit_key_is_granted(
    officer: Staff, supervisor: Staff, unit: Unit, number: int
) -> None:
    newcomer = make_member(Role.OFFICER, "newcomer@example.org")
    home = found_unit(founder=newcomer.unlocked, name="Home of the newcomer")
    proposal = propose(supervisor, unit, newcomer)
    shown = key_in_use(newcomer.person)
    deeds = [
        rotates(newcomer, "the password of the rotation"),
        changes_password(newcomer, "the password of the change"),
        lambda: memberships.grant_proposal(
            granter=officer.unlocked, proposal=proposal, key_id=shown, compared="in_person"
        ),
    ]

    rotated, changed, granted = in_order(deeds, number % 3)

    assert sum(not isinstance(outcome, Exception) for outcome in (rotated, changed)) >= 1
    assert isinstance(changed, SlotChanged | type(None)), changed
    assert not isinstance(rotated, Exception) or isinstance(rotated, ChangedElsewhere), rotated
    assert isinstance(granted, Membership | AccountsError), granted
    unlocked = unlocks(newcomer.person, "the password of the rotation", "the password of the change")
    assert Slot.objects.filter(person=newcomer.person.public_id).count() == 1
    assert PersonKey.objects.filter(person=newcomer.person.public_id, state="active").count() == 1
    held = {home.public_id} | ({unit.public_id} if isinstance(granted, Membership) else set())
    for each in held:
        assert newcomer.person.public_id in holders_of([each])[each]
        keys_of = Unit.objects.get(public_id=each)
        EpochDue.objects.get_or_create(unit=each, defaults={"since": "2026-01-01T00:00Z"})
        assert memberships.renew_unit_key(holder=unlocked, unit=keys_of)


@pytest.mark.parametrize("number", ROUNDS)
def test_a_next_epoch_is_made_while_a_member_rotates(
    officer: Staff, colleague: Staff, unit: Unit, number: int
) -> None:
    EpochDue.objects.create(unit=unit.public_id, since="2026-01-01T00:00Z")

    rotated, _made = in_order(
        [
            rotates(colleague, NEW_PASSWORD),
            lambda: memberships.renew_unit_key(holder=officer.unlocked, unit=unit),
        ],
        number % 2,
    )

    assert not isinstance(rotated, Exception), rotated
    assert holders_of([unit.public_id])[unit.public_id] == {
        officer.person.public_id,
        colleague.person.public_id,
    }
    unlocked = unlocks(colleague.person, NEW_PASSWORD)
    with transaction.atomic():
        keys.make_unit_epoch(founder=unlocked, unit=unit.public_id)


@pytest.mark.parametrize("number", ROUNDS)
def test_of_a_rotation_and_a_reset_at_once_one_way_in_is_left(colleague: Staff, number: int) -> None:
    in_order([rotates(colleague, "rotated away"), resets(colleague.person, NEW_PASSWORD)], number % 2)

    unlocks(colleague.person, "rotated away", NEW_PASSWORD)
    awake = Slot.objects.filter(person=colleague.person.public_id, dormant_at=None)
    assert awake.count() == 1


@pytest.mark.parametrize("number", ROUNDS)
def test_an_answer_that_is_sent_while_its_taxpayer_is_reset_is_locked_from_the_new_keys(
    officer: Staff, account: Account, number: int
) -> None:
    desk = officer.signs_in()
    fields = {**answer_fields(desk, account.thread), "text": "Meanwhile an answer", "action": "send"}

    answered, was_reset = in_order(
        [
            lambda: desk.post(account.thread.get_absolute_url(), fields),
            resets(account.person, NEW_PASSWORD),
        ],
        number % 2,
    )

    assert (answered.status_code, was_reset) == (302, None)
    assert Thread.objects.get(pk=account.thread.pk).is_locked
    assert not Wrap.objects.filter(key_id=key_in_use(account.person)).exists()
    assert Message.objects.filter(thread=account.thread).count() == 2


@pytest.mark.parametrize("number", ROUNDS)
def test_what_is_begun_or_added_while_its_author_is_reset_does_not_open_to_the_new_keys(
    account: Account, topic: Topic, number: int
) -> None:
    visitor = write_comment(topic, text="Words of a code")
    home, adder = account.signs_in(), account.signs_in()
    hidden = form_fields(home.get("/comment/").content.decode())
    comment = {"topic": str(topic.public_id), "subject": "Begun", "text": "Just now", **hidden}

    begun, added, was_reset = in_order(
        [
            lambda: home.post("/comment/", comment),
            lambda: adder.post("/threads/add/", {"code": visitor.reply_code}),
            resets(account.person, NEW_PASSWORD),
        ],
        number % 3,
    )

    assert was_reset is None
    assert not isinstance(begun, Exception), begun
    assert not isinstance(added, Exception), added
    assert not Wrap.objects.filter(key_id=key_in_use(account.person)).exists()
    for thread in Thread.objects.filter(taxpayer=account.person):
        assert thread.is_locked


@pytest.mark.parametrize("number", ROUNDS)
def test_threads_are_opened_to_the_key_that_was_shown_or_stay_locked(
    officer: Staff, account: Account, number: int
) -> None:
    begin_anew(account.person)
    regrant, shown = Regrant.objects.get(), key_in_use(account.person)

    opened, was_reset = in_order(
        [
            lambda: regranting.regrant(
                granter=officer.unlocked,
                regrant=regrant,
                key_id=shown,
                vouched=Vouched(Vouching.Means.CALL, "Called."),
            ),
            resets(account.person, "another way to begin again"),
        ],
        number % 2,
    )

    assert was_reset is None
    assert opened == 1 or isinstance(opened, MessagingError), opened
    assert Thread.objects.get(pk=account.thread.pk).is_locked
    assert Regrant.objects.filter(ended_at=None).count() == 1
    assert not Wrap.objects.filter(key_id=key_in_use(account.person)).exists()


def test_of_two_who_type_the_code_of_a_letter_at_once_one_is_taken(officer: Staff, account: Account) -> None:
    begin_anew(account.person)
    code = regranting.make_letter(member=officer.person, regrant=Regrant.objects.get()).text
    browsers: list[Browser] = [signs_in_anew(account.email) for _ in range(3)]

    statuses = [
        answer.status_code
        for answer in at_once(
            *(lambda b=browser: b.post("/threads/locked/", {"code": code}) for browser in browsers)
        )
    ]

    assert sorted(statuses) == [302, 400, 400]


def test_an_old_password_that_is_typed_twice_at_once_revives_once(account: Account) -> None:
    begin_anew(account.person)
    browsers = [signs_in_anew(account.email) for _ in range(2)]

    answers = at_once(
        *(lambda b=browser: b.post("/account/earlier/", {"secret": PASSWORD}) for browser in browsers)
    )

    # The second finds nothing dormant any more, or a slot that has just gone.
    assert 302 in [answer.status_code for answer in answers]
    assert {answer.status_code for answer in answers} <= {302, 400, 404, 409}
    assert not Slot.objects.filter(dormant_at__isnull=False).exists()
    with pytest.raises(WrongSecret):
        dormant.open_with(account.person.public_id, PASSWORD)
    assert not Thread.objects.get(pk=account.thread.pk).is_locked


def test_wrong_codes_at_once_use_up_a_try_each(officer: Staff, account: Account) -> None:
    begin_anew(account.person)
    regranting.make_letter(member=officer.person, regrant=Regrant.objects.get())
    browsers = [signs_in_anew(account.email) for _ in range(4)]

    at_once(*(lambda b=browser: b.post("/threads/locked/", {"code": "0" * 16}) for browser in browsers))

    assert Regrant.objects.get().code_tries_left == 6
