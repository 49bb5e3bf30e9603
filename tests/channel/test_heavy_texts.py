"""What is heavy or hostile is given up in time, goes through the portal at most, and slows nobody else."""

import threading
import time

import pytest

from screening import Verdict, screen
from tests.channel.leaving import try_plainly
from tests.messaging.plain_mail import is_plain, said_in
from tests.people import answer_fields

CLEAN = "Please come in on Monday and bring form 12."
MOST_CHARACTERS = 20_000
SECONDS = 3
HOSTILE = ["1", "219-", "1\u200b2", "<b>", "ssn 1", "your refund $1 ", "\u202e", "one two "]


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_a_hostile_answer_as_long_as_a_form_takes_is_checked_in_time(officer, thread, piece):
    browser = officer.signs_in()
    text = piece * (MOST_CHARACTERS // len(piece))
    fields = {**answer_fields(browser, thread), "text": text}
    began = time.process_time()

    answer = browser.post(f"{thread.get_absolute_url()}check/", fields)

    assert answer.status_code == 200
    assert time.process_time() - began < SECONDS


def test_ten_megabytes_are_refused_and_reach_nobody(officer, open_way, mail_server, worker):
    browser, thread = officer.signs_in(), open_way.thread
    fields = {**answer_fields(browser, thread), "text": "219-09-9999 " * 900_000}

    answers = [
        browser.post(thread.get_absolute_url(), {**fields, "action": act}) for act in ("plain", "send")
    ]
    worker()

    assert [answer.status_code for answer in answers] == [400, 400]
    assert not mail_server.mails
    assert thread.messages.count() == 1


def test_while_one_text_is_given_up_another_answer_leaves(officer, open_way, mail_server, worker):
    verdicts: list[Verdict] = []
    text = "ssn 1\u200b" * 400_000
    heavy = threading.Thread(target=lambda: verdicts.append(screen(text, seconds=2)))

    heavy.start()
    was_plain = try_plainly(officer.signs_in(), open_way.thread, CLEAN)
    worker()
    heavy.join()

    assert was_plain
    assert [is_plain(mail) for mail in mail_server.mails] == [True]
    assert CLEAN in said_in(mail_server.mails[0])
    assert verdicts == [Verdict("restricted", verdicts[0].findings, failed=True)]


def test_without_a_worker_nothing_leaves_and_what_waited_is_decided_again(
    officer, open_way, mail_server, worker, settings
):
    assert try_plainly(officer.signs_in(), open_way.thread, CLEAN)
    before = len(mail_server.mails)

    settings.SCREENING_SECONDS = 0.0
    worker()

    assert before == 0
    assert [is_plain(mail) for mail in mail_server.mails] == [False]
    assert CLEAN not in said_in(mail_server.mails[0])
