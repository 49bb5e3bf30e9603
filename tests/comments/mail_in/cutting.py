"""A wire between a client and a real server that is cut where a test says so."""

import socketserver
import threading
from dataclasses import dataclass
from socket import create_connection, socket
from typing import Any

_SILENT_SECONDS = 30


@dataclass(frozen=True)
class Cut:
    """Say when the connection is lost: at a line of the client's that holds `word`.

    heard: whether the server still hears it. passes: how many bytes of its answer then reach the client.
    """

    word: bytes
    heard: bool
    passes: int = 0


class _Call(socketserver.BaseRequestHandler):
    """Carries what both sides say, until one of them hangs up or the wire is cut."""

    server: "CuttingWire"

    def handle(self) -> None:
        """Carry the client's lines one by one, since the cut is at one of them."""
        with create_connection(self.server.far, timeout=_SILENT_SECONDS) as far:
            answers = threading.Thread(target=self._carry_answers, args=(far,), daemon=True)
            answers.start()
            with self.request.makefile("rb") as lines:
                for line in lines:
                    cut = self.server.cut
                    if cut is None or cut.word not in line:
                        far.sendall(line)
                        continue
                    if cut.heard:
                        self._left = cut.passes
                        far.sendall(line)
                        answers.join(_SILENT_SECONDS)
                    return

    _left: int | None = None

    def _carry_answers(self, far: socket) -> None:
        try:
            while answer := far.recv(65536):
                if self._left is not None:
                    answer, self._left = answer[: self._left], self._left - len(answer)
                self.request.sendall(answer)
                if self._left is not None and self._left <= 0:
                    return
        except OSError:
            return


class CuttingWire(socketserver.ThreadingTCPServer):
    """Leads to a server at `far` while the block runs."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, far: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.far = far
        self.cut: Cut | None = None

    @property
    def port(self) -> int:
        """Give where it begins."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of those who hang up."""

    def __enter__(self) -> "CuttingWire":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
