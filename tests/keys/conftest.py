"""The people and the unit of the tests of key custody."""

from uuid import UUID

import pytest

from keys.models import Side
from tests.keys.custody import Member, make_person, make_unit


@pytest.fixture
def holder(db: None) -> Member:
    """An officer who founded a unit and holds its key."""
    return make_person(side=Side.AGENCY)


@pytest.fixture
def citizen(db: None) -> Member:
    """A taxpayer."""
    return make_person()


@pytest.fixture
def stranger(db: None) -> Member:
    """Somebody of the public with keys of their own and none of anybody else's."""
    return make_person()


@pytest.fixture
def colleague(db: None) -> Member:
    """Somebody of the agency who holds no unit's key yet."""
    return make_person(side=Side.AGENCY)


@pytest.fixture
def desk(holder: Member) -> UUID:
    """The unit that the holder founded."""
    return make_unit(holder)
