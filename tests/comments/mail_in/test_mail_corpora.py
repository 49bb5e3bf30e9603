"""Whatever comes as a mail is kept once and settled: mails broken on purpose, and every file of a folder.

`python -m tests.mail_corpus FOLDER` runs the last test, on mails of your own or of others.
"""

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.mail_in.reading import Reason, UnreadableMail, read
from comments.models import IncomingMail
from messaging.models import Topic
from tests.comments.mail_in.breaking import GOOD, broken
from tests.comments.mail_in.conftest import Postman

FOLDER = os.environ.get("MAIL_CORPUS", "")
LONGEST_SECONDS = 60
SETTLED = {"in_thread", "parked"}


@given(good=st.sampled_from(GOOD), random=st.randoms(use_true_random=False))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_a_mail_that_was_broken_is_read_or_refused_for_a_reason_that_is_known(good: bytes, random: Random):
    try:
        read(broken(good, random), "mx.example.gov")
    except UnreadableMail as refused:
        assert refused.reason is not Reason.UNFORESEEN  # noqa: PT017


@pytest.mark.django_db(transaction=True)
def test_mails_that_were_broken_are_each_kept_once_and_settled(
    postman: Postman, mail_topic: Topic, worker: Callable[[], None]
):
    # The same mails each time.
    random = Random(20)  # noqa: S311
    mails = {_on_the_way(broken(good, random)) for good in GOOD for _ in range(8)}

    answers = [postman.brings(raw)[0] for raw in mails]
    worker()

    assert answers == [250] * len(mails)
    assert IncomingMail.objects.count() == len(mails)
    assert {mail.state for mail in IncomingMail.objects.all()} <= SETTLED


def _on_the_way(raw: bytes) -> bytes:
    """Give a mail the line ends that it gets on its way, and a last one."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


if FOLDER:

    @pytest.mark.django_db(transaction=True)
    def test_every_file_of_a_folder_is_kept_and_settled_in_time(
        postman: Postman, mail_topic: Topic, worker: Callable[[], None], capsys: pytest.CaptureFixture[str]
    ):
        files = sorted(file for file in Path(FOLDER).rglob("*") if file.is_file())
        answers, states, unforeseen, slow = Counter[int](), Counter[str](), [], []
        distinct, seconds = set[bytes](), []

        for file in files:
            raw = _on_the_way(file.read_bytes())
            distinct.add(raw)
            began = time.monotonic()
            answers[postman.brings(raw)[0]] += 1
            worker()
            seconds.append(time.monotonic() - began)
            if seconds[-1] > LONGEST_SECONDS:
                slow.append(file)
            try:
                read(raw, "mx.example.gov")
            except UnreadableMail as refused:
                states[f"unreadable: {refused.reason.value}"] += 1
                unforeseen += [file] if refused.reason is Reason.UNFORESEEN else []

        kept = IncomingMail.objects.count()
        states.update(f"{mail.state} {mail.reason}".strip() for mail in IncomingMail.objects.all())
        with capsys.disabled():
            print(f"\n{len(files)} files, answers {dict(answers)}, {kept} kept (the same bytes once).")
            print(f"What came of them: {dict(states)}.")
            print(f"Slowest {max(seconds):.1f} s, mean {sum(seconds) / len(seconds):.2f} s.")
        assert set(answers) == {250}
        assert kept == len(distinct)
        assert not unforeseen
        assert not slow
        assert {mail.state for mail in IncomingMail.objects.all()} <= SETTLED
