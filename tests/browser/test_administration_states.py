"""The pages of administration in every main state, and an invitation from the link to the first page."""

import re

import pytest
from django.utils import timezone

from accounts.models import Proposal, Role, Unit
from accounts.services import access
from messaging.models import FalseAlarm, Thread
from messaging.services.unreached import note_bounce
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, sign_in, submit
from tests.conftest import MailServer
from tests.people import Account, Staff, give_up_notice, make_member, propose

OWN_PASSWORD = "tulip harbor velvet engine"


def test_an_invitation_from_link_to_first_page(
    chrome: Chrome, administrator: Staff, mail_server: MailServer, worker
):
    look, desk = Look(), chrome.window()
    sign_in(desk, administrator)
    desk.goto("/administration/people/invite/")
    look.at(desk, "invite")
    submit(desk)
    look.at(desk, "invite, empty")
    desk.locator("#id_name").fill("New Officer")
    desk.locator("#id_email").fill("new@example.org")
    desk.locator("label", has_text="Reads and answers").click()
    submit(desk)
    look.at(desk, "PIN")
    pin = desk.locator("#pin").inner_text()
    worker()
    body = mail_server.mails[0].get_body(["plain"])
    assert body is not None
    link = re.search(r"/invitation/#\S+", body.get_content())
    assert link

    page = chrome.window()
    page.goto(link[0])
    assert page.locator("#id_token").input_value() == link[0].partition("#")[2]
    assert "#" not in page.url
    look.at(page, "invitation")
    submit(page)
    look.at(page, "invitation, not filled in")
    page.locator("#id_pin").fill("0000-0000-00")
    for field in ("#id_password", "#id_password_again"):
        page.locator(field).fill(OWN_PASSWORD)
    submit(page)
    look.at(page, "invitation, wrong PIN")
    page.locator("#id_pin").fill(pin)
    for field in ("#id_password", "#id_password_again"):
        page.locator(field).fill(OWN_PASSWORD)
    submit(page)
    assert page.url.endswith("/your-key/")
    look.at(page, "own key, no unit")

    assert not look.faults


def test_an_invitation_without_a_script(
    chrome: Chrome, administrator: Staff, mail_server: MailServer, worker
):
    page = chrome.window(java_script_enabled=False)
    page.goto("/invitation/#K7QX-K7QX-K7QX-K7QX-K7QX-K7QX-K7")

    assert page.locator("#id_token").input_value() == ""
    assert page.locator("#id_token").is_visible()


def test_pages_of_accounts_of_the_public(chrome: Chrome, administrator: Staff, account: Account):
    look, page = Look(), chrome.window()
    sign_in(page, administrator)
    page.goto("/administration/accounts/")
    look.at(page, "find an account")
    for typed, state in (("nobody@example.org", "no such account"), (account.email, "an account")):
        page.locator("#id_email").fill(typed)
        submit(page)
        look.at(page, state)
    here = page.url
    for deed in ("reset", "disable"):
        page.goto(f"{here}{deed}/")
        look.at(page, deed)
        submit(page)
        look.at(page, f"{deed}, without a reason")
        page.locator(".usa-radio__label").first.click()
        submit(page)
        assert page.url == f"{here}?done={deed}{'d' if deed == 'disable' else ''}"
        look.at(page, f"{deed}, done")
    submit(page)
    look.at(page, "enabled again")

    assert not look.faults


def test_pages_of_people_units_and_topics(
    chrome: Chrome, administrator: Staff, officer: Staff, colleague: Staff, topics, unit: Unit
):
    look, page = Look(), chrome.window()
    newcomer = make_member(Role.SUPERVISOR, "newcomer@example.org")
    sign_in(page, administrator)
    for path, state in (
        ("/administration/people/", "people"),
        ("/administration/people/?q=nobody-at-all", "people, nobody found"),
        (f"/administration/people/?q={'x' * 101}", "people, bad search"),
        ("/administration/people/?unused=1", "nobody whose account ends"),
        (f"/administration/people/{colleague.person.public_id}/", "person"),
        (f"/administration/people/{administrator.person.public_id}/", "own person"),
        (f"/administration/people/{colleague.person.public_id}/disable/", "disable"),
        (f"/administration/people/{colleague.person.public_id}/reset/", "start a reset"),
        (f"/administration/people/{colleague.person.public_id}/?reset=1", "reset started"),
        (f"/administration/people/{colleague.person.public_id}/address/", "address of somebody"),
        (f"/administration/people/{colleague.person.public_id}/?address=1", "address asked for"),
        ("/administration/roles/", "roles"),
        ("/administration/units/", "units"),
        ("/administration/units/new/", "new unit"),
        ("/administration/topics/", "topics"),
        ("/administration/topics/new/", "new topic"),
        (f"/administration/topics/{topics[0].public_id}/", "topic"),
        ("/deliveries/", "no deliveries"),
        ("/screening/", "no counts of screening"),
        ("/deliveries/all/", "no e-mails"),
    ):
        page.goto(path)
        look.at(page, state)
    for path in ("/administration/units/new/", "/administration/topics/new/"):
        page.goto(path)
        submit(page)
        look.at(page, f"{path}, empty")
    page.goto(f"/units/{unit.public_id}/")
    look.at(page, "unit")
    page.locator("#id_email").fill(str(newcomer.person.email))
    with page.expect_navigation():
        page.get_by_role("button", name="Propose", exact=True).click()
    look.at(page, "unit with a proposal")
    page.goto(f"/units/{unit.public_id}/members/{officer.person.public_id}/")
    look.at(page, "take out")
    page.goto(f"/administration/people/{officer.person.public_id}/disable/")
    submit(page)
    look.at(page, "disabled person")

    assert not look.faults


@pytest.mark.parametrize("is_own", [False, True])
def test_a_proposal(
    chrome: Chrome, administrator: Staff, supervisor: Staff, officer: Staff, unit: Unit, is_own: bool
):
    look, page = Look(), chrome.window()
    proposal = propose(
        supervisor if is_own else administrator, unit, make_member(Role.OFFICER, "newcomer@example.org")
    )
    sign_in(page, supervisor if is_own else officer)

    look.at(page, "mailbox with a proposal")
    page.goto(f"/proposals/{proposal.public_id}/")
    look.at(page, "proposal")
    if not is_own:
        submit(page)
        look.at(page, "proposal, not compared")

    assert not look.faults


def test_a_founding(chrome: Chrome, administrator: Staff):
    look, page = Look(), chrome.window()
    founder = make_member(Role.SUPERVISOR, "founder@example.org")
    unit = Unit.objects.create(name="New Unit")
    Proposal.objects.create(unit=unit, person=founder.person, proposed_by=administrator.person)
    sign_in(page, founder)

    look.at(page, "founding")
    submit(page)
    look.at(page, "unit with one holder")

    assert not look.faults


def test_deliveries(chrome: Chrome, supervisor: Staff, answered_thread: Thread):
    look, page = Look(), chrome.window()
    give_up_notice()
    sign_in(page, supervisor)

    page.goto("/deliveries/")
    look.at(page, "deliveries")
    page.get_by_role("link", name="Every e-mail about messages").click()
    look.at(page, "every e-mail")
    page.goto(answered_thread.get_absolute_url())
    look.at(page, "thread with a notice that could not be sent")
    page.goto("/deliveries/")
    submit(page)
    look.at(page, "deliveries, all tried again")

    assert not look.faults


def test_what_a_supervisor_looks_after(
    chrome: Chrome, administrator: Staff, officer: Staff, supervisor: Staff, unit: Unit
):
    look, page = Look(), chrome.window()
    access.disable(actor=administrator.person, person=officer.person)
    for why in ("shape", "words"):
        FalseAlarm.objects.create(unit=unit, day=timezone.localdate(), kind="ssn", why=why, times=3)
    sign_in(page, supervisor)

    look.at(page, "mailbox of a unit with one holder")
    page.goto("/screening/")
    look.at(page, "counts of screening")

    assert not look.faults


def test_people_to_reach_another_way(chrome: Chrome, officer: Staff, answered_thread: Thread):
    look, page = Look(), chrome.window()
    sign_in(page, officer)

    page.goto("/unreached/")
    look.at(page, "nobody to reach")
    note_bounce(give_up_notice().public_id)
    page.goto(answered_thread.get_absolute_url())
    page.get_by_role("link", name="Reach them another way").click()
    look.at(page, "somebody to reach")
    submit(page)
    look.at(page, "no way chosen")
    page.get_by_role("link", name="Print a letter", exact=True).click()
    look.at(page, "letter to print")
    page.goto("/unreached/")
    look.at(page, "list of people to reach")
    page.get_by_role("link", name="Reach them about").click()
    page.locator("label", has_text="By letter").click()
    submit(page)
    look.at(page, "list, after somebody was reached")

    assert not look.faults
