"""Signing in: what it takes beside its one slow derivation, and what others feel of a crowd that signs in."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from bench import load
from bench.agency import officer_email
from bench.browser import Browser
from bench.figures import Figure
from bench.figures.comparing import CLIENTS, Comparison, in_turns
from bench.processes import ROOT
from bench.stand import Stand, Target, sign_in_fields

MOST_TIME, MOST_P95 = 1.2, 4.0
TURNS = 9
QUIET_SECONDS, CROWDED_SECONDS, CROWD_TURNS = 4, 8, 2


def measure(stand: Stand) -> Iterator[Figure]:
    """Compare with a bare derivation, and the mailbox in a crowd with the mailbox in quiet."""
    port = stand.portal.server.port
    alone = in_turns(lambda: _sign_in(port), _derive, turns=TURNS)
    yield Figure(
        "Sign-in", alone.words(baseline="bare Argon2id"), f"at most {MOST_TIME} x", alone.ratio <= MOST_TIME
    )

    yield _per_second_and_core(stand, port)

    turns, signed_in, refused, failed = [], 0, 0, 0
    for _ in range(CROWD_TURNS):
        quiet = _p95(stand.portal.mailbox, QUIET_SECONDS)
        crowd = subprocess.Popen(  # the bench's own program, apart so that it takes no turns here
            [sys.executable, "-m", "bench.crowd", str(port), str(CROWDED_SECONDS + 2), str(CLIENTS)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        time.sleep(1)
        turns.append((_p95(stand.portal.mailbox, CROWDED_SECONDS), quiet))
        statuses = json.loads(crowd.communicate()[0])
        signed_in += statuses.pop("302", 0)
        refused += statuses.pop("503", 0)
        failed += sum(statuses.values())
    crowded = Comparison.of(turns)
    yield Figure(
        "Mailbox p95 while 8 sign in",
        crowded.words(baseline="quiet"),
        f"under {MOST_P95} x",
        crowded.ratio < MOST_P95,
    )
    words = f"{signed_in} signed in, {refused} asked to come back, {failed} failed"
    yield Figure("The 8 that sign in", words, "none failed", not failed)


def _per_second_and_core(stand: Stand, port: int) -> Figure:
    """Compare what a sign-in costs the server's processors with what a derivation alone costs one."""
    seen = load.run([lambda: _sign_in_status(port)], stand.portal.server, each=TURNS)
    if seen.failures(302):
        raise RuntimeError(f"signing in was answered with {dict(seen.statuses)}")
    began = time.process_time()
    for _ in range(TURNS):
        _derive()
    bare = 1000 * (time.process_time() - began) / TURNS
    ratio = seen.cpu_milliseconds / bare
    words = f"{1000 / seen.cpu_milliseconds:.2f} of {1000 / bare:.2f} bare = {ratio:.2f} x its processor time"
    return Figure("Sign-ins per second and core", words, f"at most {MOST_TIME} x", ratio <= MOST_TIME)


def _sign_in_status(port: int) -> int:
    with Browser(port) as browser:
        return browser.post("/sign-in/", sign_in_fields(browser, officer_email(2))).status


def _sign_in(port: int) -> float:
    with Browser(port) as browser:
        answer = browser.post("/sign-in/", sign_in_fields(browser, officer_email(2)))
    if answer.status != 302:
        raise RuntimeError(f"signing in was answered with {answer.status}")
    return 1000 * answer.seconds


def _derive() -> float:
    began = time.perf_counter()
    Argon2id(salt=os.urandom(16), length=64, iterations=3, lanes=1, memory_cost=64 * 1024).derive(b"password")
    return 1000 * (time.perf_counter() - began)


def _p95(target: Target, seconds: float) -> float:
    seen = load.run(target.visits(1), target.server, seconds=seconds)
    if seen.failures(200):
        raise RuntimeError(f"the mailbox was answered with {dict(seen.statuses)}")
    return 1000 * seen.p95
