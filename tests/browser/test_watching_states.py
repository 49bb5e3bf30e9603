"""Pages of those who watch over the portal and read no message, in every main state."""

from typing import Any

import pytest

from messaging.models import Thread
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, sign_in
from tests.people import Staff


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_pages_of_those_who_watch(chrome: Chrome, answered_thread: Thread, request: Any, role: str):
    look, page = Look(), chrome.window()
    staff: Staff = request.getfixturevalue(role)
    sign_in(page, staff)

    page.goto("/status/")
    look.at(page, "status")
    if role == "auditor":
        page.goto("/audit/")
        look.at(page, "audit log")
        page.goto("/audit/?actor=nobody")
        look.at(page, "audit log, bad filter")
        page.goto("/audit/?action=accounts.agency.founded")
        look.at(page, "audit log, nothing matches")

    assert not look.faults
