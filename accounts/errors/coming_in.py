"""What can go wrong with passwords, codes, passkeys and sessions."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.errors.base import AccountsError
from limits.errors import Postponed


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


class Slowed(AccountsError, Postponed):
    """Too many passwords were wrong; the page says when to try again, and what needs no waiting."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    # A refusal that counts minutes can only be written when it is read.
    @property
    def explanation(self) -> str:  # type: ignore[override]
        """Say it in the reader's language."""
        minutes = -(-self.retry_after_seconds // 60)
        return self._said(minutes) % {"minutes": minutes}

    def _said(self, minutes: int) -> str:
        """Say it with a place for the minutes; each kind has words of its own."""
        raise NotImplementedError


class SlowedDown(Slowed):
    """So many attempts for one account failed that only a browser which it knows goes on at once."""

    def _said(self, minutes: int) -> str:
        return ngettext(
            "Too many wrong tries for this address. Wait %(minutes)d minute, use a passkey, "
            "or have a link mailed to you.",
            "Too many wrong tries for this address. Wait %(minutes)d minutes, use a passkey, "
            "or have a link mailed to you.",
            minutes,
        )


class CrowdedOut(Slowed):
    """So many attempts from one address failed that only what is no password goes on there at once."""

    def _said(self, minutes: int) -> str:
        return ngettext(
            "Too many wrong passwords came from where you are. Wait %(minutes)d minute, use a passkey, "
            "or have a link mailed to you.",
            "Too many wrong passwords came from where you are. Wait %(minutes)d minutes, use a passkey, "
            "or have a link mailed to you.",
            minutes,
        )


class AgencySignInFailed(AccountsError):
    """What the agency's provider sent is no fresh answer to this browser, or it did not answer."""

    explanation = _(
        "The sign-in of your agency did not come to an end here. Try it again. If it does not work, sign in "
        "with your e-mail address and password."
    )


class IdentityTaken(AccountsError):
    """Somebody else has linked the same identity."""

    explanation = _("This account of your agency belongs to another person here. Nothing was linked.")
