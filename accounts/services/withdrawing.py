"""Ending what somebody proposed and nobody has decided yet."""

from django.db.models import Q
from django.utils import timezone

import audit.services as audit
from accounts.models import Person, Promotion, Proposal
from audit.actions import Action


def end_proposal(proposal: Proposal, outcome: Proposal.Outcome, actor: Person | None) -> None:
    """Note what came of a proposal. Belongs inside a transaction.

    actor: None where nobody did it, as when an account ends that nobody uses. A row names somebody who ended
    it, so that it then names its proposer; the audit event has no actor, and says the truth.
    """
    proposal.outcome, proposal.ended_at = outcome, timezone.now()
    proposal.ended_by = actor or proposal.proposed_by
    proposal.save(update_fields=["outcome", "ended_at", "ended_by"])
    action = {
        Proposal.Outcome.REFUSED: Action.MEMBERSHIP_REFUSED,
        Proposal.Outcome.WITHDRAWN: Action.MEMBERSHIP_WITHDRAWN,
    }.get(outcome)
    if action is not None:
        audit.record(
            action,
            actor=actor.public_id if actor else None,
            subject=proposal.person.public_id,
            details={"unit": str(proposal.unit.public_id)},
        )


def withdraw_proposals_about_and_by(person: Person, *, actor: Person | None) -> None:
    """Withdraw what is open about somebody or by them. Belongs inside a transaction.

    actor: None where nobody did it; each row then names its proposer as who ended it (see `end_proposal`).
    """
    about_or_by = Proposal.objects.filter(Q(person=person) | Q(proposed_by=person), ended_at=None)
    for proposal in about_or_by.select_for_update():
        end_proposal(proposal, Proposal.Outcome.WITHDRAWN, actor)


def end_promotions_about_and_by(person: Person, *, actor: Person | None) -> None:
    """Withdraw what would make somebody an administrator, and what they proposed. Belongs inside a
    transaction.

    actor: None where nobody did it; each row then names its proposer as who ended it (see `end_proposal`).
    """
    about_or_by = Q(person=person) | Q(proposed_by=person)
    for promotion in Promotion.objects.filter(about_or_by, ended_at=None).select_related("person"):
        promotion.ended_at, promotion.ended_by = timezone.now(), actor or promotion.proposed_by
        promotion.outcome = Promotion.Outcome.WITHDRAWN
        promotion.save(update_fields=["ended_at", "ended_by", "outcome"])
        audit.record(
            Action.PROMOTION_ENDED,
            actor=actor.public_id if actor else None,
            subject=promotion.person.public_id,
            details={"outcome": str(promotion.outcome)},
        )
