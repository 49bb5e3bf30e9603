"""The processes of one portal are watched, replaced and ended by their parents, whatever they do."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil

from tests.portal.serving import ROOT, Portal, free_port, gone, wait_until

BROKEN = """
import signal, sys
from portal.serving.supervisor import Process, run
patient = Process("patient part", signal.pause)
sys.exit(run([patient, Process("broken part", lambda: sys.exit(3))], on_started=lambda: print(patient.pid)))
"""


def test_a_process_that_dies_again_and_again_stops_all() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN], cwd=ROOT, capture_output=True, text=True, timeout=30
    )

    assert done.returncode == 1
    assert "The broken part ended 4 times within a minute" in done.stderr
    assert not psutil.pid_exists(int(done.stdout))


STUBBORN = """
import signal, sys
from portal.serving import supervisor
def ignore():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("ready", flush=True)
    while True:
        signal.pause()
supervisor.STOP_SECONDS = 1
sys.exit(supervisor.run([supervisor.Process("stubborn part", ignore)], on_started=lambda: None))
"""


def test_a_process_that_does_not_stop_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", STUBBORN], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"
    children = psutil.Process(parent.pid).children()

    parent.terminate()

    assert parent.wait(10) == 0
    assert gone(children)
    parent.stdout.close()


# A web process that is held between its birth and its own handlers: until it was asked to end, or for good.
NEWBORN = """
import os, signal, sys, time
from django.conf import settings
from portal.serving import sockets, web

def hold_until_asked(arbiter, worker):
    print("born", flush=True)
    while signal.SIGTERM not in signal.sigpending() and arbiter.SIG_QUEUE.empty():
        signal.sigtimedwait([signal.SIGUSR1], 0.01)

def hold_for_good(arbiter, worker):
    print("born", flush=True)
    while os.getppid() == arbiter.pid:
        time.sleep(0.1)
    os._exit(1)

class Web(web.Web):
    def load_config(self):
        super().load_config()
        self.cfg.set("graceful_timeout", 20)
        self.cfg.set("timeout", int(sys.argv[2]))
        self.cfg.set("post_fork", globals()[sys.argv[1]])
        self.cfg.set("worker_exit", lambda arbiter, worker: print("ended by itself", flush=True))

    def load(self):
        return lambda environ, start_response: []

Web(sockets.listen(settings.PORT, variable="PORT")).run()
"""


def serve_newborn(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    asked = {**Portal(folder, free_port(), free_port()).environment(), "SEALPOST_WEB_PROCESSES": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", NEWBORN, *arguments],
        cwd=ROOT,
        env={**asked, "DJANGO_SETTINGS_MODULE": "portal.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_web_process_that_was_just_born_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    parent = serve_newborn(tmp_path, "hold_until_asked", "60")
    assert parent.stdout is not None
    assert parent.stdout.readline() == "born\n"

    parent.terminate()

    said = parent.stdout.read()
    assert (parent.wait(), said) == (0, "ended by itself\n")


def test_a_web_process_that_never_comes_to_life_is_replaced(tmp_path: Path) -> None:
    parent = serve_newborn(tmp_path, "hold_for_good", "1")
    assert parent.stdout is not None
    assert parent.stdout.readline() == "born\n"
    [first] = psutil.Process(parent.pid).children()

    replaced = wait_until(lambda: not first.is_running())

    parent.kill()
    assert replaced
    assert parent.wait() == -signal.SIGKILL
    parent.stdout.close()


HELD = """
import os
from portal.serving import children
reading, writing = os.pipe()
os.register_at_fork(after_in_child=lambda: os.read(reading, 1))
child = children.fork("held part", lambda: None)
print(os.getpgid(child) == child)
os.write(writing, b"x")
os.waitpid(child, 0)
"""


def test_whoever_starts_a_process_may_end_its_whole_group_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", HELD], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert done.stdout == "True\n"
