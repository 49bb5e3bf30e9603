"""What is measured, side by side: a portal with some threads, and the floor on the same database."""

import html
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType

from bench.agency import LONG_SUBJECT, PASSWORD, officer_email
from bench.browser import Browser
from bench.load import Visit
from bench.processes import ROOT, Program, Server, clean_environment, free_port
from bench.production import Production

FOUNDING_SECONDS = 240
_LINK = re.compile(r'<a href="(/threads/[^"#]+)[^>]*>\s*(.*?)\s*</a>', re.DOTALL)


@dataclass(frozen=True)
class Target:
    """A page of a server, and the cookies with which it is asked for."""

    server: Server
    cookies: dict[str, str]
    path: str

    def visits(self, clients: int) -> list[Visit]:
        """Give as many clients, each with a connection of its own, as `load.run` wants them."""
        return [self._visit(Browser(self.server.port, self.cookies)) for _ in range(clients)]

    def _visit(self, browser: Browser) -> Visit:
        return lambda: browser.get(self.path).status


class Portal:
    """A portal of an agency made for the bench, and the floor beside it; both start when asked for."""

    def __init__(
        self,
        folder: Path,
        *,
        threads: int,
        until_closed: ExitStack,
        environment: dict[str, str] | None = None,
    ) -> None:
        self._folder = folder
        self.threads = threads
        self._until_closed = until_closed
        self._chosen = environment or {}

    @cached_property
    def server(self) -> Server:
        """Give the portal, served as every one is, with real parameters for passwords."""
        return self._start(["manage.py", "serve"])

    @cached_property
    def floor(self) -> Target:
        """Give the floor's page."""
        server = self._start(["-m", "bench.floor"])
        with Browser(server.port) as browser:
            browser.get("/begin/")
            return Target(server, browser.cookies, "/")

    @cached_property
    def mailbox(self) -> Target:
        """Give the mailbox of the first officer."""
        return Target(self.server, sign_in(self.server.port, officer_email(1)), "/mailbox/")

    @cached_property
    def thread(self) -> Target:
        """Give the thread of ten messages, whose receipts are left already."""
        with Browser(self.server.port, self.mailbox.cookies) as browser:
            path = next(path for path, subject in self._threads_listed(browser) if subject == LONG_SUBJECT)
            browser.get(path)
        return Target(self.server, self.mailbox.cookies, path)

    def _threads_listed(self, browser: Browser) -> list[tuple[str, str]]:
        """Read links and subjects of the mailbox's first two pages."""
        first = browser.get("/mailbox/").text
        following = re.search(r'href="(/mailbox/[^"]+)"\s+rel="next"', first)
        second = browser.get(html.unescape(following[1])).text if following else ""
        return _LINK.findall(first + second)

    @cached_property
    def _environment(self) -> dict[str, str]:
        """Choose a portal of the bench's own, and make its agency."""
        chosen = {
            "VAR": str(self._folder),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "SEALPOST_LIMIT_COMMENTS": "1000000",
            # Nobody listens there: a notice that is queued by mistake goes nowhere.
            "SEALPOST_SMTP_HOST": "127.0.0.1",
            "SEALPOST_SMTP_PORT": "9",
            **self._chosen,
        }
        subprocess.run(  # the bench's own program
            [sys.executable, "-m", "bench.agency", "--threads", str(self.threads)],
            cwd=ROOT,
            env=clean_environment() | chosen,
            check=True,
            capture_output=True,
            timeout=FOUNDING_SECONDS,
        )
        return chosen

    def start_program(self, *command: str) -> Program:
        """Start another command of manage.py beside the server, such as a worker."""
        program = Program(["manage.py", *command], self._environment, log=self._folder / "programs.log")
        self._until_closed.callback(program.stop)
        return program

    def _start(self, arguments: list[str]) -> Server:
        environment = self._environment | {"PORT": str(free_port())}
        server = Server(arguments, environment, log=self._folder / "server.log")
        self._until_closed.callback(server.stop)
        server.wait_until_ready()
        return server


class Stand:
    """Everything that the figures share: folders to be removed and servers to be stopped at the end.

    in_production: with PostgreSQL, Redis and Celery, and ten times as many threads.
    """

    def __init__(self, *, in_production: bool = False) -> None:
        self.in_production = in_production

    def __enter__(self) -> "Stand":
        self._until_closed = ExitStack()
        self.folder = Path(
            self._until_closed.enter_context(tempfile.TemporaryDirectory(prefix="sealpost-bench-"))
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._until_closed.close()

    @cached_property
    def portal(self) -> Portal:
        """Give the portal of 1,000 threads."""
        return self._portal("few", 1_000, 0)

    @cached_property
    def large_portal(self) -> Portal:
        """Give the portal of 100,000 threads, or of a million in production."""
        return self._portal("many", 1_000_000 if self.in_production else 100_000, 1)

    @cached_property
    def production(self) -> Production:
        """Give PostgreSQL, Redis and the mail server of production."""
        return Production(self._until_closed)

    def _portal(self, name: str, threads: int, number: int) -> Portal:
        environment = self.production.environment(name, number) if self.in_production else {}
        folder = self.folder / name
        folder.mkdir()
        return Portal(folder, threads=threads, until_closed=self._until_closed, environment=environment)


def sign_in(port: int, email: str) -> dict[str, str]:
    """Sign in through the page; gives the session's cookies."""
    with Browser(port) as browser:
        answer = browser.post("/sign-in/", sign_in_fields(browser, email))
        if answer.status != 302:
            raise RuntimeError(f"signing in was answered with {answer.status}")
        return browser.cookies


def sign_in_fields(browser: Browser, email: str) -> dict[str, str]:
    """Ask for the sign-in page and fill it in."""
    return {**browser.get("/sign-in/").hidden_fields(), "login": email, "password": PASSWORD}
