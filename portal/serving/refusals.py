"""What is answered to whoever sends something that is no request, before any page of ours could be asked."""

import contextlib
import socket
from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

log = structlog.get_logger(__name__)

# Nobody's language is known here.
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{0}</title></head>
<body>
<h1>{0}</h1>
<p>{1}</p>
<p lang="es">{2}</p>
</body>
</html>
"""
HEADING = "This page cannot be shown"
UNREADABLE = (
    "Your browser sent something that we cannot read. Go back, and try again.",
    "Su navegador envió algo que no podemos leer. Regrese e inténtelo de nuevo.",
)
TOO_LONG = (
    "Your browser sent more than we can take. Delete the cookies of this site, and try again.",
    "Su navegador envió más de lo que podemos recibir. Borre las cookies de este sitio e inténtelo de nuevo.",
)
BROKE = (
    "Something went wrong on our side. Try again in a few minutes.",
    "Algo falló de nuestro lado. Inténtelo de nuevo en unos minutos.",
)
HEADERS = {
    "Connection": "close",
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threads; its own answers repeat what was sent, and it logs that with an address."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer without a word of what came, and log the class of the fault alone."""
        status, words = _refusal(exc)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("portal.request.broke", exc_info=exc)
        else:
            log.warning("portal.request.unreadable", fault=type(exc).__name__)
        # Whoever sent it may have hung up.
        with contextlib.suppress(OSError):
            util.write_nonblock(client, _answer(status, words))


def _refusal(error: Exception) -> tuple[HTTPStatus, tuple[str, str]]:
    if isinstance(error, errors.LimitRequestLine):
        return HTTPStatus.REQUEST_URI_TOO_LONG, TOO_LONG
    if isinstance(error, errors.LimitRequestHeaders):
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, TOO_LONG
    # Those that are about our own answer are no fault of whoever asked.
    ours = errors.InvalidResponseHeader | errors.InvalidResponseHeaderName | errors.ConfigurationProblem
    if isinstance(error, errors.ParseException) and not isinstance(error, ours):
        return HTTPStatus.BAD_REQUEST, UNREADABLE
    return HTTPStatus.INTERNAL_SERVER_ERROR, BROKE


def _answer(status: HTTPStatus, words: tuple[str, str]) -> bytes:
    body = PAGE.format(HEADING, *words).encode()
    headers = {**HEADERS, "Content-Length": str(len(body))}
    if settings.SECURE:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
    heading = [f"HTTP/1.1 {status} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*heading, "", ""]).encode("ascii") + body
