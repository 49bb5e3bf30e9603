"""The embedded portal that takes mail by itself."""

import smtplib
from pathlib import Path

from tests.portal.serving import Portal, free_port, wait_until
from tests.real_servers import listens


class PortalWithIntake(Portal):
    """A portal that is told to take mail."""

    intake_port: int

    def environment(self) -> dict[str, str]:
        """Say so, and where."""
        own = {"SEALPOST_MAIL_IN": "1", "SEALPOST_MAIL_IN_PORT": str(self.intake_port)}
        return {**super().environment(), **own}


def test_an_embedded_portal_takes_mail_where_it_is_told_to(tmp_path: Path):
    portal = PortalWithIntake(tmp_path, free_port(), free_port())
    portal.intake_port = free_port()
    portal.start()
    try:
        assert wait_until(lambda: listens(portal.intake_port))
        with smtplib.LMTP("127.0.0.1", portal.intake_port) as client:
            client.ehlo()
            client.mail("wanda@example.org")
            code, _words = client.rcpt("nobody@mail.example.gov")
    finally:
        ended = portal.stop()

    assert code == 550
    assert ended == 0
