"""One command starts web, worker and the demo's mail, watches them, and stops all of them."""

import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.portal.serving import ROOT, Portal, Visit, demo, free_port, wait_until


def _gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def _all_of(portal: Portal) -> list[psutil.Process]:
    """List gunicorn and its two workers, the worker and the catcher, once all have started."""
    assert wait_until(lambda: len(portal.descendants()) == 5)
    return portal.descendants()


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Serve a demo that was just founded."""
    served = Portal(tmp_path_factory.mktemp("portal"), free_port(), free_port())
    served.start()
    yield served
    if served.process and served.process.poll() is None:
        served.stop()


def test_it_prints_where_it_is_and_who_may_sign_in(portal: Portal) -> None:
    known = demo(portal)

    printed = portal.output()
    assert known["addresses"]["portal"] in printed
    assert known["addresses"]["mail"] in printed
    assert "ATTENTION" not in printed
    for account in known["accounts"]:
        assert account["email"] in printed
        assert len(account["password"]) >= 15
    roles = sorted(account["role"] for account in known["accounts"])
    assert roles == ["administrator", "auditor", *["officer"] * 6, "supervisor"]


def test_programs_are_told_where_the_running_demo_is(portal: Portal) -> None:
    somebody_elses_shell = Portal(portal.folder, free_port(), free_port())

    known = demo(somebody_elses_shell)

    assert known["addresses"]["portal"] == f"http://localhost:{portal.port}/"


@pytest.mark.parametrize(
    ("role", "start"), [("officer", "Mailbox"), ("auditor", "Audit"), ("administrator", "Status")]
)
def test_every_demo_account_signs_in_and_begins_at_its_own_page(
    portal: Portal, role: str, start: str
) -> None:
    account = next(account for account in demo(portal)["accounts"] if account["role"] == role)

    status, page = Visit(portal.port).post("/sign-in/", login=account["email"], password=account["password"])

    assert status == 200
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert heading
    assert start.casefold() in heading[1].casefold()


def test_notices_of_the_demo_are_caught_and_can_be_read(portal: Portal) -> None:
    assert wait_until(lambda: "/demo/mail/0" in portal.get("/demo/mail/")[1])

    item = re.search(r'href="(/demo/mail/[0-9a-f-]+/)"', portal.get("/demo/mail/")[1])

    assert item
    status, page = portal.get(item[1])
    assert status == 200
    assert "/reply/" in page


@pytest.mark.parametrize("name", ["..", "x", "../secret_key", "%2e%2e%2fsecret_key", "secret_key"])
def test_caught_mail_opens_no_other_file(portal: Portal, name: str) -> None:
    status, _page = portal.get(f"/demo/mail/{name}/")

    assert status == 404


def test_everything_it_writes_is_its_owners_alone(portal: Portal) -> None:
    var = portal.folder / "var"

    for path in [var, *var.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_port_in_use_is_said_so(portal: Portal) -> None:
    second = portal.command("serve", "--demo")

    assert second.returncode == 1
    assert f"Port {portal.port} is in use" in second.stderr
    assert "Traceback" not in second.stderr


def test_one_folder_is_served_once(portal: Portal) -> None:
    second = Portal(portal.folder, free_port(), free_port()).command("serve", "--demo")

    assert second.returncode == 1
    assert "is being served from this VAR already" in second.stderr


def test_a_process_that_dies_is_started_again(portal: Portal) -> None:
    assert portal.process is not None
    parent = psutil.Process(portal.process.pid)
    children = parent.children()

    for child in children:
        child.kill()

    # Those that were killed count as children until they are waited for.
    assert wait_until(lambda: len(set(parent.children()) - set(children)) == len(children))
    assert wait_until(lambda: portal.get("/readyz")[0] == 200)
    assert "it is started again" in portal.output()


def test_it_listens_on_this_machine_only(portal: Portal) -> None:
    listening = [
        connection.laddr.ip
        for process in portal.descendants()
        for connection in process.net_connections(kind="tcp")
        if connection.status == psutil.CONN_LISTEN
    ]

    assert set(listening) <= {"127.0.0.1", "::1"}
    assert "127.0.0.1" in listening


@pytest.mark.parametrize("asked_by", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_a_signal_ends_every_process_and_the_next_start_has_everything(
    portal: Portal, asked_by: signal.Signals
) -> None:
    processes = _all_of(portal)

    code = portal.stop(asked_by)

    assert code == 0
    assert wait_until(lambda: _gone(processes))
    assert not (portal.folder / "var" / "running_at").exists()
    portal.start()
    assert "/demo/mail/0" in portal.get("/demo/mail/")[1]


def test_no_process_outlives_a_portal_that_was_killed(portal: Portal) -> None:
    assert portal.process is not None
    processes = _all_of(portal)

    portal.process.kill()
    portal.process.wait()

    assert wait_until(lambda: _gone(processes))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", portal.port))


def test_tables_that_are_made_before_the_first_serve_are_their_owners_alone(tmp_path: Path) -> None:
    done = Portal(tmp_path, free_port(), free_port()).command("migrate", "accounts")

    assert done.returncode == 0, done.stderr
    for path in [tmp_path / "var", *(tmp_path / "var").iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.fixture
def real_portal(tmp_path: Path) -> Iterator[Portal]:
    """Serve a portal that is no demo, and of which nothing was said yet."""
    served = Portal(tmp_path, free_port(), free_port())
    served.start(is_demo=False)
    yield served
    served.stop()


def test_a_real_portal_says_what_it_still_needs(real_portal: Portal) -> None:
    lines = [line for line in real_portal.output().splitlines() if line.startswith("ATTENTION: ")]

    assert len(lines) == 2
    assert "SEALPOST_AGENCY_NAME and SEALPOST_AGENCY_CONTACT" in lines[0]
    assert "found_agency" in lines[1]


def test_where_there_is_no_demo_none_is_shown(tmp_path: Path) -> None:
    done = Portal(tmp_path, free_port(), free_port()).command("demo", "--json")

    assert done.returncode == 1
    assert "holds no demo" in done.stderr
    assert done.stdout == ""


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
    assert _gone(children)
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


def test_a_start_that_cannot_be_prepared_says_why(tmp_path: Path) -> None:
    damaged = Portal(tmp_path, free_port(), free_port())
    (tmp_path / "var").mkdir()
    keyring = tmp_path / "var" / "keyring.json"
    keyring.write_text("{}")
    keyring.chmod(0o400)

    done = damaged.command("serve", "--demo")

    assert done.returncode == 1
    assert "keyring" in done.stderr.casefold()
    assert "Traceback" not in done.stderr
