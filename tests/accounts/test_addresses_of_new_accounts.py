"""An address is of one account, variants and look-alikes are the same one, and nobody learns who has one."""

import re

import pytest
from django.utils import timezone

from accounts.errors import AddressHasAccount
from accounts.models import Person, Role, UnconfirmedAddress
from notices.models import Notice
from tests.accounts.new_accounts import EMAIL, NEW, confirm, try_to_sign_in
from tests.meanwhile import at_once
from tests.people import PASSWORD, Browser, Visitor, ask_for_account, mailed_code, make_account


def test_an_address_that_has_an_account_looks_the_same_and_is_told_by_mail(
    account, taxpayer, other_taxpayer, mail_server, worker
):
    browsers = [taxpayer.opens_with_code(), other_taxpayer.opens_with_code()]
    answers = [
        browser.post(NEW, {"email": email, "password": "another horse battery staple"})
        for browser, email in zip(browsers, ("ACCOUNT@example.org", "free@example.org"), strict=True)
    ]
    pages = [browser.get(NEW).content.decode() for browser in browsers]
    worker()

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, NEW)] * 2
    without = [
        # And until when each session lasts, which one has begun a moment before the other.
        re.sub(
            r'name="csrfmiddlewaretoken" value="\w+"|account@example.org|free@example.org'
            r'|data-over="\d+"|At \d+:\d\d [ap]\.m\. you are',
            "",
            page,
        )
        for page in pages
    ]
    assert without[0] == without[1]
    mails = {mail["To"]: mail.get_body(["plain"]).get_content() for mail in mail_server.mails[-2:]}
    assert "has one already" in mails["account@example.org"]
    assert "confirm/#" not in mails["account@example.org"]
    assert "confirm/#" in mails["free@example.org"]
    assert account.signs_in().get("/account/").status_code == 200
    assert Person.objects.get(email="account@example.org") == account.person


def test_of_two_who_want_one_address_the_first_to_confirm_has_it(taxpayer, other_taxpayer):
    for visitor in (taxpayer, other_taxpayer):
        ask_for_account(visitor, EMAIL)
    codes = [mailed_code(visitor) for visitor in (taxpayer, other_taxpayer)]

    answers = [confirm(code) for code in codes]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert str(AddressHasAccount.explanation) in answers[1].content.decode()
    assert Person.objects.get(email=EMAIL) == taxpayer.person
    assert Person.objects.get(pk=other_taxpayer.person.pk).role == Role.VISITOR


@pytest.mark.parametrize(
    "variant",
    ["NEW@EXAMPLE.ORG", " new@example.org ", "new@\N{FULLWIDTH LATIN CAPITAL LETTER E}xample.org"],
)
def test_variants_of_an_address_are_one_identity(taxpayer, other_taxpayer, variant):
    make_account(taxpayer, EMAIL)

    ask_for_account(other_taxpayer, variant)

    assert Notice.objects.latest("pk").kind == "address_has_account"
    assert try_to_sign_in(variant) == 302


@pytest.mark.parametrize(
    "address",
    [
        "\u0430dmin@example.org",
        "admin@ex\u0430mple.org",
        "\uff41dmin\uff20example.org\u200b",
        "a@example.org\nBcc: b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        '"a b"@example.org',
        "a@[127.0.0.1]",
        "a@example.org.",
        "a@b@example.org",
        "group: a@example.org;",
        "a@example.org, b@example.org",
        "Name <a@example.org>",
        "a\x00@example.org",
        "a@localhost",
        "a" * 250 + "@example.org",
        "",
    ],
)
def test_look_alikes_and_addresses_that_hide_something_are_refused(taxpayer, address):
    browser = taxpayer.opens_with_code()

    response = browser.post(NEW, {"email": address, "password": PASSWORD})

    assert response.status_code == 400
    assert not UnconfirmedAddress.objects.exists()
    assert not Notice.objects.exists()


def test_asking_too_often_is_slowed_down_for_the_visitor_and_for_the_mailbox(
    taxpayer, other_taxpayer, settings
):
    settings.LIMITS = {**settings.LIMITS, "account_mail": (2, 900)}
    browser = ask_for_account(taxpayer, EMAIL)
    sent_again = browser.post("/account/send-again/")

    slowed = [browser.post("/account/send-again/")]
    settings.LIMITS = {**settings.LIMITS, "account_mail_all": (2, 900)}
    other = other_taxpayer.opens_with_code()
    slowed.append(other.post(NEW, {"email": EMAIL.upper(), "password": PASSWORD}))
    settings.LIMITS = {**settings.LIMITS, "account": (1, 900), "account_own": (0, 900)}
    slowed.append(other.post(NEW, {"email": "else@example.org", "password": PASSWORD}))

    assert "We sent it again" in browser.get(sent_again["Location"]).content.decode()
    assert [answer.status_code for answer in slowed] == [429] * 3
    assert all(int(answer["Retry-After"]) > 0 for answer in slowed)
    assert Notice.objects.count() == 2


def test_a_stranger_who_named_the_address_first_takes_no_mail_away(taxpayer, other_taxpayer, settings):
    settings.LIMITS = {**settings.LIMITS, "account_mail": (2, 900), "account": (100, 900)}
    stranger = ask_for_account(other_taxpayer, EMAIL)
    used_up = [stranger.post("/account/send-again/").status_code for _ in range(2)]

    first = ask_for_account(taxpayer, EMAIL)
    neighbour = first.post("/account/send-again/").status_code
    from_home = Browser(REMOTE_ADDR="198.51.100.7")
    from_home.post("/reply/", {"code": taxpayer.reply_code})
    elsewhere = from_home.post("/account/send-again/").status_code

    assert used_up == [302, 429]
    assert (neighbour, elsewhere) == (429, 302)
    assert Notice.objects.filter(person=taxpayer.person.public_id).count() == 2
    assert confirm(mailed_code(taxpayer)).status_code == 302


def test_codes_of_one_place_take_no_more_mail_than_a_few_neighbours_have(taxpayer, other_taxpayer, settings):
    settings.LIMITS = {**settings.LIMITS, "account_mail": (1, 900), "account_mail_neighbours": (0, 900)}
    ask_for_account(other_taxpayer, EMAIL)

    slowed = taxpayer.opens_with_code().post(NEW, {"email": EMAIL, "password": PASSWORD})

    assert slowed.status_code == 429
    assert Notice.objects.count() == 1


def test_whoever_has_confirmed_the_address_waits_for_nobody_else(taxpayer, other_taxpayer, settings):
    settings.LIMITS = {**settings.LIMITS, "account_mail": (2, 900), "account_mail_all": (1, 900)}
    Person.objects.filter(pk=taxpayer.person.pk).update(notice_address_confirmed_at=timezone.now())
    ask_for_account(other_taxpayer, taxpayer.person.notice_address)

    browser = ask_for_account(taxpayer, taxpayer.person.notice_address)
    again = [browser.post("/account/send-again/").status_code for _ in range(2)]

    assert again == [302, 429]
    assert confirm(mailed_code(taxpayer)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_one_address_confirmed_twice_at_once_is_one_account_s(taxpayer: Visitor, other_taxpayer: Visitor):
    visitors = (taxpayer, other_taxpayer)
    for visitor in visitors:
        ask_for_account(visitor, EMAIL)
    codes = [mailed_code(visitor) for visitor in visitors]

    statuses = at_once(*(lambda c=code: confirm(c).status_code for code in codes))

    assert sorted(statuses) == [302, 409]
    assert Person.objects.filter(email=EMAIL, role=Role.TAXPAYER).count() == 1
