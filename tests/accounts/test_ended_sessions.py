"""An ended session opens nothing, keeps a text that was being written, and is gone after a day."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Session
from accounts.sessions import KEPT_AFTER_END, SessionStore, hashed
from messaging.models import Draft
from notices.worker import Stop, Worker
from tests.people import Browser, Staff, Visitor

SOON = timedelta(minutes=1)


def keep_house() -> None:
    """Do what the worker does each hour."""
    Worker(Stop())._keep_house_if_due()


def with_old_cookie(staff: Staff) -> Browser:
    """Sign in and out, and keep the cookie."""
    browser, old = staff.signs_in(), Browser()
    old.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/sign-out/")
    return old


def post_text(browser: Browser, thread) -> str:
    """Post an answer; gives the address that it led to, empty when the text came back to be copied."""
    response = browser.post(thread.get_absolute_url(), {"text": "Half an answer.", "action": "send"})
    if response.status_code == 403:
        assert "Half an answer." in response.content.decode()
        return ""
    return str(response["Location"])


@pytest.mark.parametrize(
    ("passed", "is_kept"), [(SOON, True), (KEPT_AFTER_END - SOON, True), (KEPT_AFTER_END + SOON, False)]
)
def test_an_ended_session_keeps_a_text_for_a_day_and_no_longer(officer, thread, passed, is_kept):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        old = with_old_cookie(officer)
        clock.shift(passed)

        address = post_text(old, thread)

    assert ("ended=kept" in address) is is_kept
    assert Draft.objects.exists() is is_kept


@pytest.mark.parametrize(
    ("passed", "is_kept"), [(SOON, True), (KEPT_AFTER_END - SOON, True), (KEPT_AFTER_END + SOON, False)]
)
def test_a_session_that_ran_out_keeps_a_text_for_a_day_and_no_longer(officer, thread, passed, is_kept):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = officer.signs_in()
        clock.shift(settings.SESSION_IDLE + passed)

        address = post_text(browser, thread)

    assert ("ended=kept" in address) is is_kept
    assert Draft.objects.exists() is is_kept


def break_session_of(staff: Staff | Visitor, **changed: object) -> None:
    """Change what the row of somebody's session holds; None leaves a value out."""
    row = Session.objects.get(person_id=staff.person.public_id, ended_at=None)
    data = {**SessionStore().decode(row.session_data), **changed}
    row.session_data = SessionStore().encode({name: data[name] for name in data if data[name] is not None})
    row.save(update_fields=["session_data"])


def test_a_session_that_opens_nothing_keeps_what_was_typed_for_its_author(officer, thread):
    browser = officer.signs_in()
    break_session_of(officer, vault="AAAA")

    address = post_text(browser, thread)

    assert address.startswith("/sign-in/?")
    assert "ended=kept" in address
    assert thread.get_absolute_url() in unquote(address)
    assert browser.get("/mailbox/").status_code == 302
    page = officer.signs_in().get(thread.get_absolute_url()).content.decode()
    assert "Half an answer." in page


def test_a_visitor_whose_session_opens_nothing_comes_back_by_their_code(taxpayer):
    browser = taxpayer.opens_with_code()
    break_session_of(taxpayer, vault="AAAA")

    address = post_text(browser, taxpayer.thread)

    assert address.startswith("/reply/?")
    assert "ended=kept" in address


def test_a_text_after_a_forged_row_is_sealed_to_nobody_and_comes_back_to_be_copied(
    officer, colleague, thread
):
    browser = officer.signs_in()
    break_session_of(officer, person=str(colleague.person.public_id), vault="AAAA")

    assert post_text(browser, thread) == ""
    assert not Draft.objects.exists()


def row_of(browser: Browser) -> QuerySet[Session]:
    """Find the row of a browser's session."""
    return Session.objects.filter(session_key=hashed(browser.cookies[settings.SESSION_COOKIE_NAME].value))


@pytest.mark.parametrize("takes_proof", [False, True])
@pytest.mark.parametrize("column", ["ended_at", "expire_date"])
def test_a_text_of_an_officer_is_not_sealed_to_whom_their_ended_row_was_given(
    officer, taxpayer, thread, column, takes_proof
):
    browser, attacker = officer.signs_in(), taxpayer.opens_with_code()
    row_of(browser).update(**{column: timezone.now(), "person_id": taxpayer.person.public_id})
    if takes_proof:
        row_of(browser).update(person_proof=row_of(attacker).get().person_proof)

    assert post_text(browser, thread) == ""
    assert not Draft.objects.exists()


@pytest.mark.parametrize("ends_after", [False, True])
def test_a_text_of_an_officer_is_not_sealed_to_whose_session_was_copied_into_their_row(
    officer, taxpayer, thread, ends_after
):
    browser, attacker = officer.signs_in(), taxpayer.opens_with_code()
    columns = row_of(attacker).values("session_data", "person_id", "person_proof").get()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        row_of(browser).update(**columns)
        if ends_after:
            # The row is saved once by a page that opens no keys, and then ended.
            clock.shift(2 * SOON)
            assert browser.get("/privacy/").status_code == 200
            row_of(browser).update(ended_at=timezone.now())

        assert post_text(browser, thread) == ""
    assert not Draft.objects.exists()


def test_a_text_of_a_session_from_before_there_were_proofs_comes_back_to_be_copied(officer, thread):
    old = with_old_cookie(officer)
    Session.objects.update(person_proof="")

    assert post_text(old, thread) == ""
    assert not Draft.objects.exists()


@pytest.mark.parametrize("person", [None, "nobody", 7])
def test_a_session_without_a_person_is_sent_to_sign_in(officer, thread, person):
    browser = officer.signs_in()
    break_session_of(officer, person=person, vault="AAAA")

    address = browser.get(thread.get_absolute_url())["Location"]

    assert address.startswith("/sign-in/?")
    assert "ended=1" in address


@pytest.mark.parametrize("person", [None, "nobody", 7])
def test_a_text_of_a_session_without_a_person_comes_back_to_be_copied(officer, thread, person):
    browser = officer.signs_in()
    break_session_of(officer, person=person, vault="AAAA")

    response = browser.post(thread.get_absolute_url(), {"text": "Half an answer."})

    assert response.status_code == 403
    assert "Half an answer." in response.content.decode()
    assert "/sign-out/" not in response.content.decode()
    assert browser.get("/mailbox/").status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize("cookie", [None, "a" * 43])
def test_a_text_whose_session_nobody_knows_comes_back_to_be_copied(thread, cookie):
    browser = Browser()
    if cookie is not None:
        browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
    address = thread.get_absolute_url()

    response = browser.post(
        address, {"text": "Half <an> answer.\x07", "quoted": "Their words", "action": "send"}
    )

    page = response.content.decode()
    assert response.status_code == 403
    assert "Copy what you typed" in page
    assert re.findall(r"readonly[^>]*>\n(.*)</textarea>", page) == [
        "Half &lt;an&gt; answer.\ufffd",
        "Their words",
    ]
    assert f'href="/sign-in/?next={address}"' in page
    assert f'href="/reply/?next={address}"' in page
    assert not Draft.objects.exists()


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_post_without_a_text_is_sent_to_sign_in(thread, text):
    response = Browser().post(thread.get_absolute_url(), {"text": text, "action": "send"})

    assert response["Location"] == f"/sign-in/?next={thread.get_absolute_url()}"


@pytest.mark.django_db(transaction=True)
def test_the_worker_deletes_what_ended_or_ran_out_more_than_a_day_ago_and_nothing_else(officer, colleague):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        with_old_cookie(officer)
        officer.signs_in()
        clock.shift(KEPT_AFTER_END + settings.SESSION_IDLE + SOON)
        with_old_cookie(colleague)
        browser = colleague.signs_in()

        keep_house()

        assert set(Session.objects.values_list("person_id", flat=True)) == {colleague.person.public_id}
        assert Session.objects.filter(ended_at=None).count() == 1
        assert browser.get("/mailbox/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_ended_row_whose_end_was_still_ahead_is_deleted_a_day_after_it_ended(officer):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        with_old_cookie(officer)
        Session.objects.update(expire_date=timezone.now() + 10 * KEPT_AFTER_END)
        clock.shift(KEPT_AFTER_END + SOON)

        keep_house()

    assert not Session.objects.exists()
