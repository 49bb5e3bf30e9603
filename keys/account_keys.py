"""The account key: 32 random bytes that every slot of a person opens, and that open the person's own keys."""

from dataclasses import dataclass
from typing import NoReturn

from encryption import boxes


@dataclass(frozen=True, repr=False, eq=False, slots=True)
class AccountKey:
    """Hold an opened account key for as long as a request or a sign-in needs it."""

    secret: bytes

    @classmethod
    def generate(cls) -> "AccountKey":
        """Make the account key of a new person."""
        return cls(boxes.new_key())

    def __repr__(self) -> str:
        return "<AccountKey>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an account key is not pickled or copied")
