"""Comments and notices while processes are killed: what was acknowledged is there, once."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import Self
from uuid import uuid4

import psycopg

from bench.agency import TEXT, officer_email
from bench.browser import Browser, Page
from bench.figures import Figure
from bench.figures.comparing import CLIENTS
from bench.stand import Portal, Stand, sign_in

COMMENTS, KILLS = 200, 5
# A machine with much other work takes so long to start what was killed.
INSIST_SECONDS = 60
# A killed worker's work waits for the end of its lease, which is two minutes.
MOST_SECONDS = 240
_TOPIC = re.compile(r'name="topic"\s+value="([^"]+)"')


def measure(stand: Stand) -> Iterator[Figure]:
    """Kill web processes while visitors write, and workers while their notices are sent."""
    portal = stand.portal
    _ = portal.server
    address = stand.production.address("few")
    before = _count(address, "SELECT count(*) FROM comments_comment")
    acknowledged = _write_comments(portal)
    stored = _count(address, "SELECT count(*) FROM comments_comment") - before
    words = f"{acknowledged} acknowledged, {stored} stored, {KILLS} kills of a web process"
    yield Figure(f"{COMMENTS} comments, web killed", words, "none lost", acknowledged == stored == COMMENTS)

    began = time.perf_counter()
    notices = _answer(portal, address)
    numbers = {number.partition("@")[0] for number in stand.production.mail.numbers}
    again = len(stand.production.mail.numbers) - len(numbers)
    words = f"{len(numbers)} of {notices} sent, {again} again, {KILLS} kills of a worker"
    took = time.perf_counter() - began
    is_met = len(numbers) == notices == COMMENTS
    yield Figure("Their notices, workers killed", f"{words}, {took:.0f} s", "each sent", is_met)


def _count(address: str, question: str) -> int:
    with psycopg.connect(address) as connection:
        found = connection.execute(question).fetchone()
        return int(found[0]) if found else 0


def _write_comments(portal: Portal) -> int:
    """Have visitors write while web processes are killed; gives how many comments got their code."""
    written = _Progress(COMMENTS)
    server = portal.server

    def write(_number: int) -> bool:
        with Browser(server.port) as browser:
            code = _write(browser)
        written.note()
        return code

    with ThreadPoolExecutor(CLIENTS + 1) as pool, written:
        killing = pool.submit(written.at_each, KILLS, lambda: server.web_processes()[1].kill())
        codes = list(pool.map(write, range(COMMENTS)))
        killing.result()
    return sum(codes)


def _write(browser: Browser) -> bool:
    form = _insist(lambda: browser.get("/comment/"))
    topic = _TOPIC.search(form.text)
    assert topic
    words = {"topic": topic[1], "subject": "My refund", "text": TEXT, "name": ""}
    fields = {**form.hidden_fields(), **words, "email": "visitor@example.org"}
    # The same form again shows the same code, and makes one comment.
    return 'id="reply-code"' in _insist(lambda: browser.post("/comment/", fields)).text


def _insist(ask: Callable[[], Page]) -> Page:
    """Ask as people do whose connection broke: again."""
    until = time.monotonic() + INSIST_SECONDS
    while time.monotonic() < until:
        try:
            page = ask()
        except (OSError, HTTPException):
            time.sleep(0.1)
            continue
        if page.status < 500:
            return page
        time.sleep(0.1)
    raise RuntimeError("the portal did not answer any more")


def _answer(portal: Portal, address: str) -> int:
    """Answer all comments while workers are killed; gives how many notices there are, once they are sent."""
    workers = [portal.start_program("work")]
    portal.start_program("beat")
    answered = _Progress(COMMENTS)

    def kill_and_start() -> None:
        workers[-1].kill()
        workers.append(portal.start_program("work"))

    with psycopg.connect(address) as connection:
        question = (
            "SELECT public_id FROM messaging_thread WHERE id IN (SELECT thread_id FROM comments_comment"
        )
        rows = connection.execute(f"{question} ORDER BY id DESC LIMIT {COMMENTS})").fetchall()
    cookies = sign_in(portal.server.port, officer_email(1))
    with ThreadPoolExecutor(2) as pool, Browser(portal.server.port, cookies) as browser, answered:
        killing = pool.submit(answered.at_each, KILLS, kill_and_start)
        for (public_id,) in rows:
            _send(browser, f"/threads/{public_id}/")
            answered.note()
        killing.result()
    until = time.monotonic() + MOST_SECONDS
    waiting = "SELECT count(*) FROM notices_notice WHERE state <> 'sent'"
    while _count(address, waiting) and time.monotonic() < until:
        time.sleep(0.5)
    return _count(address, "SELECT count(*) FROM notices_notice")


def _send(browser: Browser, path: str) -> None:
    form = {**_insist(lambda: browser.get(path)).hidden_fields(), "text": f"It was sent. {uuid4()}"}
    answer = browser.post(path, {**form, "action": "send"})
    if answer.status == 200:
        # What was found is shown before it leaves.
        answer = browser.post(path, {**form, **answer.hidden_fields(), "action": "send"})
    if answer.status != 302:
        raise RuntimeError(f"an answer was answered with {answer.status}")


class _Progress:
    """Counts what is done, and acts in equal parts of it; when the block is left, nobody waits for more."""

    def __init__(self, whole: int) -> None:
        self._whole = whole
        self._done = 0
        self._is_over = False
        self._changed = threading.Condition()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def note(self) -> None:
        """Count one more."""
        with self._changed:
            self._done += 1
            self._changed.notify_all()

    def at_each(self, parts: int, act: Callable[[], None]) -> None:
        """Act after each part but the last, which is without."""
        for part in range(1, parts + 1):
            if not self._comes_to(self._whole * part // (parts + 1)):
                return
            act()

    def _comes_to(self, number: int) -> bool:
        """Wait until so many are done; tells whether they go on."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or self._done >= number, MOST_SECONDS)
            return not self._is_over
