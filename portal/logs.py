"""Logs as JSON lines on standard error, with ids and places but never content.

What an exception says may quote a message, an address or a row, so its text is never written: only its class
and the file, line and function of each frame. Records of other people's libraries keep their template and
numbers; the texts that they would fill in are left out, for the same reason.
"""

import logging
import sys
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# The key in a request's META under which the page of an unexpected error leaves its number for the log.
ERROR_NUMBER = "sealpost.error_number"
LEFT_OUT = "…"
# Loggers whose arguments are this project's own constants, numbers and ids.
OWN_FOLDERS = frozenset(
    (
        "portal",
        "comments",
        "messaging",
        "accounts",
        "notices",
        "keys",
        "audit",
        "limits",
        "keyring",
        "screening",
    )
)


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what is standard error at that moment, as logging's own handler of last resort does."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def configure(logging_settings: Mapping[str, Any]) -> None:
    """Send all logging of this process to standard error; Django calls it with its LOGGING setting."""
    shared: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    # Else a record that cannot be written would be shown with all that it was filled with.
    logging.raiseExceptions = False
    handler = _StandardError()
    handler.addFilter(_without_texts)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _tell_of_request],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _frames_only,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging_settings["level"])
    for own_handlers in ("django", "django.server"):
        # Django has set up its defaults before this: one of them mails whole requests.
        logging.getLogger(own_handlers).handlers = []
        logging.getLogger(own_handlers).propagate = True
    for noisy in ("asyncio", "axes", "celery", "kombu", "mail.log"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # A missing page or a refused form is not worth a line; one that broke is.
    logging.getLogger("django.request").setLevel(logging.ERROR)


def _without_texts(record: logging.LogRecord) -> bool:
    """Leave out the texts that a foreign record would fill into its template; numbers stay."""
    if record.name.partition(".")[0] in OWN_FOLDERS:
        return True
    if isinstance(record.args, Mapping):
        record.args = {key: _harmless(value) for key, value in record.args.items()}
    elif record.args:
        record.args = tuple(_harmless(value) for value in record.args)
    error = record.exc_info[1] if record.exc_info else record.msg
    # Django's security log takes what a refusal says, such as a forged Host header, for the template itself.
    if isinstance(error, BaseException) and str(error) and str(error) in str(record.msg):
        record.msg = _class_name(error)
    return True


def _harmless(value: object) -> object:
    if isinstance(value, int | float):
        return value
    return type(value).__name__ if isinstance(value, BaseException) else LEFT_OUT


def _tell_of_request(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Say which route a request took and the number on its error page; not the address that was typed."""
    record = event["_record"]
    request = getattr(record, "request", None)
    if request is not None and hasattr(request, "META"):
        match = getattr(request, "resolver_match", None)
        event.update(method=request.method, route=match.route if match else None)
        event.update(status=getattr(record, "status_code", None), error_number=request.META.get(ERROR_NUMBER))
    return event


def _frames_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its class and places, and those of what caused it."""
    found = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if found is True:
        found = sys.exc_info()
    error = found if isinstance(found, BaseException) else found[1] if found else None
    chain: list[dict[str, object]] = []
    while error is not None and len(chain) < 5:
        chain.append({"class": _class_name(error), "frames": _frames(error.__traceback__)})
        error = error.__cause__ or error.__context__
    if chain:
        event["exceptions"] = chain
    return event


def _class_name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _frames(trace: TracebackType | None) -> list[str]:
    return [
        f"{frame.f_code.co_filename}:{line}:{frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
    ]
