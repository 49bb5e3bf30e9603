"""One command starts web, worker and the demo's mail, watches them, and stops all of them."""

import re
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.portal.serving import Portal, Visit, demo, free_port, gone, wait_until


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
    assert wait_until(lambda: gone(processes))
    assert not (portal.folder / "var" / "running_at").exists()
    portal.start()
    assert "/demo/mail/0" in portal.get("/demo/mail/")[1]


def test_a_request_under_way_is_answered_whole_by_a_portal_that_is_asked_to_end(
    portal: Portal,
) -> None:
    assert portal.process is not None
    web = next(child for child in psutil.Process(portal.process.pid).children() if child.children())
    workers = web.children()
    with socket.create_connection(("localhost", portal.port), timeout=60) as connection:
        head = f"POST /comment/ HTTP/1.1\r\nHost: localhost:{portal.port}\r\nContent-Length: 4\r\n"
        connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        # A web process has the request, and waits for what the form holds.
        begun = connection.recv(1000)
        portal.process.terminate()
        assert wait_until(lambda: any(gone([worker]) for worker in workers))

        connection.sendall(b"a=b&")

        answer = connection.makefile("rb").read()
    assert begun.startswith(b"HTTP/1.1 100")
    assert answer.startswith(b"HTTP/1.1 403")
    assert answer.rstrip().endswith(b"</html>")
    assert portal.process.wait(60) == 0
    portal.start()


def test_no_process_outlives_a_portal_that_was_killed(portal: Portal) -> None:
    assert portal.process is not None
    processes = _all_of(portal)

    portal.process.kill()
    portal.process.wait()

    assert wait_until(lambda: gone(processes))
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
