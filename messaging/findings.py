"""What screening found, in words and with its places marked in the text it was found in."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening import Finding, Kind

LABELS: Mapping[Kind, Promise] = {
    Kind.SSN: _("Social Security number"),
    Kind.ITIN: _("taxpayer identification number (ITIN)"),
    Kind.EIN: _("employer identification number"),
    Kind.BANK_ACCOUNT: _("bank account number"),
    Kind.ROUTING_NUMBER: _("bank routing number"),
    Kind.IBAN: _("international bank account number"),
    Kind.PAYMENT_CARD: _("payment card number"),
    Kind.DATE_OF_BIRTH: _("date of birth"),
    Kind.DRIVERS_LICENCE: _("driver's license number"),
    Kind.PASSPORT: _("passport number"),
    Kind.TELEPHONE: _("telephone number"),
    Kind.EMAIL: _("e-mail address"),
    Kind.ADDRESS: _("postal address"),
    Kind.NAME: _("name"),
    Kind.AGE: _("age or year of birth"),
    Kind.TAX_ACCOUNT: _("tax account or letter number"),
    Kind.RETURN_INFORMATION: _("something about a person's taxes, such as a refund or a balance"),
    Kind.UNREADABLE: _("part that cannot be read"),
}

Segment = tuple[str, str]


def label(kind: Kind) -> str:
    """Name a kind of finding for people."""
    return str(LABELS.get(kind, _("sensitive information")))


def labels_of(findings: Iterable[Finding]) -> list[str]:
    """Name each kind that was found once, in the order of first place."""
    return list(dict.fromkeys(label(finding.kind) for finding in findings))


def counted(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """Count the findings of each kind, most first."""
    return Counter(label(finding.kind) for finding in findings).most_common()


def marked(text: str, findings: Iterable[Finding]) -> list[Segment]:
    """Cut `text` into segments, each with the label of what was found there or none; overlaps join."""
    segments: list[Segment] = []
    position = 0
    for finding in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        if finding.end <= position:
            continue
        start = max(finding.start, position)
        if start > position:
            segments.append((text[position:start], ""))
        segments.append((text[start : finding.end], label(finding.kind)))
        position = finding.end
    if position < len(text):
        segments.append((text[position:], ""))
    return segments
