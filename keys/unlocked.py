"""A person together with their opened keys."""

from dataclasses import dataclass, field
from typing import Any, Generic, NoReturn, Protocol, TypeVar

from encryption.keypairs import PrivateKey
from keys.models import Side


class HasPublicId(Protocol):
    """Name what this app needs to know of a person."""

    # A UUID; a type checker sees the descriptor of a model's field here.
    public_id: Any


P = TypeVar("P", bound=HasPublicId)


@dataclass(frozen=True, repr=False, eq=False, slots=True)
class UnlockedPerson(Generic[P]):
    """Hold a person's opened keys for one request. Only `keys.vault` makes one, out of an account key.

    signing_key: the person key in use. side: what the directory signed of it; None when its row is not what
    was signed. private_keys: every person key that the account key opens, by key id. unit_keys: those that
    this request has opened so far, by key id.
    """

    person: P
    signing_key: PrivateKey
    side: Side | None
    private_keys: dict[str, PrivateKey]
    unit_keys: dict[str, PrivateKey] = field(default_factory=dict)

    @property
    def is_of_agency(self) -> bool:
        """Tell whether the directory signed that this person is of the agency, whatever their role says."""
        return self.side is Side.AGENCY

    def __repr__(self) -> str:
        return f"<UnlockedPerson {self.person.public_id}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an unlocked person is not pickled or copied")
