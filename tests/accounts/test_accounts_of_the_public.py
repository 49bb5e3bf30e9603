"""Administrators find an account of the public by its whole address, and see how its owner gets in."""

import json
from typing import Any

import pytest
from django.conf import settings

from accounts.errors import NotPermitted, ReasonNeeded
from accounts.models import PasswordReset, Person, Role
from accounts.services import access, changing_addresses, helping, password_resets, roles
from audit.models import AuditEvent
from messaging.models import Regrant
from notices.models import Notice
from tests.accounts.codes import add_app
from tests.accounts.test_forgotten_password import NEW_PASSWORD, choose
from tests.people import Account, Browser, Staff, Visitor, mailed_secret_of, make_member

pytestmark = pytest.mark.django_db

FIND = "/administration/accounts/"
# What the account wrote has this in its subject.
SUBJECT = "s message"


@pytest.fixture
def desk(administrator: Staff) -> Browser:
    """The administrator, signed in."""
    return administrator.signs_in()


def page_of(person: Person) -> str:
    return f"{FIND}{person.public_id}/"


def find(desk: Browser, address: str) -> Any:
    return desk.post(FIND, {"email": address})


def mailed_code(account: Account) -> str:
    """Let the worker look up whose the newest reset is, and give the code before it is mailed."""
    password_resets.mail(PasswordReset.objects.latest("pk").public_id)
    return mailed_secret_of(Notice.objects.filter(kind="reset_link", address=account.email).latest("pk"))


def details_of(action: str) -> list[dict[str, Any]]:
    """Read the details of every event of this kind, the oldest first."""
    events = AuditEvent.objects.filter(action=action).order_by("pk")
    return [json.loads(bytes(event.leaf))["details"] for event in events]


@pytest.mark.parametrize("typed", ["account@example.org", " Account@Example.ORG "])
def test_a_whole_address_leads_to_the_account_and_stands_in_no_link(desk, account: Account, typed: str):
    found = find(desk, typed)

    page = desk.get(found["Location"]).content.decode()
    assert found["Location"] == page_of(account.person)
    assert account.email in page
    assert "Reply code" in page


@pytest.mark.parametrize(
    "typed",
    ["account@example", "account", "%@example.org", "a*@example.org", "accoun_@example.org", ""],
)
def test_a_part_of_an_address_finds_nobody(desk, account: Account, typed: str):
    refused = find(desk, typed)

    assert refused.status_code == 400
    assert str(account.person.public_id) not in refused.content.decode()


def test_who_has_no_account_is_said_to_have_none(
    desk, account: Account, taxpayer: Visitor, administrator: Staff, officer: Staff
):
    addresses = ["nobody@example.org", str(taxpayer.person.notice_address), str(officer.person.email)]

    answers = [find(desk, address) for address in addresses]

    assert [answer.status_code for answer in answers] == [400] * 3
    assert all(
        "Nobody of the public has an account with this address. Ask them to spell it."
        in answer.content.decode()
        for answer in answers
    )


def test_nothing_that_was_written_no_name_and_no_thread_is_shown(desk, account: Account, officer: Staff):
    Person.objects.filter(pk=account.person.pk).update(name="Given Name")
    pages = [
        desk.get(f"{page_of(account.person)}{deed}").content.decode() for deed in ("", "reset/", "disable/")
    ]

    for secret in (
        "Given Name",
        "The words of an account",
        SUBJECT,
        str(account.thread.public_id),
        "Refunds",
    ):
        assert all(secret not in page for page in pages), secret
    assert all("You cannot read what its owner writes" in page for page in pages)


def test_no_page_lists_accounts(desk, account: Account):
    pages = [desk.get(path) for path in ("/administration/people/?q=account@", FIND, f"{FIND}?q=account")]

    assert all(account.email not in page.content.decode() for page in pages)


def test_every_search_and_every_look_is_recorded_without_an_address(
    desk, administrator: Staff, account: Account
):
    find(desk, "nobody@example.org")
    desk.get(find(desk, account.email)["Location"])

    looked = AuditEvent.objects.filter(action="accounts.account.looked_for").order_by("pk")
    assert details_of("accounts.account.looked_for") == [{"found": 0}, {"found": 1}]
    assert [event.subject for event in looked] == [None, account.person.public_id]
    [seen] = AuditEvent.objects.filter(action="accounts.account.seen")
    assert (seen.actor, seen.subject) == (administrator.person.public_id, account.person.public_id)
    assert not any(b"example.org" in bytes(event.leaf) for event in AuditEvent.objects.all())


def test_whoever_tries_a_long_list_is_stopped_whether_they_find_or_not(desk, account: Account):
    allowed, _seconds = settings.LIMITS["account_search"]
    addresses = [account.email, *(f"nobody-{number}@example.org" for number in range(allowed - 1))]
    for address in addresses:
        assert find(desk, address).status_code in (302, 400)

    stopped = find(desk, account.email)

    assert stopped.status_code == 429
    assert int(stopped["Retry-After"]) > 0
    other = make_member(Role.ADMINISTRATOR, "second-administrator@example.org")
    assert find(other.signs_in(), account.email).status_code == 302


def test_a_reset_mails_the_link_to_the_owner_and_opens_nothing_to_anybody(
    desk, administrator: Staff, account: Account
):
    done = desk.post(f"{page_of(account.person)}reset/", {"how": "call"})
    told = desk.get(done["Location"]).content.decode()

    assert "The link is on its way" in told
    assert details_of("accounts.password_reset.started") == [{"how": "call"}]
    code = mailed_code(account)
    assert code not in told
    assert choose(code).status_code == 302
    begun_anew = Account(account.person, account.email, account.reply_code, NEW_PASSWORD).signs_in()
    assert b"The words of an account." not in begun_anew.get(account.thread.get_absolute_url()).content
    assert Regrant.objects.get(person=account.person).started_by == administrator.person
    assert Notice.objects.filter(kind="password_reset", address=account.email).exists()


def test_a_reset_takes_the_app_that_was_lost_with_everything_else(desk, account: Account):
    add_app(account.signs_in())
    desk.post(f"{page_of(account.person)}reset/", {"how": "in_person"})

    choose(mailed_code(account))

    assert not account.person.authenticators.exists()
    assert Notice.objects.filter(kind="factor_removed", person=account.person.public_id).exists()


@pytest.mark.parametrize(("deed", "field"), [("reset", "how"), ("disable", "why")])
@pytest.mark.parametrize("reason", [[], [""], ["because"], ["call", "letter"], ["asked", "died"]])
def test_nothing_is_done_without_one_reason(desk, account: Account, deed: str, field: str, reason: list[str]):
    refused = desk.post(f"{page_of(account.person)}{deed}/", {field: reason})

    account.person.refresh_from_db()
    assert refused.status_code == 400
    assert account.person.is_active
    assert not PasswordReset.objects.exists()


def test_no_service_does_it_without_a_reason(administrator: Staff, account: Account):
    for deed in (access.disable, password_resets.start):
        with pytest.raises(ReasonNeeded):
            deed(actor=administrator.person, person=account.person)


def test_disabling_ends_every_way_in_at_once_and_the_owner_is_told(desk, account: Account):
    reading = account.signs_in()
    desk.post(f"{page_of(account.person)}reset/", {"how": "call"})
    link = mailed_code(account)

    done = desk.post(f"{page_of(account.person)}disable/", {"why": "misused"})

    assert "The account is disabled" in desk.get(done["Location"]).content.decode()
    assert reading.get("/threads/")["Location"].startswith("/sign-in/")
    by_password = {"login": account.email, "password": account.password}
    assert Browser().post("/sign-in/", by_password).status_code == 400
    assert Browser().post("/reply/", {"code": account.reply_code}).status_code == 400
    assert choose(link).status_code == 400
    assert details_of("accounts.person.disabled") == [{"why": "misused"}]
    assert Notice.objects.filter(kind="account_disabled", address=account.email).count() == 1
    assert desk.post(f"{page_of(account.person)}reset/", {"how": "call"}).status_code == 409


def test_who_is_enabled_again_reads_everything_and_no_link_of_before_works(desk, account: Account):
    desk.post(f"{page_of(account.person)}reset/", {"how": "call"})
    link = mailed_code(account)
    desk.post(f"{page_of(account.person)}disable/", {"why": "misused"})

    desk.post(f"{page_of(account.person)}enable/")

    page = account.signs_in().get(account.thread.get_absolute_url()).content.decode()
    assert "The words of an account." in page
    assert choose(link).status_code == 400
    assert Notice.objects.filter(kind="account_enabled", address=account.email).count() == 1


def test_what_is_done_twice_happens_once(desk, account: Account):
    for deed in ("disable", "disable", "enable", "enable"):
        desk.post(f"{page_of(account.person)}{deed}/", {"why": "asked"})

    assert len(details_of("accounts.person.disabled")) == 1
    assert len(details_of("accounts.person.enabled")) == 1
    assert Notice.objects.filter(kind__in=["account_disabled", "account_enabled"]).count() == 2


def test_sessions_end_and_the_owner_signs_in_again(desk, account: Account):
    browser = account.signs_in()

    desk.post(f"{page_of(account.person)}sign-out/")

    assert browser.get("/threads/")["Location"].startswith("/sign-in/")
    assert account.signs_in().get("/threads/").status_code == 200
    [notice] = Notice.objects.filter(kind="sessions_ended")
    assert notice.address == account.email
    page = Browser().post("/notice/", {"number": notice.number}).content.decode()
    assert "Yes, we sent" in page


def test_pages_of_staff_take_no_account_and_those_of_accounts_no_staff_or_visitor(
    desk, account: Account, officer: Staff, taxpayer: Visitor
):
    people = f"/administration/people/{account.person.public_id}/"

    answers = [
        desk.get(people),
        *(desk.get(f"{people}{deed}/") for deed in ("role", "reset", "address", "disable")),
        *(desk.post(f"{people}{deed}/") for deed in ("renew", "revoke", "sign-out", "enable")),
        *(desk.get(page_of(person)) for person in (officer.person, taxpayer.person)),
        *(
            desk.post(f"{page_of(officer.person)}{deed}/", {"why": "asked"})
            for deed in ("disable", "sign-out")
        ),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_no_role_and_no_address_is_given_to_an_account(administrator: Staff, account: Account):
    actor, person = administrator.person, account.person

    with pytest.raises(NotPermitted):
        roles.change_role(actor=actor, person=person, role=Role.OFFICER)
    with pytest.raises(NotPermitted):
        changing_addresses.start(actor=actor, person=person, address="thief@example.org")


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor"])
def test_nobody_else_looks_or_does_anything(request: Any, who: str, account: Account):
    actor = request.getfixturevalue(who).person

    for deed, more in (
        (helping.open_account, {}),
        (access.disable, {"why": "asked"}),
        (access.enable, {}),
        (access.end_sessions, {}),
        (password_resets.start, {"how": "call"}),
    ):
        with pytest.raises(NotPermitted):
            deed(actor=actor, person=account.person, **more)
    with pytest.raises(NotPermitted):
        helping.find(actor=actor, address=account.email)


def test_an_administrator_who_was_disabled_meanwhile_looks_no_more(administrator: Staff, account: Account):
    other = make_member(Role.ADMINISTRATOR, "second-administrator@example.org")
    access.disable(actor=other.person, person=administrator.person)
    administrator.person.refresh_from_db()

    with pytest.raises(NotPermitted):
        helping.find(actor=administrator.person, address=account.email)
    with pytest.raises(NotPermitted):
        helping.open_account(actor=administrator.person, person=account.person)
