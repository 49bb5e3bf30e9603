"""The loopback sockets that the processes of one portal listen on."""

import errno
import socket


class PortTaken(Exception):
    """Another program listens on the port."""

    def __init__(self, port: int, variable: str) -> None:
        super().__init__(port)
        self.explanation = f"Port {port} is in use by another program; set {variable} to a free one."


def listen(port: int, *, variable: str) -> list[socket.socket]:
    """Listen on `port` of this machine's own addresses, 127.0.0.1 and, where there is one, ::1.

    variable: the environment variable that chooses the port, for the sentence to people.
    Raises PortTaken. The sockets outlive a process that serves them, so that a restart refuses nobody.
    """
    sockets = [_listen(socket.AF_INET, "127.0.0.1", port, variable)]
    try:
        sockets.append(_listen(socket.AF_INET6, "::1", port, variable))
    except PortTaken:
        sockets[0].close()
        raise
    except OSError:
        # No IPv6 on this machine.
        return sockets
    return sockets


def _listen(family: socket.AddressFamily, address: str, port: int, variable: str) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port, variable) from None
        raise
    return listener
