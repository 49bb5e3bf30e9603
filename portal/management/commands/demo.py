"""Print where the demo is and who its people are."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo import accounts, marker
from portal.serving import address


class Command(BaseCommand):
    """Prints addresses and demo accounts, for people or, with --json, for programs."""

    help = "Print the demo's addresses and accounts."
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the form for programs."""
        parser.add_argument("--json", action="store_true", help="print JSON for programs")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print; raises CommandError where there is no demo."""
        if not marker.is_founded():
            raise CommandError(
                f"{settings.VAR} holds no demo; make run (or manage.py serve --demo) makes one."
            )
        site_url = address.of_running_portal()
        if options["json"]:
            self.stdout.write(json.dumps(accounts.for_programs(site_url), indent=2))
        else:
            self.stdout.write(accounts.for_people(site_url))
