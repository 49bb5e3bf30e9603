"""A password is long, and more than what everybody would try first."""

import time
from contextlib import suppress

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.errors import ForeseeablePassword, OwnReplyCode, UnfitLength, UnfitPassword
from accounts.models import Person, Role
from accounts.password_rules import check
from accounts.services import NewStaff, prepare_staff
from keys import argon2_limit
from portal import profiles
from portal.demo.accounts import ACCOUNTS
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


def chosen(password: str) -> NewStaff:
    """Let somebody choose a password."""
    return NewStaff(Role.OFFICER, "Rosalind Parker", "r.parker42@example.org", password)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "three blind mice sing",
        "kJ8#fz!Qp2mV9xL",
        "Übergröße zwölf ½",
        "納税者の秘密の合言葉をここに書く",
        "😀🐢🌵🚲🎻🍋🪁🧊🦉🛶🔔🧵🥁🪵🌋",
        "my neighbor has a purple giraffe",
        " spaces  are   letters ",
        "a" * 30 + "purple giraffe" + "b" * 84,
    ],
)
def test_long_passwords_of_any_characters_are_taken(password):
    prepare_staff(chosen(password))


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email)
def test_everybody_of_the_demo_may_have_its_password(account):
    NewStaff(account.role, account.name, account.email, account.password).check_password()


@pytest.mark.parametrize("password", ["", "fourteen chars", "purple giraffe " * 8 + "123456789"])
def test_the_length_is_15_to_128_characters(password):
    with pytest.raises(UnfitLength) as refusal:
        prepare_staff(chosen(password))

    assert "15 to 128" in str(refusal.value.explanation)


@pytest.mark.parametrize(
    "password",
    [
        "a" * 15,
        " " * 20,
        "passwordpassword1",
        "Password2026!!!!",
        "P@ssw0rdP@ssw0rd",
        "hunter2hunter2hunter2",
        "abcabcabcabcabcabc",
        "123456789012345",
        "987654321098765",
        "112233445566778899",
        "abcdefghijklmnop",
        "qwertyuiopasdfgh",
        "poiuytrewqlkjhgfdsa",
        "1q2w3e4r5t6y7u8i",
        "1qaz2wsx3edc4rfv",
        "r.parker42@example.org",
        "Rosalind Parker 1",
        "PARKERrosalindPARKER",
        "\uff30\uff41\uff52\uff4b\uff45\uff52 Rosalind!!!!",
        "Example Department of Revenue",
        "Revenue Department 2026",
    ],
)
def test_what_everybody_would_try_first_is_refused_before_the_slow_derivation(settings, password):
    settings.AGENCY_NAME = "Example Department of Revenue"
    before = argon2_limit.runs_so_far()

    with pytest.raises(ForeseeablePassword) as refusal:
        prepare_staff(chosen(password))

    assert "easy to guess" in str(refusal.value.explanation)
    assert argon2_limit.runs_so_far() == before
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Rosalind R Parker", "names or addresses that others know"),
        ("monkey princess", "words that many people use in passwords"),
        ("MayTheForceBeWithYou", "a saying that many people know"),
        ("qwertyuiopasdfgh", "rows of keys"),
        ("14/07/1989 1948", "dates or years"),
        ("xyxyxyxyxyxyxyxy", "repetitions"),
    ],
)
def test_a_refusal_says_what_the_password_is_made_of(password, said):
    with pytest.raises(ForeseeablePassword) as refusal:
        prepare_staff(chosen(password))

    assert said in str(refusal.value.explanation)


def test_a_password_of_128_characters_is_judged_quickly():
    began = time.process_time()

    for password in ("ab" * 64, "a" * 127 + "b", "qwertyuiop" * 12, "".join(map(str, range(69)))):
        with suppress(ForeseeablePassword):
            check(password, known=())

    assert time.process_time() - began < 2


def test_the_own_reply_code_is_no_password_however_it_is_written(account):
    bare = account.reply_code.replace("-", "").lower()

    for written in (account.reply_code, bare, f" {bare[:10]} {bare[10:]}"):
        with pytest.raises(OwnReplyCode):
            check(written, known=(), person=account.person)


def test_the_code_of_somebody_else_is_like_any_password(account, taxpayer):
    check(taxpayer.reply_code, known=(), person=account.person)


@pytest.mark.parametrize(("name", "failures"), [("nist", 5), ("pub1075", 3)])
def test_a_profile_is_chosen_by_its_name(name, failures):
    profile = profiles.read(name, variable="SEALPOST_PROFILE")

    assert profile.failures == failures
    assert (profile.shortest_password, profile.longest_password) == (15, 128)


def test_a_profile_that_is_none_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="SEALPOST_PROFILE must be nist or pub1075"):
        profiles.read("strict", variable="SEALPOST_PROFILE")


def test_a_password_is_in_no_representation_and_no_refusal():
    staff = chosen("Rosalind Parker 1")

    with pytest.raises(UnfitPassword) as refusal:
        prepare_staff(staff)

    assert "Parker 1" not in repr(staff)
    assert "Parker" not in f"{refusal.value!r} {refusal.value} {refusal.value.explanation}"
