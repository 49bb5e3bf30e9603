"""Generations of a person's keys: rotated, reset, revived, and who reads what then."""

from uuid import UUID, uuid4

import pytest
from django.db import transaction

from audit.actions import Action
from encryption.codes import ReplyCode
from keys import dormant, envelopes, passwords, queries, reply_codes, services
from keys.account_keys import AccountKey
from keys.errors import SlotChanged, WrongSecret
from keys.models import EpochDue, Grant, PersonKey, Side, Slot
from tests.keys.custody import Member, grant, make_person, make_unit, texts, write, write_thread
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db
OLD, NEW = "the password of before", "the password from now on"
CODE = ReplyCode.from_form_secret(b"the secret of this form")


@pytest.fixture
def writer() -> Member:
    """Somebody of the public with a password and a reply code."""
    member = make_person(OLD)
    add_code(member, CODE)
    return member


def add_code(member: Member, code: ReplyCode) -> None:
    """Let a reply code open somebody."""
    with transaction.atomic():
        services.add_reply_code_slot(member.account_key, member.public_id, code)


def rotate(member: Member, password: str = NEW) -> Member:
    """Change account key and generation; gives the person as they unlock from then on."""
    account_key = AccountKey.generate()
    holder = member.unlocks()
    slot = services.prepare_password_slot(account_key, member.public_id, password)
    with transaction.atomic():
        services.rotate_keys(holder=holder, account_key=account_key, slot=slot)
    return Member(member.person, account_key)


def reset(member: Member, password: str = NEW) -> Member:
    """Begin anew without any slot; gives the person as they unlock from then on."""
    account_key = AccountKey.generate()
    slot = services.prepare_reset_slot(account_key, member.public_id, password)
    with transaction.atomic():
        services.reset_keys(person=member.public_id, account_key=account_key, slot=slot)
    return Member(member.person, account_key)


def revive(member: Member, typed: str) -> list[str]:
    """Type an old secret while one is signed in."""
    slot_id, old = dormant.open_with(member.public_id, typed)
    with transaction.atomic():
        return services.revive(
            holder=member.unlocks(), account_key=member.account_key, old=old, slot_id=slot_id
        )


def reads(member: Member, rows: list[envelopes.Stored]) -> bool:
    """Tell whether somebody reads all of these messages."""
    return None not in texts(envelopes.open_messages(member.unlocks(), rows))


def test_after_a_rotation_everything_is_readable_and_nothing_of_before_opens(
    writer: Member, holder: Member, desk: UUID
) -> None:
    rows = write_thread(writer, holder, desk, messages=3)

    rotated = rotate(writer)

    rows.append(write(holder, to=[rotated], unit=desk, after=rows[-1]))
    assert reads(rotated, rows)
    assert passwords.check_password(writer.public_id, NEW).secret == rotated.account_key.secret
    for refused in (
        lambda: passwords.check_password(writer.public_id, OLD),
        lambda: reply_codes.find(CODE.text),
        lambda: writer.unlocks(),
        lambda: dormant.open_with(writer.public_id, OLD),
        lambda: dormant.open_with(writer.public_id, CODE.text),
    ):
        with pytest.raises(WrongSecret):
            refused()
    assert Slot.objects.filter(person=writer.public_id).count() == 1


def test_a_rotated_key_follows_the_one_before_and_is_sealed_to(
    writer: Member, holder: Member, desk: UUID
) -> None:
    before = writer.unlocks().signing_key.key_id
    first = write(writer, to=[writer], unit=desk)

    rotated = rotate(rotate(writer))

    row = write(holder, to=[rotated], unit=desk, after=first)
    newest = PersonKey.objects.get(person=writer.public_id, state=PersonKey.State.ACTIVE)
    assert newest.generation == 3
    assert before not in row.wraps
    assert newest.key_id in row.wraps
    assert len(rotated.unlocks().private_keys) == 3


def test_an_officers_unit_keys_go_with_a_rotation_and_get_a_next_epoch(
    holder: Member, citizen: Member, desk: UUID
) -> None:
    rows = [write(citizen, to=[citizen], unit=desk)]
    before = holder.unlocks().signing_key

    rotated = rotate(holder)

    assert reads(rotated, rows)
    assert queries.holders_of([desk]) == {desk: {holder.public_id}}
    assert EpochDue.objects.filter(unit=desk).exists()
    assert not Grant.objects.filter(person_key_id=before.key_id).exists()
    make_unit(rotated, unit=desk)
    assert reads(rotated, [write(citizen, to=[citizen], unit=desk)])


def test_a_unit_key_of_every_epoch_that_was_granted_goes_along(
    holder: Member, colleague: Member, citizen: Member, desk: UUID
) -> None:
    rows = [write(citizen, to=[citizen], unit=desk)]
    grant(holder, desk, colleague)
    make_unit(holder, unit=desk)
    left_behind = write(citizen, to=[citizen], unit=desk)

    rotated = rotate(colleague)

    assert reads(rotated, rows)
    assert not reads(rotated, [left_behind])


def test_a_slot_of_the_account_key_before_is_not_stored(writer: Member) -> None:
    late = services.prepare_password_slot(writer.account_key, writer.public_id, "typed meanwhile")
    rotated = rotate(writer)
    later = services.prepare_password_slot(writer.account_key, writer.public_id, "typed with an old session")

    for prepared in (late, later):
        with pytest.raises(SlotChanged), transaction.atomic():
            services.store_slot(prepared)

    assert passwords.check_password(writer.public_id, NEW).secret == rotated.account_key.secret


def test_of_two_rotations_by_one_session_the_second_is_refused(writer: Member) -> None:
    twice = writer.unlocks()
    rotated = rotate(writer)
    account_key = AccountKey.generate()
    slot = services.prepare_password_slot(account_key, writer.public_id, "another")

    with pytest.raises(SlotChanged), transaction.atomic():
        services.rotate_keys(holder=twice, account_key=account_key, slot=slot)

    assert rotated.unlocks()


def test_a_reset_leaves_an_empty_account(writer: Member, holder: Member, desk: UUID) -> None:
    rows = write_thread(writer, holder, desk, messages=2)

    anew = reset(writer)

    assert texts(envelopes.open_messages(anew.unlocks(), rows)) == [None, None]
    assert passwords.check_password(writer.public_id, NEW).secret == anew.account_key.secret
    for refused in (
        lambda: passwords.check_password(writer.public_id, OLD),
        lambda: reply_codes.find(CODE.text),
        lambda: writer.unlocks(),
    ):
        with pytest.raises(WrongSecret):
            refused()
    assert queries.with_password([writer.public_id]) == {writer.public_id}
    assert times_recorded(Action.ACCOUNT_KEY_RESET, subject=writer.public_id) == [1]


@pytest.mark.parametrize("old_secret", [OLD, "code"])
def test_an_old_slot_that_turns_up_revives_what_it_opened(
    writer: Member, holder: Member, desk: UUID, old_secret: str
) -> None:
    rows = write_thread(writer, holder, desk, messages=2)
    anew = reset(writer)

    revived = revive(anew, CODE.text if old_secret == "code" else old_secret)

    assert revived == [writer_key(writer, 1)]
    assert reads(anew, rows)
    assert times_recorded(Action.PERSON_KEY_REVIVED, subject=writer.public_id) == [1]
    # What had waited with it is not needed any more, and opens nothing.
    assert not Slot.objects.filter(person=writer.public_id, dormant_at__isnull=False).exists()


def writer_key(member: Member, generation: int) -> str:
    """Name one generation."""
    return PersonKey.objects.get(person=member.public_id, generation=generation).key_id


def test_each_reset_waits_for_slots_of_its_own(writer: Member, holder: Member, desk: UUID) -> None:
    first = write_thread(writer, holder, desk, messages=1)
    second_life = reset(writer, "the second password")
    second = write_thread(second_life, holder, desk, messages=1)
    third_life = reset(second_life, "the third password")

    revive(third_life, "the second password")

    assert reads(third_life, second)
    assert not reads(third_life, first)
    revive(third_life, OLD)
    assert reads(third_life, first)


def test_what_never_opened_revives_nothing(writer: Member, stranger: Member) -> None:
    anew = reset(writer)

    for typed in ("something else", "", "AAAA-AAAA-AAAA-AAAA-AAAA"):
        with pytest.raises(WrongSecret):
            dormant.open_with(writer.public_id, typed)
    with pytest.raises(WrongSecret):
        dormant.open_with(stranger.public_id, OLD)
    with pytest.raises(WrongSecret):
        # The password in use is no old one.
        dormant.open_with(anew.public_id, NEW)


def test_after_a_rotation_a_dormant_password_is_gone_and_a_dormant_code_still_waits(
    writer: Member, holder: Member, desk: UUID
) -> None:
    rows = write_thread(writer, holder, desk, messages=1)
    anew = rotate(reset(writer), "after the alarm")

    with pytest.raises(WrongSecret):
        dormant.open_with(writer.public_id, OLD)

    revive(anew, CODE.text)
    assert reads(anew, rows)


def test_an_officer_who_was_reset_holds_no_unit_key_until_an_old_slot_turns_up(
    citizen: Member, colleague: Member
) -> None:
    officer = make_person(OLD, side=Side.AGENCY)
    desk = make_unit(officer)
    grant(officer, desk, colleague)
    rows = [write(citizen, to=[citizen], unit=desk)]

    anew = reset(officer)

    assert queries.holders_of([desk]) == {desk: {colleague.public_id}}
    assert not reads(anew, rows)
    revive(anew, OLD)
    assert reads(anew, rows)
    assert queries.holders_of([desk]) == {desk: {colleague.public_id, officer.public_id}}


def test_a_dormant_key_that_somebody_wrote_into_the_table_opens_nothing(
    writer: Member, stranger: Member, holder: Member, desk: UUID
) -> None:
    rows = write_thread(stranger, holder, desk, messages=1)
    anew = reset(writer)

    theirs = PersonKey.objects.get(person=stranger.public_id)
    PersonKey.objects.filter(person=writer.public_id, generation=1).update(
        sealed_private=theirs.sealed_private, key_id=uuid4().hex
    )

    assert not reads(anew, rows)
    assert len(anew.unlocks().private_keys) == 1
