"""What can go wrong when people, their roles, addresses, units and keys are managed."""

from django.utils.translation import gettext_lazy as _

from accounts.errors.base import AccountsError


class AddressTaken(AccountsError):
    """Somebody signs in with this e-mail address already."""

    explanation = _("Somebody has an account with this e-mail address already. Nobody was invited.")


class NotInvited(AccountsError):
    """The person has an account, or is disabled, so that there is nothing to invite them to."""

    explanation = _("This person has an account already, or may not sign in. Nothing was changed.")


class WrongInvitation(AccountsError):
    """Nothing opens with this code and PIN; wrong, used, revoked and expired ones are the same to whoever
    types them.
    """

    explanation = _(
        "This code and PIN do not open an invitation. Check both and try again. If they still do not work, "
        "ask the person who invited you for a new invitation."
    )


class OwnAccount(AccountsError):
    """Nobody disables themselves."""

    explanation = _("You cannot disable your own account. Ask another administrator.")


class OwnReset(AccountsError):
    """Nobody starts their own reset from a page of administration; their account has a page for that."""

    explanation = _("Change your own password on the page of your account.")


class NothingToReset(AccountsError):
    """The person has no password yet, or may not sign in."""

    explanation = _("This person has no password that could be replaced, or may not sign in.")


class ReasonNeeded(AccountsError):
    """Nothing is done to an account of the public without a reason, which stands in the audit log."""

    explanation = _("Say first why this is done.")


class OwnRole(AccountsError):
    """Nobody changes their own role."""

    explanation = _("You cannot change your own role. Ask another administrator.")


class OwnPromotion(AccountsError):
    """Who proposes an administrator does not agree to it."""

    explanation = _("You proposed this yourself. Another administrator has to agree.")


class SecondNeeded(AccountsError):
    """An administrator is made by two people, where there are two."""

    explanation = _(
        "Another administrator has to agree to a new one. Invite this person to another role, and change the "
        "role when they have come in. Nobody was invited."
    )


class LastHolder(AccountsError):
    """Without this member nobody could open what was written to the unit."""

    explanation = _(
        "Nobody else holds the key of this unit. Let another member in first, "
        "else nobody could read its messages."
    )


class UnitTaken(AccountsError):
    """There is a unit of this name."""

    explanation = _("There is a unit of this name already. Nothing was made.")


class CannotPropose(AccountsError):
    """The person belongs to the unit, was proposed already, or has a role that belongs to no unit."""

    explanation = _(
        "This person cannot be proposed: they belong to the unit or were proposed already, or the unit waits "
        "for its first member."
    )


class ProposalEnded(AccountsError):
    """Somebody decided about the proposal meanwhile."""

    explanation = _("Somebody has decided about this already. Nothing was changed.")


class OwnProposal(AccountsError):
    """Who proposes a member does not let them in."""

    explanation = _("You proposed this person yourself. Another member of the unit has to let them in.")


class NotReady(AccountsError):
    """The proposed person has no keys of their own yet, or may not sign in."""

    explanation = _("This person has not opened their account yet, or may not sign in. Nothing was changed.")


class KeyChanged(AccountsError):
    """The key is not the one that the page showed."""

    explanation = _("This person has another key now. Compare the six words again before you let them in.")


class YoungKey(AccountsError):
    """A key of less than a day needs a word on how it was compared."""

    explanation = _("This key is younger than 24 hours. Say how you compared the six words.")


class CannotGrant(AccountsError):
    """The keys that are needed are not there, or not sound."""

    explanation = _("The key of this unit could not be given. Nothing was changed. Tell your administrator.")


class AlreadyFounded(AccountsError):
    """There is an agency in this database already."""

    explanation = _("This portal has its agency already. Nothing was changed.")
