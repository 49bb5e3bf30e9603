"""Collect every text that is marked for translation, and compile the catalogues of other languages."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.catalogue import files, texts


class Command(BaseCommand):
    """Keeps what is translated, adds what is new, drops what is marked no more, and tells what is missing."""

    help = __doc__
    # Nothing here touches the database.
    requires_system_checks: list[str] = []  # noqa: RUF012  # Django declares it without ClassVar

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when something would change"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it for every language but the one that the texts are written in."""
        found = texts.marked_in(own_folders(), root=settings.BASE_DIR)
        for language, _name in settings.LANGUAGES[1:]:
            self._keep(language, found, is_check=options["check"])

    def _keep(self, language: str, found: dict[texts.Text, list[str]], *, is_check: bool) -> None:
        po = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
        known = files.read(po.read_text(encoding="utf-8")) if po.exists() else {}
        entries = files.merged(found, known)
        wanted = {
            po: files.write(entries, language=language).encode(),
            po.with_suffix(".mo"): files.compiled(entries, language=language),
        }
        outdated = [
            path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content
        ]
        missing = sum(not entry.is_complete for entry in entries)
        if is_check and (outdated or missing):
            raise CommandError(f"The catalogue of {language} is not as the texts are. Run `make messages`.")
        for path in outdated:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
        self.stdout.write(f"{language}: {len(entries)} texts, {missing} without a translation.")


def own_folders() -> list[Path]:
    """List the folders of the apps of this project, whose texts we translate ourselves."""
    return sorted(path.parent for path in Path(settings.BASE_DIR).glob("*/apps.py"))
