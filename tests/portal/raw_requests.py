"""Requests written byte by byte, as no library would, and what came back."""

import re
import socket
import ssl
from dataclasses import dataclass

SECONDS = 5.0


@dataclass(frozen=True)
class Answers:
    """Everything that a server said before it closed the connection or fell silent."""

    raw: bytes

    @property
    def statuses(self) -> list[int]:
        """List the status of each answer, in order."""
        return [int(found) for found in re.findall(rb"^HTTP/1\.[01] (\d{3})", self.raw, re.MULTILINE)]

    def headers(self) -> dict[str, str]:
        """Give the headers of the first answer, by their names in small letters."""
        head = self.raw.partition(b"\r\n\r\n")[0].decode("latin-1")
        pairs = (line.partition(":") for line in head.split("\r\n")[1:])
        return {name.lower(): value.strip() for name, _, value in pairs}


def send(port: int, request: bytes, *, tls: bool = False) -> Answers:
    """Send bytes in one piece, say that there are no more, and take what comes."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as plain:
        if not tls:
            return _talk(plain, request)
        # The certificate is the test's own.
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with context.wrap_socket(plain, server_hostname="localhost") as encrypted:
            return _talk(encrypted, request)


def _talk(connection: socket.socket, request: bytes) -> Answers:
    pieces = []
    try:
        connection.sendall(request)
        if not isinstance(connection, ssl.SSLSocket):
            connection.shutdown(socket.SHUT_WR)
        while piece := connection.recv(65536):
            pieces.append(piece)
    # Whoever refuses may do so before all is sent, and without a farewell.
    except OSError:
        pass
    return Answers(b"".join(pieces))


def plain(line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    """Write a request that asks for the connection to be closed."""
    head = [line, b"Connection: close", *headers]
    if not any(header.lower().startswith(b"host") for header in headers):
        head.insert(1, b"Host: localhost")
    return b"\r\n".join(head) + b"\r\n\r\n" + body
