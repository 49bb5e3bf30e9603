"""Behind one address, as of a library, a stranger uses up whatever is counted there, and keeps nobody out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import MailedLink, PasswordReset
from accounts.services import password_resets, sign_in_links
from audit.models import AuditEvent
from keys import argon2_limit
from notices.models import Notice, Outbox
from tests.accounts.devices import SIGN_IN, Device, add_passkey, options, sign_in
from tests.accounts.test_forgotten_password import choose
from tests.accounts.test_invitations import invite
from tests.accounts.test_recovery_codes import come_in, make_code
from tests.people import (
    PASSWORD,
    Account,
    Browser,
    Staff,
    Visitor,
    ask_for_account,
    mailed_code,
    mailed_secret_of,
)

WRONG = "wrong password altogether"
COUNTED = [
    "sign_in",
    "reply_code",
    "recovery_code",
    "invitation",
    "account",
    "account_code",
    "reset_code",
    "passkey",
]
ASK, FORGOTTEN = "/sign-in/link/", "/sign-in/forgotten/"
INVITATION = {"pin": "0" * 10, "password": PASSWORD, "password_again": PASSWORD, "token": "0" * 26}


def knock(number: int) -> list[int]:
    """Try every door with something that opens nothing; gives the statuses."""
    stranger = Browser()
    answers = [
        stranger.post("/sign-in/", {"login": "nobody-here@example.org", "password": WRONG}),
        stranger.post("/reply/", {"code": "0000-0000-0000-0000-0000"}),
        come_in("0000-" * 8, stranger),
        stranger.post("/invitation/", INVITATION),
        stranger.post("/account/confirm/", {"code": "0" * 16, "password": WRONG}),
        stranger.post("/sign-in/link/follow/", {"code": "0" * 26}),
        choose("0" * 26, stranger),
        stranger.post(SIGN_IN, Device().signs(options(stranger, "sign_in"))),
        stranger.post(ASK, {"email": f"name-{number}@example.org"}),
        stranger.post(FORGOTTEN, {"email": f"name-{number}@example.org"}),
    ]
    return [int(answer.status_code) for answer in answers]


@pytest.fixture
def crowd(settings: Any) -> Callable[[], None]:
    """Let a stranger, at the address of everybody here, use up everything that is counted by it."""

    def use_up() -> None:
        few = dict.fromkeys(COUNTED, (2, 900))
        settings.LIMITS = {**settings.LIMITS, **few}
        statuses = [knock(number) for number in range(4)]
        assert statuses[-1] == [429] * 7 + [400] + [302] * 2

    return use_up


def test_by_password_and_by_reply_code(account: Account, taxpayer: Visitor, crowd):
    crowd()

    account.signs_in()
    taxpayer.opens_with_code()


def test_by_recovery_code(account: Account, crowd):
    code = make_code(account.signs_in())
    crowd()

    assert come_in(code).status_code == 302


def test_by_a_passkey(account: Account, crowd):
    device = add_passkey(account.signs_in())
    crowd()

    assert sign_in(device)[1].status_code == 302


def test_by_an_invitation(administrator: Staff, mail_server, worker, crowd):
    mailed = invite(administrator, mail_server, worker)
    crowd()

    assert Browser().post("/invitation/", mailed.form()).status_code == 302


def test_by_a_mailed_link_when_a_stranger_has_failed_in_their_name_too(account: Account, settings, crowd):
    crowd()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        Browser().post("/sign-in/", {"login": account.email, "password": WRONG})
    browser = Browser()
    form = {"login": account.email, "password": PASSWORD}
    refused = browser.post("/sign-in/", form)

    browser.post(ASK, {"email": account.email})
    sign_in_links.mail(MailedLink.objects.get(address=account.email).public_id)
    code = mailed_secret_of(Notice.objects.get(kind="sign_in_link"))
    followed = browser.post("/sign-in/link/follow/", {"code": code})

    assert refused.status_code == 429
    assert followed.status_code == 302
    assert browser.post("/sign-in/", form).status_code == 302


def test_by_a_new_password(account: Account, crowd):
    crowd()

    Browser().post(FORGOTTEN, {"email": account.email})
    password_resets.mail(PasswordReset.objects.get(address=account.email).public_id)
    code = mailed_secret_of(Notice.objects.get(kind="reset_link"))

    assert choose(code).status_code == 302


def test_an_account_is_made_and_its_address_changed(
    account: Account, taxpayer: Visitor, other_taxpayer: Visitor, crowd
):
    crowd()

    ask_for_account(taxpayer, "new@example.org")
    made = Browser().post("/account/confirm/", {"code": mailed_code(taxpayer), "password": PASSWORD})
    changed = account.signs_in().post("/account/address/", {"email": "other@example.org"})
    notices = other_taxpayer.opens_with_code()
    moved = [notices.post("/address/", {"email": f"{name}@example.org"}).status_code for name in ("a", "b")]

    assert (made.status_code, changed.status_code) == (302, 302)
    assert moved == [302, 429]


def test_a_wrong_password_of_a_neighbour_costs_few_runs_and_then_none(account: Account, settings, crowd):
    crowd()
    settings.LIMITS = {**settings.LIMITS, "sign_in_neighbour": (3, 900)}
    before = argon2_limit.runs_so_far()

    def fail(email: str) -> int:
        return int(Browser().post("/sign-in/", {"login": email, "password": WRONG}).status_code)

    same_name = [fail(account.email) for _ in range(3)]
    other_names = [fail(f"other-{number}@example.org") for number in range(3)]
    said = Browser().post("/sign-in/", {"login": "another@example.org", "password": WRONG}).content.decode()

    assert same_name == [400, 400, 429]
    assert other_names == [400, 429, 429]
    assert argon2_limit.runs_so_far() - before == 3
    assert "use a passkey, or have a link mailed to you" in said


def test_while_all_accounts_are_tried_nothing_is_left_for_neighbours(account: Account, settings, crowd):
    crowd()
    settings.LIMITS = {**settings.LIMITS, "sign_in_refused": (1, 900), "sign_in_wary": (0, 900)}

    refused = Browser().post("/sign-in/", {"login": account.email, "password": PASSWORD})

    assert refused.status_code == 429


@pytest.mark.parametrize(("path", "kind"), [(ASK, "link"), (FORGOTTEN, "reset")])
def test_whoever_has_the_address_a_flood_of_asking_leaves_one_mail_and_of_nobody_nothing(
    account: Account, crowd, path: str, kind: str
):
    crowd()
    model = MailedLink if kind == "link" else PasswordReset
    rows, work, events = model.objects.count(), Outbox.objects.count(), AuditEvent.objects.count()
    asked = [account.email, "nobody-here@example.org"]

    queries, answers = [], []
    for email in asked:
        with CaptureQueriesContext(connection) as seen:
            answers.append(Browser().post(path, {"email": email}))
        queries.append([query["sql"].split()[0] for query in seen])
    again = [Browser().post(path, {"email": email}) for email in asked * 2]

    assert queries[0] == queries[1]
    assert {(answer.status_code, answer["Location"]) for answer in answers + again} == {
        (302, f"{path}?sent=1")
    }
    assert [row.address for row in model.objects.all()[rows:]] == [account.email]
    assert Outbox.objects.count() == work + 1
    assert AuditEvent.objects.count() == events
