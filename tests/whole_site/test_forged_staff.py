"""Somebody with the database makes themselves staff, or takes an administrator's session: no page opens."""

import re
from uuid import UUID

import pytest
from django.conf import settings

from accounts.models import Invitation, Membership, Person, Proposal, Role, Session, Unit
from accounts.sessions import hashed
from audit.models import AuditEvent
from keys import directory
from keys.models import PersonKey, UnitKey
from messaging.models import Topic
from tests.people import Account, Browser, Staff, Visitor
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import expected

STAFF_ROLES = ["officer", "supervisor", "auditor", "administrator"]
OF_THE_PUBLIC = expected("account")
# Every address that somebody of staff is let into and somebody of the public is not.
OF_STAFF = sorted(
    {
        cell
        for role in STAFF_ROLES
        for cell, outcome in expected(role).items()
        if cell[0] in ("GET", "POST") and outcome not in ("404", "405") and OF_THE_PUBLIC[cell] == "404"
    }
)


def harm(name: str, agency: Agency) -> dict[str, str]:
    """Fill in the form of an address so that it would make or change something."""
    unit = str(agency.proposal.unit.public_id)
    topic = {"name": "A topic of mine", "description": "Write here.", "unit": unit}
    return {
        "person_invite": {
            "role": "administrator",
            "name": "Mallory",
            "email": "mallory@example.org",
            "language": "en",
        },
        "unit_new": {"name": "A unit of mine", "founder": "newcomer@example.org"},
        "unit": {"email": "colleague@example.org"},
        "topic_new": topic,
        "topic": {**topic, "position": "7"},
    }.get(name, {})


def pass_for_an_administrator(person: Person) -> None:
    """Write into every column that tells an administrator from a visitor."""
    Person.objects.filter(pk=person.pk).update(
        role=Role.ADMINISTRATOR, email="no-administrator@example.org", name="No Administrator"
    )


def put_back(person: Person) -> None:
    """Make them a visitor again, so that their code lets them in."""
    Person.objects.filter(pk=person.pk).update(role=Role.VISITOR, email=None, name="")
    PersonKey.objects.filter(person=person.public_id).update(side="public")


def take_session_row(browser: Browser, victim: UUID) -> None:
    """Copy what a session of the victim holds into the row of this browser's own session."""
    theirs = Session.objects.filter(person_id=victim, ended_at=None).latest("expire_date")
    own = hashed(browser.cookies[settings.SESSION_COOKIE_NAME].value)
    assert Session.objects.filter(session_key=own).update(
        session_data=theirs.session_data, person_id=victim, expire_date=theirs.expire_date
    )


def everything() -> list[list[object]]:
    """List what administrators may make or change."""
    models = (Person, Unit, Membership, Proposal, Invitation, Topic, PersonKey, UnitKey)
    return [list(model.objects.order_by("pk").values()) for model in models]


def ask_as(agency: Agency, browser: Browser, method: str, name: str) -> str:
    """Ask for an address of staff; gives where that led to."""
    routes = {address.name: address.route for address in every_address()}
    path = path_of(name, routes[name], agency)
    response = browser.post(path, harm(name, agency)) if method == "POST" else browser.get(path)
    if response.status_code == 403:
        # A text comes back to be copied.
        return "/sign-in/"
    assert response.status_code == 302, (method, name, response.status_code)
    return re.sub(r"\?.*", "", response["Location"])


def test_the_addresses_of_staff_are_those_of_administration_too():
    posts = {name for method, name in OF_STAFF if method == "POST"}

    assert posts >= {"person_invite", "unit_new", "unit", "topic_new", "topic", "unit_plain_email"}
    assert posts >= {"person_disable", "person_enable", "person_sign_out", "person_renew", "person_revoke"}


@pytest.mark.parametrize("writes_side", [False, True])
def test_a_visitor_who_wrote_a_role_of_staff_into_their_row_opens_no_page_of_staff(
    agency: Agency, other_taxpayer: Visitor, writes_side: bool
):
    person = other_taxpayer.person
    for method, name in OF_STAFF:
        put_back(person)
        browser = other_taxpayer.opens_with_code()
        pass_for_an_administrator(person)
        if writes_side:
            PersonKey.objects.filter(person=person.public_id).update(side="agency")
            directory.known.forget()
        before = everything()

        assert ask_as(agency, browser, method, name) == "/sign-in/"
        assert everything() == before


def test_a_session_that_holds_the_row_of_an_administrator_opens_no_page_of_staff(
    agency: Agency, other_taxpayer: Visitor, administrator: Staff
):
    for method, name in OF_STAFF:
        browser = other_taxpayer.opens_with_code()
        administrator.signs_in()
        take_session_row(browser, administrator.person.public_id)
        before = everything()

        assert ask_as(agency, browser, method, name) == "/sign-in/"
        assert everything() == before


def test_a_refused_session_of_staff_is_over_and_people_are_told(
    other_taxpayer: Visitor, administrator: Staff
):
    browser, watcher = other_taxpayer.opens_with_code(), administrator.signs_in()
    pass_for_an_administrator(other_taxpayer.person)
    browser.get("/administration/people/")
    put_back(other_taxpayer.person)

    assert browser.get(other_taxpayer.thread.get_absolute_url()).status_code == 302
    event = AuditEvent.objects.get(action="accounts.staff_session.refused")
    assert (event.actor, event.subject) == (None, other_taxpayer.person.public_id)
    assert "Session of staff refused" in watcher.get("/status/").content.decode()


@pytest.mark.parametrize("columns", [{"side": "public"}, {"directory_signature": b"none"}])
def test_a_changed_row_of_the_directory_proves_nobody_of_staff(administrator: Staff, columns):
    browser = administrator.signs_in()
    PersonKey.objects.filter(person=administrator.person.public_id).update(**columns)
    directory.known.forget()

    assert browser.get("/administration/people/").status_code == 302
    assert Session.objects.filter(person_id=administrator.person.public_id, ended_at=None).count() == 0


def test_public_people_whose_row_of_the_directory_was_changed_keep_their_session(account: Account):
    browser = account.signs_in()
    PersonKey.objects.filter(person=account.person.public_id).update(side="agency")
    directory.known.forget()

    assert browser.get("/threads/").status_code == 200
