"""Keeps the processes of one portal running, and ends all of them together."""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from portal.serving.children import fork

STOPS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
WATCHED = STOPS | {signal.SIGCHLD, signal.SIGALRM}
DEATHS_ALLOWED = 3
DEATHS_WITHIN_SECONDS = 60
STOP_SECONDS = 12


@dataclass
class Process:
    """A part of the portal that should run as long as the portal does."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    died_at: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Fork it."""
        self.pid = fork(self.name, self.run)

    def dies_too_often(self) -> bool:
        """Count one more death; tell whether starting it again is hopeless."""
        now = time.monotonic()
        self.died_at = [at for at in self.died_at if now - at < DEATHS_WITHIN_SECONDS] + [now]
        return len(self.died_at) > DEATHS_ALLOWED


def run(processes: list[Process], *, on_started: Callable[[], None]) -> int:
    """Start all, start again what dies, and stop all on SIGTERM, SIGINT or SIGHUP; gives the exit code.

    A process that dies again and again stops the portal with a sentence. What takes longer than STOP_SECONDS
    to stop is killed, and so is everything by a second Ctrl-C.
    """
    # Blocked before the first fork and waited for instead, so that no signal falls between two looks.
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    # Some systems drop a blocked signal whose handling is the default "ignore".
    signal.signal(signal.SIGCHLD, lambda *_: None)
    try:
        for process in processes:
            process.start()
        on_started()
        return _watch(processes)
    finally:
        _stop(processes)


def _watch(processes: list[Process]) -> int:
    while True:
        if signal.sigwait(WATCHED) in STOPS:
            return 0
        for process in _ended(processes):
            if process.dies_too_often():
                _say(f"The {process.name} ended {len(process.died_at)} times within a minute: all stops.")
                return 1
            _say(f"The {process.name} ended; it is started again.")
            time.sleep(len(process.died_at) - 1)
            process.start()


def _ended(processes: list[Process]) -> list[Process]:
    """Reap what ended; gives those of ours, which have no process then."""
    ended: list[Process] = []
    while True:
        try:
            pid, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        for process in processes:
            if process.pid == pid:
                process.pid = 0
                ended.append(process)


def _stop(processes: list[Process]) -> None:
    for process in processes:
        if process.pid:
            os.kill(process.pid, signal.SIGTERM)
    signal.alarm(STOP_SECONDS)
    while running := _still_running(processes):
        if signal.sigwait(WATCHED) != signal.SIGCHLD:
            for process in running:
                os.killpg(process.pid, signal.SIGKILL)
    signal.alarm(0)


def _still_running(processes: list[Process]) -> list[Process]:
    _ended(processes)
    return [process for process in processes if process.pid]


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
