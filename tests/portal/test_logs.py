"""Logs tell where something broke and never what was being handled."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.test import Client, RequestFactory

from portal.logs import ERROR_NUMBER, configure

ROOT = Path(__file__).resolve().parent.parent.parent
CANARY = "canary-219-09-9999"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Log to a captured standard error; calling it gives the lines that were written."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    configure(settings.LOGGING)

    def written() -> list[dict[str, Any]]:
        text = capsys.readouterr().err
        assert CANARY not in text, text
        return [json.loads(line) for line in text.splitlines()]

    yield written
    root.handlers = before
    root.setLevel(level)


def _break(secret: str) -> None:
    try:
        raise ValueError(secret)
    except ValueError as error:
        raise RuntimeError(f"while handling {secret}") from error


def test_an_exception_is_logged_by_class_and_place_without_its_words(lines: Any) -> None:
    try:
        _break(CANARY)
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/x/{CANARY}")

    [line] = lines()
    assert [part["class"] for part in line["exceptions"]] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert any(frame.endswith(":_break") for frame in line["exceptions"][0]["frames"])


def test_our_own_loggers_leave_an_exceptions_words_out_too(lines: Any) -> None:
    try:
        _break(CANARY)
    except RuntimeError:
        logging.getLogger("messaging.services").exception("could not seal")
        structlog.get_logger("portal.x").error("portal.x.failed", exc_info=True, attempt=3)

    first, second = lines()
    assert first["event"] == "could not seal"
    assert second["attempt"] == 3
    assert second["exceptions"]


def test_texts_that_libraries_fill_in_are_left_out_and_numbers_stay(lines: Any) -> None:
    logging.getLogger("gunicorn.error").error("Error handling request %s after %d", f"/x?code={CANARY}", 7)
    logging.getLogger("axes").warning("refused %(who)s", {"who": CANARY})
    logging.getLogger("somebody.else").error("failed: %s", ValueError(CANARY))

    events = [line["event"] for line in lines()]
    assert events == ["Error handling request … after 7", "refused …", "failed: ValueError"]


@pytest.mark.parametrize("host", [f"{CANARY}.example", f"-{CANARY}_", f"{CANARY}:x"])
def test_a_refused_host_is_logged_by_the_class_of_the_refusal(db: None, lines: Any, host: str) -> None:
    response = Client(headers={"host": host}).get(f"/?{CANARY}")

    [line] = lines()
    assert response.status_code == 400
    assert line["event"] == "django.core.exceptions.DisallowedHost"
    assert line["exceptions"][0]["frames"]


def test_an_exception_that_is_its_own_message_is_logged_by_its_class(lines: Any) -> None:
    logging.getLogger("somebody.else").error(ValueError(CANARY))
    try:
        _break(CANARY)
    except RuntimeError as error:
        logging.getLogger("somebody.else").exception(f"failed: {error}")

    assert [line["event"] for line in lines()] == ["builtins.ValueError", "builtins.RuntimeError"]


def test_a_broken_request_is_logged_with_the_number_that_its_page_shows(lines: Any) -> None:
    request = RequestFactory().get(f"/threads/?{CANARY}", REMOTE_ADDR="203.0.113.9")
    request.META[ERROR_NUMBER] = "0A1B2C3D"

    logging.getLogger("django.request").error(
        "Broken: %s", CANARY, extra={"request": request, "status_code": 500}
    )

    [line] = lines()
    assert (line["error_number"], line["status"], line["method"]) == ("0A1B2C3D", 500, "GET")
    assert "203.0.113.9" not in json.dumps(line)


def test_this_is_how_every_process_of_the_portal_logs(tmp_path: Path) -> None:
    code = f"import django, logging; django.setup(); logging.getLogger('x').error('%s', '{CANARY}')"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", "VAR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, cwd=ROOT
    )

    assert json.loads(done.stderr)["event"] == "…"


def test_no_handler_of_django_is_left(lines: Any) -> None:
    for name in ("django", "django.server", "django.request", "django.security"):
        assert logging.getLogger(name).handlers == []


def test_logging_goes_to_standard_error(capsys: pytest.CaptureFixture[str], lines: Any) -> None:
    logging.getLogger("portal").warning("portal.test.said")

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "portal.test.said" in captured.err
    assert sys.stderr is not None
