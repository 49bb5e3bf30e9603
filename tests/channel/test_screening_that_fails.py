"""When screening fails or runs out of time, the portal takes the answer, and somebody is told that it did."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from audit.models import AuditEvent
from messaging.channel import Channel, decide
from screening import Document
from screening.files import attachment_of
from tests.messaging.plain_mail import is_plain, said_in, shown
from tests.people import send_text
from tests.screening.files.making import drawn, pdf

CLEAN = "Please come in on Monday and bring form 12."
ROOT = Path(__file__).resolve().parent.parent.parent
# Ten more megabytes than the process holds when it begins to screen.
SCREEN_WITHOUT_MEMORY = """
import json, resource
from pathlib import Path
from screening import screen
text = "1\u200b2 " * 500_000
limit = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + 10 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
verdict = screen(text, seconds=60)
print(json.dumps([verdict.strength, verdict.failed]))
"""
SECONDS_TO_WAIT = 30


@pytest.fixture
def no_time(settings) -> None:
    """Screening has no time at all: each one really runs out of it."""
    settings.SCREENING_SECONDS = 0.0


def test_an_answer_goes_through_the_portal_and_the_page_says_why(
    officer, open_way, mail_server, worker, no_time
):
    browser, thread = officer.signs_in(), open_way.thread
    form, page = shown(browser, thread, CLEAN)

    plain = browser.post(thread.get_absolute_url(), {**form, "action": "plain"})
    sent = browser.post(thread.get_absolute_url(), {**form, "action": "send"})
    worker()

    assert "We could not look through this text, so we treat it as sensitive." in page
    assert 'value="plain"' not in page
    assert (plain.status_code, sent.status_code) == (200, 302)
    assert [is_plain(mail) for mail in mail_server.mails] == [False]
    assert CLEAN not in said_in(mail_server.mails[0])


def test_each_failure_is_counted_is_an_alert_and_turns_the_status_red(
    officer, supervisor, administrator, unit, thread, no_time
):
    assert send_text(officer.signs_in(), thread, CLEAN).status_code == 302

    events = list(AuditEvent.objects.filter(action="messaging.screening.failed"))
    status = administrator.signs_in().get("/status/").content.decode()
    counts = supervisor.signs_in().get("/screening/").content.decode()
    assert events
    assert {event.subject for event in events} == {unit.public_id}
    assert all(b'"of":"answer"' in bytes(event.leaf) for event in events)
    assert all(b"Monday" not in bytes(event.leaf) for event in events)
    assert "did not finish in the last 24 hours." in status
    assert "Screening failed or ran out of time" in status
    assert f"In the last 30 days: {len(events)}. In the last 90 days: {len(events)}." in counts


def test_a_failure_is_logged_without_a_word_of_the_text(officer, thread, no_time, capsys):
    send_text(officer.signs_in(), thread, CLEAN)

    lines = [line for line in capsys.readouterr().err.splitlines() if "messaging.screening.failed" in line]
    assert lines
    assert all(json.loads(line)["level"] == "error" for line in lines)
    assert not any("Monday" in line for line in lines)


def test_while_nothing_fails_the_status_is_green(administrator, officer, thread):
    send_text(officer.signs_in(), thread, CLEAN)

    page = administrator.signs_in().get("/status/").content.decode()

    assert "Every text of the last 24 hours was checked to its end." in page
    assert not AuditEvent.objects.filter(action="messaging.screening.failed").exists()


def test_a_process_that_runs_out_of_memory_while_it_screens_says_restricted():
    ran = subprocess.run(
        [sys.executable, "-c", SCREEN_WITHOUT_MEMORY], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == ["restricted", True]
    assert "MemoryError" in ran.stderr


def test_a_reader_of_files_that_is_killed_leaves_its_file_unread_and_the_answer_in_the_portal(open_way):
    read = []
    reading = threading.Thread(target=lambda: read.append(attachment_of("letter.pdf", pdf(drawn("Form 12")))))

    reading.start()
    kill_a_reader()
    reading.join()

    [attachment] = read
    decision = decide(
        Document(text=CLEAN, attachments=(attachment,)),
        latest_sequence=1,
        thread=open_way.thread,
        wanted=Channel.PLAIN,
    )
    assert attachment.text is None
    assert (decision.channel, decision.strength) == (Channel.SECURE, "restricted")
    assert attachment_of("letter.pdf", pdf(drawn("Form 12"))).text is not None


def kill_a_reader() -> None:
    """Kill the process that reads a PDF as soon as it is there."""
    give_up_at = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < give_up_at:
        for child in psutil.Process().children():
            if "pdf_process.py" in " ".join(child.cmdline()):
                child.kill()
                return
    raise AssertionError("no process has begun to read")
