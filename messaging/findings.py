"""What screening found, in words and with its places marked in the text it was found in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening import Finding, Kind, Why

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

# By what a rule recognises a kind, as fixed words: nothing of a text is ever put into them.
REASONS: Mapping[tuple[Kind, Why], Promise] = {
    (Kind.SSN, Why.SHAPE): _("three, two and four digits, as such numbers are written"),
    (Kind.SSN, Why.WORDS): _("nine digits near words such as “Social Security” or “taxpayer number”"),
    (Kind.SSN, Why.DIGITS): _("nine digits, and nothing near them says that they are something else"),
    (Kind.SSN, Why.MASKED): _("partly hidden, but four or more of its digits can be read"),
    (Kind.SSN, Why.LAST_DIGITS): _("its first or last digits, as the words near them say"),
    (Kind.ITIN, Why.SHAPE): _("three, two and four digits that begin with 9"),
    (Kind.ITIN, Why.WORDS): _("nine digits near words such as “ITIN”"),
    (Kind.EIN, Why.SHAPE): _("two and seven digits with a dash"),
    (Kind.EIN, Why.WORDS): _("nine digits near words such as “EIN” or “employer number”"),
    (Kind.BANK_ACCOUNT, Why.WORDS): _("a number after words such as “account” or “checking”"),
    (Kind.ROUTING_NUMBER, Why.WORDS): _(
        "nine digits near words such as “routing”, or before an account number"
    ),
    (Kind.IBAN, Why.SHAPE): _("the two letters of a country, and digits as its account numbers have them"),
    (Kind.IBAN, Why.WORDS): _("letters and digits after the word “IBAN”"),
    (Kind.PAYMENT_CARD, Why.SHAPE): _("digits as card companies group them or give them out"),
    (Kind.PAYMENT_CARD, Why.WORDS): _("a long number near words such as “card” or “Visa”"),
    (Kind.DATE_OF_BIRTH, Why.WORDS): _("a full date near words such as “born” or “my wife”"),
    (Kind.AGE, Why.WORDS): _("words that say how old somebody is, or in which year they were born"),
    (Kind.DRIVERS_LICENCE, Why.WORDS): _("letters and digits near words such as “driver's license”"),
    (Kind.PASSPORT, Why.WORDS): _("letters and digits near the word “passport”"),
    (Kind.TAX_ACCOUNT, Why.SHAPE): _("letters and digits as tax accounts and letters are numbered"),
    (Kind.TAX_ACCOUNT, Why.WORDS): _("ten digits after words such as “letter” or “notice”"),
    (Kind.RETURN_INFORMATION, Why.AMOUNT): _("an amount beside what it is, and whose"),
    (Kind.RETURN_INFORMATION, Why.LISTED): _("an amount after words such as “Balance due”"),
    (Kind.RETURN_INFORMATION, Why.STATE): _("how something of theirs stands: a return, a plan, an audit"),
    (Kind.NAME, Why.WORDS): _("words after “name”, “Dear” or a title; near an address they say who it is"),
    (Kind.ADDRESS, Why.SHAPE): _("a number and a street; near a name or a number they say who somebody is"),
    (Kind.TELEPHONE, Why.SHAPE): _("ten digits, as telephone numbers are written"),
    (Kind.TELEPHONE, Why.OFFICE): _("ten digits that people are asked to call"),
    (Kind.EMAIL, Why.SHAPE): _("an e-mail address; near a name or a postal address it says who somebody is"),
    (Kind.UNREADABLE, Why.NOT_READ): _("a file that we cannot look into"),
}

Segment = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """Hold how often a kind was found for one reason; `code` names both in a form."""

    label: str
    why: str
    count: int
    code: str


def label(kind: Kind) -> str:
    """Name a kind of finding for people."""
    return str(LABELS.get(kind, _("sensitive information")))


def labels_of(findings: Iterable[Finding]) -> list[str]:
    """Name each kind that was found once, in the order of first place."""
    return list(dict.fromkeys(label(finding.kind) for finding in findings))


def reason(kind: Kind, why: Why) -> str:
    """Say by what a kind was recognised."""
    return str(REASONS.get((kind, why), _("the words and digits near it")))


def code_of(finding: Finding) -> str:
    """Name kind and context class of a finding, as a form posts them."""
    return f"{finding.kind.value}.{finding.why.value}"


def explained(findings: Iterable[Finding]) -> list[Found]:
    """Count the findings of each kind and reason, most first, and say why."""
    counts = Counter((finding.kind, finding.why, code_of(finding)) for finding in findings)
    return [
        Found(label(kind), reason(kind, why), count, code)
        for (kind, why, code), count in counts.most_common()
    ]


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
