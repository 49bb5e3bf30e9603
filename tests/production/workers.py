"""Celery's workers and beat as real processes, on the database and broker of the test that starts them."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from django.db import connection

from tests.production.handlers import ATTEMPTS, JOURNAL

ROOT = Path(settings.BASE_DIR)


def environment(folder: Path) -> dict[str, str]:
    """Say to another process of the portal where everything is that this one uses."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    database: dict[str, Any] = connection.settings_dict
    return {
        **inherited,
        "VAR": str(folder / "var"),
        "SEALPOST_DATABASE_URL": "postgresql://{USER}@{HOST}:{PORT}/{NAME}".format(**database),
        "SEALPOST_REDIS_URL": settings.REDIS_URL,
        "SEALPOST_SECRET_KEY": settings.SECRET_KEY,
        "SEALPOST_SITE_URL": settings.SITE_URL,
        "SEALPOST_KEYRING_FILE": str(settings.KEYRING_FILE),
        "SEALPOST_RECORDS_KEY_FILE": str(settings.RECORDS_KEY_FILE),
        "SEALPOST_SMTP_HOST": settings.EMAIL_HOST,
        "SEALPOST_SMTP_PORT": str(settings.EMAIL_PORT),
        "SEALPOST_SMTP_STARTTLS": "0",
    }


@dataclass
class Processes:
    """The processes of one test; `folder` takes what they print.

    attempts: how often a piece of work is tried before it is given up.
    """

    folder: Path
    attempts: int = 3
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def journal(self) -> Path:
        """Give the file in which the tests' own work is noted."""
        return self.folder / "journal"

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a command of manage.py, such as `work` or `beat`."""
        own = {
            "DJANGO_SETTINGS_MODULE": "tests.production.worker_settings",
            JOURNAL: str(self.journal),
            ATTEMPTS: str(self.attempts),
        }
        with (self.folder / "output").open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env={**environment(self.folder), **own},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        self._started.append(process)
        return process

    def output(self) -> str:
        """Read what all of them have printed."""
        return (self.folder / "output").read_text(encoding="utf-8", errors="replace")

    def end(self) -> None:
        """Kill what still runs."""
        for process in self._started:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all that it forked, with SIGKILL."""
    if process.poll() is None:
        family = psutil.Process(process.pid)
        for member in [*family.children(recursive=True), family]:
            member.send_signal(signal.SIGKILL)
    process.wait()
