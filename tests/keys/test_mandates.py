"""Who may write in a thread for its taxpayer: whom they, or somebody of the agency, named by a signature."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from keys import directory, envelopes, mandates, numbers, services
from keys.account_keys import AccountKey
from keys.models import Mandate, PersonKey, Side
from tests.keys.custody import Member, make_person, make_unit, texts, write

pytestmark = pytest.mark.django_db

FIRST = "When does my refund come?"
YEAR = timedelta(days=365)


@pytest.fixture
def first(citizen: Member, desk: UUID) -> envelopes.Stored:
    """The message with which the citizen began a thread."""
    return write(citizen, to=[citizen], unit=desk)


@pytest.fixture
def helper(db: None) -> Member:
    """Somebody of the public who helps others with their taxes."""
    return make_person()


def name_helper(signer: Member, first: envelopes.Stored, helper: Member, **other: Any) -> None:
    """Sign that the helper writes in the thread."""
    named = {
        "thread": first.thread,
        "taxpayer": first.taxpayer,
        "representative": helper.public_id,
        "until": timezone.now() + YEAR,
        **other,
    }
    with transaction.atomic():
        services.sign_mandate(signer=signer.unlocks(), **named)


def is_believed(reader: Member, first: envelopes.Stored, second: envelopes.Stored) -> bool:
    """Tell whether the helper's message is shown, in its thread and by itself."""
    shown = texts(envelopes.open_messages(reader.unlocks(), [first, second]))
    alone = envelopes.open_one(reader.unlocks(), second) is not None
    assert shown[0] == FIRST
    assert (shown[1] is not None) == alone
    return alone


def test_whom_the_taxpayer_or_the_agency_named_writes_in_the_thread(
    citizen: Member, holder: Member, helper: Member, desk: UUID, first: envelopes.Stored
) -> None:
    for signer in (citizen, holder):
        Mandate.objects.all().delete()
        name_helper(signer, first, helper)

        second = write(helper, to=[citizen], unit=desk, after=first, text="For my client")

        assert is_believed(holder, first, second)
        assert is_believed(citizen, first, second)


def test_nobody_names_themselves_or_is_named_by_a_stranger(
    holder: Member, helper: Member, stranger: Member, desk: UUID, first: envelopes.Stored
) -> None:
    second = write(helper, to=[], unit=desk, after=first, text="For my client")

    for signer in (helper, stranger):
        name_helper(signer, first, helper)

        assert not is_believed(holder, first, second)


def test_a_statement_ends_when_it_says(
    citizen: Member, holder: Member, helper: Member, desk: UUID, first: envelopes.Stored
) -> None:
    name_helper(citizen, first, helper, until=timezone.now())
    second = write(helper, to=[citizen], unit=desk, after=first, text="For my client")

    assert not is_believed(holder, first, second)


def test_a_statement_says_nothing_of_what_was_written_before_it(
    citizen: Member, holder: Member, helper: Member, desk: UUID, first: envelopes.Stored
) -> None:
    second = write(helper, to=[citizen], unit=desk, after=first, text="For my client")
    name_helper(citizen, first, helper)

    assert not is_believed(holder, first, second)


@pytest.mark.parametrize(
    "column", ["thread", "taxpayer", "representative", "until", "signer", "signer_key", "signature"]
)
def test_a_statement_that_somebody_changed_is_not_believed(
    citizen: Member, holder: Member, helper: Member, stranger: Member, desk: UUID, column: str
) -> None:
    first = write(citizen, to=[citizen], unit=desk)
    other = write(citizen, to=[citizen], unit=desk)
    changes: dict[str, Any] = {
        "thread": other.thread,
        "taxpayer": stranger.public_id,
        "representative": stranger.public_id,
        "until": timezone.now() + 2 * YEAR,
        "signer": holder.public_id,
        "signer_key": holder.unlocks().signing_key.key_id,
        "signature": b"forged",
    }
    name_helper(citizen, first, helper)

    Mandate.objects.update(**{column: changes[column]})

    assert mandates.believed([first.thread, other.thread]) == {}


def test_a_statement_for_one_taxpayer_says_nothing_in_the_thread_of_another(
    citizen: Member, holder: Member, helper: Member, stranger: Member, desk: UUID
) -> None:
    theirs = write(stranger, to=[stranger], unit=desk)
    name_helper(citizen, theirs, helper, taxpayer=citizen.public_id)
    second = write(helper, to=[stranger], unit=desk, after=theirs, text="For my client")

    assert envelopes.open_one(holder.unlocks(), second) is None


def test_whoever_represents_begins_no_thread_for_the_taxpayer(
    citizen: Member, holder: Member, helper: Member, desk: UUID
) -> None:
    thread = uuid4()
    begun = write(helper, to=[citizen], unit=desk, thread=thread)
    with transaction.atomic():
        services.sign_mandate(
            signer=citizen.unlocks(),
            thread=thread,
            taxpayer=citizen.public_id,
            representative=helper.public_id,
            until=timezone.now() + YEAR,
        )

    row = envelopes.Stored(**{**_columns(begun), "taxpayer": citizen.public_id})
    assert envelopes.open_one(holder.unlocks(), row) is None


def _columns(row: envelopes.Stored) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def test_a_number_finds_its_person_however_it_is_typed(citizen: Member) -> None:
    number = numbers.number_of(citizen.public_id)

    for typed in (number, number.lower(), number.replace("-", " ")):
        assert numbers.person_of(typed) == citizen.public_id


def test_a_number_goes_with_the_key(citizen: Member) -> None:
    before = numbers.number_of(citizen.public_id)

    with transaction.atomic():
        services.renew_person_keys(citizen.public_id, account_key=AccountKey.generate())

    assert numbers.number_of(citizen.public_id) != before
    assert numbers.person_of(before) is None


@pytest.mark.parametrize("typed", ["", "0" * 16, "0" * 15, "nonsense!", "Z" * 300])
def test_what_is_no_number_finds_nobody(citizen: Member, typed: str) -> None:
    assert numbers.person_of(typed) is None


def test_nobody_of_the_agency_and_no_forged_row_is_found(citizen: Member, stranger: Member) -> None:
    officer = make_person(side=Side.AGENCY)
    make_unit(officer)
    number = numbers.number_of(citizen.public_id)
    theirs = PersonKey.objects.get(person=stranger.public_id)

    PersonKey.objects.filter(person=citizen.public_id).update(kem_public=theirs.kem_public)
    directory.known.forget()

    assert numbers.person_of(numbers.number_of(officer.public_id)) is None
    assert numbers.person_of(number) is None
