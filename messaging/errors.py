"""What can go wrong with threads and messages; every error has an `explanation` for people."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from limits.errors import Postponed


class MessagingError(Exception):
    """An anticipated refusal; nothing was stored or sent."""

    explanation: str | Promise = _("That did not work. Nothing was sent.")


class NotPermitted(MessagingError):
    """The person does not take part in this thread, or may not write in it."""

    explanation = _("You may read this, but you cannot write here.")


class ThreadClosed(MessagingError):
    """The thread is closed."""

    explanation = _("This conversation is closed. Nothing was sent.")


class ThreadChanged(MessagingError):
    """A message came in after the page was opened."""

    explanation = _("There is a new message in this conversation. Read it, then send yours.")


class DraftChanged(MessagingError):
    """The words are not those that the channel was decided for."""

    explanation = _("The text changed while it was checked. Nothing was sent. Send it again.")


class AlreadySent(MessagingError):
    """The same form was sent before, with other words."""

    explanation = _(
        "This page was already used to send another text. Read the conversation, then send this one."
    )


class CannotAdopt(MessagingError):
    """A message of a thread cannot be handed over, or there is no sound key to hand it over to.

    hidden: the messages that cannot be shown, each with its thread. Where the first is one of them, nothing
    proves whose thread it is.
    """

    explanation = _(
        "We could not move this message into your account. Nothing was changed, and its code still works. "
        "Tell us about it."
    )

    def __init__(self, hidden: Sequence[tuple[UUID, UUID]] = ()) -> None:
        super().__init__()
        self.hidden = hidden


class NotVouchedFor(MessagingError):
    """Somebody who has come in before is let in anew only by a word on how it was made sure who they are."""

    explanation = _("Say how you made sure who this is, and why they need a new way in. Nothing was changed.")


class ThreadLocked(MessagingError):
    """The taxpayer has new keys, and nobody has made sure who they are."""

    explanation = _("This conversation is locked until the agency confirms that it is you. Nothing was sent.")


class RegrantEnded(MessagingError):
    """Somebody else has decided, or an old password or code turned up."""

    explanation = _("This was settled meanwhile. Nothing was changed.")


class OwnRegrant(MessagingError):
    """Whoever began a reset does not open the threads that it locked."""

    explanation = _("You began this new password yourself. Another member of the unit has to decide.")


class KeyChanged(MessagingError):
    """The person has other keys than those that the page showed."""

    explanation = _("This person has another key now. Look at the six words again before you decide.")


class LetterNotTyped(MessagingError):
    """Nobody has typed the code of the letter with the keys that are in use now."""

    explanation = _("They have not typed the code of the letter yet. Wait for it, or call them.")


class NoReason(MessagingError):
    """Where the portal has not seen for itself who it is, it takes a word on how it was made sure."""

    explanation = _("Write how you made sure who they are.")


class CannotRegrant(MessagingError):
    """A thread does not open to the member, or the person's key is not sound."""

    explanation = _(
        "These messages could not be opened to them. Nothing was changed. Tell your administrator."
    )


class WrongLetterCode(MessagingError):
    """No letter on its way to this person has this code."""

    explanation = _(
        "This is not the code of a letter to you, or it is too old. Check it and try again. After ten wrong "
        "codes you need a new letter."
    )


class NoSuchNumber(MessagingError):
    """Nobody who could represent somebody has this number."""

    explanation = _(
        "No account has this number. Ask your representative for the number on their page “Representatives”. "
        "Nobody was let in."
    )


class OwnNumber(MessagingError):
    """Nobody represents themselves."""

    explanation = _("This is the number of the account itself. Nobody was let in.")


class CannotLetIn(MessagingError):
    """The messages cannot be sealed to the representative."""

    explanation = _("We could not open these messages to them. Nobody was let in. Tell us about it.")


class TopicTaken(MessagingError):
    """There is a topic of this name."""

    explanation = _("There is a topic of this name already. Nothing was added.")


class MailAddressTaken(MessagingError):
    """Mail to this address is about another topic, or is this portal's own."""

    explanation = _("Another topic has this address, or our own e-mail comes from it. Choose another one.")


class MayNotManage(MessagingError):
    """Only administrators manage topics."""

    explanation = _("You may not change this. Nothing was changed.")


class UnitWithoutKey(MessagingError):
    """What is written to a unit is sealed to its key, and this one has none."""

    explanation = _(
        "This unit has no key yet, so nobody could read what is written to it. Its first member has to make "
        "the key. Nothing was changed."
    )


class UnitWithOneHolder(MessagingError):
    """A topic moves only to a unit whose key two people hold; one could be the mover's own invention."""

    explanation = _("This unit needs two people who hold its key first. Nothing was changed.")


class MoveEnded(MessagingError):
    """The move of a topic was decided or taken back, or is not the person's to decide."""

    explanation = _("This was decided or taken back already. Nothing was changed.")


class NotAHolder(MessagingError):
    """Only who holds the key of a unit gives its topics away."""

    explanation = _("You do not hold this unit's key. Ask a colleague who does.")


class NothingToTry(MessagingError):
    """The work is not given up any more, or is not the person's to look after."""

    explanation = _("This is being tried again already, or was sent meanwhile.")


class ReachedAlready(MessagingError):
    """Somebody was reached meanwhile, or opened the message themselves."""

    explanation = _("This was done meanwhile: a colleague reached them, or they opened the message.")


class NotFoundHere(MessagingError):
    """What is reported as a false alarm is not among what was found in these words."""

    explanation = _("We do not find this in your text now. Nothing was noted.")


class TooManyReports(MessagingError, Postponed):
    """The person has reported as many false alarms in a day as are counted of one."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    explanation = _(
        "You have reported a lot in one day, so we do not count this one. Your text is still here: send it "
        "through the portal, and tell your supervisor if the same thing is found by mistake again and again."
    )


class CannotBeReleased(MessagingError):
    """What waits may not leave by plain e-mail, whoever asks: it changed, or its thread or address did."""

    explanation = _(
        "This cannot go by plain e-mail any more: the conversation, the address or the rules have changed. "
        "Nothing was sent."
    )


class ScreeningFailed(CannotBeReleased):
    """What waits could not be looked through to its end, so it counts as sensitive."""


class ReleaseEnded(MessagingError):
    """Somebody released, refused or withdrew it meanwhile, or its time is over."""

    explanation = _("This does not wait any more. Below stands what came of it.")


class ReleaseWaits(MessagingError):
    """Another answer in the same thread waits for a second member."""

    explanation = _(
        "Another answer in this conversation waits for a colleague already. Withdraw that one first."
    )


class NoReasonToAsk(MessagingError):
    """Whoever wants a second member to release something says why."""

    explanation = _("Say why, so that your colleague can decide.")


class NoReasonToRelease(MessagingError):
    """A second member says why they agree."""

    explanation = _("Say why you agree that it goes by plain e-mail.")


class MayNotRelease(MessagingError):
    """Only another member of the unit releases."""

    explanation = _(
        "Somebody else of your unit has to release this: not who wrote it, and nobody whom they "
        "proposed or let in during the last 24 hours. Nothing was sent."
    )


class CannotSeal(MessagingError):
    """The text could not be encrypted to everybody who has to read it."""

    explanation = _(
        "We could not encrypt this, so nothing was sent. Your text is still here. Tell your administrator."
    )
