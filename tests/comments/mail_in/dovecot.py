"""A Dovecot of one's own, on this machine only, thrown away afterwards; each mailbox has a user of its own.

It runs as an unprivileged user even where this runs as root, as PostgreSQL and Redis of the tests do. Nothing
it stores need survive the machine.
"""

import os
import shutil
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from grp import getgrgid
from itertools import count
from pathlib import Path
from pwd import getpwnam, getpwuid
from socket import create_connection
from tempfile import mkdtemp

import psutil

from tests.notices.scripted_server import self_signed
from tests.real_servers import START_SECONDS, UNPRIVILEGED, become, free_port, wait_until_dead

PASSWORD = "correct-horse"
# Loopback too, but not the address that connections come from: what comes from there needs no TLS.
HOST = "127.0.0.2"
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = {host}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
auth_failure_delay = 0
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""
# The two syntaxes of Debian 12 and 13.
_OF_2_3 = """
protocols = imap
mail_location = maildir:~/Maildir
disable_plaintext_auth = {needs_tls}
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/certificate.pem
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
"""
_OF_2_4 = """
protocols {{
  imap = yes
}}
mail_driver = maildir
mail_path = ~/Maildir
auth_allow_cleartext = {takes_clear}
ssl_server_cert_file = {folder}/certificate.pem
ssl_server_key_file = {folder}/certificate.pem
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {folder}/mail/%{{user}}
  }}
}}
"""
# These have to stand first.
_VERSIONS_OF_2_4 = "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n"


_numbers = count(1)


@dataclass(frozen=True)
class Mailbox:
    """A user of the server, and what of theirs lies on its disk, as Maildir has it."""

    user: str
    home: Path

    @property
    def maildir(self) -> Path:
        """Give the folder of the inbox."""
        return self.home / "Maildir"

    def put(self, *mails: bytes) -> None:
        """Lay mails into the inbox, as a server's own delivery does, the oldest first.

        Raises FileNotFoundError when there is no mailbox any more.
        """
        if not (self.maildir / "tmp").exists():
            for folder in (self.maildir, *(self.maildir / name for name in ("tmp", "new", "cur"))):
                folder.mkdir(exist_ok=True)
            _give_away(self.home)
        for raw in mails:
            # Numbered, since the server lists them in the order of their names.
            file = self.maildir / "tmp" / f"{1_700_000_000 + next(_numbers)}.M1.host"
            file.write_bytes(raw.replace(b"\r\n", b"\n"))
            _give_away(file)
            # Whole before anybody sees it: somebody may be looking.
            file.rename(self.maildir / "new" / file.name)

    def mails(self, folder: str = "") -> list[bytes]:
        """Give the mails of the inbox, or of another folder, in their order."""
        return [_content_of(file) for file in self.files(folder)]

    def deleted(self) -> list[bytes]:
        """Give those of the inbox that are marked as deleted."""
        return [_content_of(file) for file in self.files() if "T" in file.name.partition(":2,")[2]]

    def lose_numbers(self) -> None:
        """Lose what the server knows of its numbers: it counts anew, under another UIDVALIDITY."""
        for file in self.maildir.glob("dovecot*"):
            file.unlink()
        # Said here, since it is the second of the clock, and tests take less.
        (self.maildir / "dovecot-uidlist").write_text("3 V1600000000 N1\n")
        _give_away(self.maildir)

    def files(self, folder: str = "") -> list[Path]:
        """Give the files of the mails of the inbox, or of another folder, in their order."""
        root = self.maildir / f".{folder}" if folder else self.maildir
        return sorted([*root.glob("new/*"), *root.glob("cur/*")], key=lambda file: file.name)


@dataclass
class Dovecot:
    """An IMAP server, started by `with`.

    capabilities: what it says it can do, where that is not all. needs_tls: it takes no password in clear.
    """

    program: str
    capabilities: str = ""
    needs_tls: bool = False
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)

    @property
    def certificate(self) -> Path:
        """Give the file with the certificate that it shows."""
        return self.folder / "certificate.pem"

    def mailbox(self) -> Mailbox:
        """Give an empty mailbox that nobody has used."""
        user = f"intake{next(_numbers)}"
        mailbox = Mailbox(user, self.folder / "mail" / user)
        mailbox.home.mkdir()
        _give_away(mailbox.home)
        return mailbox

    def __enter__(self) -> "Dovecot":
        # A short path: a socket's may have about a hundred characters.
        self.folder = Path(mkdtemp(prefix="sealpost-dovecot-"))
        try:
            self._configure()
            self.start()
        except BaseException:
            # It may run already when its start is interrupted.
            with suppress(AttributeError):
                self.stop()
            self._remove()
            raise
        return self

    def _configure(self) -> None:
        (self.folder / "mail").mkdir()
        self.certificate.write_bytes(self_signed(HOST))
        user = getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else getpwuid(os.geteuid())
        is_newer = self._version() >= (2, 4)
        template = _VERSIONS_OF_2_4 + _CONFIGURATION + _OF_2_4 if is_newer else _CONFIGURATION + _OF_2_3
        own = template.format(
            needs_tls="yes" if self.needs_tls else "no",
            takes_clear="no" if self.needs_tls else "yes",
            folder=self.folder,
            host=HOST,
            port=self.port,
            tls_port=self.tls_port,
            password=PASSWORD,
            user=user.pw_name,
            group=getgrgid(user.pw_gid).gr_name,
            uid=user.pw_uid,
            gid=user.pw_gid,
        )
        own += "ssl = required\n" if self.needs_tls else ""
        own += f"imap_capability = {self.capabilities}\n" if self.capabilities else ""
        (self.folder / "conf").write_text(own)
        _give_away(self.folder)

    def start(self) -> None:
        """Start it, also after it was stopped."""
        self.process = subprocess.Popen(
            [self.program, "-F", "-c", self.folder / "conf"], stderr=subprocess.DEVNULL, cwd="/", **become()
        )
        ends = time.monotonic() + START_SECONDS
        while not self._greets():
            if time.monotonic() > ends or self.process.poll() is not None:
                self.stop()
                raise RuntimeError(f"{self.program} did not start")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it with all that it has started; what lies in its mailboxes stays."""
        started: list[psutil.Process] = []
        with suppress(psutil.NoSuchProcess):
            started = psutil.Process(self.process.pid).children(recursive=True)
        self.process.terminate()
        try:
            self.process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        # It waits for none of them, and they may still write.
        for process in started:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        wait_until_dead(started)

    def __exit__(self, *_: object) -> None:
        try:
            self.stop()
        finally:
            self._remove()

    def _remove(self) -> None:
        # Out of the way first: whoever still lays mail into it would make again what is being removed.
        gone = self.folder.rename(self.folder.with_name(f"{self.folder.name}-gone"))
        shutil.rmtree(gone, ignore_errors=True)

    def _version(self) -> tuple[int, ...]:
        said = subprocess.run([self.program, "--version"], capture_output=True, text=True, check=True).stdout
        return tuple(int(number) for number in said.split()[0].split(".")[:2])

    def _greets(self) -> bool:
        try:
            with create_connection((HOST, self.port), timeout=START_SECONDS) as client:
                return client.recv(4) == b"* OK"
        except OSError:
            return False


def _content_of(file: Path) -> bytes:
    return file.read_bytes().replace(b"\n", b"\r\n")


def _give_away(folder: Path) -> None:
    """Give a file, or a folder and all that is in it, to whom the server runs as."""
    if os.geteuid() == 0:
        for each in (folder, *folder.rglob("*")):
            shutil.chown(each, UNPRIVILEGED, getpwnam(UNPRIVILEGED).pw_gid)
