"""Allow or stop plain e-mail for the answers of a unit that hold nothing sensitive."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Unit
from accounts.services import set_plain_email


class Command(BaseCommand):
    """Sets it for one unit; no unit allows it from the start."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("decision", choices=["allow", "stop"])
        parser.add_argument("--unit", required=True, help="name of the unit")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the unit and set it."""
        unit = Unit.objects.filter(name=options["unit"]).first()
        if unit is None:
            names = ", ".join(Unit.objects.order_by("name").values_list("name", flat=True)) or "none yet"
            raise CommandError(f"There is no unit of the name {options['unit']}. There are: {names}.")
        unit = set_plain_email(actor=None, unit=unit, is_allowed=options["decision"] == "allow")
        if unit.allows_plain_email:
            self.stdout.write(
                f"Officers of {unit.name} may choose plain e-mail for answers that hold nothing sensitive, "
                "to people who confirmed their address."
            )
        else:
            self.stdout.write(f"Every answer of {unit.name} goes through the portal.")
