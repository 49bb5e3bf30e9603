"""Which passwords are taken: long ones, of which enough is left when what is foreseeable counts for little.

Source: NIST SP 800-63B-4, section 3.1.1.2: 15 characters where the password stands alone and 8 beside a
second factor, no rules of composition, no change without a reason, and a list of what is commonly used or
expected, such as names of the service and the person. Lists hold almost no long passwords; `pieces` says by
rules what long ones are made of.
"""

from collections.abc import Iterable

from django.conf import settings

from accounts import factors
from accounts.errors import ForeseeablePassword, OwnReplyCode, UnfitLength, UnfitPassword
from accounts.models import Person
from accounts.password_rules import pieces
from keys import queries


def least_length(person: Person | None) -> int:
    """Tell how many characters the password of this person needs; None for somebody who is being made.

    Fewer do beside a second factor that is asked for at each sign-in. One SQL query for whoever may have one.
    """
    if person is not None and not person.is_visitor and factors.asks_for_second(person):
        return settings.PASSWORD_SHORTEST_WITH_FACTOR
    return settings.PASSWORD_SHORTEST


def check(
    password: str, *, known: Iterable[str], person: Person | None = None, stands_alone: bool = False
) -> None:
    """Raise UnfitPassword for a password that may not be used: its length, or what it is made of.

    known: what others know, beside the agency's name and the address of its site. person: whose it is to be,
    when they are there already; what is known of them counts too. stands_alone: as if they had no factor.
    """
    least = least_length(None if stands_alone else person)
    if not least <= len(password) <= settings.PASSWORD_LONGEST:
        raise UnfitLength(shortest=least, longest=settings.PASSWORD_LONGEST)
    judged = pieces.judge(password, known=(*known, *known_to_others(person)))
    if judged.of_its_own < fewest_of_its_own(least):
        raise ForeseeablePassword(judged.reasons)
    if person is not None and queries.is_reply_code_of(person.public_id, password):
        raise OwnReplyCode


def is_fit_alone(password: str, person: Person) -> bool:
    """Tell whether this person might have this password without a second factor."""
    try:
        check(password, known=(), person=person, stands_alone=True)
    except UnfitPassword:
        return False
    return True


def fewest_of_its_own(least: int) -> int:
    """Tell how many characters have to be left of a password, where it needs `least` in all: half of them."""
    return (least + 1) // 2


def known_to_others(person: Person | None) -> list[str]:
    """List what others know of the agency and its site, and of a person, when they are there already."""
    of_person = (person.name, person.email or "", person.notice_address) if person is not None else ()
    return [settings.AGENCY_NAME, settings.SITE_HOST, *filter(None, of_person)]
