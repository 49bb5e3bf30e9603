"""What can go wrong with keys. None of these errors carries a secret, a code, a password or a text."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class KeysError(Exception):
    """Stand above every error of this app; `explanation` is for people."""

    explanation: ClassVar[str | Promise] = _("Something is wrong with a key.")


class WrongSecret(KeysError):
    """Tell that a password, a code or a session opens nothing; why is never told."""

    explanation = _("That is not right.")


class TooBusy(KeysError):
    """Tell that as many people sign in at this moment as the machine can take."""

    explanation = _("Many people are signing in at this moment. Please try again in a few seconds.")

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__()
        self.retry_after_seconds = retry_after_seconds


class CannotShow(KeysError):
    """Tell that a stored text did not verify or did not open."""

    explanation = _("This message cannot be shown.")


class NoUnitKey(KeysError):
    """Tell that a unit has no key yet, or that this person was not granted it."""

    explanation = _("The key of this unit is not there.")


class NoPersonKey(KeysError):
    """Tell that a person has no key in use."""

    explanation = _("The key of this person is not there.")


class NotOfTheAgency(KeysError):
    """Tell that somebody of the public was to hold the key of a unit."""

    explanation = _("Only people of the agency hold the key of a unit.")


class ForgedKey(KeysError):
    """Tell that a row of the key directory is not the one that was signed; nothing may be sealed to it."""

    explanation = _("A key in the directory is not the one that was entered. Nothing was sent.")


class SlotChanged(KeysError):
    """Tell that another request replaced the same slot first."""

    explanation = _("This was changed elsewhere at the same moment. Please try again.")


class KeysChanged(KeysError):
    """Tell that a person got other keys since this request opened theirs."""

    explanation = _("Your keys were changed at the same moment. Nothing was sent. Sign in again.")


class EpochChanged(KeysError):
    """Tell that a unit has another newest epoch than the one that was worked with."""

    explanation = _("The key of this unit was changed at the same moment. Please try again.")


class NoRecordsKey(KeysError):
    """Tell that no sound records key is pinned; without one a unit could lose its records for ever."""

    explanation = _("The records key is missing or damaged.")


class NotOfTheCustodians(KeysError):
    """Tell that a document is damaged, or that no records key that is pinned here signed it."""

    explanation = _(
        "This was not signed by a records key that is pinned here. Nothing was changed. Look whether it is "
        "the right file, and compare the six words of the key."
    )


class UnknownDrill(KeysError):
    """Tell that a result is about a bundle that this portal did not export."""

    explanation = _("This is the result of a bundle that did not come from this portal. Nothing was changed.")


class DrillBroughtAlready(KeysError):
    """Tell that these custodians' result of this bundle is here; bringing it again renews nothing."""

    explanation = _("This result was brought in before. Nothing was changed, and no date was renewed.")


class OtherEpochs(KeysError):
    """Tell that what was opened is not every epoch that there was when the bundle left."""

    explanation = _(
        "What the custodians opened are not all keys of units that there were when the bundle was exported. "
        "Nothing was changed. Export again, and hold the drill with the new bundle."
    )


class NoOpenRequest(KeysError):
    """Tell that a grant of custodians answers no request that is open, or another person, key or unit."""

    explanation = _(
        "There is no open request for what the custodians granted. It was used, replaced or taken back, or "
        "is too old. Nothing was changed. Ask the custodians anew."
    )
