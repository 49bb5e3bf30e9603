"""Who is believed as a sender: a thread's taxpayer, the agency's people, the system, and nobody else."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from encryption import envelopes as tp1
from encryption.keypairs import PrivateKey
from keyring import keyring
from keys import directory, envelopes, services
from keys.account_keys import AccountKey
from keys.models import PersonKey, Side
from tests.keys.custody import Member, as_stored, changed, make_person, make_unit, texts, write, write_thread

pytestmark = pytest.mark.django_db

FIRST = "When does my refund come?"


@pytest.fixture
def first(citizen: Member, desk: UUID) -> envelopes.Stored:
    """The message with which the citizen began a thread."""
    return write(citizen, to=[citizen], unit=desk)


@pytest.fixture
def colleague(holder: Member) -> Member:
    """Somebody else of the agency, who holds no key of the unit."""
    return make_person(side=Side.AGENCY)


def seen_by(readers: Sequence[Member], rows: Sequence[envelopes.Stored]) -> list[str | None]:
    """Open a thread as everybody who holds a key of it; all must see the same."""
    views = [texts(envelopes.open_messages(reader.unlocks(), rows)) for reader in readers]
    assert all(view == views[0] for view in views)
    return views[0]


def alone(reader: Member, row: envelopes.Stored) -> list[bool]:
    """Tell whether a row opens by itself, and whether it opens in a list."""
    opened = envelopes.open_one(reader.unlocks(), row), envelopes.open_summaries(reader.unlocks(), [row])[0]
    return [content is not None for content in opened]


def sign_second(
    first: envelopes.Stored, *, sender: UUID | None, signer: PrivateKey, reader: Member
) -> envelopes.Stored:
    """Seal a message that continues the first one in every way, signed by whomever."""
    digest = envelopes.header_digest(first.header)
    sealed = tp1.seal(
        envelopes.Content("My refund", "Second words"),
        position=envelopes.Position(uuid4(), first.thread, 2, digest, first.unit, first.epoch),
        sender=sender,
        signer=signer,
        recipients=[directory.current_person_key(reader.public_id)],
        sent_at=first.sent_at,
    )
    return as_stored(sealed, taxpayer=first.taxpayer)


def test_after_the_beginning_its_taxpayer_and_everybody_of_the_agency_are_believed(
    citizen: Member, holder: Member, colleague: Member, desk: UUID, first: envelopes.Stored
) -> None:
    for sender in (citizen, holder, colleague):
        second = write(sender, to=[citizen], unit=desk, after=first, text="Second words")

        assert seen_by([citizen, holder], [first, second]) == [FIRST, "Second words"]
        assert alone(citizen, second) == [True, True]


def test_nobody_else_of_the_public_answers_in_a_thread(
    citizen: Member, holder: Member, stranger: Member, desk: UUID, first: envelopes.Stored
) -> None:
    forged = write(stranger, to=[citizen], unit=desk, after=first, text="Your refund is denied.")

    assert seen_by([citizen, holder], [first, forged]) == [FIRST, None]
    assert alone(citizen, forged) == [False, False]


def test_nobody_becomes_of_the_agency_by_a_changed_row(
    citizen: Member, holder: Member, stranger: Member, desk: UUID, first: envelopes.Stored
) -> None:
    forged = write(stranger, to=[citizen], unit=desk, after=first, text="Your refund is denied.")
    officers = PersonKey.objects.get(person=holder.public_id)
    own = PersonKey.objects.filter(person=stranger.public_id)

    own.update(side=Side.AGENCY)
    assert seen_by([citizen, holder], [first, forged]) == [FIRST, None]
    own.update(directory_signature=officers.directory_signature)
    assert seen_by([citizen, holder], [first, forged]) == [FIRST, None]


def test_nobody_of_the_public_speaks_under_an_officer_s_name(
    citizen: Member, holder: Member, stranger: Member, first: envelopes.Stored
) -> None:
    forged = sign_second(
        first, sender=holder.public_id, signer=stranger.unlocks().signing_key, reader=citizen
    )

    assert seen_by([citizen], [first, forged]) == [FIRST, None]
    officers_key = changed(forged, sender_key=holder.unlocks().signing_key.key_id)
    assert seen_by([citizen], [first, officers_key]) == [FIRST, None]


def test_the_system_is_believed_by_its_own_key_only(
    citizen: Member, stranger: Member, first: envelopes.Stored
) -> None:
    signer = keyring().system_sender().secret
    true = sign_second(first, sender=None, signer=signer, reader=citizen)
    forged = sign_second(first, sender=None, signer=stranger.unlocks().signing_key, reader=citizen)

    assert seen_by([citizen], [first, true]) == [FIRST, "Second words"]
    assert seen_by([citizen], [first, forged]) == [FIRST, None]


def test_a_thread_that_was_given_to_somebody_else_does_not_begin(
    citizen: Member, holder: Member, stranger: Member, first: envelopes.Stored
) -> None:
    for taxpayer in (stranger, holder):
        redirected = changed(first, taxpayer=taxpayer.public_id)

        assert seen_by([citizen, holder], [redirected]) == [None]
        assert alone(holder, redirected) == [False, False]


def test_the_agency_begins_a_thread_with_the_one_person_it_writes_to(
    citizen: Member, holder: Member, stranger: Member, desk: UUID
) -> None:
    row = changed(write(holder, to=[citizen], unit=desk), taxpayer=citizen.public_id)

    assert seen_by([citizen, holder], [row]) == [FIRST]
    assert alone(citizen, row) == [True, True]
    for taxpayer in (stranger, holder):
        redirected = changed(row, taxpayer=taxpayer.public_id)
        assert seen_by([citizen, holder], [redirected]) == [None]
        assert alone(holder, redirected) == [False, False]


def test_a_thread_that_the_agency_begins_with_two_people_or_nobody_is_not_shown(
    citizen: Member, holder: Member, colleague: Member, stranger: Member, desk: UUID
) -> None:
    for people in ([citizen, stranger], [colleague], []):
        row = write(holder, to=people, unit=desk)
        for taxpayer in (citizen, stranger, colleague, holder):
            assert seen_by([holder], [changed(row, taxpayer=taxpayer.public_id)]) == [None]


def test_a_thread_that_the_agency_began_stays_with_who_has_new_keys(
    citizen: Member, holder: Member, desk: UUID
) -> None:
    row = changed(write(holder, to=[citizen], unit=desk), taxpayer=citizen.public_id)
    with transaction.atomic():
        services.renew_person_keys(citizen.public_id, account_key=AccountKey.generate())
    directory.known.forget()

    assert seen_by([holder], [row]) == [FIRST]


def test_nobody_of_the_public_begins_a_thread_of_somebody_else(
    citizen: Member, holder: Member, stranger: Member, desk: UUID
) -> None:
    row = changed(write(stranger, to=[citizen], unit=desk), taxpayer=citizen.public_id)

    assert seen_by([citizen, holder], [row]) == [None]


def test_the_system_begins_a_thread_with_whom_it_seals_it_to(
    citizen: Member, holder: Member, stranger: Member, desk: UUID
) -> None:
    epoch, unit_public = directory.current_unit_key(desk)
    for people, taxpayer, shown in (
        ([citizen], citizen, [FIRST]),
        ([citizen], stranger, [None]),
        ([], citizen, [None]),
    ):
        sealed = tp1.seal(
            envelopes.Content("My refund", FIRST),
            position=envelopes.Position(uuid4(), uuid4(), 1, None, desk, epoch),
            sender=None,
            signer=keyring().system_sender().secret,
            recipients=[unit_public, *(directory.current_person_key(each.public_id) for each in people)],
            sent_at=timezone.now(),
        )

        assert seen_by([holder], [as_stored(sealed, taxpayer=taxpayer.public_id)]) == shown


def test_a_thread_that_was_given_to_another_unit_is_not_shown(
    citizen: Member, holder: Member, desk: UUID
) -> None:
    other = make_unit(holder)
    rows = write_thread(citizen, holder, desk, messages=2)
    redirected = [changed(row, thread_unit=other) for row in rows]
    hidden = [changed(row, unit=other) for row in redirected]

    assert seen_by([citizen, holder], redirected) == [None, None]
    assert seen_by([citizen, holder], hidden) == [None, None]
    assert alone(holder, redirected[0]) == alone(holder, hidden[0]) == [False, False]


def test_a_thread_begins_with_its_first_message(citizen: Member, holder: Member, desk: UUID) -> None:
    rows = write_thread(citizen, holder, desk, messages=3)

    assert seen_by([citizen, holder], rows[1:]) == [None, "Message 3"]
    assert seen_by([citizen, holder], rows[2:]) == [None]
    assert seen_by([citizen, holder], [changed(rows[1], sequence=1), rows[2]]) == [None, None]
