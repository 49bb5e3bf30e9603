"""gunicorn inside the portal's own process tree."""

import os
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


class PortalLogger(Logger):  # type: ignore[misc]
    """Sends gunicorn's records through the portal's own logging, without addresses and query strings."""

    def setup(self, cfg: object) -> None:
        """Add no handlers of gunicorn's."""
        self.cfg = cfg
        self.error_log.propagate = True
        self.error_log.setLevel("WARNING")

    def access(self, resp: object, req: object, environ: dict[str, object], request_time: object) -> None:
        """Write nothing: a visit is not recorded."""


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
            "worker_class": refusals.Worker,
            "workers": settings.WEB_PROCESSES,
            "threads": settings.WEB_THREADS,
            "preload_app": True,
            "logger_class": PortalLogger,
            "umask": 0o077,
            "timeout": 60,
            "graceful_timeout": 8,
            "keepalive": 5,
            "control_socket_disable": True,
            "post_fork": _end_with_arbiter,
            "worker_tmp_dir": str(SHARED_MEMORY) if os.access(SHARED_MEMORY, os.W_OK) else None,
        }
        for name, value in choices.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """Give the application, which the parent process has loaded."""
        from portal.wsgi import application

        return application


def serve(sockets: Sequence[socket.socket]) -> None:
    """Serve until SIGTERM."""
    Web(sockets).run()
