"""The administrator's pages: who works here, in what role, and what can be done about them."""

import re
from typing import Any

import pytest

from accounts.models import Invitation, Person, Role, Unit
from keys.models import Slot
from tests.people import Browser, Staff, make_member

pytestmark = pytest.mark.django_db

NEW = {"name": "New Officer", "email": "new@example.org", "role": "officer", "language": "en"}


@pytest.fixture
def desk(administrator: Staff) -> Browser:
    """The administrator, signed in."""
    return administrator.signs_in()


def page_of(person: Person) -> str:
    return f"/administration/people/{person.public_id}/"


def invite(desk: Browser, **other: str) -> tuple[Person, str]:
    response = desk.post("/administration/people/invite/", {**NEW, **other}, follow=True)
    assert response.status_code == 200, response.content
    pin = re.search(r'id="pin">\s*([0-9A-Z-]{12})\s*<', response.content.decode())
    assert pin
    return Person.objects.get(email=other.get("email", NEW["email"])), pin[1]


def test_every_page_says_what_an_administrator_cannot_do(desk: Browser, officer: Staff):
    for path in (
        "/administration/people/",
        "/administration/people/invite/",
        page_of(officer.person),
        f"{page_of(officer.person)}disable/",
        "/administration/units/",
        "/administration/units/new/",
        f"/units/{Unit.objects.get().public_id}/",
    ):
        assert "You can manage people. You cannot read messages." in desk.get(path).content.decode(), path


def test_an_administrator_invites_and_sees_the_pin_once(desk: Browser):
    person, pin = invite(desk)

    pages = [desk.get(path).content.decode() for path in (page_of(person), "/administration/people/")]
    assert all("Invited, until" in page for page in pages)
    assert all(pin not in page for page in pages)
    assert Slot.objects.get(person=person.public_id).kind == "invitation"


def test_the_pages_pin_and_the_mails_link_let_somebody_in(desk: Browser, mail_server, worker):
    _person, pin = invite(desk, role="supervisor")
    worker()
    body = mail_server.mails[0].get_body(["plain"]).get_content()
    token = re.search(r"#([0-9A-Z-]+)", body)
    assert token
    password = "tulip harbor velvet engine"

    browser = Browser()
    form = {"token": token[1], "pin": pin, "password": password, "password_again": password}
    assert browser.post("/invitation/", form).status_code == 302

    landed = browser.get("/start/", follow=True).content.decode()
    assert "You belong to no unit yet" in landed
    assert re.search(r'class="words">\s*(?:[a-z]{5} ?){6}', landed)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Type the person"),
        ({"name": "x" * 101}, "longer than 100"),
        ({"name": "Two\u202eways"}, "cannot show"),
        ({"email": "nobody"}, "Type an e-mail address"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "Type an e-mail address"),
        ({"role": ""}, "Choose a role"),
        ({"role": "taxpayer"}, "Choose one of these"),
        ({"role": "visitor"}, "Choose one of these"),
    ],
)
def test_a_bad_invitation_is_told_what_is_wrong_and_keeps_the_rest(
    desk: Browser, wrong: dict[str, str], words: str
):
    response = desk.post("/administration/people/invite/", {**NEW, **wrong})

    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert ("New Officer" in page) == ("name" not in wrong)
    assert not Invitation.objects.exists()


def test_a_field_that_is_sent_twice_is_refused(desk: Browser):
    response = desk.post("/administration/people/invite/", {**NEW, "role": ["officer", "administrator"]})

    assert response.status_code == 400
    assert not Invitation.objects.exists()


def test_an_address_that_somebody_has_is_told(desk: Browser, officer: Staff):
    response = desk.post(
        "/administration/people/invite/", {**NEW, "email": str(officer.person.email).upper()}
    )

    assert response.status_code == 409
    assert "Somebody has an account with this e-mail address already" in response.content.decode()


def test_an_invitation_is_renewed_and_taken_back(desk: Browser):
    person, first = invite(desk)

    renewed = desk.post(f"{page_of(person)}renew/", follow=True)
    revoked = desk.post(f"{page_of(person)}revoke/")

    assert renewed.status_code == 200
    assert first not in renewed.content.decode()
    assert revoked.status_code == 302
    page = desk.get(page_of(person)).content.decode()
    assert "Never came in" in page
    assert "Replaced by a new one" in page
    assert "Taken back" in page


def test_each_role_says_what_it_may_do(desk: Browser, officer: Staff, auditor: Staff):
    page = desk.get("/administration/people/invite/").content.decode()

    assert "Reads and answers what people write to their units." in page
    assert "Reads no message and belongs to no unit." in desk.get(page_of(auditor.person)).content.decode()
    assert "Does not manage people." in desk.get(page_of(officer.person)).content.decode()


def test_people_are_listed_by_name_a_page_at_a_time(desk: Browser, django_assert_max_num_queries: Any):
    for number in range(60):
        make_member(Role.OFFICER, f"officer-{number:02}@example.org")
    seen, path = [], "/administration/people/"

    while path:
        with django_assert_max_num_queries(20):
            page = desk.get(path).content.decode()
        seen += re.findall(r'/administration/people/[0-9a-f-]{36}/">\s*([^<]*?)\s*</a>', page)
        following = re.search(r'href="(/administration/people/\?after=[^"]+)"\s+rel="next"', page)
        path = following[1] if following else ""

    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == 61


def test_people_of_one_name_are_each_listed_once(desk: Browser):
    for number in range(30):
        invite(desk, email=f"same-{number}@example.org", name="Same Name")

    first = desk.get("/administration/people/?q=same").content.decode()
    following = re.search(r'href="([^"]*after=[^"]+)"', first)
    assert following
    second = desk.get(following[1].replace("&amp;", "&")).content.decode()

    ids = re.findall(r"/administration/people/([0-9a-f-]{36})/", first + second)
    assert len(ids) == len(set(ids)) == 30


def test_people_are_found_by_part_of_name_or_address(desk: Browser, officer: Staff, auditor: Staff):
    assert "First Officer" in desk.get("/administration/people/?q=FIRST").content.decode()
    found = desk.get("/administration/people/?q=auditor@").content.decode()
    assert "Auditor" in found
    assert "First Officer" not in found
    nobody = desk.get("/administration/people/?q=%25")
    assert "Nobody has this in their name" in nobody.content.decode()


def test_visitors_are_not_listed(desk: Browser, taxpayer):
    assert str(taxpayer.person.public_id) not in desk.get("/administration/people/").content.decode()
    assert desk.get(page_of(taxpayer.person)).status_code == 404


@pytest.mark.parametrize("query", ["after=nobody", "after=00000000-0000-0000-0000-000000000000"])
def test_a_place_that_is_none_is_not_there(desk: Browser, query: str):
    assert desk.get(f"/administration/people/?{query}").status_code == 404


def test_a_search_that_is_too_long_is_told_so(desk: Browser):
    response = desk.get("/administration/people/", {"q": "x" * 101})

    assert response.status_code == 400
    assert "Shorten it" in response.content.decode()


def test_disabling_asks_first_and_warns_of_keys_that_nobody_else_holds(desk: Browser, officer: Staff):
    asked = desk.get(f"{page_of(officer.person)}disable/").content.decode()
    officer.person.refresh_from_db()

    assert "Nobody else holds these unit keys" in asked
    assert "Income Tax" in asked
    assert officer.person.disabled_at is None


def test_disabling_and_enabling_again(desk: Browser, officer: Staff, colleague: Staff):
    browser = colleague.signs_in()
    assert "1 session" in desk.get(page_of(colleague.person)).content.decode()

    assert desk.post(f"{page_of(colleague.person)}disable/").status_code == 302
    assert browser.get("/mailbox/").status_code == 302
    assert "Disabled on" in desk.get(page_of(colleague.person)).content.decode()

    assert desk.post(f"{page_of(colleague.person)}enable/").status_code == 302
    assert colleague.signs_in().get("/start/").status_code == 302


def test_ones_own_account_is_not_disabled(desk: Browser, administrator: Staff):
    page = desk.get(page_of(administrator.person)).content.decode()
    refused = desk.post(f"{page_of(administrator.person)}disable/")

    assert "Disable this person" not in page
    assert refused.status_code == 409
    assert "You cannot disable your own account" in refused.content.decode()


def test_sessions_are_ended_from_the_page(desk: Browser, officer: Staff):
    browser = officer.signs_in()

    assert desk.post(f"{page_of(officer.person)}sign-out/").status_code == 302

    assert browser.get("/mailbox/").status_code == 302


def test_a_unit_is_made_by_naming_its_first_member(desk: Browser):
    newcomer = make_member(Role.SUPERVISOR, "newcomer@example.org")

    made = desk.post(
        "/administration/units/new/", {"name": "Child Support", "founder": "Newcomer@example.org"}
    )
    assert made.status_code == 302
    units = desk.get("/administration/units/").content.decode()
    assert "No key yet" in units
    assert "Waits for Newcomer to confirm." in units

    browser = newcomer.signs_in()
    asked = browser.get("/start/", follow=True)
    assert "You were named as the first member of Child Support" in asked.content.decode()
    path = asked.redirect_chain[-1][0]
    assert browser.post(path, {"key_id": "any"}).status_code == 302
    assert browser.get("/start/")["Location"] == "/mailbox/"
    assert "1 holder" in desk.get("/administration/units/").content.decode()


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"name": "", "founder": ""}, 400),
        ({"name": "x" * 101, "founder": "first-officer@example.org"}, 400),
        ({"name": "Income Tax", "founder": "first-officer@example.org"}, 409),
        ({"name": "Another", "founder": "nobody@example.org"}, 409),
        ({"name": "Another", "founder": "administrator@example.org"}, 409),
    ],
)
def test_a_bad_unit_is_told_what_is_wrong(desk: Browser, officer: Staff, form: dict[str, str], status: int):
    response = desk.post("/administration/units/new/", form)

    assert response.status_code == status
    assert "There is a problem" in response.content.decode()
    assert form["name"] in response.content.decode()
    assert Unit.objects.count() == 1


@pytest.mark.parametrize("role", ["records_officer", "auditor"])
def test_whoever_works_in_no_unit_is_invited_as_well(desk: Browser, role: str):
    person, _pin = invite(desk, role=role)

    assert person.role == role
    assert not person.works_in_units


def test_the_page_of_roles_says_of_each_what_it_may_and_never_may(desk: Browser, officer: Staff):
    page = desk.get("/administration/roles/").content.decode()

    for role in ("Officer", "Supervisor", "Records officer", "Auditor", "Administrator"):
        assert re.search(rf"<h2[^>]*>{role}</h2>", page), role
    assert page.count(">May never<") == 5
    assert "read the whole audit log" in page
    assert officer.signs_in().get("/administration/roles/").status_code == 404
