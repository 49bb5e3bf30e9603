"""An open page and an old link end with the right to them, at the next request."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Role
from accounts.services import access, memberships, roles
from messaging.models import Thread
from tests.people import Browser, Staff, answer_fields, write_comment

Ending = Callable[[Staff, Staff, Thread], object]


def leaves_the_unit(administrator: Staff, colleague: Staff, thread: Thread) -> None:
    memberships.end_membership(actor=administrator.person, unit=thread.unit, person=colleague.person)


def gets_another_role(administrator: Staff, colleague: Staff, thread: Thread) -> None:
    roles.change_role(actor=administrator.person, person=colleague.person, role=Role.AUDITOR)


def is_disabled(administrator: Staff, colleague: Staff, thread: Thread) -> None:
    access.disable(actor=administrator.person, person=colleague.person)


def is_signed_out(administrator: Staff, colleague: Staff, thread: Thread) -> None:
    access.end_sessions(actor=administrator.person, person=colleague.person)


@pytest.mark.parametrize("ending", [leaves_the_unit, gets_another_role, is_disabled, is_signed_out])
def test_an_old_link_and_an_open_page_show_and_do_nothing_any_more(
    administrator: Staff, colleague: Staff, answered_thread: Thread, ending: Ending
):
    browser, path = colleague.signs_in(), answered_thread.get_absolute_url()
    form = {**answer_fields(browser, answered_thread), "text": "Words of the page", "action": "send"}
    before = answered_thread.messages.count()

    ending(administrator, colleague, answered_thread)
    answers: list[Any] = [
        browser.post(path, form),
        browser.post(f"{path}check/", form),
        browser.get(path),
        browser.get("/mailbox/"),
        browser.get(f"/units/{answered_thread.unit.public_id}/"),
    ]

    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    assert all("We need form 12." not in answer.content.decode() for answer in answers)
    assert answered_thread.messages.count() == before


@pytest.mark.parametrize("ending", [leaves_the_unit, gets_another_role])
def test_whoever_signs_in_again_finds_nothing_of_the_unit_they_left(
    administrator: Staff, colleague: Staff, answered_thread: Thread, ending: Ending
):
    ending(administrator, colleague, answered_thread)

    browser = colleague.signs_in()

    assert browser.get(answered_thread.get_absolute_url()).status_code == 404
    assert "My refund" not in browser.get("/mailbox/").content.decode()


def test_a_comment_that_comes_after_somebody_left_is_not_listed_for_them(
    administrator: Staff, colleague: Staff, answered_thread: Thread
):
    browser: Browser = colleague.signs_in()
    leaves_the_unit(administrator, colleague, answered_thread)

    write_comment(answered_thread.topic, subject="Written afterwards")

    assert "Written afterwards" not in browser.get("/mailbox/").content.decode()
