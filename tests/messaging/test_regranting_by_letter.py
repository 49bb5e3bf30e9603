"""Letters with a code: by them a member is sure who somebody is, and opens their locked threads again."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import Person
from audit.actions import Action
from messaging.models import Regrant, Thread
from tests.messaging.regrants import WORDS, key_of, letter_code, page_of
from tests.people import (
    PASSWORD,
    Account,
    Browser,
    Staff,
    begin_anew,
)
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db


def test_the_code_of_a_letter_says_who_somebody_is(
    lost: Browser, account: Account, officer: Staff, colleague: Staff, regrant: Regrant
) -> None:
    code = letter_code(officer.signs_in(), regrant)
    decide = {"key_id": key_of(account), "means": "letter", "reason": "Typed the day it came."}
    decider = colleague.signs_in()
    assert decider.post(page_of(regrant), decide).status_code == 409

    assert lost.post("/threads/locked/", {"code": code.lower().replace("-", " ")}).status_code == 302

    assert WORDS not in lost.get(account.thread.get_absolute_url()).content
    assert decider.post(page_of(regrant), decide).status_code == 302
    assert WORDS in lost.get(account.thread.get_absolute_url()).content
    steps = (Action.REGRANT_ASKED, Action.REGRANT_LETTER_MADE, Action.LETTER_CODE_TYPED, Action.REGRANT_ENDED)
    assert times_recorded(*steps, subject=account.person.public_id) == [1, 1, 1, 1]


def test_a_letter_is_in_the_language_of_whoever_gets_it(
    account: Account, officer: Staff, regrant: Regrant
) -> None:
    Person.objects.filter(pk=account.person.pk).update(language="es")

    page = officer.signs_in().post(f"{page_of(regrant)}letter/", follow=True).content.decode()

    assert "El código de nuestra carta" in page
    assert "Letter to print" in page


def test_the_code_is_stored_nowhere_and_typed_once(
    lost: Browser, account: Account, officer: Staff, regrant: Regrant
) -> None:
    code = letter_code(officer.signs_in(), regrant)
    regrant.refresh_from_db()
    assert code.replace("-", "").encode() not in bytes(regrant.code_hash)
    assert lost.post("/threads/locked/", {"code": code}).status_code == 302

    again = lost.post("/threads/locked/", {"code": code})

    assert again.status_code == 400


def test_ten_wrong_codes_end_a_letter(lost: Browser, officer: Staff, regrant: Regrant, settings: Any) -> None:
    code = letter_code(officer.signs_in(), regrant)
    for _ in range(settings.LETTER_CODE_TRIES):
        assert lost.post("/threads/locked/", {"code": "0000-0000-0000-0000"}).status_code == 400

    assert lost.post("/threads/locked/", {"code": code}).status_code == 400
    assert times_recorded(Action.LETTER_CODE_REFUSED) == [settings.LETTER_CODE_TRIES + 1]

    renewed = letter_code(officer.signs_in(), regrant)
    assert lost.post("/threads/locked/", {"code": code}).status_code == 400
    assert lost.post("/threads/locked/", {"code": renewed}).status_code == 302


def test_an_old_letter_counts_no_more(lost: Browser, officer: Staff, regrant: Regrant) -> None:
    code = letter_code(officer.signs_in(), regrant)
    Regrant.objects.update(code_expires_at=timezone.now() - timedelta(seconds=1))

    assert lost.post("/threads/locked/", {"code": code}).status_code == 400


def test_a_code_that_was_typed_counts_for_the_keys_of_that_time_only(
    lost: Browser, account: Account, officer: Staff, regrant: Regrant
) -> None:
    lost.post("/threads/locked/", {"code": letter_code(officer.signs_in(), regrant)})

    typed_for = Regrant.objects.get().code_typed_key
    begin_anew(account.person, "another way to begin again")

    decide = {"key_id": key_of(account), "means": "letter", "reason": "It was typed."}
    desk = officer.signs_in()
    assert Regrant.objects.get().code_typed_at is None
    assert desk.post(page_of(regrant), decide).status_code == 409
    # Whatever the row says by now: the key for which it was typed is another.
    Regrant.objects.update(code_typed_at=timezone.now(), code_typed_key=typed_for)
    assert desk.post(page_of(regrant), decide).status_code == 409
    assert Thread.objects.get(pk=account.thread.pk).is_locked


def test_a_key_of_a_day_and_a_typed_letter_need_no_reason(
    lost: Browser, account: Account, officer: Staff, regrant: Regrant, settings: Any
) -> None:
    lost.post("/threads/locked/", {"code": letter_code(officer.signs_in(), regrant)})
    decide = {"key_id": key_of(account), "means": "letter", "reason": ""}
    assert officer.signs_in().post(page_of(regrant), decide).status_code == 409
    settings.YOUNG_KEY = timedelta(0)

    assert officer.signs_in().post(page_of(regrant), decide).status_code == 302


def test_a_letter_is_shown_again_only_after_a_proof_that_is_not_old(officer: Staff, regrant: Regrant) -> None:
    desk, path = officer.signs_in(), f"{page_of(regrant)}letter/"
    code = letter_code(desk, regrant)

    with time_machine.travel(timezone.now() + settings.PROOF_LASTS + timedelta(seconds=1)):
        asked = desk.get(path)
        desk.post("/prove/", {"next": path, "proof-password": PASSWORD})
        again = desk.get(path).content.decode()

    assert asked["Location"].startswith("/prove/?next=")
    assert code in again
