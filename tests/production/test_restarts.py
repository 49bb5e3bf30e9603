"""What the web server must remember is in the database: sessions and counters outlive it and the broker."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis as redis_client

from accounts import failures
from accounts.models import Role
from accounts.services import invitations
from keys.queries import open_invitations
from notices.models import Notice, WorkerHeartbeat
from tests.people import PASSWORD, Staff, Visitor, mailed_secret_of
from tests.portal.serving import ROOT, START_SECONDS, Visit, wait_until
from tests.production.workers import Processes, environment
from tests.real_servers import Redis, free_port

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]


class Web:
    """`manage.py serve` as production runs it: web alone, on the tests' database."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.folder = folder
        self.environment = {**environment(folder), "PORT": str(self.port)}

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "manage.py", "serve"]
        with (self.folder / "web").open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=output
            )
        answers = wait_until(lambda: Visit(self.port).get("/healthz")[0] == 200, START_SECONDS)
        assert answers, (self.folder / "web").read_text()

    def stop(self) -> int:
        """Stop it; gives the exit code."""
        self.process.terminate()
        return self.process.wait(20)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of manage.py beside it."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
        )


@pytest.fixture
def web(transactional_db: None, tmp_path: Path) -> Iterator[Web]:
    """Serve; all of it is gone before the tables are emptied."""
    served = Web(tmp_path)
    served.start()
    yield served
    served.process.kill()
    served.process.wait()


def test_sessions_and_counters_outlive_the_web_server_and_the_broker(
    taxpayer: Visitor, web: Web, broker: Redis
) -> None:
    thread = taxpayer.thread.get_absolute_url()
    reader, guesser = Visit(web.port), Visit(web.port)
    first_read = reader.post("/reply/", code=taxpayer.reply_code)
    guesses = [guesser.post("/reply/", code=f"WRNG-{number:04}-0000-0000-0000")[0] for number in range(9)]

    with redis_client.Redis(port=broker.port) as client:
        client.flushall()
    assert web.stop() == 0
    web.start()
    read_again = reader.get(thread)
    guesses += [guesser.post("/reply/", code=f"WRNG-{number:04}-0000-0000-0000")[0] for number in range(2)]

    assert first_read[0] == read_again[0] == 200
    assert "When does it come?" in first_read[1]
    assert "When does it come?" in read_again[1]
    # Ten a quarter of an hour; a right one does not count.
    assert guesses == [400] * 10 + [429]


def test_failures_and_pins_outlive_a_broker_that_is_emptied(
    administrator: Staff, officer: Staff, web: Web, broker: Redis
) -> None:
    invited = invitations.invite(
        actor=administrator.person,
        invitee=invitations.Invitee(Role.OFFICER, "New Comer", "newcomer@example.org", language="en"),
    )
    token = mailed_secret_of(Notice.objects.get(person=invited.person.public_id, kind="invitation"))
    guesser = Visit(web.port)

    def guess(times: int) -> list[int]:
        wrong = {"login": str(officer.person.email), "password": "wrong password altogether"}
        pin = {"token": token, "pin": "0" * 10, "password": PASSWORD, "password_again": PASSWORD}
        return [guesser.post("/sign-in/", **wrong)[0] for _ in range(times)] + [
            guesser.post("/invitation/", **pin)[0] for _ in range(times)
        ]

    first = guess(3)
    with redis_client.Redis(port=broker.port) as client:
        client.flushall()
    then = guess(3)

    assert first == [400] * 6
    # The fifth wrong password locks the pair; of ten PINs six are used up.
    assert then == [400, 429, 429, 400, 400, 400]
    assert failures.in_a_row(officer.person) == 5
    assert open_invitations([invited.person.public_id])[invited.person.public_id].tries_left == 4


def test_a_web_server_tells_whether_it_is_well(web: Web) -> None:
    well = web.command("healthy", "web")
    no_worker = web.command("healthy", "work")
    web.stop()
    ill = web.command("healthy", "web")

    assert (well.returncode, well.stdout) == (0, "well\n")
    assert (no_worker.returncode, "No worker was seen" in no_worker.stderr) == (1, True)
    assert (ill.returncode, "does not answer" in ill.stderr) == (1, True)


def test_workers_tell_whether_they_are_well(web: Web, processes: Processes) -> None:
    processes.start("beat")
    processes.start("work")

    assert wait_until(lambda: web.command("healthy", "work").returncode == 0), processes.output()


def test_it_serves_the_web_alone(web: Web) -> None:
    assert "Sealpost serves" in (web.folder / "web").read_text()
    assert not WorkerHeartbeat.objects.exists()
    assert not (web.folder / "var" / "sealpost.sqlite3").exists()


def test_without_a_keyring_it_says_so_and_does_not_start(web: Web) -> None:
    web.environment["SEALPOST_KEYRING_FILE"] = "/nowhere/keyring.json"

    done = web.command("serve")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "keyring" in done.stderr
