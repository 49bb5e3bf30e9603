"""A password is long, and more than what everybody would try first."""

import pytest

from accounts.errors import ForeseeablePassword, UnfitLength, UnfitPassword
from accounts.models import Person, Role
from accounts.services import NewStaff, prepare_staff
from keys import argon2_limit
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
        "my password is a purple giraffe",
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


def test_a_password_is_in_no_representation_and_no_refusal():
    staff = chosen("Rosalind Parker 1")

    with pytest.raises(UnfitPassword) as refusal:
        prepare_staff(staff)

    assert "Parker 1" not in repr(staff)
    assert "Parker" not in f"{refusal.value!r} {refusal.value} {refusal.value.explanation}"
