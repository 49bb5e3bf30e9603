"""Who sent a mail, as its headers say, which anybody may write."""

from dataclasses import dataclass
from email.utils import getaddresses
from typing import Final

from accounts.fields import PLAIN_ADDRESS
from accounts.models import canonical_email
from comments.mail_in.reading import limits
from comments.mail_in.reading.characters import one_line, words_of
from comments.mail_in.reading.mail import Problem
from comments.mail_in.reading.parts import Headers

LONGEST_ADDRESS: Final = 254
# What Postfix, Dovecot, Exim and the like write when they deliver, and then what the sender wrote.
_RECIPIENTS: Final = ("x-original-to", "delivered-to", "envelope-to", "to")


@dataclass(frozen=True, slots=True)
class Sender:
    """Hold the first mailbox of `From`, and what is odd about it. Whoever is not alone is not verified."""

    name: str
    address: str | None
    problems: tuple[Problem, ...]

    @property
    def is_alone(self) -> bool:
        """Tell whether the mail names one sender and no other."""
        return Problem.SEVERAL_SENDERS not in self.problems


def sender_of(headers: Headers) -> Sender:
    """Give who sent a mail. Several mailboxes, or headers, are a problem: readers see any of them."""
    values = headers.all("from")
    mailboxes = [mailbox for value in values for mailbox in _mailboxes(value)]
    if not mailboxes:
        return Sender("", None, (Problem.NO_SENDER,))
    problems = []
    if len(mailboxes) > 1 or len(values) > 1:
        problems.append(Problem.SEVERAL_SENDERS)
    written, typed = mailboxes[0]
    name = one_line(words_of(written)[0], limits.MOST_NAME_CHARACTERS)
    address = usable(typed)
    if address is None:
        problems.append(Problem.UNUSABLE_ADDRESS)
    if "@" in name and canonical_email(name) != address:
        problems.append(Problem.NAME_HOLDS_ADDRESS)
    return Sender(name, address, tuple(problems))


def reply_to_of(headers: Headers) -> str | None:
    """Give the one address that answers are asked to go to, or None where there is none, or are several."""
    mailboxes = [mailbox for value in headers.all("reply-to") for mailbox in _mailboxes(value)]
    return usable(mailboxes[0][1]) if len(mailboxes) == 1 else None


def recipients_of(headers: Headers) -> tuple[str, ...]:
    """Give the addresses that a mail says it went to, each once; anybody may write them."""
    values = [value for name in _RECIPIENTS for value in headers.all(name)[: limits.MOST_RECIPIENTS]]
    found = (usable(typed) for value in values for _name, typed in _mailboxes(value))
    return tuple(dict.fromkeys(address for address in found if address))[: limits.MOST_RECIPIENTS]


def usable(typed: str) -> str | None:
    """Give an address in its one form, or None for what the portal takes from nobody."""
    address = canonical_email(typed)
    is_plain = len(address) <= LONGEST_ADDRESS and PLAIN_ADDRESS.fullmatch(address)
    return address if is_plain else None


def _mailboxes(value: str) -> list[tuple[str, str]]:
    """Give names and addresses in a header; groups are given as their members.

    Before encoded words are decoded: what is encoded is a name, whatever it looks like. One that is longer
    than what is looked into counts as two, so that it is not believed.
    """
    try:
        mailboxes = getaddresses([value[: limits.MOST_VALUE_CHARACTERS]])
    # Comments in comments make the library recurse.
    except (RecursionError, IndexError, ValueError):
        return [("", ""), ("", "")]
    found = [(name, address) for name, address in mailboxes if name or address]
    # The library takes some signs between two addresses for parts of one.
    is_two = len(value) > limits.MOST_VALUE_CHARACTERS or any(
        set("()<>,;: \t") & set(address) for _name, address in found
    )
    return [*found, ("", "")] if is_two else found
