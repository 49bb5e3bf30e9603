"""An IMAP server that says what a test tells it to, and else what a plain one says."""

import re
import socketserver
import threading
from collections import defaultdict
from typing import Any

_UID = re.compile(rb"UID (?:FETCH|STORE|EXPUNGE) (\d+)")
_FLAGS = re.compile(rb"\+FLAGS\.SILENT \((.*)\)")
_KEYWORD = re.compile(rb"\b(UN)?KEYWORD (\S+)")


class _Visit(socketserver.StreamRequestHandler):
    server: "OddServer"

    def handle(self) -> None:
        """Answer line by line, until either side hangs up."""
        self.wfile.write(b"* OK here\r\n")
        for line in self.rfile:
            tag, _, said = line.strip().partition(b" ")
            self.server.heard.append(said)
            answer = self.server.answer(said)
            if answer is None:
                return
            self.wfile.write(answer.replace(b"TAG", tag))
            if b"TAG" not in answer:
                return


class OddServer(socketserver.ThreadingTCPServer):
    """Holds mails by their UIDs.

    odd: of commands that begin so, what it answers instead, with "TAG" for the client's tag. After
    an answer without one, and instead of None, it hangs up.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, mails: dict[int, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.mails = mails
        self.flags: defaultdict[int, set[bytes]] = defaultdict(set)
        self.odd: dict[bytes, bytes | None] = {}
        self.heard: list[bytes] = []
        self.numbering = 1

    def answer(self, said: bytes) -> bytes | None:
        """Answer one command."""
        for begins, odd in self.odd.items():
            if said.startswith(begins):
                return odd
        found = _UID.match(said)
        uid = int(found[1]) if found else 0
        if said.startswith(b"CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1 UIDPLUS\r\nTAG OK done\r\n"
        if said.startswith(b"SELECT"):
            numbering = b"* OK [UIDVALIDITY %d] numbered\r\n" % self.numbering
            return b"* %d EXISTS\r\n%sTAG OK [READ-WRITE] done\r\n" % (len(self.mails), numbering)
        if said.startswith(b"UID SEARCH"):
            found_here = b" ".join(b"%d" % each for each in self.mails if self.matches(each, said))
            return b"* SEARCH %s\r\nTAG OK done\r\n" % found_here
        if said.startswith(b"UID FETCH") and uid in self.mails:
            return self.of_mail(uid, is_size=b"RFC822.SIZE" in said)
        if said.startswith(b"UID STORE") and (flags := _FLAGS.search(said)):
            self.flags[uid].update(flags[1].split())
        if said.startswith(b"UID EXPUNGE"):
            self.mails.pop(uid, None)
        return b"TAG OK done\r\n"

    def matches(self, uid: int, said: bytes) -> bool:
        """Tell whether a mail has the flags that a search asks for, and not those that it asks against."""
        return all((flag in self.flags[uid]) != bool(no) for no, flag in _KEYWORD.findall(said))

    def of_mail(self, uid: int, *, is_size: bool) -> bytes:
        """Answer with the size of a mail, or with the mail and its UID behind it."""
        raw = self.mails[uid]
        if is_size:
            return b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\nTAG OK done\r\n" % (uid, len(raw))
        return b"* 1 FETCH (BODY[] {%d}\r\n%s UID %d)\r\nTAG OK done\r\n" % (len(raw), raw, uid)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of those who hang up."""

    def __enter__(self) -> "OddServer":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
