"""Mail goes to a server that proves its name, over TLS, signed where there is a key; else it stays here."""

import asyncio
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from audit.models import AuditEvent
from audit.queries import open_alerts
from notices.models import Notice
from tests.notices.making import let_pass, make_notice, run_due, work_of
from tests.notices.scripted_server import ScriptedServer, self_signed, serving

ALERT = "notices.mail.not_encrypted"


@pytest.fixture(autouse=True)
def tls_is_set(settings: Any) -> None:
    settings.EMAIL_USE_TLS = True


@pytest.fixture
def tls_server(settings: Any, tmp_path: Path) -> Callable[..., Any]:
    """Start a server that offers TLS with a certificate of its own, for whom we would trust that one."""

    @contextmanager
    def serve(certificate: bytes, *, is_old: bool = False, **options: Any) -> Iterator[ScriptedServer]:
        path = tmp_path / "certificate.pem"
        path.write_bytes(certificate)
        settings.EMAIL_CA_FILE = str(path)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(path)
        if is_old:
            tls.minimum_version, tls.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
            # Of the library that the tests run with, too, which would refuse to speak so.
            tls.set_ciphers("ALL:@SECLEVEL=0")
        with serving(settings, tls_context=tls, **options) as server:
            yield server

    return serve


def alerts() -> int:
    return AuditEvent.objects.filter(action=ALERT).count()


def test_a_server_that_proves_its_name_gets_the_mail_over_tls(tls_server: Any, notice: Notice) -> None:
    # It would refuse a mail that comes in clear.
    with tls_server(self_signed("127.0.0.1"), require_starttls=True) as server:
        run_due()

        assert len(server.mails) == 1
    assert alerts() == 0


def test_a_server_without_tls_gets_nothing_and_somebody_is_told(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    assert smtp.mails == []
    assert work_of(notice).last_error == "SMTPNotSupportedError"
    assert [alert.action for alert in open_alerts()] == [ALERT]


@pytest.mark.parametrize(
    "certificate",
    [
        self_signed("127.0.0.2"),
        self_signed("127.0.0.1", ended=timedelta(days=1)),
    ],
    ids=["of another name", "run out"],
)
def test_a_certificate_that_proves_nothing_is_refused_and_somebody_is_told(
    tls_server: Any, notice: Notice, certificate: bytes
) -> None:
    with tls_server(certificate) as server:
        run_due()

        assert server.mails == []
    notice.refresh_from_db()
    assert notice.state == "deferred"
    assert work_of(notice).last_error == "SSLCertVerificationError"
    assert alerts() == 1


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1")
def test_a_server_that_speaks_old_tls_alone_gets_nothing_and_somebody_is_told(
    tls_server: Any, notice: Notice
) -> None:
    with tls_server(self_signed("127.0.0.1"), is_old=True) as server:
        run_due()

        assert server.mails == []
    assert work_of(notice).state == "waiting"
    assert alerts() == 1


def test_what_only_this_machine_trusts_is_refused_where_another_word_counts(
    tls_server: Any, notice: Notice, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(self_signed("127.0.0.1"))

    with tls_server(self_signed("127.0.0.1")) as server:
        monkeypatch.setenv("SSL_CERT_FILE", settings.EMAIL_CA_FILE)
        settings.EMAIL_CA_FILE = str(other)
        run_due()

        assert server.mails == []


async def say_later(self: Any, _argument: str) -> None:
    await self.push("454 TLS not available now")


async def say_never(self: Any, _argument: str) -> None:
    await self.push("502 No such command")


async def break_off(self: Any, _argument: str) -> None:
    await self.push("220 Ready to start TLS")
    self.transport.abort()


async def talk_on_in_clear(self: Any, _argument: str) -> None:
    await self.push("220 Ready to start TLS")
    await self.push("250 In clear")


# What the mail server at the other end does wrong: of a real one, which has no setting for it.
async def say_nothing(self: Any, _argument: str) -> None:
    await asyncio.sleep(30)


async def begin_and_say_nothing(self: Any, _argument: str) -> None:
    await self.push("220 Ready to start TLS")
    await asyncio.sleep(30)


@pytest.mark.parametrize("answer", [say_nothing, begin_and_say_nothing], ids=lambda answer: answer.__name__)
def test_a_server_that_only_takes_too_long_to_begin_tls_gets_nothing_and_nobody_is_told(
    tls_server: Any, notice: Notice, settings: Any, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    from aiosmtpd.smtp import SMTP

    monkeypatch.setattr(SMTP, "smtp_STARTTLS", answer)
    with tls_server(self_signed("127.0.0.1")) as server:
        settings.EMAIL_TIMEOUT = 1
        run_due()

        assert server.mails == []
    assert work_of(notice).state == "waiting"
    assert alerts() == 0


def test_a_server_that_is_cut_off_while_it_begins_tls_is_one_that_takes_too_long(
    tls_server: Any, notice: Notice, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aiosmtpd.smtp import SMTP

    monkeypatch.setattr(SMTP, "smtp_STARTTLS", say_nothing)
    with tls_server(self_signed("127.0.0.1")) as server:
        settings.OUTBOX_LEASE_SECONDS = 2
        run_due()

        assert server.mails == []
    assert alerts() == 0


@pytest.mark.parametrize(
    "answer", [say_later, say_never, break_off, talk_on_in_clear], ids=lambda answer: answer.__name__
)
def test_a_server_that_offers_tls_and_does_not_begin_it_gets_nothing_and_somebody_is_told(
    tls_server: Any, notice: Notice, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    from aiosmtpd.smtp import SMTP

    monkeypatch.setattr(SMTP, "smtp_STARTTLS", answer)
    with tls_server(self_signed("127.0.0.1")) as server:
        run_due()

        assert server.mails == []
    assert work_of(notice).state == "waiting"
    assert alerts() == 1


@pytest.mark.parametrize("answer", ["421 busy", "454 TLS not available now"])
def test_a_server_that_cannot_begin_tls_now_is_asked_again_after_a_pause_and_somebody_is_told(
    tls_server: Any, notice: Notice, answer: str
) -> None:
    with tls_server(self_signed("127.0.0.1")) as server:
        server.answers["STARTTLS"] = [answer]
        run_due()
        assert (work_of(notice).last_error, alerts()) == ("MailDeferred", 1)
        let_pass(299)
        run_due()
        assert server.mails == []
        let_pass(2)
        run_due()

        assert len(server.mails) == 1


def test_a_server_that_has_no_time_for_who_we_are_is_asked_again_and_nobody_is_told(
    tls_server: Any, notice: Notice
) -> None:
    with tls_server(self_signed("127.0.0.1")) as server:
        server.answers["EHLO"] = ["451 later"]
        run_due()

        assert server.mails == []
    assert (work_of(notice).last_error, alerts()) == ("MailDeferred", 0)


def test_a_thousand_mails_that_wait_for_tls_are_one_alert(smtp: ScriptedServer, notice: Notice) -> None:
    for _ in range(3):
        make_notice()
    for _ in range(3):
        run_due()
        let_pass(10**6)

    assert alerts() == 1


def test_the_mail_goes_out_once_the_server_is_mended(tls_server: Any, notice: Notice) -> None:
    with tls_server(self_signed("127.0.0.1", ended=timedelta(days=1))):
        run_due()
    let_pass(10**6)

    with tls_server(self_signed("127.0.0.1")) as server:
        run_due()

        assert [mail["Message-ID"] for mail in server.mails] == [notice.message_id_header]
    notice.refresh_from_db()
    assert notice.state == "sent"


@pytest.fixture
def dkim_key(settings: Any, tmp_path: Path) -> Callable[..., bytes]:
    """Make a key that signs mail; gives what would stand in DNS for it."""
    key = rsa.generate_private_key(65537, 2048)
    path = tmp_path / "dkim.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    settings.DKIM_KEY_FILE, settings.DKIM_SELECTOR, settings.DKIM_DOMAIN = str(path), "mail", "example.gov"
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def record(name: bytes, timeout: int = 5) -> bytes:
        import base64

        assert name == b"mail._domainkey.example.gov."
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)

    return record


def test_a_mail_is_signed_where_there_is_a_key(
    smtp: ScriptedServer, notice: Notice, settings: Any, dkim_key: Any
) -> None:
    settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "no-reply@example.gov"

    run_due()

    [raw] = smtp.raw
    assert dkim.verify(raw, dnsfunc=dkim_key)
    for changed in (
        raw.replace(b"Subject: You", b"Subject: We"),
        raw.replace(b"still", b"never").replace(b"waits", b"stays"),
        b"From: thief@example.net\r\n" + raw,
    ):
        assert changed != raw
        assert not dkim.verify(changed, dnsfunc=dkim_key)
    # Twice, since not every program that verifies counts them itself (RFC 6376, section 8.15).
    [signed] = re.findall(rb"\bh=([^;]+);", raw)
    assert [each.strip().lower() for each in signed.split(b":")].count(b"from") == 2


def test_without_a_key_nothing_is_signed(smtp: ScriptedServer, notice: Notice, settings: Any) -> None:
    settings.EMAIL_USE_TLS = False

    run_due()

    assert "DKIM-Signature" not in smtp.mails[0]


@pytest.mark.parametrize("content", [b"", b"not a key"])
def test_what_cannot_be_signed_is_not_sent(
    smtp: ScriptedServer, notice: Notice, settings: Any, tmp_path: Path, content: bytes
) -> None:
    settings.EMAIL_USE_TLS = False
    settings.DKIM_KEY_FILE = str(tmp_path / "dkim.pem")
    Path(settings.DKIM_KEY_FILE).write_bytes(content)

    run_due()

    assert smtp.mails == []
    assert work_of(notice).state == "waiting"
