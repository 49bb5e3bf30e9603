"""What the agency's own mail server found out about a sender.

Believed is what stands in the topmost block of headers under the server's own name: above the `Received` line
of the first other server. The agency's server has to take that name off what strangers send (RFC 8601,
section 5), since a line that it leaves right under its own cannot be told from one of its own.

A mail whose first line begins with a blank goes on with the header above it, which is the server's. So where
nothing of the server's stands below a result, no pass counts but on the first line of its header. Postfix
parts such a mail from its own headers by an empty line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from comments.mail_in.reading import limits
from comments.mail_in.reading.parts import Headers


class Result(StrEnum):
    """Name what a server said of one check; UNSAID where it said nothing that is believed."""

    PASS = "pass"  # noqa: S105  # a result, not a secret
    FAIL = "fail"
    SOFTFAIL = "softfail"
    NEUTRAL = "neutral"
    NONE = "none"
    POLICY = "policy"
    TEMPORARY_ERROR = "temperror"
    PERMANENT_ERROR = "permerror"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class SenderResults:
    """Hold what was found by each check, and whether SPF and DKIM looked at the domain that readers see.

    Aligned means the very same domain; whether a parent is of the same owner, no name tells by itself.
    """

    spf: Result = Result.UNSAID
    dkim: Result = Result.UNSAID
    dmarc: Result = Result.UNSAID
    is_spf_aligned: bool = False
    is_dkim_aligned: bool = False
    is_dmarc_aligned: bool = False

    @property
    def is_verified(self) -> bool:
        """Tell whether the domain in `From` stands for this mail."""
        return self.dmarc is Result.PASS and self.is_dmarc_aligned

    def without_passes(self) -> "SenderResults":
        """Give the same with nothing said where a check was passed."""
        spf, dkim, dmarc = (
            Result.UNSAID if each is Result.PASS else each for each in (self.spf, self.dkim, self.dmarc)
        )
        return replace(self, spf=spf, dkim=dkim, dmarc=dmarc)


@dataclass(frozen=True, slots=True)
class _Finding:
    method: str
    result: Result
    domain: str


@dataclass(frozen=True, slots=True)
class _Said:
    """Hold what a header says that is believed; certain: of it, what only the server can have written."""

    whole: str
    certain: str


_RESULTS: Final = {each.value: each for each in Result if each is not Result.UNSAID}
_COMMENT: Final = re.compile(r"\([^()]*\)")
_DEEPEST_COMMENT: Final = 5
_IDENTITY: Final = re.compile(r"\A\s*\"?([!-~]+?)\"?(?:\s+[0-9]+)?\s*\Z")
_FINDING: Final = re.compile(r"\A\s*(spf|dkim|dmarc)(?:\s*/\s*[0-9]+)?\s*=\s*([a-z]+)\b(.*)\Z", re.DOTALL)
_BY: Final = re.compile(r"\bby\s+([!-~]+)")
_POSTFIX: Final = re.compile(r"\s*\(postfix\)\s")
# The address that the server itself saw stands last; first comes whatever the other side called itself.
_ADDRESS: Final = re.compile(r"\[(?:ipv6:)?([0-9a-f.:]+)\]")
_HERE: Final = frozenset({"127.0.0.1", "::1"})
_DOMAINS: Final = {
    "spf": re.compile(r"\bsmtp\.mailfrom\s*=\s*\"?(?:[!-~]*@)?([a-z0-9.-]+)"),
    "dkim": re.compile(r"\bheader\.(?:d|i)\s*=\s*\"?(?:[!-~]*@)?([a-z0-9.-]+)"),
    "dmarc": re.compile(r"\bheader\.from\s*=\s*\"?(?:[!-~]*@)?([a-z0-9.-]+)"),
}


def results_in(headers: Headers, trusted_authserv_id: str, from_address: str | None) -> SenderResults:
    """Give what the own server says, aligned with the domain of `from_address`.

    trusted_authserv_id: the own server's name in `Authentication-Results`, by which it also calls itself in
    `Received`; "" where there is none, and nothing is believed. Of several results of one check the first
    counts, which is the newest. But a DKIM signature of the sender's domain counts before those of others,
    and DMARC passes only where nothing that is believed says otherwise. Where something under that name
    cannot be read, no pass counts: it may have said that the sender failed.
    """
    if not trusted_authserv_id or not from_address:
        return SenderResults()
    domain = from_address.rpartition("@")[2]
    believed = _believed(headers, trusted_authserv_id.strip().lower())
    findings = [finding for said in believed for finding in _findings_of(said)]
    spf = _first(findings, "spf")
    doubts = [each for each in findings if each.method == "dmarc" and not _passes(each, domain)]
    dmarc = doubts[0] if doubts else _first(findings, "dmarc")
    signed = [each for each in findings if each.method == "dkim" and each.domain == domain]
    dkim = next((each for each in signed if _passes(each, domain)), _first(findings, "dkim"))
    results = SenderResults(
        spf=spf.result,
        dkim=dkim.result,
        dmarc=dmarc.result,
        is_spf_aligned=spf.domain == domain,
        is_dkim_aligned=dkim.domain == domain,
        is_dmarc_aligned=dmarc.domain == domain,
    )
    return results if all(said.whole for said in believed) else results.without_passes()


def _passes(finding: _Finding, domain: str) -> bool:
    return finding.result is Result.PASS and finding.domain == domain


def _first(findings: list[_Finding], method: str) -> _Finding:
    return next((each for each in findings if each.method == method), _Finding(method, Result.UNSAID, ""))


def _findings_of(said: _Said) -> Iterator[_Finding]:
    certain = list(_findings(said.certain))
    for finding in _findings(said.whole):
        if finding.result is not Result.PASS or finding in certain:
            yield finding


def _findings(value: str) -> Iterator[_Finding]:
    _identity, *results = value.split(";")
    for result in results:
        found = _FINDING.match(result)
        if found and found[2] in _RESULTS:
            domain = _DOMAINS[found[1]].search(found[3])
            yield _Finding(found[1], _RESULTS[found[2]], domain[1].rstrip(".") if domain else "")


def _believed(headers: Headers, trusted: str) -> list[_Said]:
    """Give what stands under the trusted name in the topmost block, in small letters, without comments.

    Gives "" for what may stand under that name and cannot be read. The block ends at the first `Received` of
    another server, and at whatever follows the one by which the own server took the mail from outside.
    """
    said: list[_Said] = []
    has_come_in = is_parted = False
    certain = 0
    for (name, value), first_line in zip(headers.fields, headers.first_lines, strict=True):
        if name == "received":
            by = _BY.search(value.lower())
            if has_come_in or by is None or by[1].rstrip(";,.") != trusted:
                break
            certain = len(said)
            addresses = _ADDRESS.findall(value[: by.start()].lower())
            has_come_in = not addresses or addresses[-1] not in _HERE
            is_parted = has_come_in and _POSTFIX.match(value.lower(), by.end()) is not None
        elif name == "authentication-results":
            # What would have to be cut is not believed: a comment may be cut into a result.
            is_short = len(value) <= limits.MOST_VALUE_CHARACTERS
            plain = _without_comments(value.lower()) if is_short else ""
            identity = _IDENTITY.match(plain.partition(";")[0])
            if (identity and identity[1] == trusted) or (
                not plain and trusted in value[: limits.MOST_VALUE_CHARACTERS].lower().partition(";")[0]
            ):
                certain = len(said)
                said.append(_Said(plain, _without_comments(first_line.lower()) if is_short else ""))
    certain = len(said) if is_parted else certain
    return [_Said(each.whole, each.whole) for each in said[:certain]] + said[certain:]


def _without_comments(value: str) -> str:
    """Take comments out, nested ones too.

    Gives "" where they are not closed, or where a text in quotes holds the sign that parts results; and for a
    quotation mark in a comment, since servers write addresses there, which may hold the end of a comment.
    """
    for _ in range(_DEEPEST_COMMENT):
        if any('"' in comment for comment in _COMMENT.findall(value)):
            return ""
        shorter = _COMMENT.sub(" ", value)
        if shorter == value:
            break
        value = shorter
    return "" if set("()\\") & set(value) or any(";" in each for each in value.split('"')[1::2]) else value
