"""Have the custodians of the records key open a unit that nobody can open any more."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import AccountsError
from accounts.models import Person, Unit, canonical_email
from accounts.services import last_resort
from keys.errors import KeysError

LARGEST_FILE_BYTES = 4 * 1024 * 1024


class Command(BaseCommand):
    """Writes a request for their machine, and takes what they signed; both name who decided it."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        ask = verbs.add_parser("ask", help="write a request")
        ask.add_argument("--unit", required=True, help="name of the unit")
        ask.add_argument(
            "--person", required=True, help="address of the officer or supervisor who shall open it"
        )
        ask.add_argument("--out", type=Path, required=True, help="new file for the request")
        take = verbs.add_parser("take", help="take the custodians' grant")
        take.add_argument("grant", type=Path, help="file that they brought back")
        for verb in (ask, take):
            verb.add_argument(
                "--administrator", required=True, help="address of the administrator who decided"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what to do next."""
        actor = Person.objects.filter(email=canonical_email(options["administrator"])).first()
        if actor is None or not actor.manages_people:
            raise CommandError(f"{options['administrator']} is not the address of an administrator.")
        try:
            if options["verb"] == "ask":
                self._ask(actor, options)
            else:
                self._take(actor, options["grant"])
        except (AccountsError, KeysError) as error:
            raise CommandError(str(error.explanation)) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None

    def _ask(self, actor: Person, options: dict[str, Any]) -> None:
        unit = Unit.objects.filter(name=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit of the name {options['unit']}.")
        path: Path = options["out"]
        # First, so that no request is replaced where its file cannot be written.
        with path.open("x", encoding="utf-8") as file:
            try:
                request = last_resort.ask_custodians(actor=actor, unit=unit, email=options["person"])
            except (AccountsError, KeysError):
                path.unlink()
                raise
            json.dump(request, file)
        self.stdout.write(
            f"The request is in {path}. On the custodians' machine:\n"
            f"python -m records_key grant --request {path.name} --grant grant.json"
        )

    def _take(self, actor: Person, path: Path) -> None:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE_BYTES)
        try:
            document = json.loads(raw)
        except (ValueError, RecursionError):
            raise CommandError(f"{path} is not a grant of the custodians' tool.") from None
        membership = last_resort.let_in_by_custodians(actor=actor, document=document)
        self.stdout.write(
            f"{membership.person.name} opens {membership.unit.name} from now on. "
            "Have a second member let in soon; opening the mailbox makes the unit a new key."
        )
