"""An id that is none, or that is the id of something else, opens nothing, nor do two that do not belong."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db.models import NOT_PROVIDED
from django.test import Client

from accounts.models import Person
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import about, path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import CLOSED, EVERY_ROLE, ROLES, is_open_to, outcome_of

NOBODY, EVERYBODY = UUID(int=0), UUID(int=2**128 - 1)
# Whoever sees most of a unit, and of the agency, tries every pair; the others share them.
SHARES = {"supervisor": 1, "administrator": 1}
SHARE_OF_OTHERS = 5


def things(agency: Agency) -> list[Any]:
    """List one thing of every kind that has an address."""
    return [
        agency.thread,
        agency.thread.topic,
        agency.thread.unit,
        agency.thread.taxpayer,
        agency.proposal,
        agency.dead_letter,
        agency.release,
        agency.regrant,
        agency.unreached,
        agency.mail,
    ]


def wrong_paths(agency: Agency) -> Iterator[str]:
    """Write every address with the ids of all that it is not about."""
    for address in every_address():
        if "<uuid:" not in address.route:
            continue
        right = about(address.name, agency)
        others = [thing.public_id for thing in things(agency) if type(thing) is not type(right)]
        path = path_of(address.name, address.route, agency)
        for other in [*others, NOBODY, EVERYBODY, uuid4()]:
            yield path.replace(str(right.public_id), str(other))
        for text in ("1", "-1", str(right.public_id).upper(), right.public_id.hex, "%27%20OR%201=1"):
            yield path.replace(str(right.public_id), text)


@pytest.mark.parametrize("role", EVERY_ROLE)
@pytest.mark.urls("tests.whole_site.demo_urls")
def test_no_id_of_something_else_opens_anything(agency: Agency, role: str):
    client = Client()
    client.cookies = agency.browser_of(role).cookies

    every, share = list(wrong_paths(agency)), SHARES.get(role, SHARE_OF_OTHERS)
    opened = [
        (method, path)
        for path in every[EVERY_ROLE.index(role) % share :: share]
        for method in ("GET", "POST")
        if outcome_of(client.generic(method, path)) not in CLOSED
    ]

    assert not opened


def test_every_address_with_an_id_that_is_open_to_anybody_is_open_to_one_who_tries_all():
    with_ids = [each.name for each in every_address() if "<uuid:" in each.route]

    untried = [
        name
        for name in with_ids
        for method in ("GET", "POST")
        if any(is_open_to(role, method, name) for role in ROLES)
        and not any(is_open_to(role, method, name) for role in SHARES)
    ]

    assert len(with_ids) > 40
    assert untried == []


@pytest.mark.parametrize("role", ["supervisor", "administrator"])
def test_a_person_and_a_unit_that_do_not_belong_together_are_not_found(
    agency: Agency, officer_of_another_unit: Any, role: str
):
    client = agency.browser_of(role)
    unit, stranger = agency.thread.unit, officer_of_another_unit.person
    strangers_unit = stranger.memberships.get().unit
    pairs: list[tuple[Any, Person]] = [
        (unit, stranger),
        (unit, agency.proposal.person),
        (unit, agency.thread.taxpayer),
        (strangers_unit, agency.leaver),
    ]

    for of_unit, person in pairs:
        path = f"/units/{of_unit.public_id}/members/{person.public_id}/"
        assert client.get(path).status_code == client.post(path).status_code == 404

    assert stranger.memberships.filter(unit=strangers_unit).exists()


def test_no_address_counts_and_no_id_in_one_can_be_guessed():
    converters = {kind for each in every_address() for kind in re.findall(r"<(\w+):", each.route)}
    ids = [field for model in apps.get_models() for field in model._meta.fields if field.name == "public_id"]

    assert converters == {"uuid", "slug"}
    assert len(ids) > 15
    # Without a default it is the id of something else that has one, as an invitation has its slot's.
    assert {field.default for field in ids} == {uuid4, NOT_PROVIDED}
    assert all(field.unique for field in ids)
