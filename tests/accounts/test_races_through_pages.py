"""Two people, or two pages of one, press a button at the same moment: one order comes of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.models import Invitation, Membership, Person, Promotion, Role, Session, Unit
from accounts.services import invitations
from accounts.services.invitations import Invitee
from audit.models import AuditEvent
from keys.models import Grant, PersonKey, Slot
from keys.queries import shown_key
from notices.models import Notice
from tests.accounts.codes import add_app
from tests.accounts.devices import add_passkey
from tests.accounts.test_forgotten_password import choose, code_for
from tests.meanwhile import at_once, meeting
from tests.people import (
    NEW_PASSWORD,
    PASSWORD,
    Account,
    Browser,
    Staff,
    mailed_secret_of,
    make_member,
    propose,
)

pytestmark = pytest.mark.django_db(transaction=True)
CHANGE, KNOWN = "/account/password/", "/account/password/known/"
# Enough beside a second factor only.
SHORT = "vexing-9owl"
OTHER_PASSWORD = "twelve lanterns over slow water"
ROUNDS = range(3)


def posts(browser: Browser, path: str, form: dict[str, str] | None = None) -> Callable[[], Any]:
    """Prepare the press of a button."""
    return lambda: browser.post(path, form or {})


# How often each page has read slots when it goes by what it saw: the password that was shown, and then the
# version of the slot that the new one is to replace, or the mark of the password that is to stand alone.
SEEN = ("keys_slot", 2)


def statuses(*presses: Callable[[], Any]) -> list[int]:
    """Press all buttons at once; gives the status of each answer."""
    answers = at_once(*presses)
    failed = [answer for answer in answers if isinstance(answer, Exception)]
    assert not failed
    return [int(answer.status_code) for answer in answers]


def signs_in(email: str, password: str) -> int:
    return int(Browser().post("/sign-in/", {"login": email, "password": password}).status_code)


def that_open(email: str, *passwords: str) -> list[str]:
    """Name those of these passwords that sign in."""
    return [password for password in passwords if signs_in(email, password) == 302]


@pytest.mark.parametrize("pages", [(CHANGE, CHANGE), (CHANGE, KNOWN), (KNOWN, KNOWN)])
def test_of_two_tabs_that_change_the_password_one_does(account: Account, pages: tuple[str, str]) -> None:
    browser = account.signs_in()
    tabs = [Browser(), Browser()]
    for tab in tabs:
        tab.cookies.load(browser.cookies.output(header="", sep=";"))
    chosen = [NEW_PASSWORD, OTHER_PASSWORD]

    seen = statuses(
        *meeting(
            *(
                (posts(tab, page, {"current": PASSWORD, "password": new}), *SEEN)
                for tab, page, new in zip(tabs, pages, chosen, strict=True)
            )
        )
    )

    assert 302 in seen
    [opens] = that_open(account.email, PASSWORD, *chosen)
    assert seen[chosen.index(opens)] == 302
    assert Slot.objects.filter(person=account.person.public_id, kind="password").count() == 1
    reader = Account(account.person, account.email, account.reply_code, opens).signs_in()
    assert "The words of an account." in reader.get(account.thread.get_absolute_url()).content.decode()


@pytest.mark.parametrize("page", [CHANGE, KNOWN])
def test_no_short_password_is_left_alone_by_two_tabs_of_which_one_removes_the_last_factor(
    account: Account, page: str
) -> None:
    browser = account.signs_in()
    add_app(browser)
    tabs = [Browser(), Browser()]
    for tab in tabs:
        tab.cookies.load(browser.cookies.output(header="", sep=";"))

    seen = statuses(
        *meeting(
            (posts(tabs[0], page, {"current": PASSWORD, "password": SHORT}), *SEEN),
            (posts(tabs[1], "/account/app/remove/", {"password": PASSWORD}), *SEEN),
        )
    )

    has_app = account.person.authenticators.filter(confirmed_at__isnull=False).exists()
    [opens] = that_open(account.email, PASSWORD, SHORT)
    assert has_app or opens == PASSWORD
    assert 302 in seen
    assert max(seen) < 500


def test_of_two_tabs_that_remove_the_last_two_factors_of_staff_one_does(
    officer: Staff, settings: Any
) -> None:
    browser = officer.signs_in()
    add_app(browser)
    add_passkey(browser)
    settings.STAFF_NEED_SECOND_FACTOR = True
    passkey = officer.person.passkeys.get()
    tabs = [Browser(), Browser()]
    for tab in tabs:
        tab.cookies.load(browser.cookies.output(header="", sep=";"))

    seen = statuses(
        *meeting(
            (posts(tabs[0], "/account/app/remove/"), "accounts_passkey", 1),
            (posts(tabs[1], f"/account/passkeys/{passkey.public_id}/remove/"), "accounts_passkey", 1),
        )
    )

    # Whoever comes second is refused, or finds that the first has ended their session too.
    left = officer.person.authenticators.count() + officer.person.passkeys.count()
    assert left == 1
    assert 302 in seen
    assert max(seen) < 500


def test_a_password_is_changed_keys_are_made_anew_and_a_unit_key_is_granted_all_at_once(
    officer: Staff, supervisor: Staff, unit: Unit
) -> None:
    newcomer = make_member(Role.OFFICER, "newcomer@example.org")
    proposal, shown = propose(supervisor, unit, newcomer), shown_key(newcomer.person.public_id)
    assert shown
    email, desk = str(newcomer.person.email), officer.signs_in()
    form = {"key_id": shown.key_id, "compared": "in_person"}

    seen = statuses(
        *meeting(
            (posts(newcomer.signs_in(), CHANGE, {"current": PASSWORD, "password": NEW_PASSWORD}), *SEEN),
            (posts(newcomer.signs_in(), KNOWN, {"current": PASSWORD, "password": OTHER_PASSWORD}), *SEEN),
            (posts(desk, f"/proposals/{proposal.public_id}/", form), "accounts_proposal", 1),
        )
    )

    assert max(seen) < 500
    [opens] = that_open(email, PASSWORD, NEW_PASSWORD, OTHER_PASSWORD)
    assert PersonKey.objects.filter(person=newcomer.person.public_id, state="active").count() == 1
    is_member = Membership.objects.filter(person=newcomer.person, unit=unit).exists()
    assert Grant.objects.filter(person=newcomer.person.public_id).exists() == is_member
    mailbox = Staff(newcomer.unlocked, opens).signs_in().get("/mailbox/")
    assert (mailbox.status_code == 200) == is_member


def test_of_two_who_follow_one_link_to_a_new_password_one_sets_it(account: Account) -> None:
    code = code_for(account.email)

    seen = statuses(
        *meeting(
            *(
                (partial(choose, code, password=password), "accounts_passwordreset", 1)
                for password in (NEW_PASSWORD, OTHER_PASSWORD)
            )
        )
    )

    assert sorted(seen) == [302, 400]
    [opens] = that_open(account.email, PASSWORD, NEW_PASSWORD, OTHER_PASSWORD)
    assert seen[[NEW_PASSWORD, OTHER_PASSWORD].index(opens)] == 302
    assert PersonKey.objects.filter(person=account.person.public_id, state="active").count() == 1


@pytest.mark.parametrize("_turn", ROUNDS)
def test_whoever_signs_in_by_the_old_password_while_it_is_reset_is_out_or_was_never_in(
    account: Account, _turn: int
) -> None:
    code, browser = code_for(account.email), Browser()

    signed_in, chosen = at_once(
        posts(browser, "/sign-in/", {"login": account.email, "password": PASSWORD}), lambda: choose(code)
    )

    assert chosen.status_code == 302
    assert signed_in.status_code in (302, 400)
    assert browser.get("/threads/").status_code == 302
    assert not Session.objects.filter(person_id=account.person.public_id, ended_at=None).exists()


@pytest.mark.parametrize("_turn", ROUNDS)
def test_of_two_administrators_who_press_disable_at_once_one_stays(administrator: Staff, _turn: int) -> None:
    other = make_member(Role.ADMINISTRATOR, "second-administrator@example.org")
    pages = [f"/administration/people/{each.person.public_id}/disable/" for each in (other, administrator)]
    desks = [administrator.signs_in(), other.signs_in()]

    seen = statuses(*(posts(desk, page) for desk, page in zip(desks, pages, strict=True)))

    assert Person.objects.filter(role=Role.ADMINISTRATOR, disabled_at=None).count() == 1
    assert AuditEvent.objects.filter(action="accounts.person.disabled").count() == 1
    assert max(seen) < 500


@pytest.mark.parametrize("_turn", ROUNDS)
def test_a_proposal_that_two_members_confirm_at_once_lets_in_once(
    officer: Staff, colleague: Staff, supervisor: Staff, unit: Unit, _turn: int
) -> None:
    newcomer = make_member(Role.OFFICER, "newcomer@example.org")
    proposal, shown = propose(supervisor, unit, newcomer), shown_key(newcomer.person.public_id)
    assert shown
    form = {"key_id": shown.key_id, "compared": "in_person"}
    desks = [officer.signs_in(), colleague.signs_in()]
    added = AuditEvent.objects.filter(action="accounts.membership.added")
    before = added.count()

    seen = statuses(*(posts(desk, f"/proposals/{proposal.public_id}/", form) for desk in desks))

    assert sorted(seen) in ([302, 404], [302, 409])
    assert Membership.objects.filter(person=newcomer.person, unit=unit).count() == 1
    assert added.count() == before + 1
    assert newcomer.signs_in().get("/mailbox/").status_code == 200


@pytest.mark.parametrize("_turn", ROUNDS)
def test_an_administrator_who_is_agreed_to_and_refused_at_once_is_one_of_both(
    administrator: Staff, auditor: Staff, _turn: int
) -> None:
    other = make_member(Role.ADMINISTRATOR, "second-administrator@example.org")
    here = f"/administration/people/{auditor.person.public_id}/"
    administrator.signs_in().post(f"{here}role/", {"role": "administrator"})

    seen = statuses(posts(other.signs_in(), f"{here}agree/"), posts(other.signs_in(), f"{here}refuse/"))

    assert sorted(seen) == [302, 409]
    became = Person.objects.get(pk=auditor.person.pk).role == Role.ADMINISTRATOR
    assert became == (seen[0] == 302)
    assert Promotion.objects.filter(ended_at=None).count() == 0


def test_of_fifty_guesses_at_the_pin_of_an_invitation_from_fifty_addresses_ten_are_looked_at(
    administrator: Staff, settings: Any
) -> None:
    settings.ARGON2_WAITERS = 64
    invited = invitations.invite(
        actor=administrator.person,
        invitee=Invitee(Role.OFFICER, "Invited", "invited@example.org", language="en"),
    )
    token = mailed_secret_of(Notice.objects.get(person=invited.person.public_id))
    form = {"token": token, "password": NEW_PASSWORD, "password_again": NEW_PASSWORD}

    def guess(number: int, pin: str) -> Callable[[], Any]:
        return posts(Browser(REMOTE_ADDR=f"10.1.0.{number}"), "/invitation/", {**form, "pin": pin})

    seen = statuses(*(guess(number, f"0000-0000-{number:02d}") for number in range(50)))
    right = guess(50, invited.pin)()

    assert set(seen) == {400}
    assert right.status_code == 400
    assert Invitation.objects.get().outcome == "used_up"
    assert AuditEvent.objects.filter(action="accounts.invitation.used_up").count() == 1


@pytest.mark.parametrize("_turn", ROUNDS)
def test_whoever_takes_up_an_invitation_that_is_renewed_at_that_moment_comes_in_or_the_new_one_counts(
    administrator: Staff, _turn: int
) -> None:
    invited = invitations.invite(
        actor=administrator.person,
        invitee=Invitee(Role.OFFICER, "Invited", "invited@example.org", language="en"),
    )
    token = mailed_secret_of(Notice.objects.get(person=invited.person.public_id))
    form = {"token": token, "pin": invited.pin, "password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    desk = administrator.signs_in()

    taken_up, renewed = statuses(
        posts(Browser(), "/invitation/", form),
        posts(desk, f"/administration/people/{invited.person.public_id}/renew/"),
    )

    assert sorted([taken_up, renewed]) in ([302, 400], [302, 409])
    assert (signs_in("invited@example.org", NEW_PASSWORD) == 302) == (taken_up == 302)
    assert Invitation.objects.filter(outcome="").count() == (1 if renewed == 302 else 0)
    assert Slot.objects.filter(person=invited.person.public_id).count() == 1
