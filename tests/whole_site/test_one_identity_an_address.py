"""An address is one identity: however it is written it means the same, or it is refused, wherever."""

from typing import Any

import pytest

from accounts.models import MailedLink, PasswordReset, Person, canonical_email
from notices.models import Notice
from tests.people import PASSWORD, Browser, form_fields

# Each looks like account@example.org, or means to say more than an address.
REFUSED = {
    "Cyrillic a": "\u0430ccount@example.org",
    "Cyrillic domain": "account@ex\u0430mple.org",
    "accents": "acc\u00f6unt@example.org",
    "international domain": "account@b\u00fccher.example",
    "dotless i": "adm\u0131n@example.org",
    "quoted name": '"account"@example.org',
    "two at signs": "account@evil@example.org",
    "name of a person": "Account <account@example.org>",
    "group": "friends:account@example.org;",
    "line and a header": "account@example.org\nBcc: other@example.org",
    "carriage return": "account@example.org\rBcc: other@example.org",
    "null": "account\x00@example.org",
    "dot at the end": "account@example.org.",
    "two dots": "acc..ount@example.org",
    "machine": "account@[127.0.0.1]",
    "no dot": "account@localhost",
    "zero width": "acc\u200bount@example.org",
    "right to left": "\u202eaccount@example.org",
    "two addresses": "account@example.org, other@example.org",
    "space inside": "acc ount@example.org",
}
SAME = ["ACCOUNT@EXAMPLE.ORG", " account@example.org ", "Account@Example.Org"]


def make_account(request: Any, email: str) -> Any:
    browser = request.getfixturevalue("taxpayer").opens_with_code()
    return browser.post("/account/new/", {"email": email, "password": PASSWORD})


def change(request: Any, email: str) -> Any:
    return request.getfixturevalue("account").signs_in().post("/account/address/", {"email": email})


def ask_for_link(request: Any, email: str) -> Any:
    return Browser().post("/sign-in/link/", {"email": email})


def forget(request: Any, email: str) -> Any:
    return Browser().post("/sign-in/forgotten/", {"email": email})


def invite(request: Any, email: str) -> Any:
    browser = request.getfixturevalue("administrator").signs_in()
    form = {"role": "officer", "name": "New Comer", "email": email, "language": "en"}
    return browser.post("/administration/people/invite/", form)


FORMS = [make_account, change, ask_for_link, forget, invite]
# What would name somebody else beside, or add a header; an address for notices may hold other letters.
ADDS = [
    "line and a header",
    "carriage return",
    "null",
    "group",
    "two addresses",
    "name of a person",
    "two at signs",
]


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("email", REFUSED.values(), ids=REFUSED)
def test_what_looks_like_another_address_or_says_more_is_refused(request, form, email):
    response = form(request, email)

    assert response.status_code == 400
    assert email not in set(Person.objects.values_list("email", flat=True))
    assert email not in set(Notice.objects.values_list("address", flat=True))


@pytest.mark.parametrize("email", [REFUSED[name] for name in ADDS], ids=ADDS)
def test_no_address_for_notices_names_two_or_adds_a_header(topic: Any, email: str):
    browser = Browser()
    hidden = form_fields(browser.get("/comment/").content.decode())
    words = {"topic": str(topic.public_id), "subject": "My refund", "text": "When does it come?"}

    response = browser.post("/comment/", {**hidden, **words, "email": email})

    assert response.status_code == 400
    assert words["text"] in response.content.decode()
    assert not Person.objects.filter(notice_address__contains="example.org").exclude(role="officer").exists()


@pytest.mark.parametrize("written", SAME)
def test_one_address_is_one_account_however_it_is_written(request, account, written):
    signed_in = Browser().post("/sign-in/", {"login": written, "password": PASSWORD})
    invited = invite(request, written)

    assert signed_in.status_code == 302
    assert invited.status_code == 409
    assert Person.objects.filter(email=account.email).count() == 1


@pytest.mark.parametrize(
    "full_width", ["\uff41ccount@example.org", "account\uff20example.org", "ACCO\uff35NT@EXAMPLE\uff0eORG"]
)
def test_full_width_letters_are_folded_wherever_they_are_typed(request, account, full_width):
    signed_in = Browser().post("/sign-in/", {"login": full_width, "password": PASSWORD})
    invited = invite(request, full_width)
    asked = [ask_for_link(request, full_width), forget(request, full_width)]

    assert canonical_email(full_width) == account.email
    assert (signed_in.status_code, invited.status_code) == (302, 409)
    assert [answer.status_code for answer in asked] == [302, 302]
    assert {row.address for model in (MailedLink, PasswordReset) for row in model.objects.all()} == {
        account.email
    }


def test_dots_and_what_follows_a_plus_make_another_address(request, account):
    others = ["acc.ount@example.org", "account+tax@example.org"]

    signed_in = [Browser().post("/sign-in/", {"login": other, "password": PASSWORD}) for other in others]
    invited = [invite(request, other) for other in others]

    assert [answer.status_code for answer in signed_in] == [400, 400]
    assert [answer.status_code for answer in invited] == [302, 302]
    assert Person.objects.filter(email__in=[account.email, *others]).count() == 3
