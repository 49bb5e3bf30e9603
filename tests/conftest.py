"""The people of the tests, the keys of their agency, and a mail server that keeps what it gets."""

import email
import email.message
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.policy import default as default_policy
from typing import Any

import hypothesis
import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as project_settings
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate

from accounts.models import Role, Unit
from accounts.services import found_unit
from keyring import files
from keys import records
from messaging.models import Thread, Topic
from notices import outbox
from records_key import ceremony
from tests.people import (
    Account,
    Browser,
    Staff,
    Visitor,
    make_account,
    make_member,
    send_text,
    write_comment,
)
from tests.real_servers import free_port

# A busy machine takes longer than any deadline; what has to be quick is measured where that is promised.
hypothesis.settings.register_profile("sealpost", deadline=None)
hypothesis.settings.load_profile("sealpost")

pytest_plugins = ["tests.real_parts", "tests.without_database"]

# Each has its own database, Redis and Chromium: a machine of many cores would have many of these.
FEWEST_PROCESSES, MOST_PROCESSES = 2, 4


def pytest_xdist_auto_num_workers() -> int:
    """Run as many processes as this one may use cores, within reason; limits of a container are not seen."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(max(cores, FEWEST_PROCESSES), MOST_PROCESSES)


@pytest.fixture(scope="session", autouse=True)
def server_keys() -> None:
    """Make the keyring and the records key that every portal has, once a run."""
    files.make(project_settings.KEYRING_FILE)
    names = [f"Custodian {number}" for number in range(1, 6)]
    made = ceremony.make(project_settings.VAR / "custodians", agency="Tests", custodians=names)
    records.pin(made.public_half)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Make the tables; from then on no flush makes anew what it leaves (tests/audit/clearing)."""
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@dataclass
class MailServer:
    """A real SMTP server on this machine; it keeps every mail that it was given."""

    port: int
    mails: list[email.message.EmailMessage] = field(default_factory=list)
    # Of the envelope, mail by mail.
    recipients: list[list[str]] = field(default_factory=list)
    # What it says to the next recipients, instead of taking the mail.
    refusals: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """Take the recipient, or refuse as a test asked for."""
        if self.refusals:
            return self.refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the mail."""
        message = email.message_from_bytes(envelope.content, policy=default_policy)
        assert isinstance(message, email.message.EmailMessage)
        self.mails.append(message)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """Start a mail server, and let the portal send through it."""
    server = MailServer(port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    controller.stop()


@pytest.fixture
def worker() -> Any:
    """Do what the worker does, until nothing is due."""

    def work() -> None:
        while [outbox.run(outbox_id) for outbox_id in outbox.due(50)]:
            pass

    return work


@pytest.fixture
def browser() -> Browser:
    """Somebody who is not signed in."""
    return Browser()


@pytest.fixture
def officer(db: None) -> Staff:
    """The founding member of the unit "Income Tax"."""
    staff = make_member(Role.OFFICER, "first-officer@example.org")
    found_unit(founder=staff.unlocked, name="Income Tax")
    return staff


@pytest.fixture
def unit(officer: Staff) -> Unit:
    """The unit "Income Tax"."""
    return Unit.objects.get(name="Income Tax")


@pytest.fixture
def colleague(officer: Staff, unit: Unit) -> Staff:
    """Another member of the unit "Income Tax"."""
    return make_member(Role.OFFICER, "second-officer@example.org", unit=unit, granter=officer)


@pytest.fixture
def officer_of_another_unit(db: None) -> Staff:
    """The founding member of the unit "Child Support"."""
    staff = make_member(Role.OFFICER, "other-officer@example.org")
    found_unit(founder=staff.unlocked, name="Child Support")
    return staff


@pytest.fixture
def supervisor(officer: Staff, unit: Unit) -> Staff:
    """The supervisor of the unit "Income Tax"."""
    return make_member(Role.SUPERVISOR, "supervisor@example.org", unit=unit, granter=officer)


@pytest.fixture
def auditor(db: None) -> Staff:
    """The auditor."""
    return make_member(Role.AUDITOR, "auditor@example.org")


@pytest.fixture
def administrator(db: None) -> Staff:
    """The administrator."""
    return make_member(Role.ADMINISTRATOR, "administrator@example.org")


@pytest.fixture
def topic(unit: Unit) -> Topic:
    """The topic that the unit "Income Tax" answers."""
    return Topic.objects.create(name="Refunds", description="Where your refund is.", unit=unit)


@pytest.fixture
def taxpayer(topic: Topic) -> Visitor:
    """Somebody who wrote a comment and left an address."""
    return write_comment(topic, email="visitor@example.org", name="Visitor One")


@pytest.fixture
def other_taxpayer(topic: Topic) -> Visitor:
    """Somebody else who wrote a comment and left nothing."""
    return write_comment(topic, subject="Something else", text="Another question.")


@pytest.fixture
def account(topic: Topic) -> Account:
    """Somebody who wrote a comment and made an account of it."""
    visitor = write_comment(topic, subject="An account's message", text="The words of an account.")
    return make_account(visitor, "account@example.org")


@pytest.fixture
def thread(taxpayer: Visitor) -> Thread:
    """The taxpayer's thread, not answered yet."""
    return taxpayer.thread


@pytest.fixture
def answered_thread(officer: Staff, thread: Thread) -> Thread:
    """The taxpayer's thread after the officer's answer."""
    response = send_text(officer.signs_in(), thread, "We need form 12.")
    assert response.status_code == 302, response.content
    thread.refresh_from_db()
    return thread
