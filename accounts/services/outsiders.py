"""Inviting members of the public: who wrote without a code, or has lost theirs, and finds an answer here.

They are visitors, whose keys wait under the invitation until they take it up; what is sealed to them
meanwhile is wrapped anew by whoever calls these: `messaging`, which has the messages.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

import audit.services as audit
from accounts.errors import NotInvited, WrongInvitation
from accounts.models import Invitation, Person, Role, UnconfirmedAddress, canonical_email
from accounts.services import invitations
from accounts.services.invitations import Invited
from accounts.services.telling import tell
from accounts.sessions import end_sessions_of
from audit.actions import Action
from encryption.codes import ReplyCode
from keys import services as keys
from keys.account_keys import AccountKey
from keys.errors import SlotChanged
from keys.unlocked import UnlockedPerson
from notices.models import Notice


class Way(models.TextChoices):
    """How the code, which is one half of an invitation, comes to the person; the PIN goes another way."""

    MAIL = "mail", _("By e-mail")
    LETTER = "letter", _("In a letter")


@dataclass(frozen=True, repr=False)
class PreparedOutsider:
    """A person who is not stored yet, with an invitation whose slow work is done."""

    person: Person
    invitation: keys.PreparedInvitation


def prepare(address: str, language: str) -> PreparedOutsider:
    """Make somebody ready to be invited, outside of transactions; stores nothing. Raises TooBusy.

    address: where notices go; empty when they gave none. language: in which they are written to.
    """
    person = Person(
        role=Role.VISITOR,
        notice_address=canonical_email(address),
        language=language,
        policy_version=settings.POLICY_VERSION,
    )
    return PreparedOutsider(person, invitations.prepare(person))


def store(actor: Person, prepared: PreparedOutsider, way: Way, *, has_link: bool) -> Invited:
    """Store an invited person; what is sealed to them waits. Belongs inside a transaction.

    has_link: the mail has a link, and not only an address to type.
    """
    person, invitation = prepared.person, prepared.invitation
    person.save(force_insert=True)
    keys.make_person_keys(person.public_id, side=keys.Side.PUBLIC, account_key=invitation.account_key)
    audit.record(
        Action.PERSON_MADE, actor=actor.public_id, subject=person.public_id, details={"role": person.role}
    )
    return invitations.store_invitation(
        actor, person, invitation, mailed_as=_mailed_as(way), has_link=has_link
    )


def lock(person: Person) -> Person:
    """Hold the row of somebody who may be invited; raises NotInvited for all but visitors.

    Belongs inside a transaction. Whoever has an account gets a new password, and not this.
    """
    found = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not found.is_visitor or found.disabled_at is not None:
        raise NotInvited
    return found


def store_again(
    actor: Person,
    person: Person,
    prepared: keys.PreparedInvitation,
    *,
    way: Way,
    address: str,
    language: str,
    has_link: bool,
    has_come_in: bool,
) -> Invited:
    """Invite a visitor anew: all that opened them before is ended, and the next keys wait for them.

    person: locked. has_link: as of `store`. has_come_in: before; then the address on file hears of it, also
    when it gets another. Belongs inside the transaction that wraps their messages for the new keys.
    """
    invitations.end_invitation(person, Invitation.Outcome.REPLACED, actor=actor.public_id)
    UnconfirmedAddress.objects.filter(person=person).delete()
    keys.end_every_slot(actor=actor.public_id, person=person.public_id)
    end_sessions_of(person)
    keys.renew_person_keys(person.public_id, account_key=prepared.account_key)
    before = person.notice_address
    if canonical_email(address) != before:
        person.notice_address, person.notice_address_confirmed_at = canonical_email(address), None
    person.language = language
    person.save(update_fields=["notice_address", "notice_address_confirmed_at", "language"])
    invited = invitations.store_invitation(
        actor, person, prepared, mailed_as=_mailed_as(way), has_link=has_link
    )
    if has_come_in:
        tell(person, Notice.Kind.WAY_IN_RENEWED, also_to=[before], has_link=has_link)
    return invited


def accept(*, invited: UnlockedPerson[Person], slot_id: UUID, code: ReplyCode, language: str) -> Person:
    """Put a reply code in the place of an invitation, and give the person keys that nobody saw.

    language: that of the page, in which they are written to from now on.
    Belongs inside the transaction that wraps their messages for these. Raises WrongInvitation when the
    invitation has ended meanwhile; nothing is changed then.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=invited.person.pk)
    invitation = Invitation.objects.filter(public_id=slot_id, person=person, ended_at=None).first()
    if invitation is None or not person.is_visitor or person.disabled_at is not None:
        raise WrongInvitation
    try:
        keys.use_invitation_slot(slot_id, person=person.public_id)
    except SlotChanged:
        raise WrongInvitation from None
    account_key = AccountKey.generate()
    keys.renew_person_keys(person.public_id, account_key=account_key)
    keys.add_reply_code_slot(account_key, person.public_id, code)
    person.language = language
    person.save(update_fields=["language"])
    invitations.close(invitation, Invitation.Outcome.ACCEPTED, actor=person.public_id)
    return person


def revoke(*, actor: Person, person: Person) -> None:
    """Take an open invitation back; raises NotInvited when there is none. Belongs inside a transaction.

    person: locked.
    """
    if not invitations.end_invitation(person, Invitation.Outcome.REVOKED, actor=actor.public_id):
        raise NotInvited


def _mailed_as(way: Way) -> Notice.Kind | None:
    return Notice.Kind.INVITATION_TO_READ if way is Way.MAIL else None
