"""Administrators see who represents whom, and end it; they learn no name, no address and no word."""

import re

import pytest

from audit.models import AuditEvent
from messaging.models import Representation, Topic, Wrap
from messaging.representing.queries import PAGE_ROWS
from notices.models import Notice
from tests.messaging.test_representing import WORDS, name_helper, page_of
from tests.people import Account, Browser, Staff, make_account, write_comment

pytestmark = pytest.mark.django_db

PAGE = "/administration/representatives/"


@pytest.fixture
def helper(topic: Topic) -> Account:
    """Somebody who helps others with their taxes, with an account of their own."""
    return make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")


@pytest.fixture
def let_in(account: Account, helper: Account) -> Representation:
    """The account lets the helper into its thread."""
    assert name_helper(account.signs_in(), account.thread, helper).status_code == 302
    return Representation.objects.get()


@pytest.fixture
def desk(administrator: Staff) -> Browser:
    """The administrator, signed in."""
    return administrator.signs_in()


def rows_of(page: str) -> int:
    return page.count('role="rowheader"')


def test_who_represents_whom_is_listed_without_names_addresses_or_words(
    desk, account, helper, let_in: Representation
):
    page = desk.get(PAGE).content.decode()

    assert rows_of(page) == 1
    assert "h***@example.org" in page
    assert "a***@example.org" in page
    assert "One conversation" in page
    assert "The taxpayer" in page
    for secret in ("Helper Two", helper.email, account.email, WORDS, str(account.thread.public_id)):
        assert secret not in page, secret


def test_what_an_officer_did_with_a_form_says_so(desk, account, helper, officer: Staff):
    name_helper(officer.signs_in(), account.thread, helper, scope="topic", reference="Form 2848 no. 77")

    page = desk.get(PAGE).content.decode()

    assert "An officer, with a form" in page
    assert "Everything about “Refunds”" in page
    assert "Form 2848" not in page


def test_an_administrator_ends_it_at_once_and_both_sides_are_told(
    desk, administrator, account, helper, let_in: Representation
):
    reading = helper.signs_in()
    assert WORDS in page_of(reading, account.thread)

    asked = desk.get(f"/representatives/{let_in.public_id}/end/").content.decode()
    ended = desk.post(f"/representatives/{let_in.public_id}/end/")

    assert "Helper Two" not in asked
    assert ended["Location"] == f"{PAGE}?ended=1"
    assert "Nobody represents anybody now" in desk.get(ended["Location"]).content.decode()
    assert reading.get(account.thread.get_absolute_url()).status_code == 404
    assert Wrap.objects.filter(message__thread=account.thread).count() == 2
    assert Notice.objects.filter(kind="representative_ended").count() == 2
    event = AuditEvent.objects.get(action="messaging.representative.ended")
    assert event.actor == administrator.person.public_id


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("helper@example.org", 1),
        (" Account@Example.org", 1),
        ("helper", None),
        ("stranger@example.org", 0),
        ("%", None),
    ],
)
def test_a_whole_address_of_either_side_finds_it_and_a_part_does_not(
    desk, let_in: Representation, typed: str, found: int | None
):
    response = desk.get(PAGE, {"q": typed})

    page = response.content.decode()
    assert response.status_code == (400 if found is None else 200)
    assert rows_of(page) == (found or 0)
    assert ("Type a whole e-mail address" in page) == (found is None)


def test_they_are_listed_a_page_at_a_time(
    desk, account, helper, let_in: Representation, django_assert_max_num_queries
):
    for number in range(PAGE_ROWS + 5):
        Representation.objects.create(
            taxpayer=account.person,
            representative=helper.person,
            made_by=account.person,
            made_at=let_in.made_at,
            until=let_in.until,
            sealed_name=str(number).encode(),
        )

    with django_assert_max_num_queries(9):
        first = desk.get(PAGE).content.decode()
    following = re.search(r'href="([^"]*before=[^"]+)"', first)
    assert following
    second = desk.get(following[1].replace("&amp;", "&")).content.decode()

    ids = re.findall(r"/representatives/([0-9a-f-]{36})/end/", first + second)
    assert len(ids) == len(set(ids)) == PAGE_ROWS + 6


@pytest.mark.parametrize("query", ["before=nobody", "before=00000000-0000-0000-0000-000000000000"])
def test_a_place_that_is_none_is_not_there(desk, let_in: Representation, query: str):
    assert desk.get(f"{PAGE}?{query}").status_code == 404


@pytest.mark.parametrize("who", ["auditor", "officer_of_another_unit"])
def test_nobody_else_sees_or_ends_it(request, let_in: Representation, who: str):
    browser = request.getfixturevalue(who).signs_in()

    assert browser.get(PAGE).status_code == 404
    assert browser.post(f"/representatives/{let_in.public_id}/end/").status_code == 404
    assert Representation.objects.get().ended_at is None
