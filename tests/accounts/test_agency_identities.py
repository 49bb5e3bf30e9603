"""Linking an identity at the agency's own OpenID provider to somebody of the staff."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import StaffIdentity
from audit.models import AuditEvent
from notices.models import Notice
from tests.accounts.agency import comes_by_agency, links
from tests.people import Account, Staff, Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def test_linking_takes_a_button_and_a_recent_proof(issuer: str, officer: Staff) -> None:
    browser = comes_by_agency("worker-1", officer.signs_in())
    page = browser.get("/account/agency-sign-in/").content.decode()

    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        late = browser.post("/account/agency-sign-in/", {"deed": "link"})
        none_yet = StaffIdentity.objects.exists()

    assert "worker-1@agency.example.org" in page
    assert late.status_code == 403
    assert not none_yet


def test_a_link_is_told_by_mail_and_recorded_and_ends_by_a_button(issuer: str, officer: Staff) -> None:
    browser = links(officer, "worker-1")
    linked = StaffIdentity.objects.get()
    browser.post("/account/agency-sign-in/", {"deed": "unlink"})

    assert (linked.issuer, linked.subject) == (issuer, "worker-1")
    assert not StaffIdentity.objects.exists()
    kinds = set(Notice.objects.filter(person=officer.person.public_id).values_list("kind", flat=True))
    assert kinds >= {Notice.Kind.FACTOR_ADDED, Notice.Kind.FACTOR_REMOVED}
    actions = AuditEvent.objects.filter(action__startswith="accounts.identity").values_list(
        "action", flat=True
    )
    assert list(actions.order_by("pk")) == ["accounts.identity.linked", "accounts.identity.unlinked"]


def test_an_identity_is_one_persons(issuer: str, officer: Staff, colleague: Staff) -> None:
    links(officer, "worker-1")
    browser = comes_by_agency("worker-1", colleague.signs_in())

    response = browser.post("/account/agency-sign-in/", {"deed": "link"})

    assert response.status_code == 409
    assert "belongs to another person" in response.content.decode()
    assert StaffIdentity.objects.get().person == officer.person


def test_an_offer_in_somebody_elses_session_links_nothing(
    issuer: str, officer: Staff, colleague: Staff
) -> None:
    theirs = comes_by_agency("worker-1", officer.signs_in())
    mine = colleague.signs_in()
    session = mine.session
    session["agency_offer"] = theirs.session["agency_offer"]
    session.save()

    mine.post("/account/agency-sign-in/", {"deed": "link"})

    assert not StaffIdentity.objects.exists()


@pytest.mark.parametrize("deed", ["", "link", "something"])
def test_a_deed_that_is_none_changes_nothing(issuer: str, officer: Staff, deed: str) -> None:
    response = officer.signs_in().post("/account/agency-sign-in/", {"deed": deed})

    assert response.status_code == 302
    assert not StaffIdentity.objects.exists()


def test_the_public_has_no_part_in_it(issuer: str, account: Account, taxpayer: Visitor) -> None:
    signed_in = account.signs_in()

    assert signed_in.get("/sign-in/agency/").status_code == 404
    assert signed_in.get("/sign-in/agency/back/").status_code == 404
    assert signed_in.get("/account/agency-sign-in/").status_code == 404
    assert "Sign-in with your agency" not in signed_in.get("/account/").content.decode()
