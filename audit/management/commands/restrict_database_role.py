"""Let the portal's database role add to the audit log and read it, and nothing else."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.database_role import restrict
from audit.errors import RoleNotRestricted


class Command(BaseCommand):
    """Grants and revokes as the owner of the tables; to be run after every migration."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the role."""
        parser.add_argument(
            "--role", required=True, help="the role of SEALPOST_DATABASE_URL when the portal runs"
        )

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        """Restrict the role."""
        try:
            restrict(role)
        except RoleNotRestricted as error:
            raise CommandError(error.explanation) from None
        self.stdout.write(f"{role} may use every table, and may only read the audit log and add to it.")
