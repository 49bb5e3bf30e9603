"""Holds what a portal has against what its clients were told; every breach is a sentence."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import pairwise
from typing import Any

from tests.faults.clients import SENSITIVE
from tests.faults.history import BY_MAIL, TOKEN, Kind, Send
from tests.faults.rig import Break
from tests.faults.settings import OUTBOX_LEASE_SECONDS
from tests.faults.sink import Taken
from tests.faults.writers import mail_of

_NUMBER = re.compile(r"219\D*09\D*9999")
# Told of by a notice of their own, or mailed as they are.
_TOLD_OF: frozenset[Kind] = frozenset({"answer", "plain", "released"})
_MAY_BE_MAILED: frozenset[Kind] = frozenset({"plain", "released"})
# It stands in no message of its own.
_TAKEN_UP: Kind = "taken up"


@dataclass(frozen=True)
class Found:
    """All that is held against a history.

    read: what `reading` printed. taken: the mails that left. pages: the texts of the threads' pages, as
    people see them. unexpected: how many requests were answered with 500, which says that nobody thought of
    this. files: those in which a word of a message can be read.
    breaks, lost_leases: what may have had a mail sent again.
    """

    sends: Sequence[Send]
    read: Mapping[str, Any]
    taken: Sequence[Taken]
    pages: Sequence[str] = ()
    unexpected: int = 0
    files: Sequence[str] = ()
    breaks: Sequence[Break] = ()
    lost_leases: int = 0

    @property
    def mails(self) -> list[EmailMessage]:
        """List the mails that left, in their order."""
        return [each.mail for each in self.taken]


def breaches(found: Found) -> list[str]:
    """List what does not hold, at most twenty of each kind."""
    checks = (
        _presence,
        _order,
        _records,
        _mails_in,
        _releases,
        _invitations,
        _notices,
        _repetitions,
        _leaks,
        _pages,
        _rest,
    )
    return [sentence for check in checks for sentence in list(check(found))[:20]]


def _presence(found: Found) -> Iterator[str]:
    """What was acknowledged is there once, as it was written; what was refused or never sent is not."""
    texts: dict[str, list[str | None]] = {}
    for message in found.read["messages"]:
        if message["text"] is None:
            yield f"message {message['message']} does not open"
            continue
        for token in set(TOKEN.findall(message["text"])):
            texts.setdefault(token, []).append(message["text"])
    for send in found.sends:
        if send.kind == _TAKEN_UP:
            continue
        held = texts.get(send.token, [])
        if send.told == "ok" and not held:
            yield f"{send.kind} {send.token} was acknowledged and is lost"
        if send.told == "fail" and held:
            yield f"{send.kind} {send.token} was refused and is there"
        if len(held) > 1:
            yield f"{send.kind} {send.token} is there {len(held)} times"
        for text in held:
            if text != send.text:
                yield f"{send.kind} {send.token} was changed, to {text!r:.300}"
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


def _mails_in(found: Found) -> Iterator[str]:
    """Each mail that was acknowledged became one thread, is kept as it came and recorded, and was answered by
    itself once at most.
    """
    kept: dict[str, list[str]] = {}
    for mail in found.read["mails"]:
        if (mail["state"], mail["recorded"]) != ("in_thread", [1, 1]):
            yield f"mail {mail['mail']} is {mail['state']}, and recorded {mail['recorded']} times"
        if mail["answers"] > 1:
            yield f"mail {mail['mail']} was answered {mail['answers']} times"
        for token in set(TOKEN.findall(mail["raw"])):
            kept.setdefault(token, []).append(mail["raw"])
    for send in found.sends:
        raws = kept.get(send.token, [])
        if send.kind in BY_MAIL and send.told == "ok" and len(raws) != 1:
            yield f"{send.kind} {send.token} was acknowledged and is kept {len(raws)} times"
        if any(raw != mail_of(send.client, send.token, send.text).decode("ascii") for raw in raws):
            yield f"{send.kind} {send.token} is not kept as it came"


def _releases(found: Found) -> Iterator[str]:
    """What was released has left by plain e-mail, once; nothing else that needs it has; and nothing waits."""
    kinds = {send.token: send.kind for send in found.sends}
    messages = {message["message"]: message for message in found.read["messages"]}
    released = Counter(each["message"] for each in found.read["releases"] if each["state"] == "released")
    for each in found.read["releases"]:
        is_released = each["state"] == "released"
        message = messages.get(each["message"])
        if is_released and (message is None or not message["plain"]):
            yield f"request {each['request']} was released and sends nothing"
        if not is_released:
            yield f"request {each['request']} is {each['state']}"
        if each["recorded"] != [1, int(is_released)]:
            yield f"request {each['request']} is recorded {each['recorded']} times"
    for message in messages.values():
        of_kinds = {kinds.get(token) for token in TOKEN.findall(message["text"] or "")}
        if "released" in of_kinds and released[message["message"]] != 1:
            yield f"answer {message['message']} was released {released[message['message']]} times"


def _invitations(found: Found) -> Iterator[str]:
    """Each invitation leads to the one thread that began with it and was told of; it was taken up by whoever
    says so, and by nobody else.
    """
    first = {message["thread"]: message for message in found.read["messages"] if message["sequence"] == 1}
    mailed = Counter(_number_of(mail) for mail in found.mails)
    came_in = {
        token
        for send in found.sends
        if send.kind == _TAKEN_UP and send.told == "ok"
        for token in TOKEN.findall(send.text)
    }
    invited = {send.token for send in found.sends if send.kind == "invited"}
    led: Counter[str] = Counter()
    for each in found.read["invitations"]:
        texts = [first[thread]["text"] or "" for thread in each["threads"] if thread in first]
        tokens = set(TOKEN.findall(" ".join(texts)))
        led.update(tokens)
        if len(texts) != 1:
            yield f"invitation {each['invitation']} leads to {len(texts)} threads"
        if len(each["notices"]) != 1 or not mailed[each["notices"][0].upper()]:
            yield f"nobody was told of invitation {each['invitation']}"
        is_taken_up = each["outcome"] == "accepted"
        if tokens & invited and is_taken_up != bool(tokens & came_in):
            yield f"invitation {each['invitation']} is {each['outcome'] or 'open'}, which nobody was told"
        if each["recorded"] != [1, int(is_taken_up)]:
            yield f"invitation {each['invitation']} is recorded {each['recorded']} times"
    there = {token for message in first.values() for token in TOKEN.findall(message["text"] or "")}
    for token in sorted(invited & there):
        if led[token] != 1:
            yield f"invited {token} is there with {led[token]} invitations"
    for send in found.sends:
        if send.kind == _TAKEN_UP and send.told == "fail":
            yield f"taken up {send.token} was refused"


def _notices(found: Found) -> Iterator[str]:
    """Each answer is told of by one notice, whose mail was sent, always under one Message-ID."""
    answers = {send.token for send in found.sends if send.kind in _TOLD_OF}
    identities = Counter(_number_of(mail) for mail in found.mails)
    for message in found.read["messages"]:
        if not answers.intersection(TOKEN.findall(message["text"] or "")):
            continue
        if len(message["notices"]) != 1:
            yield f"answer {message['message']} has {len(message['notices'])} notices"
            continue
        if not identities[message["notices"][0].upper()]:
            yield f"nobody was told of answer {message['message']}"


def _repetitions(found: Found) -> Iterator[str]:
    """The same notice is mailed again only where nobody could know that it was mailed, and is the same mail.

    Nobody could where whoever mailed it broke off before they had heard so, where a worker was struck before
    that was noted, or where a worker was so slow that another one took its work. Each time is one more mail
    of a notice at most.
    """
    of_number: dict[str, list[Taken]] = {}
    for each in found.taken:
        of_number.setdefault(_number_of(each.mail), []).append(each)
    too_many = []
    for number, taken in of_number.items():
        if len({(str(each.mail["To"]), words_of_body(each.mail)) for each in taken}) > 1:
            yield f"the notice {number} was mailed in different words"
        if without_reason := _without_reason(taken, found.breaks):
            too_many.append((number, len(taken), without_reason))
    if sum(without for _, _, without in too_many) > found.lost_leases:
        for number, times, without in too_many:
            yield f"the notice {number} was mailed {times} times, of which {without} for no reason"


def _without_reason(taken: Sequence[Taken], breaks: Sequence[Break]) -> int:
    """Count the mails of one notice that nothing explains; each break explains one."""
    without, left = 0, list(breaks)
    for earlier, later in pairwise(taken):
        if not earlier.is_known:
            continue
        # Who was at a mail when it came may have gone on for as long as the lease was theirs.
        reasons = [
            each
            for each in left
            if each.began <= later.at and earlier.at <= each.ended + OUTBOX_LEASE_SECONDS
        ]
        if reasons:
            left.remove(reasons[0])
        without += not reasons
    return without


def _number_of(mail: EmailMessage) -> str:
    return str(mail["Message-ID"]).strip("<>").partition("@")[0].upper()


def _leaks(found: Found) -> Iterator[str]:
    """No word of any message is outside of its envelope, but in the mail as which its officer sent it."""
    for place in (*found.read["clear"], *found.files):
        yield f"words of a message stand in clear in {place}"
    if found.read["waiting_texts"]:
        yield f"{found.read['waiting_texts']} texts still wait to be mailed"
    sends = {send.token: send for send in found.sends}
    mailed = {
        number.upper(): message["text"] for message in found.read["messages"] for number in message["plain"]
    }
    for text in mailed.values():
        for token in TOKEN.findall(text or ""):
            if token in sends and sends[token].kind not in _MAY_BE_MAILED:
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
    headers = (f"{name}: {value}" for name, value in mail.items())
    return "\n".join([*headers, words_of_body(mail), mail.as_string()])


def words_of_body(mail: EmailMessage) -> str:
    """Give every part of a mail as its reader sees it."""
    return "\n".join(str(part.get_content()) for part in mail.walk() if not part.is_multipart())


def _pages(found: Found) -> Iterator[str]:
    """People see each message once."""
    seen = Counter(token for page in found.pages for token in TOKEN.findall(page))
    for send in found.sends:
        is_answered = send.kind not in {"comment", _TAKEN_UP, *BY_MAIL}
        if found.pages and send.told == "ok" and is_answered and seen[send.token] != 1:
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
