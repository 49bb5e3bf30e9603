"""Try the records key: export every unit's epochs for its custodians, and import what they signed."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from keys import services
from keys.errors import KeysError

LARGEST_FILE_BYTES = 4 * 1024 * 1024


class Command(BaseCommand):
    """The bundle holds nothing that opens without three custodians; take it to their machine on a stick."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        export = verbs.add_parser("export", help="write a bundle")
        export.add_argument("--out", type=Path, required=True, help="new file for the bundle")
        imported = verbs.add_parser("import", help="take the signed result")
        imported.add_argument("result", type=Path, help="file that the custodians brought back")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what to do next."""
        try:
            if options["verb"] == "export":
                self._export(options["out"])
            else:
                self._import(options["result"])
        except KeysError as error:
            raise CommandError(str(error.explanation)) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None

    def _export(self, path: Path) -> None:
        with path.open("x", encoding="utf-8") as file:
            file.writelines(services.export_drill(actor=None))
        self.stdout.write(
            f"The bundle is in {path}. On the custodians' machine:\n"
            f"python -m records_key drill --bundle {path.name} --result result.json"
        )

    def _import(self, path: Path) -> None:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE_BYTES)
        try:
            document = json.loads(raw)
        except (ValueError, RecursionError):
            raise CommandError(f"{path} is not a result of the custodians' tool.") from None
        result = services.import_drill(actor=None, document=document)
        drilled_on = f"{result.drill.exported_at:%Y-%m-%d}"
        self.stdout.write(f"Taken: the drill of {drilled_on}. The status page shows what it proves.")
