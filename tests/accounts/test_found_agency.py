"""Production has no default account: `found_agency` makes the first ones, once."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Person, Role, Unit
from audit.models import AuditEvent
from keys import records
from keys.models import Grant, UnitKey
from tests.people import PASSWORD, Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def records_key_file(settings, tmp_path: Path) -> Path:
    """A new records key that nothing is pinned to yet."""
    settings.RECORDS_KEY_FILE = tmp_path / "pinned.json"
    records.make(tmp_path / "private.json", tmp_path / "public.json")
    return tmp_path / "public.json"


def found(records_key: Path, password_file: Path, **changed: str) -> None:
    options = {
        "records_key": records_key,
        "unit": "Income Tax",
        "administrator_name": "First Administrator",
        "administrator_email": "administrator@example.org",
        "administrator_password_file": password_file,
        "founder_name": "First Supervisor",
        "founder_email": "supervisor@example.org",
        "founder_password_file": password_file,
        **changed,
    }
    call_command("found_agency", **options)


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    """A file with a long enough password."""
    path = tmp_path / "password"
    path.write_text(PASSWORD + "\n", encoding="utf-8")
    return path


def test_an_empty_portal_has_nobody_to_sign_in_as():
    assert not Person.objects.exists()


def test_it_makes_an_administrator_a_unit_and_its_founding_member_with_epoch_1(
    records_key_file, password_file
):
    found(records_key_file, password_file)

    unit = Unit.objects.get()
    assert set(Person.objects.values_list("role", flat=True)) == {Role.ADMINISTRATOR, Role.SUPERVISOR}
    assert UnitKey.objects.get().epoch == 1
    assert [grant.person for grant in Grant.objects.all()] == [
        Person.objects.get(role=Role.SUPERVISOR).public_id
    ]
    assert [member.role for member in unit.members.all()] == [Role.SUPERVISOR]
    assert AuditEvent.objects.filter(action="accounts.agency.founded").count() == 1
    for email in ("administrator@example.org", "supervisor@example.org"):
        assert Browser().post("/sign-in/", {"login": email, "password": PASSWORD}).status_code == 302


def test_it_founds_once(records_key_file, password_file):
    found(records_key_file, password_file)

    with pytest.raises(CommandError, match="already"):
        found(records_key_file, password_file, unit="Another")

    assert Unit.objects.count() == 1


def test_another_records_key_than_the_pinned_one_is_refused(records_key_file, password_file, tmp_path):
    records.pin(records_key_file)
    records.make(tmp_path / "other.private.json", tmp_path / "other.public.json")

    with pytest.raises(CommandError, match="another records key"):
        found(tmp_path / "other.public.json", password_file)

    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"founder_email": "administrator@example.org"}, "two people"),
        ({"founder_email": "no address"}, "e-mail address"),
    ],
)
def test_people_that_cannot_be_are_refused(records_key_file, password_file, changed, words):
    with pytest.raises(CommandError, match=words):
        found(records_key_file, password_file, **changed)

    assert not Person.objects.exists()


def test_a_short_password_is_refused(records_key_file, tmp_path):
    short = tmp_path / "short"
    short.write_text("fourteen chars", encoding="utf-8")

    with pytest.raises(CommandError, match="15 to 128"):
        found(records_key_file, short)

    assert not Person.objects.exists()


def test_a_missing_records_key_is_named(password_file, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.json"):
        found(tmp_path / "nowhere.json", password_file)
