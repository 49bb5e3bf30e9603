"""What was typed into a form is not lost when the session was over: it waits sealed, for its author alone."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import KeptForm, Person
from accounts.services import kept_forms
from audit.actions import Action
from messaging.models import Regrant, Thread, Topic
from tests.people import Account, Browser, Staff, Visitor, begin_anew, form_fields
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db

TYPED = "Words that nobody has to type twice"


def over(writer: Staff | Account) -> Browser:
    """Give a browser whose session has ended, with its cookie."""
    browser, old = writer.signs_in(), Browser()
    old.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/sign-out/")
    return old


def invitation(topic: Topic, **other: str) -> dict[str, str]:
    """Fill in the page by which somebody is written to."""
    typed = {"topic": str(topic.public_id), "name": "Caller One", "way": "letter", "language": "en"}
    return {**typed, "email": "", "subject": "Your call", "text": TYPED, "pin": "1234567890", **other}


@pytest.fixture
def regrant(account: Account) -> Regrant:
    """Somebody who lost everything, of whom the unit is to make sure."""
    begin_anew(account.person)
    return Regrant.objects.get(person=account.person, ended_at=None)


@pytest.mark.parametrize("page", ["first message", "another way in", "locked thread", "representative"])
def test_what_was_typed_is_back_in_the_form_it_was_typed_into(
    page: str, officer: Staff, thread: Thread, regrant: Regrant
):
    path, typed = {
        "first message": ("/mailbox/invite/", invitation(thread.topic)),
        "another way in": (f"{thread.get_absolute_url()}invite/", {"means": "call", "reason": TYPED}),
        "locked thread": (f"/regrants/{regrant.public_id}/", {"means": "call", "reason": TYPED}),
        "representative": (f"{thread.get_absolute_url()}representative/", {"reference": TYPED}),
    }[page]

    answer = over(officer).post(path, typed)
    shown = officer.signs_in().get(path).content.decode()

    assert "ended=kept" in answer["Location"]
    assert times_recorded(Action.FORM_KEPT, subject=officer.person.public_id) == [1]
    assert TYPED.encode() not in bytes(KeptForm.objects.get().sealed)
    assert "We kept what was written here" in shown
    assert TYPED in shown
    assert "data-keeps-text" in shown


@pytest.mark.parametrize("page", ["invite staff", "new address", "new unit", "new topic", "topic"])
def test_what_an_administrator_typed_is_back_and_gone_once_it_was_sent(
    page: str, administrator: Staff, officer: Staff, topic: Topic
):
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        "invite staff": (
            "/administration/people/invite/",
            {"name": "New Colleague", "email": "new@example.org", "role": "officer", "language": "es"},
        ),
        "new address": (
            f"/administration/people/{officer.person.public_id}/address/",
            {"email": "new@example.org"},
        ),
        "new unit": ("/administration/units/new/", {"name": "Estates", "founder": officer.person.email}),
        "new topic": (
            "/administration/topics/new/",
            {"name": "Estates", "description": TYPED, "unit": topic.unit.public_id},
        ),
        "topic": (
            f"/administration/topics/{topic.public_id}/",
            {"name": "Estates", "description": TYPED, "unit": topic.unit.public_id, "position": "7"},
        ),
    }
    path, typed = pages[page]

    answer = over(administrator).post(path, typed)
    desk = administrator.signs_in()
    shown = desk.get(path).content.decode()
    sent = desk.post(path, {**typed, **form_fields(shown)})

    assert "ended=kept" in answer["Location"]
    assert "We kept what was written here" in shown
    assert all(str(value) in shown for value in typed.values())
    assert "data-keeps-text" in shown
    assert sent.status_code == 302
    assert not KeptForm.objects.exists()


def test_whom_a_supervisor_wanted_to_propose_is_back_in_the_form(supervisor: Staff, topic: Topic):
    path, typed = f"/units/{topic.unit.public_id}/", {"email": "new-member@example.org"}

    over(supervisor).post(path, typed)
    page = supervisor.signs_in().get(path).content.decode()

    assert "We kept what was written here" in page
    assert 'value="new-member@example.org"' in page


def test_what_was_kept_is_gone_once_it_was_sent_and_no_secret_is_ever_kept(officer: Staff, topic: Topic):
    over(officer).post("/mailbox/invite/", invitation(topic))
    desk = officer.signs_in()
    page = desk.get("/mailbox/invite/").content.decode()
    kept = kept_forms.kept_of(author=officer.unlocked, path="/mailbox/invite/")

    refused = desk.post("/mailbox/invite/", {**invitation(topic, name=""), **form_fields(page)})
    again = form_fields(refused.content.decode())
    sent = desk.post("/mailbox/invite/", {**invitation(topic), **again})

    assert "pin" not in dict(kept[0].typed)
    assert sent["Location"].endswith("/invited/")
    assert not KeptForm.objects.exists()
    assert TYPED not in desk.get("/mailbox/invite/").content.decode()


def test_two_forms_are_both_kept_the_newer_in_the_fields_and_the_other_beside_them(
    officer: Staff, topic: Topic
):
    old = over(officer)
    for words in ("An earlier text", "An earlier text", TYPED):
        old.post("/mailbox/invite/", invitation(topic, text=words))

    page = officer.signs_in().get("/mailbox/invite/").content.decode()

    fields = page.split('name="text"')[1].partition("</textarea>")[0]
    assert TYPED in fields
    assert page.count("An earlier text") == 1
    assert "readonly" in page


def test_nobody_else_reads_it(officer: Staff, colleague: Staff, topic: Topic):
    over(officer).post("/mailbox/invite/", invitation(topic))
    KeptForm.objects.update(author_id=colleague.person.public_id)

    page = colleague.signs_in().get("/mailbox/invite/")

    assert page.status_code == 200
    assert TYPED not in page.content.decode()
    assert kept_forms.kept_of(author=colleague.unlocked, path="/mailbox/invite/") == []


def test_for_somebody_who_was_disabled_nothing_is_kept_and_the_text_comes_back_to_be_copied(
    officer: Staff, topic: Topic
):
    old = over(officer)
    Person.objects.filter(pk=officer.person.pk).update(disabled_at=timezone.now())

    answer = old.post("/mailbox/invite/", invitation(topic))

    assert answer.status_code == 403
    assert TYPED in answer.content.decode()
    assert not KeptForm.objects.exists()


def test_a_visitor_who_is_signed_in_by_a_code_gets_a_new_comment_back(taxpayer: Visitor, topic: Topic):
    assert kept_forms.keep(
        author=taxpayer.person.public_id, path="/comment/", typed=[("subject", "Again"), ("text", TYPED)]
    )

    page = taxpayer.opens_with_code().get("/comment/").content.decode()

    assert TYPED in page
    assert TYPED not in Browser().get("/comment/").content.decode()


def test_what_no_form_would_take_is_not_kept_and_old_forms_make_room(officer: Staff):
    author: dict[str, Any] = {"author": officer.person.public_id}

    too_long = kept_forms.keep(**author, path="/a/", typed=[("text", "x" * kept_forms.MOST_BYTES)])
    for number in range(kept_forms.MOST_OF_A_PERSON + 2):
        assert kept_forms.keep(**author, path=f"/{number // 6}/", typed=[("text", str(number))])

    assert not too_long
    assert KeptForm.objects.filter(path="/0/").count() <= kept_forms.MOST_OF_A_PAGE
    assert KeptForm.objects.count() <= kept_forms.MOST_OF_A_PERSON


def test_what_nobody_comes_back_for_is_deleted_after_a_month(officer: Staff):
    kept_forms.keep(author=officer.person.public_id, path="/a/", typed=[("text", TYPED)])
    with time_machine.travel(timezone.now() + kept_forms.LASTS - timedelta(hours=1), tick=False):
        kept_forms.forget_old()
        is_there = KeptForm.objects.exists()
    with time_machine.travel(timezone.now() + kept_forms.LASTS, tick=False):
        kept_forms.forget_old()

    assert is_there
    assert not KeptForm.objects.exists()
