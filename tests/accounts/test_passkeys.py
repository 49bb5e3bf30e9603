"""A passkey signs in and unlocks by one touch; whatever is not its person's own answer is refused."""

import json

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import Passkey, Session
from accounts.sessions import SessionStore
from audit.models import AuditEvent
from keys.models import Slot
from notices.models import Notice
from tests.accounts.codes import add_app, give_password
from tests.accounts.devices import (
    NEW,
    OPTIONS,
    PRESENT,
    SIGN_IN,
    Device,
    add_passkey,
    options,
    sign_in,
    to_text,
)
from tests.accounts.test_recovery_codes import make_code
from tests.people import PASSWORD, Browser, Staff

SECOND = "/sign-in/second/"


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def remove_path() -> str:
    return f"/account/passkeys/{Passkey.objects.get().public_id}/remove/"


def test_one_touch_signs_in_and_opens_everything(account, device):
    browser, response = sign_in(device, next="/account/")

    assert response["Location"] == "/account/"
    assert "The words of an account." in browser.get(account.thread.get_absolute_url()).content.decode()


def test_no_name_is_typed_and_no_passkey_is_named(device):
    asked = options(Browser(), "sign_in")

    assert "allowCredentials" not in asked
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == settings.SITE_HOST


def test_a_new_passkey_is_found_by_the_device_itself_and_asks_its_person(account, device):
    asked = options(account.signs_in(), "new")

    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert [entry["id"] for entry in asked["excludeCredentials"]] == [to_text(device.credential_id)]


def test_a_passkey_without_a_secret_signs_in_and_the_password_unlocks(account):
    device = add_passkey(account.signs_in(), Device(has_secret=False))

    browser, half_way = sign_in(device)
    asked = browser.get(SECOND).content.decode()
    unlocked = browser.post(SECOND, {"way": "password", "password": PASSWORD})

    assert half_way["Location"] == SECOND
    assert "cannot open your messages by itself" in asked
    assert unlocked["Location"] == "/start/"
    assert browser.get(account.thread.get_absolute_url()).status_code == 200


def test_a_passkey_without_a_secret_signs_in_and_the_recovery_code_unlocks(account):
    signed_in = account.signs_in()
    code = make_code(signed_in)
    device = add_passkey(signed_in, Device(has_secret=False))

    browser, _ = sign_in(device)
    unlocked = browser.post(SECOND, {"way": "recovery_code", "code": code, "form": "00" * 16})

    assert unlocked["Location"].startswith("/account/recovery-code/")
    assert browser.get(account.thread.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("secret", ["", "x", "A" * 43, "!" * 43, "A" * 99])
def test_a_wrong_secret_unlocks_nothing_and_the_password_still_does(account, device, secret):
    browser, response = sign_in(device, secret=secret)

    assert response["Location"] == SECOND
    assert browser.get("/account/").status_code == 302
    assert browser.post(SECOND, {"way": "password", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("fault", "value"),
    [
        ("origin", "https://evil.example"),
        ("origin", f"{settings.SITE_URL}.evil.example"),
        ("origin", "http://localhost:9999"),
        ("rp_id", "evil.example"),
        ("flags", PRESENT),
        ("flags", 0),
        ("handle", b"somebody else's "),
    ],
)
def test_what_is_signed_elsewhere_or_without_its_person_is_refused(device, fault, value):
    setattr(device, fault, value)

    browser, response = sign_in(device)

    assert response.status_code == 400
    assert browser.get("/account/").status_code == 302
    assert events("accounts.passkey.refused") == 1


@pytest.mark.parametrize("told", [{"type": "webauthn.create"}, {"challenge": to_text(bytes(32))}])
def test_what_was_signed_for_something_else_is_refused(device, told):
    browser = Browser()
    answer = device.signs(options(browser, "sign_in"), **told)

    assert browser.post(SIGN_IN, answer).status_code == 400


def test_a_count_that_goes_back_is_refused_and_an_alert(account, device):
    sign_in(device)
    device.count -= 1

    _, response = sign_in(device)

    assert response.status_code == 400
    assert events("accounts.passkey.copied") == 1


def test_a_device_that_does_not_count_signs_in_again_and_again(account):
    device = add_passkey(account.signs_in(), Device(counts=False))

    assert [sign_in(device)[1].status_code for _ in range(2)] == [302, 302]


def test_a_passkey_of_somebody_else_does_not_count_as_a_second_step(officer: Staff, device):
    own = add_passkey(officer.signs_in())
    browser = give_password(officer)

    asked = options(browser, "second_step")
    answer = device.signs(asked)

    assert [entry["id"] for entry in asked["allowCredentials"]] == [to_text(own.credential_id)]
    assert browser.post(SECOND, {"way": "passkey", **answer}).status_code == 400
    answer = own.signs(options(browser, "second_step"))
    assert browser.post(SECOND, {"way": "passkey", **answer}).status_code == 302


def test_a_passkey_of_somebody_else_is_no_proof(officer: Staff, device):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser, _ = sign_in(add_passkey(officer.signs_in()))
        clock.shift(settings.PROOF_LASTS)
        answer = device.signs(options(browser, "proof"))

        response = browser.post("/prove/", {f"proof-{name}": value for name, value in answer.items()})

        assert response.status_code == 400


def test_a_passkey_is_a_proof(account, device):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser, _ = sign_in(device)
        clock.shift(settings.PROOF_LASTS)
        assert browser.get(NEW)["Location"].startswith("/prove/")
        answer = device.signs(options(browser, "proof"))

        proved = browser.post("/prove/", {f"proof-{name}": value for name, value in answer.items()})

        assert proved.status_code == 302
        assert browser.get(NEW).status_code == 200


def test_one_that_somebody_has_already_is_not_added_again(account, officer: Staff, device):
    browser = officer.signs_in()

    response = browser.post(NEW, {"label": "Mine", **device.makes(options(browser, "new"))})

    assert response.status_code == 400
    assert Passkey.objects.count() == 1


@pytest.mark.parametrize(
    ("fault", "value"), [("origin", "https://evil.example"), ("rp_id", "evil.example"), ("flags", PRESENT)]
)
def test_a_passkey_made_elsewhere_is_not_added(account, fault, value):
    browser, device = account.signs_in(), Device()
    setattr(device, fault, value)
    asked = options(browser, "new")

    response = browser.post(NEW, {"label": "Mine", **device.makes(asked)})

    assert response.status_code == 400
    assert not Passkey.objects.exists()
    page = response.content.decode()
    assert 'value="Mine"' in page
    assert device.secret(asked) not in page


def test_adding_asks_whether_it_is_still_the_same_person(account):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser, device = account.signs_in(), Device()
        asked = options(browser, "new")
        clock.shift(settings.PROOF_LASTS)

        refused = browser.post(NEW, {"label": "Mine", **device.makes(asked)})

        assert refused.status_code == 403
        assert browser.post(OPTIONS, {"purpose": "new"}).status_code == 400
        assert not Passkey.objects.exists()


@pytest.mark.parametrize(
    "sent", ["", "{}", "[]", "null", "not json", '{"id": 1}', "x" * 30_000, "[" * 15_000]
)
def test_what_is_no_answer_is_told_and_never_an_error(account, device, sent):
    browser, signed_in = Browser(), account.signs_in()
    options(browser, "sign_in")
    options(signed_in, "new")

    answers = [
        browser.post(SIGN_IN, {"credential": sent}),
        signed_in.post(NEW, {"label": "Mine", "credential": sent}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400]


def test_a_disabled_person_does_not_come_in(account, device):
    account.person.refresh_from_db()
    account.person.disabled_at = timezone.now()
    account.person.save(update_fields=["disabled_at"])

    assert sign_in(device)[1].status_code == 400


def test_a_passkey_that_was_removed_neither_signs_in_nor_unlocks(account, device):
    browser, _ = sign_in(device)

    asked = browser.get(remove_path()).content.decode()
    removed = browser.post(remove_path())

    assert "neither signs you in nor opens" in asked
    assert removed["Location"] == "/account/"
    assert sign_in(device)[1].status_code == 400
    assert not Slot.objects.filter(kind="passkey").exists()


def test_nobody_removes_a_passkey_of_somebody_else(account, device, officer: Staff, taxpayer):
    for browser in (officer.signs_in(), taxpayer.opens_with_code()):
        assert browser.get(remove_path()).status_code == 404
        assert browser.post(remove_path()).status_code == 404


def test_visitors_have_no_passkeys(taxpayer):
    browser = taxpayer.opens_with_code()

    assert [browser.get(NEW).status_code, browser.post(NEW).status_code] == [404, 404]
    assert browser.post(OPTIONS, {"purpose": "new"}).status_code == 400


def test_an_app_is_not_asked_for_after_a_passkey(account):
    browser = account.signs_in()
    device = add_passkey(browser)
    add_app(browser)

    assert sign_in(device)[1]["Location"] == "/start/"


def test_a_row_that_was_moved_to_somebody_else_opens_nothing_of_theirs(account, officer: Staff, device):
    Passkey.objects.update(person=officer.person)

    _, response = sign_in(device)

    assert response.status_code == 400


def test_each_step_is_recorded_and_told_and_nothing_of_the_secret_is_stored(account, device):
    browser, _ = sign_in(device)
    secret = device.secret(options(Browser(), "sign_in"))
    browser.post(remove_path())

    assert events("accounts.passkey.added") == events("accounts.passkey.removed") == 1
    told = Notice.objects.filter(person=account.person.public_id).values_list("kind", flat=True)
    assert {"factor_added", "factor_removed"} <= set(told)
    rows = [repr(vars(row)) for model in (Slot, Session, Passkey) for row in model.objects.all()]
    rows += [bytes(event.leaf).decode() for event in AuditEvent.objects.all()]
    rows += [json.dumps(SessionStore().decode(row.session_data)) for row in Session.objects.all()]
    assert all(secret not in row for row in rows)
