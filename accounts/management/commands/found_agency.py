"""Found the agency of an empty portal: the first administrator, the first unit and its founding member."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.errors import AccountsError
from accounts.models import Role
from accounts.services import NewStaff, found_agency
from keyring.errors import KeyringError
from keys import records
from keys.errors import KeysError, NoRecordsKey

SHORTEST_PASSWORD = 15


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
        administrator = self._staff("administrator", Role.ADMINISTRATOR, options)
        founder = self._staff("founder", Role.SUPERVISOR, options)
        if administrator.email.casefold() == founder.email.casefold():
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
        self.stdout.write(f"Founded. {unit.name} has its key (epoch 1); both people can sign in now.")

    def _staff(self, who: str, role: Role, options: dict[str, Any]) -> NewStaff:
        email = options[f"{who}_email"]
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"--{who}-email must be an e-mail address.") from None
        return NewStaff(
            role, options[f"{who}_name"], email, self._password(who, options[f"{who}_password_file"])
        )

    def _password(self, who: str, file: Path | None) -> str:
        if file is not None:
            password = file.read_text(encoding="utf-8").rstrip("\r\n")
        else:
            password = getpass.getpass(f"Password of the {who} (at least {SHORTEST_PASSWORD} characters): ")
            if getpass.getpass("Once more: ") != password:
                raise CommandError("The two passwords differ.")
        if not SHORTEST_PASSWORD <= len(password) <= 128:
            raise CommandError(f"The password of the {who} must have {SHORTEST_PASSWORD} to 128 characters.")
        return password
