"""Found the agency of an empty portal: the first administrator, the first unit and its founding member."""

import getpass
import os
import shlex
import stat
import warnings
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.errors import AccountsError, AlreadyFounded, UnfitPassword
from accounts.models import Role, canonical_email
from accounts.services import NewStaff, found_agency, refuse_second_founding
from keyring.errors import KeyringError
from keys import records
from keys.errors import KeysError, NoRecordsKey

LARGEST_FILE = 1024


class Command(BaseCommand):
    """Asks for both passwords at the console, or reads them from files that only you can read."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--records-key", type=Path, required=True, help="file with the public half of the records key"
        )
        parser.add_argument("--unit", required=True, help="name of the first unit")
        for who in ("administrator", "founder"):
            parser.add_argument(f"--{who}-name", required=True)
            parser.add_argument(f"--{who}-email", required=True)
            parser.add_argument(f"--{who}-password-file", type=Path, help="else it is asked for")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check everything, then make everything."""
        try:
            # Before anybody is asked for a password; the service looks once more.
            refuse_second_founding()
        except AlreadyFounded as error:
            raise CommandError(str(error.explanation)) from None
        administrator = self._staff("administrator", Role.ADMINISTRATOR, options)
        founder = self._staff("founder", Role.SUPERVISOR, options)
        if canonical_email(administrator.email) == canonical_email(founder.email):
            raise CommandError(
                "The administrator and the founding member must be two people with two e-mail addresses."
            )
        try:
            records.pin(options["records_key"])
            unit = found_agency(administrator=administrator, founder=founder, unit_name=options["unit"])
        except NoRecordsKey as error:
            # Said to the person at the console, who has to know which file.
            raise CommandError(str(error)) from None
        except (AccountsError, KeysError, KeyringError) as error:
            raise CommandError(str(error.explanation)) from None
        self.stdout.write(
            f"Founded. {unit.name} has its key (epoch 1); both people can sign in now.\n"
            "The public can write as soon as there is a topic: "
            f"manage.py add_topic --unit {shlex.quote(unit.name)} --name ... --description ..."
        )

    def _staff(self, who: str, role: Role, options: dict[str, Any]) -> NewStaff:
        email = options[f"{who}_email"]
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"--{who}-email must be an e-mail address.") from None
        password = self._password(who, options[f"{who}_password_file"])
        staff = NewStaff(role, options[f"{who}_name"], email, password)
        try:
            staff.check_password()
        except UnfitPassword as error:
            raise CommandError(f"The password of the {who} cannot be used. {error.explanation}") from None
        return staff

    def _password(self, who: str, path: Path | None) -> str:
        if path is not None:
            return _read(path)
        password = _ask(f"Password of the {who} (at least {settings.PASSWORD_SHORTEST} characters): ")
        if _ask("Once more: ") != password:
            raise CommandError("The two passwords differ.")
        return password


def _ask(prompt: str) -> str:
    try:
        with warnings.catch_warnings():
            # Else it would read on where everybody can watch.
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(prompt)
    except (EOFError, getpass.GetPassWarning):
        raise CommandError(
            "There is no terminal to ask for the passwords at. "
            "Give --administrator-password-file and --founder-password-file."
        ) from None


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            # Asked of the open file, so that nobody exchanges it in between.
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise CommandError(f"{path} can be read by others; allow its owner only (chmod 600).")
            return file.read(LARGEST_FILE).rstrip("\r\n")
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not text in UTF-8.") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
