"""What screening answers: kinds, findings and the verdict over a whole document."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Strength = Literal["clean", "personal", "restricted"]


class Kind(StrEnum):
    """Name what was recognised; the words shown to people are made where they are shown."""

    SSN = "ssn"
    ITIN = "itin"
    EIN = "ein"
    BANK_ACCOUNT = "bank_account"
    ROUTING_NUMBER = "routing_number"
    IBAN = "iban"
    PAYMENT_CARD = "payment_card"
    DATE_OF_BIRTH = "date_of_birth"
    DRIVERS_LICENCE = "drivers_licence"
    PASSPORT = "passport"
    TAX_ACCOUNT = "tax_account"
    RETURN_INFORMATION = "return_information"
    AGE = "age"
    NAME = "name"
    ADDRESS = "address"
    TELEPHONE = "telephone"
    EMAIL = "email"
    UNREADABLE = "unreadable"


class Why(StrEnum):
    """Name by what a kind was recognised: the context class of a finding, which holds nothing of its text."""

    SHAPE = "shape"
    WORDS = "words"
    DIGITS = "digits"
    MASKED = "masked"
    LAST_DIGITS = "last_digits"
    AMOUNT = "amount"
    LISTED = "listed"
    STATE = "state"
    NOT_READ = "not_read"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Finding:
    """Point at one recognised place, without its value.

    part: "subject", "text", "quoted", "fields.<key>", "names.<n>", "attachments.<n>.name" or
        "attachments.<n>.text".
    start, end: string offsets in that part as the person sees it, end exclusive.
    why: by what it was recognised; of several readings that of the strongest.
    """

    kind: Kind
    part: str
    start: int
    end: int
    strength: Strength
    why: Why = Why.SHAPE


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say how strong the strongest finding is, and what was found.

    failed: screening did not finish; the strength is then "restricted" whatever was found.
    """

    strength: Strength
    findings: tuple[Finding, ...]
    failed: bool = False
