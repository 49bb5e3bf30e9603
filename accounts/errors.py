"""What can go wrong with people, sign-in and sessions; every error has an `explanation` for people."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from limits.errors import Postponed


class AccountsError(Exception):
    """An anticipated refusal."""

    explanation: str | Promise = _("That did not work.")


class NotPermitted(AccountsError):
    """The person may not do this."""

    explanation = _("You may not do this.")


class WrongReplyCode(AccountsError):
    """Nothing opens with what was typed; malformed and unknown codes are the same to the visitor."""

    explanation = _("That code does not open anything. Check the letters and try again.")


class WrongRecoveryCode(AccountsError):
    """Nothing opens with what was typed; mistyped, used and unknown codes are the same to whoever types."""

    explanation = _(
        "That code does not open anything. Check the letters and try again. A code that was used once opens "
        "nothing any more."
    )


class LastWayIn(AccountsError):
    """Without this nothing would open the account any more."""

    explanation = _(
        "Nothing else opens your account. Add another way first, else nobody could ever read your messages."
    )


class WrongOneTimeCode(AccountsError):
    """The code is not one of the person's app, not of this minute, or was used already."""

    explanation = _("That code is not right, or was used already. Wait for the next one and type it.")


class CodesStopped(AccountsError):
    """So many wrong codes came in a row that no code of this app counts any more."""

    explanation = _(
        "Too many wrong codes were typed, so codes of this app do not count any more. Use another way."
    )


class WrongPasskey(AccountsError):
    """What the browser sent is no answer of a passkey of this person to a challenge of this session."""

    explanation = _("That passkey did not work here. Try again, or use another way.")


class HalfWayOver(AccountsError):
    """Nobody waits for a second step in this browser, or not any more."""

    explanation = _("That took too long. Sign in once more.")


class LastFactor(AccountsError):
    """Somebody of the agency opens nothing without a second factor."""

    explanation = _("You need a second factor to work here. Add another one first.")


class PasswordAlone(AccountsError):
    """Without this factor a password would stand alone that is fit only beside one."""

    explanation = _(
        "Your password is strong enough beside a second factor only. "
        "Choose a longer one first, then remove this."
    )


class WrongProof(AccountsError):
    """Somebody who is signed in did not show that it is still them."""

    explanation = _("That is not your password. Check it and try again.")


class WrongConfirmation(AccountsError):
    """Nothing is confirmed by what was typed: it is none of ours, too old, or was used."""

    explanation = _(
        "That code does not confirm anything. It may be too old, or used already. "
        "Look for our newest e-mail, and try again."
    )


class WrongLink(AccountsError):
    """Nothing is opened by what was typed: it is none of ours, too old, or was used."""

    explanation = _(
        "That code opens nothing. It may be too old, or used already. Have another link mailed to you."
    )


class WrongReset(AccountsError):
    """No password is chosen by what was typed: it is none of ours, too old, used, or not the newest."""

    explanation = _(
        "That code does not let you choose a password. It may be too old, used already, or not the newest. "
        "Have another link mailed to you."
    )


class OtherAccount(AccountsError):
    """The link is of somebody else than who is signed in."""

    explanation = _("This link is for another account than the one that is open here. Sign out first.")


class WrongChosenPassword(AccountsError):
    """The code is right, and the password is not the one that was chosen with the address.

    Whoever reads the mailbox may not be who asked for the account: nobody gets one that a stranger has opened
    with a password of their own.
    """

    explanation = _(
        "This is not the password of this account. "
        "If you did not ask for our e-mail yourself, close this page: nothing happens."
    )


class AddressHasAccount(AccountsError):
    """Somebody else confirmed the same address first."""

    explanation = _("There is an account with this address already. Sign in with it.")


class ChangedElsewhere(AccountsError):
    """Another page of the same person did something else at the same moment."""

    explanation = _("You did this on another page at the same moment. Look at what is there now.")


class PasskeyOpensNothing(WrongPasskey):
    """A passkey was right, and its device has computed no secret."""

    explanation = _(
        "Your device cannot open your messages in this browser. Another browser on it may, or another device."
    )


class WrongOldSecret(AccountsError):
    """What was typed opens nothing that was left behind."""

    explanation = _(
        "This opens none of your earlier messages. Check it and try again. It has to be a password or a code "
        "that you had before you set your new password."
    )


class WrongOldPasskey(WrongOldSecret):
    """A passkey was right, and its device has computed nothing that opens what was left behind."""

    explanation = _(
        "This passkey opens none of your earlier messages in this browser. Try it in the browser in which "
        "you used it before, or type an old password or code."
    )


class AlreadyFounded(AccountsError):
    """There is an agency in this database already."""

    explanation = _("This portal has its agency already. Nothing was changed.")


class UnfitPassword(AccountsError):
    """The password is not one that anybody may choose."""


class UnfitLength(UnfitPassword):
    """The password is too short to resist guessing, or longer than is read."""

    def __init__(self, *, shortest: int, longest: int) -> None:
        super().__init__()
        words = _("A password must have %(shortest)d to %(longest)d characters.")
        self.explanation = words % {"shortest": shortest, "longest": longest}


class ForeseeablePassword(UnfitPassword):
    """Too little is left of the password without what others can foresee.

    reasons: what it is made of (`password_rules.pieces.Reason`); the words say no part of the password.
    """

    MADE_OF: ClassVar[Mapping[str, Promise]] = {
        "known": _("names or addresses that others know"),
        "common": _("words that many people use in passwords"),
        "saying": _("a saying that many people know"),
        "row": _("rows of keys, or letters or numbers in their order"),
        "date": _("dates or years"),
        "repeated": _("repetitions"),
    }

    def __init__(self, reasons: Iterable[str]) -> None:
        super().__init__()
        found = [str(words) for reason, words in self.MADE_OF.items() if reason in set(reasons)]
        self.explanation = _(
            "This password is easy to guess. Most of it is: %(what)s. "
            "Choose four or more words that have nothing to do with you or your work."
        ) % {"what": "; ".join(found or [str(self.MADE_OF["repeated"])])}


class OwnReplyCode(UnfitPassword):
    """The password is the reply code of the same person: who finds the paper would have both ways in."""

    explanation = _("This is your reply code. Choose a password that stands on no paper.")


class TooBusy(AccountsError, Postponed):
    """More people sign in at this moment than the machine's memory allows."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    explanation = _("Many people are signing in right now. Wait a few seconds and try again.")


class SlowedDown(AccountsError, Postponed):
    """So many attempts for one account failed that only a browser which it knows goes on at once."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """Say, in the reader's language, when to try again, and what needs no waiting."""
        minutes = -(-self.retry_after_seconds // 60)
        return ngettext(
            "Too many wrong tries for this address. Wait %(minutes)d minute, use a passkey, "
            "or have a link mailed to you.",
            "Too many wrong tries for this address. Wait %(minutes)d minutes, use a passkey, "
            "or have a link mailed to you.",
            minutes,
        ) % {"minutes": minutes}


class CrowdedOut(AccountsError, Postponed):
    """So many attempts from one address failed that only what is no password goes on there at once."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """Say, in the reader's language, when to try again, and what needs no waiting."""
        minutes = -(-self.retry_after_seconds // 60)
        return ngettext(
            "Too many wrong passwords came from where you are. Wait %(minutes)d minute, use a passkey, "
            "or have a link mailed to you.",
            "Too many wrong passwords came from where you are. Wait %(minutes)d minutes, use a passkey, "
            "or have a link mailed to you.",
            minutes,
        ) % {"minutes": minutes}


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


class AgencySignInFailed(AccountsError):
    """What the agency's provider sent is no fresh answer to this browser, or it did not answer."""

    explanation = _(
        "The sign-in of your agency did not come to an end here. Try it again. If it does not work, sign in "
        "with your e-mail address and password."
    )


class IdentityTaken(AccountsError):
    """Somebody else has linked the same identity."""

    explanation = _("This account of your agency belongs to another person here. Nothing was linked.")
