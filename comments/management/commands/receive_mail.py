"""Take in mail that the agency's mail server hands over by LMTP."""

import socket
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError

from comments.mail_in import lmtp


class Command(BaseCommand):
    """Serve LMTP until SIGTERM or SIGINT. What it answers 250 to is stored; workers read it."""

    help = "Take in mail by LMTP until stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Listen, and take mail."""
        self.check(tags=[Tags.database], databases=["default"])
        try:
            listener = listen()
        except OSError as error:
            where = f"{settings.MAIL_IN_LISTEN}, port {settings.MAIL_IN_PORT}"
            raise CommandError(f"Nothing can listen on {where}: {error.strerror}.") from None
        where = f"{settings.MAIL_IN_LISTEN}, port {settings.MAIL_IN_PORT}"
        self.stdout.write(f"Sealpost takes mail by LMTP on {where}")
        self.stdout.flush()
        lmtp.receive([listener])


def listen() -> socket.socket:
    """Listen where the settings say; raises OSError."""
    family = socket.AF_INET6 if ":" in settings.MAIL_IN_LISTEN else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.MAIL_IN_LISTEN, settings.MAIL_IN_PORT))
        listener.listen(64)
    except OSError:
        listener.close()
        raise
    return listener
