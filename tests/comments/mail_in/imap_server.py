"""A small IMAP server on this machine, which keeps mail in memory; as much of RFC 9051 as a poller speaks.

It is no server that anybody runs: none could be installed beside the locked packages. It speaks over a real
connection to the real client of the standard library, so what is tested is our order of steps.
"""

import re
import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from typing import Any

USER, PASSWORD = "intake", "correct horse"


@dataclass
class Kept:
    """One mail of a mailbox."""

    raw: bytes
    flags: set[str] = field(default_factory=set)


class Conversation(socketserver.StreamRequestHandler):
    """Answers one client."""

    server: "ImapServer"

    def handle(self) -> None:
        """Greet, and answer command after command."""
        self._say("* OK ready")
        while line := self.rfile.readline():
            words = line.decode("utf-8").strip().split(" ", 2)
            tag, command, rest = words[0], words[1].upper(), words[2] if len(words) > 2 else ""
            if command == "UID":
                command, _, rest = rest.partition(" ")
            self.server.commands.append(command.upper())
            if command.upper() == self.server.hangs_up_before:
                return
            answer = getattr(self, f"_{command.lower()}", None)
            self._say(f"{tag} {answer(rest) if answer else 'BAD unknown'}")
            if command.upper() == "LOGOUT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _capability(self, _rest: str) -> str:
        self._say(f"* CAPABILITY IMAP4rev1 {self.server.capabilities}")
        return "OK done"

    def _login(self, rest: str) -> str:
        is_right = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', rest)] == [USER, PASSWORD]
        return "OK in" if is_right else f"NO wrong password for {rest}"

    def _select(self, rest: str) -> str:
        if rest.strip('"') != "INBOX":
            return "NO such mailbox"
        self._say(f"* {len(self.server.inbox)} EXISTS")
        return "OK [READ-WRITE] open"

    def _search(self, _rest: str) -> str:
        left_out = {r"\Deleted", "$SealpostLeft"}
        found = [str(uid) for uid, mail in self.server.inbox.items() if not mail.flags & left_out]
        # Newest first: nobody promises an order.
        self._say(" ".join(["* SEARCH", *reversed(found)]))
        return "OK done"

    def _fetch(self, rest: str) -> str:
        uid, _, what = rest.partition(" ")
        mail = self.server.inbox.get(int(uid))
        if mail is None:
            return "OK nothing"
        if "RFC822.SIZE" in what:
            self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(mail.raw)})")
        else:
            self.wfile.write(
                f"* 1 FETCH (UID {uid} BODY[] {{{len(mail.raw)}}}\r\n".encode() + mail.raw + b")\r\n"
            )
        return "OK done"

    def _store(self, rest: str) -> str:
        uid, flags = rest.split(" ", 1)
        self.server.inbox[int(uid)].flags |= set(re.findall(r"[\\$]\w+", flags))
        return "OK done"

    def _expunge(self, rest: str) -> str:
        self.server.inbox = {
            uid: mail
            for uid, mail in self.server.inbox.items()
            if r"\Deleted" not in mail.flags or str(uid) != rest
        }
        return "OK done"

    def _move(self, rest: str) -> str:
        uid, folder = rest.split(" ", 1)
        self.server.moved.setdefault(folder.strip('"'), []).append(self.server.inbox.pop(int(uid)).raw)
        return "OK done"

    def _logout(self, _rest: str) -> str:
        self._say("* BYE")
        return "OK bye"


class ImapServer(socketserver.ThreadingTCPServer):
    """Serves one mailbox while the block runs.

    hangs_up_before: a command at which the connection is lost, once it was heard.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None = None, capabilities: str = "UIDPLUS MOVE") -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.inbox: dict[int, Kept] = {}
        self.moved: dict[str, list[bytes]] = {}
        self.commands: list[str] = []
        self.capabilities = capabilities
        self.hangs_up_before = ""
        self._tls = tls

    @property
    def port(self) -> int:
        """Give where it listens."""
        return int(self.server_address[1])

    def keep(self, raw: bytes) -> int:
        """Put a mail into the mailbox; gives its UID."""
        uid = max(self.inbox, default=0) + 1
        self.inbox[uid] = Kept(raw)
        return uid

    def get_request(self) -> Any:
        """Take a client, with TLS where the server has it."""
        connection, address = super().get_request()
        return (self._tls.wrap_socket(connection, server_side=True) if self._tls else connection), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up."""

    def __enter__(self) -> "ImapServer":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
