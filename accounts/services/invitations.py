"""Inviting people to accounts of their own, ending invitations, and taking one up."""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

import audit.services as audit
import notices.services as notices
from accounts import languages, password_rules
from accounts.errors import (
    AddressTaken,
    NotInvited,
    NotPermitted,
    SecondNeeded,
    TooBusy,
    WrongInvitation,
)
from accounts.models import STAFF_ROLES, Invitation, Person, Role, canonical_email
from accounts.permissions import other_administrators, people_managed_by
from audit.actions import Action
from encryption.invitations import PIN_CHARACTERS, InvitationCode
from keys import invitations, queries
from keys import services as keys
from keys.account_keys import AccountKey
from keys.errors import SlotChanged, WrongSecret
from keys.errors import TooBusy as KeysTooBusy
from notices.models import Notice

# The id of a slot comes from the token alone; any well-formed PIN stands in for one that nobody looks at.
NO_PIN = "0" * PIN_CHARACTERS


@dataclass(frozen=True)
class Invitee:
    """Who is to be invited, to what role, and in which language they are written to."""

    role: Role
    name: str
    email: str
    language: str = languages.FIRST


@dataclass(frozen=True, repr=False)
class Invited:
    """A person who was invited just now, and the PIN that is shown to whoever invited them, and nobody else.

    public_id: of the invitation. token: the other half, where no mail carries it; else empty.
    """

    public_id: UUID
    person: Person
    pin: str
    expires_at: datetime
    token: str = ""

    def __reduce__(self) -> NoReturn:
        raise TypeError("a PIN is not pickled or copied")


def invite(*, actor: Person, invitee: Invitee) -> Invited:
    """Make a person of the agency whose keys wait under an invitation, and mail them the link.

    An administrator is invited only where nobody else could agree to it. Raises NotPermitted, SecondNeeded,
    AddressTaken, TooBusy; nothing is stored then.
    """
    if not actor.manages_people or invitee.role not in STAFF_ROLES:
        raise NotPermitted
    if invitee.role == Role.ADMINISTRATOR and other_administrators(actor).exists():
        raise SecondNeeded
    email = canonical_email(invitee.email)
    person = Person(
        role=invitee.role,
        name=invitee.name,
        email=email,
        notice_address=email,
        language=invitee.language,
        policy_version=settings.POLICY_VERSION,
    )
    prepared = prepare(person)
    try:
        return _store_person(actor, person, prepared)
    except IntegrityError:
        raise AddressTaken from None


def renew(*, actor: Person, person: Person) -> Invited:
    """Invite somebody anew who has not come in yet; the invitation before opens nothing any more.

    Raises NotPermitted; NotInvited for somebody who has an account or is disabled; TooBusy.
    """
    prepared = prepare(person)
    with transaction.atomic(durable=True):
        person = _locked(actor, person)
        if person.disabled_at is not None or queries.with_password([person.public_id]):
            raise NotInvited
        end_invitation(person, Invitation.Outcome.REPLACED, actor=actor.public_id)
        # Nobody can open the keys that waited under the invitation before.
        keys.renew_person_keys(person.public_id, account_key=prepared.account_key)
        return store_invitation(actor, person, prepared)


@transaction.atomic(durable=True)
def revoke(*, actor: Person, person: Person) -> None:
    """Take an open invitation back; raises NotPermitted, or NotInvited when there is none."""
    person = _locked(actor, person)
    if not end_invitation(person, Invitation.Outcome.REVOKED, actor=actor.public_id):
        raise NotInvited


def accept(*, token: str, pin: str, password: str, language: str) -> tuple[Person, AccountKey]:
    """Let an invited person in: their own password in place of the invitation, and keys that nobody saw.

    language: that of the page, in which they are written to from now on. Gives the person and their account
    key, for sign-in code. Raises UnfitPassword, WrongInvitation, TooBusy;
    a wrong PIN has then used one of the invitation's tries, and nothing else was changed.
    """
    password_rules.check(password, known=())
    slot_id = invitations.slot_id_of(token, pin)
    try:
        person_id, _ = invitations.open_with(token, pin)
        person = Person.objects.get(public_id=person_id, role__in=STAFF_ROLES, disabled_at=None)
        password_rules.check(password, known=(), person=person)
        account_key = AccountKey.generate()
        slot = keys.prepare_password_slot(account_key, person.public_id, password)
        person.language = language
        _store_accepted(person, slot_id, account_key, slot)
    except (WrongSecret, Person.DoesNotExist, SlotChanged):
        note_refusal(slot_id)
        raise WrongInvitation from None
    except KeysTooBusy as error:
        raise TooBusy(error.retry_after_seconds) from None
    return person, account_key


def open_waiting(*, token: str, pin: str) -> tuple[Person, AccountKey, UUID]:
    """Open what waits for a member of the public under an invitation; gives its id too, for sign-in code.

    Nothing is changed but that a wrong PIN has used a try. Raises WrongInvitation, TooBusy.
    """
    slot_id = invitations.slot_id_of(token, pin)
    try:
        person_id, account_key = invitations.open_with(token, pin)
        person = Person.objects.get(public_id=person_id, role=Role.VISITOR, disabled_at=None)
    except (WrongSecret, Person.DoesNotExist):
        note_refusal(slot_id)
        raise WrongInvitation from None
    except KeysTooBusy as error:
        raise TooBusy(error.retry_after_seconds) from None
    return person, account_key, slot_id


def is_open(token: str) -> bool:
    """Tell whether this code is that of an invitation that nobody has taken up or ended; one SQL query."""
    return Invitation.objects.filter(public_id=invitations.slot_id_of(token, NO_PIN), ended_at=None).exists()


def is_taken_up(token: str) -> bool:
    """Tell whether the invitation of this code was taken up by a member of the public; one SQL query."""
    taken = Invitation.objects.filter(
        public_id=invitations.slot_id_of(token, NO_PIN),
        outcome=Invitation.Outcome.ACCEPTED,
        person__role=Role.VISITOR,
    )
    return taken.exists()


def end_expired_invitations() -> None:
    """End the invitations whose time is over; the worker's housekeeping calls this."""
    for slot_id in queries.expired_invitations():
        with transaction.atomic(durable=True):
            invitation = Invitation.objects.filter(public_id=slot_id).select_related("person").first()
            if invitation is not None:
                person = Person.objects.select_for_update(no_key=True).get(pk=invitation.person_id)
                # Whoever was faster may have ended this one and made another, which is not to end here.
                invitation.refresh_from_db()
                if invitation.ended_at is not None:
                    continue
                end_invitation(person, Invitation.Outcome.EXPIRED, actor=None)


def end_invitation(person: Person, outcome: Invitation.Outcome, *, actor: UUID | None) -> bool:
    """End a person's open invitation: its slot, its notice if that was not sent yet; tells if there was one.

    Belongs inside a transaction that has locked the person.
    """
    invitation = Invitation.objects.filter(person=person, ended_at=None).first()
    if invitation is None:
        return False
    if not keys.remove_invitation_slot(person.public_id, actor=actor):
        # Somebody has just taken it up.
        return False
    close(invitation, outcome, actor=actor)
    return True


def close(invitation: Invitation, outcome: Invitation.Outcome, *, actor: UUID | None) -> None:
    """Note what came of an invitation whose slot is gone, and keep its mail from being sent after that.

    Belongs inside the transaction that ends the slot.
    """
    for kind in (
        Notice.Kind.INVITATION,
        Notice.Kind.INVITATION_TO_READ,
        Notice.Kind.INVITATION_REMINDER,
    ):
        notices.withdraw_notice(kind, about=invitation.public_id)
    invitation.ended_at, invitation.outcome = timezone.now(), outcome
    invitation.save(update_fields=["ended_at", "outcome"])
    audit.record(
        Action.INVITATION_ENDED,
        actor=actor,
        subject=invitation.person.public_id,
        details={"invitation": str(invitation.public_id), "outcome": str(outcome)},
    )


def prepare(person: Person) -> keys.PreparedInvitation:
    """Derive an invitation for somebody, outside of transactions; stores nothing. Raises TooBusy."""
    try:
        return keys.prepare_invitation_slot(person.public_id)
    except KeysTooBusy as error:
        raise TooBusy(error.retry_after_seconds) from None


def store_invitation(
    actor: Person,
    person: Person,
    prepared: keys.PreparedInvitation,
    *,
    mailed_as: Notice.Kind | None = Notice.Kind.INVITATION,
    has_link: bool = True,
) -> Invited:
    """Store an invitation and promise the mail with its link; belongs inside a transaction.

    mailed_as: None where the actor brings both halves to the person, by two ways. has_link: the mail has a
    link, and not only an address and a code to type.
    """
    expires_at = keys.store_invitation_slot(prepared, actor=actor.public_id)
    Invitation.objects.create(public_id=prepared.public_id, person=person, invited_by=actor)
    code: InvitationCode = prepared.code
    if mailed_as is not None:
        notices.enqueue_notice(
            mailed_as,
            person=person.public_id,
            address=person.notice_address,
            language=person.language,
            about=prepared.public_id,
            has_link=has_link,
            token=code.token_text,
        )
    audit.record(
        Action.INVITATION_MADE,
        actor=actor.public_id,
        subject=person.public_id,
        details={"invitation": str(prepared.public_id), "way": "mail" if mailed_as else "letter"},
    )
    token = "" if mailed_as else code.token_text
    return Invited(prepared.public_id, person, code.pin_text, expires_at, token)


def _locked(actor: Person, person: Person) -> Person:
    """Lock the row, so that of two who decide about one person the second sees what the first did."""
    found = people_managed_by(actor).select_for_update(no_key=True).filter(pk=person.pk).first()
    if found is None:
        raise NotPermitted
    return found


@transaction.atomic(durable=True)
def _store_person(actor: Person, person: Person, prepared: keys.PreparedInvitation) -> Invited:
    person.save(force_insert=True)
    keys.make_person_keys(person.public_id, side=keys.Side.AGENCY, account_key=prepared.account_key)
    audit.record(
        Action.PERSON_MADE, actor=actor.public_id, subject=person.public_id, details={"role": person.role}
    )
    return store_invitation(actor, person, prepared)


@transaction.atomic(durable=True)
def _store_accepted(person: Person, slot_id: UUID, account_key: AccountKey, slot: keys.PreparedSlot) -> None:
    """Put the password in the place of the invitation; raises SlotChanged when that was ended meanwhile."""
    locked = Person.objects.select_for_update(no_key=True).filter(pk=person.pk, disabled_at=None).first()
    invitation = Invitation.objects.filter(public_id=slot_id, person=locked, ended_at=None).first()
    if locked is None or invitation is None:
        raise SlotChanged
    person.save(update_fields=["language"])
    keys.use_invitation_slot(invitation.public_id, person=person.public_id)
    keys.renew_person_keys(person.public_id, account_key=account_key)
    keys.store_slot(slot)
    close(invitation, Invitation.Outcome.ACCEPTED, actor=person.public_id)


@transaction.atomic(durable=True)
def note_refusal(slot_id: UUID) -> None:
    """Record that somebody was not let in, and end an invitation whose tries are used up, with an alert."""
    invitation = Invitation.objects.filter(public_id=slot_id).select_related("person").first()
    if invitation is None:
        audit.record(Action.INVITATION_REFUSED, actor=None)
        return
    person = Person.objects.select_for_update(no_key=True).get(pk=invitation.person_id)
    invitation.refresh_from_db()
    audit.record(
        Action.INVITATION_REFUSED,
        actor=None,
        subject=person.public_id,
        details={"invitation": str(invitation.public_id), "state": invitation.outcome or "open"},
    )
    still_open = queries.open_invitations([person.public_id]).get(person.public_id)
    if invitation.ended_at is None and still_open is not None and still_open.tries_left == 0:
        end_invitation(person, Invitation.Outcome.USED_UP, actor=None)
        audit.record(Action.INVITATION_USED_UP, actor=None, subject=person.public_id)
