"""A wire to a real server that carries nothing while a test says so, as a pooler that is paused."""

import socketserver
import threading
from socket import create_connection, socket
from typing import Any


class _Call(socketserver.BaseRequestHandler):
    """Carries both ways what is said, and holds it while the wire is paused."""

    server: "PausedWire"

    def handle(self) -> None:
        """Carry until one of them hangs up."""
        with create_connection(self.server.far) as far:
            back = threading.Thread(target=self._carry, args=(far, self.request), daemon=True)
            back.start()
            self._carry(self.request, far)

    def _carry(self, one: socket, other: socket) -> None:
        try:
            while said := one.recv(65536):
                self.server.carries.wait()
                other.sendall(said)
        except OSError:
            return


class PausedWire(socketserver.ThreadingTCPServer):
    """Leads to a server at `far` while the block runs; takes connections also while it carries nothing."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, far: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.far = far
        self.carries = threading.Event()
        self.carries.set()

    @property
    def port(self) -> int:
        """Give where it begins."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of those who hang up."""

    def __enter__(self) -> "PausedWire":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.carries.set()
        self.shutdown()
        self.server_close()
