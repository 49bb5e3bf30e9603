"""Production has no default account: `found_agency` makes the first ones, once."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import Person, Role, Unit
from audit.models import AuditEvent
from keys import records
from keys.models import Grant, Slot, UnitKey
from records_key import ceremony
from tests.people import PASSWORD, Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def records_key_file(settings, tmp_path: Path) -> Path:
    """A new records key that nothing is pinned to yet."""
    settings.RECORDS_KEY_FILE = tmp_path / "pinned.json"
    return ceremony.make(tmp_path / "ceremony", agency="Example", custodians=list("ABCDE")).public_half


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


def write_password(path: Path, password: str) -> Path:
    """Write a file that only its owner can read."""
    path.write_text(password + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    """A file with a long enough password."""
    path = tmp_path / "password"
    return write_password(path, PASSWORD)


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


def test_it_says_how_the_public_can_begin_to_write(records_key_file, password_file, capsys):
    found(records_key_file, password_file)

    command = re.search(r"manage\.py (add_topic .*) --name \.\.\. --description", capsys.readouterr().out)
    assert command
    call_command(*shlex.split(command[1]), "--name", "Refunds", "--description", "Where your refund is.")
    assert Browser().get("/comment/").content.decode().count("Where your refund is.") == 1


def test_it_founds_once(records_key_file, password_file):
    found(records_key_file, password_file)

    with pytest.raises(CommandError, match="already"):
        found(records_key_file, password_file, unit="Another")

    assert Unit.objects.count() == 1


def test_a_second_founding_is_refused_before_a_password_is_asked_for(
    records_key_file, password_file, tmp_path
):
    found(records_key_file, password_file)

    with pytest.raises(CommandError, match="already"):
        found(records_key_file, tmp_path / "nowhere")


def test_without_a_terminal_it_names_the_options_for_passwords(tmp_path):
    def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ["PATH"], "VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
            start_new_session=True,
            **more,
        )

    run("migrate")
    people = [
        f"--{who}-{what}={value}"
        for who in ("administrator", "founder")
        for what, value in (("name", who), ("email", f"{who}@example.org"))
    ]

    for typed in ("", f"{PASSWORD}\n" * 4):
        done = run("found_agency", "--records-key=public.json", "--unit=Tax", *people, input=typed)

        assert done.returncode == 1
        assert "--administrator-password-file and --founder-password-file" in done.stderr
        assert "Traceback" not in done.stderr


def test_another_records_key_than_the_pinned_one_is_refused(records_key_file, password_file, tmp_path):
    records.pin(records_key_file)
    other = ceremony.make(tmp_path / "other", agency="Another", custodians=list("ABCDE"))

    with pytest.raises(CommandError, match="another records key"):
        found(other.public_half, password_file)

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
    short = write_password(tmp_path / "short", "fourteen chars")

    with pytest.raises(CommandError, match="15 to 128"):
        found(records_key_file, short)

    assert not Person.objects.exists()


def test_a_password_that_everybody_would_try_is_refused_before_anything_is_made(records_key_file, tmp_path):
    foreseeable = write_password(tmp_path / "foreseeable", "administrator@example.org")

    with pytest.raises(CommandError, match=r"of the administrator cannot be used.*easy to guess"):
        found(records_key_file, foreseeable)

    assert not Person.objects.exists()
    assert not Path(settings.RECORDS_KEY_FILE).exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_password_file_that_others_can_open_is_refused(records_key_file, password_file, mode):
    password_file.chmod(mode)

    with pytest.raises(CommandError, match="chmod 600"):
        found(records_key_file, password_file)

    assert not Person.objects.exists()


@pytest.mark.parametrize(("content", "words"), [(None, "cannot be read"), (b"\xff" * 20, "UTF-8")])
def test_a_password_file_that_cannot_be_read_is_named(records_key_file, tmp_path, content, words):
    path = tmp_path / "no-password"
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o600)

    with pytest.raises(CommandError, match=f"no-password.*{words}"):
        found(records_key_file, path)


def test_a_missing_records_key_is_named(password_file, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.json"):
        found(tmp_path / "nowhere.json", password_file)


@pytest.mark.django_db
def test_no_command_of_django_makes_anybody_or_gives_a_password():
    with pytest.raises((CommandError, AttributeError)):
        call_command("createsuperuser", "--noinput", "--email", "root@example.org")

    assert not Person.objects.exists()
    assert not Slot.objects.exists()
