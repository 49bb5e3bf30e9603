"""The servers that are measured: started by the bench, watched from outside, ended by their process id."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 20


class DidNotStart(Exception):
    """A server ended, or did not answer in time; the text is the last line that it wrote."""


class Program:
    """A process on this machine that runs until it is stopped.

    arguments: what python runs. environment: added to a clean one, in which nothing chooses settings.
    """

    def __init__(self, arguments: list[str], environment: dict[str, str], *, log: Path) -> None:
        self._log = log
        self.began = time.perf_counter()
        with log.open("ab") as output:
            self._popen = subprocess.Popen(  # the bench's own programs
                [sys.executable, *arguments],
                cwd=ROOT,
                env=clean_environment() | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # A Ctrl-C is for the bench, which then stops its servers.
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Give the id of the process that was started."""
        return self._popen.pid

    @property
    def is_running(self) -> bool:
        """Tell whether it has not ended yet."""
        return self._popen.poll() is None

    def stop(self) -> None:
        """End the process and wait for it."""
        if self._popen.poll() is None:
            self._popen.send_signal(signal.SIGTERM)
            try:
                self._popen.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End the process and all below it with SIGKILL; first itself, for it may start again what dies."""
        with suppress(psutil.NoSuchProcess):
            family = psutil.Process(self._popen.pid)
            for member in [family, *family.children(recursive=True)]:
                with suppress(psutil.NoSuchProcess):
                    member.kill()
        self._popen.wait()


class Server(Program):
    """A gunicorn on this machine: the portal's, or the floor's."""

    def __init__(self, arguments: list[str], environment: dict[str, str], *, log: Path) -> None:
        self.port = int(environment["PORT"])
        super().__init__(arguments, environment, log=log)

    def wait_until_ready(self, path: str = "/") -> float:
        """Wait for the first answer below 500; gives the seconds since the start. Raises DidNotStart."""
        while time.perf_counter() - self.began < START_SECONDS:
            if self._popen.poll() is not None:
                break
            if self._answers(path):
                return time.perf_counter() - self.began
            time.sleep(0.02)
        self.stop()
        lines = self._log.read_text(errors="replace").strip().splitlines()
        raise DidNotStart(lines[-1] if lines else "it wrote nothing")

    def cpu_seconds(self) -> float:
        """Sum the CPU that the web processes have used so far, in user code and in the kernel."""
        times = [process.cpu_times() for process in self.web_processes()]
        return sum(each.user + each.system for each in times)

    def pss_bytes(self) -> int:
        """Sum the memory of the web processes; what some share is divided among them."""
        return sum(process.memory_full_info().pss for process in self.web_processes())

    def web_processes(self) -> list[psutil.Process]:
        """List gunicorn's master and its processes; in the portal's tree, the master is the only parent."""
        root = psutil.Process(self._popen.pid)
        master = next((child for child in root.children() if child.children()), root)
        return [master, *master.children()]

    def _answers(self, path: str) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()


def clean_environment() -> dict[str, str]:
    """Copy the environment without what would choose another portal than the bench's own."""
    chosen = ("SEALPOST_", "DJANGO_", "GUNICORN_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(chosen)}
    return kept | {"PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """Find a port of this machine that nobody listens on now, on either kind of loopback address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
