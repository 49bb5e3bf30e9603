"""Holds what a portal has against what its clients were told; every breach is a sentence."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from tests.faults.clients import SENSITIVE
from tests.faults.history import Send
from tests.faults.reading import TOKEN

# A mail may be sent again when nobody knows whether the server took it; each fault may cause one more.
MOST_MAILS_A_NOTICE = 12
_NUMBER = re.compile(r"219\D*09\D*9999")


@dataclass(frozen=True)
class Found:
    """All that is held against a history.

    read: what `reading` printed. pages: the texts of the threads' pages, as people see them.
    unexpected: how many requests were answered with 500, which says that nobody thought of this.
    most_mails: how often one notice may have been mailed.
    """

    sends: Sequence[Send]
    read: Mapping[str, Any]
    mails: Sequence[EmailMessage]
    pages: Sequence[str] = ()
    unexpected: int = 0
    most_mails: int = MOST_MAILS_A_NOTICE


def breaches(found: Found) -> list[str]:
    """List what does not hold, at most twenty of each kind."""
    checks = (_presence, _order, _records, _notices, _leaks, _pages, _rest)
    return [sentence for check in checks for sentence in list(check(found))[:20]]


def _presence(found: Found) -> Iterator[str]:
    """What was acknowledged is there once, as it was written; what was refused or never sent is not."""
    texts: dict[str, list[str | None]] = {}
    for message in found.read["messages"]:
        if message["text"] is None:
            yield f"message {message['message']} does not open"
            continue
        for token in TOKEN.findall(message["text"]):
            texts.setdefault(token, []).append(message["text"])
    for send in found.sends:
        held = texts.get(send.token, [])
        if send.told == "ok" and not held:
            yield f"{send.kind} {send.token} was acknowledged and is lost"
        if send.told == "fail" and held:
            yield f"{send.kind} {send.token} was refused and is there"
        if len(held) > 1:
            yield f"{send.kind} {send.token} is there {len(held)} times"
        if any(text != send.text for text in held):
            yield f"{send.kind} {send.token} was changed"
    for token in texts.keys() - {send.token for send in found.sends}:
        yield f"{token} is there, and nobody wrote it"


def _order(found: Found) -> Iterator[str]:
    """In each thread, messages stand in the order in which their one author wrote them."""
    written = {send.token: place for place, send in enumerate(found.sends)}
    last: dict[tuple[str, str], int] = {}
    author = {send.token: send.client for send in found.sends}
    for message in sorted(found.read["messages"], key=lambda each: (each["thread"], each["sequence"])):
        for token in TOKEN.findall(message["text"] or ""):
            key = (message["thread"], author.get(token, ""))
            if written.get(token, 0) < last.get(key, 0):
                yield f"{token} stands after what was written later"
            last[key] = written.get(token, 0)


def _records(found: Found) -> Iterator[str]:
    """Each message has one audit record, and no record was changed."""
    for message in found.read["messages"]:
        if message["recorded"] != 1:
            yield f"message {message['message']} is recorded {message['recorded']} times"
    if found.read["unsound_events"]:
        yield f"{found.read['unsound_events']} audit events do not hold their hash"


def _notices(found: Found) -> Iterator[str]:
    """Each answer is told of by one notice, whose mail was sent, always under one Message-ID."""
    answers = {send.token for send in found.sends if send.kind in ("answer", "plain")}
    identities = Counter(_number_of(mail) for mail in found.mails)
    for message in found.read["messages"]:
        if not answers.intersection(TOKEN.findall(message["text"] or "")):
            continue
        if len(message["notices"]) != 1:
            yield f"answer {message['message']} has {len(message['notices'])} notices"
            continue
        sent = identities[message["notices"][0].upper()]
        if not sent:
            yield f"nobody was told of answer {message['message']}"
        if sent > found.most_mails:
            yield f"the notice of answer {message['message']} was mailed {sent} times"


def _number_of(mail: EmailMessage) -> str:
    return str(mail["Message-ID"]).strip("<>").partition("@")[0].upper()


def _leaks(found: Found) -> Iterator[str]:
    """No word of any message is outside of its envelope, but in the mail as which its officer sent it."""
    for table in found.read["clear"]:
        yield f"words of a message stand in clear in {table}"
    if found.read["waiting_texts"]:
        yield f"{found.read['waiting_texts']} texts still wait to be mailed"
    sends = {send.token: send for send in found.sends}
    mailed = {
        number.upper(): message["text"] for message in found.read["messages"] for number in message["plain"]
    }
    for text in mailed.values():
        for token in TOKEN.findall(text or ""):
            if token in sends and sends[token].kind != "plain":
                yield f"{sends[token].kind} {token} left on a weaker channel"
    for mail in found.mails:
        said, text = words_of(mail), mailed.get(_number_of(mail)) or ""
        own = set(TOKEN.findall(text))
        if _NUMBER.search(said) or SENSITIVE in said or set(TOKEN.findall(said)) - own:
            yield f"the mail {mail['Message-ID']} holds words of a message"
        if own and text not in said:
            yield f"the mail {mail['Message-ID']} holds its answer only in part"
        if any(token in sends and sends[token].client not in str(mail["To"]) for token in own):
            yield f"the mail {mail['Message-ID']} went to somebody else"


def words_of(mail: EmailMessage) -> str:
    """Give every header and every part of a mail as its reader sees them, and as they came."""
    parts = [str(part.get_content()) for part in mail.walk() if not part.is_multipart()]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *parts, mail.as_string()])


def _pages(found: Found) -> Iterator[str]:
    """People see each message once."""
    seen = Counter(token for page in found.pages for token in TOKEN.findall(page))
    for send in found.sends:
        if found.pages and send.told == "ok" and send.kind != "comment" and seen[send.token] != 1:
            yield f"{send.kind} {send.token} is shown {seen[send.token]} times"


def _rest(found: Found) -> Iterator[str]:
    """All work is done, everybody knows what became of their send, and no answer was a surprise."""
    for state, count in found.read["work"].items():
        if state != "done":
            yield f"{count} pieces of work are {state}"
    if found.unexpected:
        yield f"{found.unexpected} requests were answered with 500"
    unknown = sum(not send.told for send in found.sends)
    if unknown:
        yield f"{unknown} sends never got an answer"
