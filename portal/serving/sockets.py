"""The sockets that the processes of one portal listen on: this machine's own, unless another is chosen."""

import errno
import socket

LOOPBACK = "127.0.0.1"


class PortTaken(Exception):
    """Another program listens on the port."""

    def __init__(self, port: int, variable: str) -> None:
        super().__init__(port)
        self.explanation = f"Port {port} is in use by another program; set {variable} to a free one."


class NotOurAddress(Exception):
    """This machine has no such address."""

    explanation = (
        "This machine has no address like SEALPOST_LISTEN; set it to one that it has, or to 0.0.0.0."
    )


def listen(port: int, *, variable: str, address: str = LOOPBACK) -> list[socket.socket]:
    """Listen on `port` of `address`; by default of this machine alone, 127.0.0.1 and, if there is one, ::1.

    variable: the environment variable that chooses the port, for the sentence to people.
    Raises PortTaken or NotOurAddress. The sockets outlive a process that serves them, so that a restart
    refuses nobody.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sockets = [_listen(family, address, port, variable)]
    if address != LOOPBACK:
        return sockets
    try:
        sockets.append(_listen(socket.AF_INET6, "::1", port, variable))
    except PortTaken:
        sockets[0].close()
        raise
    except (OSError, NotOurAddress):
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
        if error.errno == errno.EADDRNOTAVAIL:
            raise NotOurAddress from None
        raise
    return listener
