"""Somebody loses everything and comes back: no password and no code of it is anywhere in clear."""

import re
from typing import Any

import pytest

from messaging.models import Regrant
from tests.people import Account, Staff, begin_anew, signs_in_anew
from tests.whole_site.canary.spreading import Spread
from tests.whole_site.leaks import Place, leaks, stored_places

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_typed_to_come_back_is_nowhere_in_clear(
    account: Account, officer: Staff, log_output: Any
) -> None:
    spread = Spread()
    password = spread.secret("new password") + " and more"

    begin_anew(account.person, password)
    browser, desk = signs_in_anew(account.email, password), officer.signs_in()
    regrant = Regrant.objects.get()
    letter = desk.post(f"/regrants/{regrant.public_id}/letter/", follow=True).content.decode()
    code = re.search(r'id="letter-code"[^>]*>\s*([0-9A-Z-]+)\s*<', letter)
    assert code
    spread.secret("code of a letter", code[1])
    spread.secret("its characters", code[1].replace("-", ""))
    shown = [
        browser.post("/threads/locked/", {"code": spread.secret("wrong code")}),
        browser.post("/account/earlier/", {"secret": spread.secret("wrong old password")}),
    ]
    assert [response.status_code for response in shown] == [400, 400]
    assert browser.post("/threads/locked/", {"code": code[1]}).status_code == 302
    spread.secret("old password", account.password)
    assert browser.post("/account/earlier/", {"secret": account.password}).status_code == 302
    said = log_output()

    assert leaks(spread.secrets, [*stored_places(), Place("log", said.encode())]) == []
    # A wrong code is shown again to whoever typed it, as on every page of codes; a password never is.
    passwords = [canary for canary in spread.secrets if "password" in canary.put_into]
    assert leaks(passwords, [Place("page", response.content) for response in shown]) == []
