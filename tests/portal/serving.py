"""A whole portal as a real tree of processes, on free ports and in a folder of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

from tests.real_servers import free_port as free_port

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 120


def wait_until(happened: Callable[[], bool], seconds: float = 60) -> bool:
    """Wait for something, at most so long; tells whether it came."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def gone(processes: list[psutil.Process]) -> bool:
    """Tell whether none of them runs any more, whoever forgot to ask how it ended."""
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


@dataclass
class Portal:
    """A portal that may be started, asked and stopped.

    settings: variables of the environment beside those that say where it lives.
    """

    folder: Path
    port: int
    mail_port: int
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        """Name where it lives; nothing of the tests' own settings gets in."""
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        own = {"VAR": str(self.folder / "var"), "PORT": str(self.port)}
        return {**inherited, **own, **self.settings, "SEALPOST_SMTP_CATCHER_PORT": str(self.mail_port)}

    def command(self, *arguments: str, seconds: float = START_SECONDS) -> subprocess.CompletedProcess[str]:
        """Run a command of manage.py to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=seconds,
        )

    def start(self, *, is_demo: bool = True) -> None:
        """Start the demo, or a portal that is none, and wait until it is ready."""
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *(["--demo"] if is_demo else [])],
                cwd=ROOT,
                env=self.environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        wait_until(lambda: self._is_ready() or self._has_ended(), START_SECONDS)
        if not self._is_ready():
            # Whoever started it has nothing to stop yet.
            self.stop()
            raise AssertionError(self.output())

    def _is_ready(self) -> bool:
        return self.get("/readyz")[0] == 200

    def _has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self, asked_by: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; gives the exit code."""
        assert self.process is not None
        self.process.send_signal(asked_by)
        return self.process.wait(60)

    def output(self) -> str:
        """Read what it has printed."""
        return (self.folder / "output").read_text(encoding="utf-8")

    def descendants(self) -> list[psutil.Process]:
        """List every process below the one that was started."""
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def get(self, path: str) -> tuple[int, str]:
        """Fetch a page without cookies; 0 when nobody answers."""
        return Visit(self.port).get(path)


class Visit:
    """A browser with cookies of its own."""

    def __init__(self, port: int) -> None:
        self.site = f"http://localhost:{port}"
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> tuple[int, str]:
        """Fetch a page."""
        return self._open(path, None)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Fetch the page for its token, then send its form."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path)[1])
        sent = {**fields, "csrfmiddlewaretoken": token[1] if token else ""}
        return self._open(path, urlencode(sent).encode())

    def _open(self, path: str, body: bytes | None) -> tuple[int, str]:
        try:
            with self._opener.open(f"{self.site}{path}", body, timeout=60) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""


def demo(portal: Portal) -> dict[str, Any]:
    """Ask for what programs may know of the demo."""
    answer: dict[str, Any] = json.loads(portal.command("demo", "--json").stdout)
    return answer
