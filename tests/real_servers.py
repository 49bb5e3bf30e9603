"""PostgreSQL and Redis of one's own, on this machine only, thrown away afterwards.

Both run as an unprivileged user even where this runs as root. Nothing that they store need survive the
machine, so nothing is flushed to its disk; killed with SIGKILL, PostgreSQL comes back with what was
committed.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from pwd import getpwnam
from typing import Any

import psutil

UNPRIVILEGED = "nobody"
START_SECONDS = 60
# The kernel takes higher ones for connections, so one of those may be gone again before a server begins.
PORTS = range(20_000, 32_000)


def free_port() -> int:
    """Find a port that nobody listens on at any address of this machine; two who ask hardly get the same."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("", port))
            return port


def listens(port: int) -> bool:
    """Tell whether somebody listens on `port`."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def unprivileged_folder(name: str) -> Path:
    """Make a folder for a server, whose user owns it."""
    # A short path: a socket's may have about a hundred characters.
    folder = Path(tempfile.mkdtemp(prefix=f"sealpost-{name}-"))
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED)
    return folder


def become() -> dict[str, Any]:
    """Say who runs a server: not root, for PostgreSQL refuses that."""
    if os.geteuid() != 0:
        return {}
    return {"user": UNPRIVILEGED, "group": getpwnam(UNPRIVILEGED).pw_gid, "extra_groups": []}


def wait_until_dead(processes: list[psutil.Process]) -> None:
    """Wait until none of them runs, whoever has to ask how it ended; raises RuntimeError."""
    ends = time.monotonic() + START_SECONDS
    while not all(map(_is_dead, processes)):
        if time.monotonic() > ends:
            raise RuntimeError(f"{processes} do not die")
        time.sleep(0.01)


def _is_dead(process: psutil.Process) -> bool:
    try:
        # Its first thread may be dead before the others, and nobody is told of its end until they are.
        return bool(process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1)
    except psutil.NoSuchProcess:
        return True


@dataclass
class PostgreSQL:
    """A database server, started by `with`; `settings` are added to its own as on its command line.

    programs: the folder with initdb and pg_ctl.
    """

    programs: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Give the address of its empty database."""
        return f"postgresql://sealpost@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> "PostgreSQL":
        self.folder, self.port = unprivileged_folder("postgresql"), free_port()
        try:
            self._run("initdb", "-U", "sealpost", "-A", "trust", "-E", "UTF8", "--no-sync")
            self.start()
        except BaseException:
            # It may run already when its start is interrupted.
            with suppress(OSError, ValueError, psutil.Error):
                self.kill()
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def start(self) -> None:
        """Start it, also after it was killed."""
        chosen = {
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "listen_addresses": "127.0.0.1",
            "fsync": "off",
            # Who waits for a lock for so long waits for ever.
            "lock_timeout": "60s",
            **self.settings,
        }
        options = " ".join(f"-c {name}={value}" for name, value in chosen.items())
        self._run("pg_ctl", "-o", options, "-l", self.folder / "log", "-w", "start")

    def kill(self) -> None:
        """End all its processes with SIGKILL; the next start recovers from the log."""
        noted = self.folder / "data" / "postmaster.pid"
        first = psutil.Process(int(noted.read_text().split()[0]))
        # It stands still, so that it forks nobody who is not counted.
        first.suspend()
        family = [first, *first.children(recursive=True)]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        wait_until_dead(family)
        # Where nobody asks how a process ended, its number stays taken, and a start would take it for alive.
        for left in (noted, *self.folder.glob(".s.PGSQL.*")):
            left.unlink()

    def stop(self) -> None:
        """End it as its keeper does: what runs is cut off, what was committed is written."""
        self._run("pg_ctl", "-m", "fast", "stop")

    def __exit__(self, *_: object) -> None:
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [self.programs / program, "-D", self.folder / "data", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60, **become())


@dataclass
class Redis:
    """A broker without any file, started by `with`.

    program: redis-server. port: as the settings of a process have it already, else a free one.
    """

    program: str
    port: int = field(default_factory=free_port)

    @property
    def address(self) -> str:
        """Give its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> "Redis":
        self.folder = unprivileged_folder("redis")
        try:
            self.start()
        except BaseException:
            # It may run already when its start is interrupted.
            with suppress(AttributeError):
                self.kill()
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def start(self) -> None:
        """Start it, empty, also after it was killed."""
        chosen = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "save": "",
            "appendonly": "no",
            "dir": str(self.folder),
        }
        options = [part for name, value in chosen.items() for part in (f"--{name}", value)]
        self.process = subprocess.Popen(
            [self.program, *options], stdout=subprocess.DEVNULL, cwd="/", **become()
        )
        ends = time.monotonic() + START_SECONDS
        while not listens(self.port):
            if time.monotonic() > ends or self.process.poll() is not None:
                self.kill()
                raise RuntimeError(f"{self.program} did not start")
            time.sleep(0.02)

    @property
    def is_running(self) -> bool:
        """Tell whether it was neither killed nor stopped."""
        return self.process.poll() is None

    def kill(self) -> None:
        """End it with SIGKILL; what it held is gone."""
        self.process.kill()
        self.process.wait()

    def pause(self) -> None:
        """Have it take connections and answer nothing, until `resume`."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Have it answer again."""
        self.process.send_signal(signal.SIGCONT)

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
