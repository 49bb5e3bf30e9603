"""The number of an account, by which its owner is named to others: the first 80 bits of their key's id.

Nobody guesses one, and nobody puts another key in its place: the number is of the key itself.
"""

from uuid import UUID

from encryption.codes import decode, encode, group, normalise
from encryption.errors import BadCode
from keys import directory
from keys.errors import KeysError
from keys.models import PersonKey, Side

CHARACTERS = 16
HEX_DIGITS = CHARACTERS * 5 // 4


def number_of(person: UUID) -> str:
    """Write the number of a person, in groups of four; raises NoPersonKey, ForgedKey."""
    key_id = directory.current_person_key(person).key_id
    return group(encode(int(key_id[:HEX_DIGITS], 16), CHARACTERS))


def person_of(typed: str) -> UUID | None:
    """Find the person of the public who has this number; None for everything else. Two queries at most."""
    try:
        code = normalise(typed)
    except BadCode:
        return None
    if len(code) != CHARACTERS:
        return None
    first = f"{decode(code):0{HEX_DIGITS}x}"
    in_use = PersonKey.objects.filter(key_id__gte=first, key_id__lt=f"{first}g", state=PersonKey.State.ACTIVE)
    found = in_use.defer("sealed_private").first()
    try:
        if found is None or directory.verify_person_key(found).key_id[:HEX_DIGITS] != first:
            return None
    except KeysError:
        return None
    return found.person if found.side == Side.PUBLIC else None
