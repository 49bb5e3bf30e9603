"""A whole portal with its servers, whose parts may be killed and started again."""

import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from bench.processes import ROOT, DidNotStart, Program, Server, clean_environment
from tests import real_parts
from tests.comments.mail_in.dovecot import HOST, PASSWORD, Dovecot, Mailbox
from tests.faults import breaking, points
from tests.faults.history import TOKEN_BYTES
from tests.faults.reading import Reader
from tests.faults.sink import Sink
from tests.real_servers import PostgreSQL, Redis, free_port, wait_until_dead

Database = Literal["sqlite", "postgresql"]
DATABASES: tuple[Database, ...] = ("sqlite", "postgresql")
# What was acknowledged is on the disk.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "max_connections": "100"}
COMMAND_SECONDS = 900
# Where people write to by e-mail.
MAIL_ADDRESS = "refunds@mail.example.gov"
_TAKES_MAIL = f"from messaging.models import Topic; Topic.objects.update(mail_address={MAIL_ADDRESS!r})"
_LEASE_LOST = b'"event": "notices.work.lease_lost"'


class Missing(Exception):
    """A part that the rig needs cannot be had; the text says which."""


@dataclass(frozen=True)
class Break:
    """A time in which a worker, or what it needs to note its work, was struck; by `time.monotonic`."""

    began: float
    ended: float


class Rig:
    """A portal on SQLite with its own worker and intake, or on PostgreSQL with Redis and Celery.

    breaks: what may have kept workers from noting what they did.
    mailbox: from which it fetches mail; None where there is no Dovecot.
    """

    dovecot: Dovecot
    mailbox: Mailbox | None = None

    def __init__(self, folder: Path, database: Database, until_closed: ExitStack, *, bug: str = "") -> None:
        self.folder, self.database = folder, database
        self.points = folder / "points"
        self.points.mkdir()
        self.breaks: list[Break] = []
        self.mail_port = free_port()
        self.sink = Sink()
        until_closed.callback(self.sink.close)
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            breaking.BUG_VARIABLE: bug,
            points.FOLDER_VARIABLE: str(self.points),
            "VAR": str(folder / "var"),
            "PORT": str(free_port()),
            "SEALPOST_SMTP_HOST": "127.0.0.1",
            "SEALPOST_SMTP_PORT": str(self.sink.port),
            "SEALPOST_SMTP_STARTTLS": "0",
            "SEALPOST_MAIL_IN": "1",
            "SEALPOST_MAIL_IN_PORT": str(self.mail_port),
        }
        if database == "postgresql":
            self._start_servers(until_closed)
        if program := real_parts.dovecot():
            self._open_mailbox(program, until_closed)
        # Whatever one of them meets when it is stopped, the others are stopped too.
        until_closed.callback(self._stop_server)
        until_closed.callback(self._stop_others)
        self.others: dict[str, Program] = {}
        self.run("-m", "bench.agency", "--threads", "0")
        self.run("manage.py", "plain_email", "allow", "--unit", "Income Tax")
        self.run("manage.py", "shell", "--command", _TAKES_MAIL)
        self._serve()
        for name in self._commands():
            self.others[name] = self._start(name)
        self.reader = Reader(clean_environment() | self.environment, log=folder / "output")
        until_closed.callback(self.reader.close)

    @property
    def port(self) -> int:
        """Give the port of the web server."""
        return self.server.port

    def run(self, *arguments: str) -> str:
        """Run python with the portal's settings to its end; gives what it prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=clean_environment() | self.environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def kill_web(self, which: int = 1) -> bool:
        """Kill a web process; gunicorn's master is the first, and starts the others again.

        Tells, as the next two do, whether there was any.
        """
        with suppress(psutil.Error, IndexError):
            self.server.web_processes()[which].kill()
            return True
        return False

    def kill_web_processes(self) -> None:
        """Kill every web process; gunicorn's master starts others."""
        processes = self._web.children()
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        wait_until_dead(processes)

    def pause_web(self, seconds: float) -> bool:
        """Let a web process stand still."""
        with suppress(psutil.Error, IndexError):
            process = self.server.web_processes()[1]
            process.suspend()
            time.sleep(seconds)
            process.resume()
            return True
        return False

    def kill_worker(self) -> bool:
        """Kill the worker: the embedded one with the intake of mail, which are started again, or Celery's,
        which this starts again.
        """
        if "work" in self.others:
            self.restart("work")
            return True
        with suppress(psutil.Error):
            workers = [each for each in psutil.Process(self.server.pid).children() if not each.children()]
            for worker in workers:
                worker.kill()
            wait_until_dead(workers)
            return bool(workers)
        return False

    @contextmanager
    def a_break(self) -> Iterator[None]:
        """Note that what happens meanwhile may keep a worker from noting what it did."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.breaks.append(Break(began, time.monotonic()))

    def restart(self, name: str) -> None:
        """Kill a command that runs beside the web, and start it anew."""
        with suppress(psutil.Error):
            self.others[name].kill()
        self.others[name] = self._start(name)

    def restart_web(self, asked_by: signal.Signals) -> None:
        """End the web server, the embedded worker with it, and start it anew."""
        with suppress(psutil.Error):
            self.server.stop() if asked_by == signal.SIGTERM else self.server.kill()
        self._serve()

    def heal(self) -> None:
        """Start what does not run."""
        self.sink.mood = "well"
        if not self.server.is_running:
            self._serve()
        for name, program in list(self.others.items()):
            if not program.is_running:
                self.others[name] = self._start(name)

    def output(self) -> str:
        """Read the end of what all have printed."""
        return (self.folder / "output").read_text(errors="replace")[-5000:]

    def unexpected(self) -> int:
        """Count the requests that were answered with 500: the log has a line for each."""
        return (self.folder / "output").read_bytes().count(b'"status": 500')

    def lost_leases(self) -> int:
        """Count the times that a worker was so slow that another one had taken its work."""
        return (self.folder / "output").read_bytes().count(_LEASE_LOST)

    def in_clear(self) -> list[str]:
        """List the files of the portal and its servers in which a word of a message can be read."""
        folders = [self.folder / "var", *([self.postgresql.folder] if self.database == "postgresql" else [])]
        files = [self.folder / "output", *(file for folder in folders for file in folder.rglob("*"))]
        return sorted(str(file) for file in files if _has_token(file))

    @contextmanager
    def locked_database(self) -> Iterator[None]:
        """Hold SQLite's one write lock."""
        import sqlite3

        with sqlite3.connect(self.folder / "var" / "sealpost.sqlite3", isolation_level=None) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Let no web process write to any file, as where no room is left."""
        web = self.server.web_processes()[1:]
        for process in web:
            process.rlimit(psutil.RLIMIT_FSIZE, (0, psutil.RLIM_INFINITY))
        try:
            yield
        finally:
            for process in web:
                with suppress(psutil.Error):
                    process.rlimit(psutil.RLIMIT_FSIZE, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))

    def _commands(self) -> tuple[str, ...]:
        of_production = ("work", "beat", "receive_mail") if self.database == "postgresql" else ()
        return (*of_production, "fetch_mail") if self.mailbox else of_production

    def _serve(self) -> None:
        self._start_server()
        try:
            self.server.wait_until_ready()
        except DidNotStart:
            self._start_server()
            self.server.wait_until_ready()
        # It is known by its children, and outlives them.
        self._web = self.server.web_processes()[0]

    def _start_server(self) -> None:
        # Known before it answers, so that it is stopped when the run ends meanwhile.
        self.server = Server(["manage.py", "serve"], self.environment, log=self.folder / "output")

    def _start(self, name: str) -> Program:
        return Program(["manage.py", name], self.environment, log=self.folder / "output")

    def _start_servers(self, until_closed: ExitStack) -> None:
        real_parts.get_servers()
        programs, program = real_parts.postgresql(), real_parts.redis_server()
        if programs is None or program is None:
            raise Missing(real_parts.NO_REDIS if programs else real_parts.NO_POSTGRESQL)
        self.postgresql = until_closed.enter_context(PostgreSQL(programs, DURABLE))
        self.redis = until_closed.enter_context(Redis(program))
        self.environment |= {
            "SEALPOST_DATABASE_URL": self.postgresql.address,
            "SEALPOST_REDIS_URL": self.redis.address,
            "SEALPOST_SECRET_KEY": secrets.token_urlsafe(48),
        }

    def _open_mailbox(self, program: str, until_closed: ExitStack) -> None:
        self.dovecot = until_closed.enter_context(Dovecot(program))
        self.mailbox = self.dovecot.mailbox()
        self.environment |= {
            "SEALPOST_IMAP_HOST": HOST,
            "SEALPOST_IMAP_PORT": str(self.dovecot.tls_port),
            "SEALPOST_IMAP_CA_FILE": str(self.dovecot.certificate),
            "SEALPOST_IMAP_USER": self.mailbox.user,
            "SEALPOST_IMAP_PASSWORD": PASSWORD,
            "SEALPOST_IMAP_ADDRESS": MAIL_ADDRESS,
        }

    def _stop_server(self) -> None:
        # Its start may have been what failed.
        if server := getattr(self, "server", None):
            server.stop()

    def _stop_others(self) -> None:
        with ExitStack() as others:
            for program in self.others.values():
                others.callback(program.stop)


def _has_token(file: Path) -> bool:
    # A file may be gone by the time that it is read, or be a socket.
    with suppress(OSError):
        return file.is_file() and TOKEN_BYTES.search(file.read_bytes()) is not None
    return False
