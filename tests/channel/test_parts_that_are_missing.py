"""A part of screening that is missing, killed or without memory makes a verdict of `restricted`.

Each part really is away: a copy of the program or of its data is made without it, and asked in a process of
its own. What a verdict that failed means for an answer is shown in `test_screening_that_fails`.
"""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from messaging.channel import Channel, decide
from messaging.models import Thread
from notices.models import WaitingText
from screening import Attachment, Document
from tests.messaging.plain_mail import CLEAN, is_plain, said_in, shown
from tests.screening.files.making import drawn, pdf

ROOT = Path(__file__).resolve().parent.parent.parent
SCREEN = """
import json
from screening import screen
verdict = screen("Call (617) 555-0142, or write to Ana Testperson.")
print(json.dumps([verdict.strength, verdict.failed]))
"""
# Words of every kind, in three languages and disguises: whatever a rule needs is loaded by then.
LOADED = """
import json, sys
from bench.texts import made
from screening import screen
before = set(sys.modules)
for rows in (made.planted(1, of_each=1), made.ordinary(1), made.number_heavy(1)):
    for row in rows:
        screen(row.text)
for _, row in made.rewritten(1, of_each=1):
    screen(row.text)
screen("Call +49 30 123456, (617) 555-0142 or 800-555-0142.")
print(json.dumps(sorted(set(sys.modules) - before)))
"""
READ = """
import base64, json, sys
from screening import Document, screen
from screening.files import attachment_of
attachment = attachment_of("letter.pdf", base64.b64decode(sys.stdin.read()))
verdict = screen(Document(text="Please bring form 12.", attachments=(attachment,)))
print(json.dumps([verdict.strength, attachment.text is None]))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of `screening` that a part can be taken out of."""
    for source in (ROOT / "screening").rglob("*.py"):
        target = tmp_path / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    (tmp_path / "bench").symlink_to(ROOT / "bench")
    return tmp_path


def asked(program: str, *paths: Path, said: str = "") -> subprocess.CompletedProcess[str]:
    """Run a program that finds its modules in `paths` first."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=paths[0],
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )


def letter() -> str:
    """Give a PDF as text, to be handed to a process."""
    return base64.b64encode(pdf(drawn("Please bring form 12."))).decode()


def test_with_all_parts_the_same_text_and_file_are_read(copy):
    text, file = asked(SCREEN, copy), asked(READ, copy, said=letter())

    assert json.loads(text.stdout) == ["clean", False]
    assert json.loads(file.stdout) == ["clean", False]


def test_a_reader_of_files_that_is_missing_leaves_its_file_unread(copy):
    (copy / "screening" / "files" / "pdf_process.py").unlink()

    ran = asked(READ, copy, said=letter())

    assert json.loads(ran.stdout) == ["restricted", True], ran.stderr


def test_a_reader_of_files_that_runs_out_of_memory_leaves_its_file_unread(copy):
    program = copy / "screening" / "files" / "pdf_process.py"
    whole = program.read_text(encoding="utf-8")
    little = whole.replace("MEMORY_BYTES = 1024 * 1024 * 1024", "MEMORY_BYTES = 16 * 1024 * 1024")
    assert little != whole
    program.write_text(little, encoding="utf-8")

    ran = asked(READ, copy, said=letter())

    assert json.loads(ran.stdout) == ["restricted", True], ran.stderr


@pytest.mark.parametrize(
    "part", ["rules/cards.py", "rules/tax_numbers.py", "labels.py", "policy.py", "spelled_digits.py"]
)
def test_without_a_rule_or_its_data_no_process_begins_that_could_answer(copy, part):
    (copy / "screening" / part).unlink()

    ran = asked(SCREEN, copy)

    assert ran.returncode != 0
    assert ran.stdout == ""


def test_nothing_is_loaded_late_so_that_it_could_be_missing_then(copy):
    ran = asked(LOADED, copy)

    # The letters of Unicode are part of Python's program, and so are its codecs.
    assert json.loads(ran.stdout) == [], ran.stderr


def test_an_answer_with_a_file_that_nobody_could_read_goes_through_the_portal(open_way):
    decision = decide(
        Document(text=CLEAN, attachments=(Attachment("letter.pdf", None),)),
        latest_sequence=1,
        thread=open_way.thread,
        wanted=Channel.PLAIN,
    )

    assert (decision.channel, decision.strength, decision.mail) == (Channel.SECURE, "restricted", None)


def test_while_the_queue_is_away_the_answer_is_held_and_the_page_can_be_sent_again(
    officer, open_way, mail_server, worker
):
    browser, thread = officer.signs_in(), open_way.thread
    form, _page = shown(browser, thread, CLEAN)
    rename("notices_outbox", "notices_outbox_away")
    with pytest.raises(DatabaseError):
        browser.post(thread.get_absolute_url(), {**form, "action": "plain"})
    rename("notices_outbox_away", "notices_outbox")
    worker()
    held = (
        len(mail_server.mails),
        Thread.objects.get(pk=thread.pk).messages.count(),
        WaitingText.objects.count(),
    )

    again = browser.post(thread.get_absolute_url(), {**form, "action": "plain"})
    worker()

    assert held == (0, 1, 0)
    assert again.status_code == 302
    assert [is_plain(mail) for mail in mail_server.mails] == [True]
    assert CLEAN in said_in(mail_server.mails[0])


def rename(table: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{name}"')
