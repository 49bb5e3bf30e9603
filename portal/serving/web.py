"""gunicorn inside the portal's own process tree."""

import os
import signal
import socket
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from portal.serving import refusals
from portal.serving.children import end_with

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - only gunicorn's heartbeat files, which hold nothing
# By which a child is asked to end.
ENDS = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}


class PortalLogger(Logger):  # type: ignore[misc]
    """Sends gunicorn's records through the portal's own logging, without addresses and query strings."""

    def setup(self, cfg: object) -> None:
        """Add no handlers of gunicorn's."""
        self.cfg = cfg
        self.error_log.propagate = True
        self.error_log.setLevel("WARNING")

    def access(self, resp: object, req: object, environ: dict[str, object], request_time: object) -> None:
        """Write nothing: a visit is not recorded."""


class PortalArbiter(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's parent, whose children hear also then that they are to end when they have just been forked.

    Until a child has handlers of its own it has its parent's, which put a signal into a queue that no child
    ever looks into: it would go on, and the whole portal would stand still until it is killed.
    """

    def spawn_worker(self) -> int | None:
        """Fork; the child leaves this by SystemExit, when its life is over."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
        try:
            child: int | None = super().spawn_worker()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return child


class PortalWorker(refusals.Worker):
    """gunicorn's child, which waits with what asks it to end until it can listen."""

    def init_signals(self) -> None:
        """Listen, also to what has come since the fork."""
        super().init_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)


def _count_from_birth(_arbiter: Arbiter, worker: PortalWorker) -> None:
    # Else one that stands still before it has ever said that it lives would never be killed for that.
    worker.notify()


def _end_with_arbiter(arbiter: Arbiter, _worker: object) -> None:
    end_with(arbiter.pid)


class Web(BaseApplication):  # type: ignore[misc]
    """Serves the portal on sockets that listen already."""

    def __init__(self, sockets: Sequence[socket.socket]) -> None:
        self.sockets = sockets
        super().__init__()

    def load_config(self) -> None:
        """Configure gunicorn; nothing comes from its own command line, files or environment."""
        choices = {
            "bind": [f"fd://{listener.fileno()}" for listener in self.sockets],
            "worker_class": PortalWorker,
            "workers": settings.WEB_PROCESSES,
            "threads": settings.WEB_THREADS,
            "preload_app": True,
            "logger_class": PortalLogger,
            "umask": 0o077,
            "timeout": 60,
            "graceful_timeout": 8,
            "keepalive": 5,
            "control_socket_disable": True,
            "pre_fork": _count_from_birth,
            "post_fork": _end_with_arbiter,
            "worker_tmp_dir": str(SHARED_MEMORY) if os.access(SHARED_MEMORY, os.W_OK) else None,
        }
        for name, value in choices.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """Give the application, which the parent process has loaded."""
        from portal.wsgi import application

        return application

    def run(self) -> None:
        """Serve until SIGTERM; leaves by SystemExit."""
        PortalArbiter(self).run()


def serve(sockets: Sequence[socket.socket]) -> None:
    """Serve until SIGTERM."""
    Web(sockets).run()
