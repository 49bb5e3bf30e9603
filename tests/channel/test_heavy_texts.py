"""What is heavy or hostile is given up in time, goes through the portal at most, and slows nobody else."""

import threading
import time

import pytest

from screening import Kind, Strength, Strictness, screen
from tests.channel.leaving import try_plainly
from tests.messaging.plain_mail import SSN, is_plain, said_in
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


class Unending(Strictness):
    """Has the screening of a text go on from its first finding until it is told to end, at work all the time.

    It ends by itself after some minutes, in which whoever waits for it would have noticed.
    """

    begun, ends = threading.Event(), threading.Event()

    def strength_of(self, kind: Kind, *, is_doubtful: bool, is_where_it_goes: bool = False) -> Strength:
        """Look through heavy texts, and only then tell the strength."""
        self.begun.set()
        last = time.monotonic() + 300
        while not self.ends.is_set() and time.monotonic() < last:
            screen("ssn 1\u200b" * 2_000)
        return super().strength_of(kind, is_doubtful=is_doubtful, is_where_it_goes=is_where_it_goes)


def test_while_one_text_is_still_screened_another_answer_leaves(officer, open_way, mail_server, worker):
    browser, unending = officer.signs_in(), Unending()
    heavy = threading.Thread(target=screen, args=(SSN,), kwargs={"strictness": unending}, daemon=True)

    heavy.start()
    unending.begun.wait()
    was_plain = try_plainly(browser, open_way.thread, CLEAN)
    worker()
    was_still_screened = heavy.is_alive()
    unending.ends.set()
    heavy.join()

    assert was_still_screened
    assert was_plain
    assert [is_plain(mail) for mail in mail_server.mails] == [True]
    assert CLEAN in said_in(mail_server.mails[0])


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
