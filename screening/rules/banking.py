"""Bank accounts and routing numbers."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from stdnum.us import rtn

from screening.readings import Reading
from screening.rules.groups import (
    DATE_OR_YEARS,
    DAY_IN_EIGHT_DIGITS,
    JOINT,
    NAMED_DIRECTLY,
    NEXT_SENTENCE,
    RIGHT_ONE,
    RIGHT_ONE_REACH,
)
from screening.rules.writing import word_set
from screening.sights import Sight
from screening.verdicts import Kind, Why

_ACCOUNT_LABELS: Final = frozenset({Kind.BANK_ACCOUNT})
_ROUTING_LABELS: Final = frozenset({Kind.ROUTING_NUMBER})
_BANKING: Final = (Kind.ROUTING_NUMBER, Kind.BANK_ACCOUNT)
_OF_BANKS: Final = word_set(
    "bank banks banked banking banco bancos ach eft wire wired voided deposit autopay payroll loan"
    " check cheque cheques"
)
_COMPETING_LABELS: Final = frozenset(set(Kind) - {Kind.PAYMENT_CARD})

# No amount, no decimal, no part of a longer number or date.
_ACCOUNT: Final = re.compile(
    r"(?<![\w$./])(?<![\d$][-./])(?<![a-z]{3}-)"
    r"(?:(?!(?:19|20)\d\d[ ])\d{4}[ ]\d{4}[ ]\d(?!\w|[ ][a-z\d])"
    r"|(?!(?:19|20)\d\d[ ])(?:\d{4}[ ]){3}\d(?!\w|[ ](?:\d|times|days|weeks|months|years|veces|vezes))"
    rf"|\d{{5,20}}|\d{{2,12}}(?:{JOINT}\d{{2,14}}){{1,4}}(?:-\d)?|\d(?:-\d{{2,14}}){{2,4}}(?:-\d)?"
    r"|\d{5,12}-\d"
    r"|\d{2,3}(?:\.\d{3}){1,2}-\d|(?P<by_dots_or_slashes>\d{3,6}(?:[./]\d{3,6}){1,3}))"
    r"(?![\d/%])(?!\.\d)(?!-\d)"
)
_MIXED_ACCOUNT: Final = re.compile(
    r"(?<![\w$./-])(?=[a-z]*+\d)(?=\d*+[a-z])(?:[a-z\d]{6,30}(?!\w)|[a-z]{1,2}\d{1,4}-\d{5,9}(?![\w-]))"
)
# "ACC50142177" says itself what it is.
_SELF_CALLED: Final = re.compile(
    r"(?=[acds])(?<![a-z\d])(?:acct?|(?:sav|dda|chk)-(?=\d{8}))\d{6,17}(?![a-z\d])"
)
# "ACC20240115" is the entry of a day in any book.
_OF_A_DAY: Final = re.compile(r"(?:acct?|(?:sav|dda|chk)-)20\d\d(?:0\d|1[012])[0-3]\d")
# "13004482|SAV|OPEN", and fields 50 to 59 of an order of payment. Source: ISO 15022, MT 103; Fedwire.
_IN_AN_ORDER: Final = (
    re.compile(
        r"(?<![\w.$-])(?P<account>\d{8,17})[\"']?[ ]?(?P<delimiter>[|,;\t])[ ]?[\"']?"
        r"(?:sav(?:ings)?|chk|checking|dda)[\"']?[ ]?(?P=delimiter)"
    ),
    re.compile(r"(?:^|(?<=\n)):5[09][afk]?:/(?P<account>\d{6,34})(?!\w)"),
    re.compile(r"(?<![a-z\d])5[2-9][ad][ ]?/(?P<account>\d{6,34})(?!\w)"),
    re.compile(r"(?<![\w.@/-])(?:bnf[ =:]{0,2}|org[ ])/(?P<account>\d{6,34})(?!\w)"),
)
# "Delete the one that is 10365924 and keep 7741920".
_AND_ANOTHER: Final = re.compile(
    r",?[ ](?:and|not|but|or|to|y|no|e|nao)"
    r"(?:[ ](?:keep|use|delete|close|add|my|the|deje|use|borre|quite)){0,2}[ ]"
    r"|[ ](?:instead[ ]of|en[ ]vez[ ]de|em[ ]vez[ ]de)[ ]"
)
_NUMBERED: Final = re.compile(r"(?<![a-z])numbered[ ]\Z")
_NO_WORD: Final = re.compile(r"[^a-z]{1,20}")
_MOST_DIGITS: Final = 20
_FEWEST_DIGITS_AMONG_LETTERS: Final = 4
# Of an area and an exchange none begins with 0 or 1. Source: the North American Numbering Plan.
_TELEPHONE: Final = re.compile(r"1?[- ]?[2-9]\d\d[- ][2-9]\d\d[- ]\d{4}|\d{3}[- ]\d{4}|\d{5}-\d{4}")
_ABOUT_MONEY: Final = re.compile(
    r"balance|amount|mini|maxi|total|owe|paid|pay|limit|least|than|saldo|monto|valor|zip|phone|meter|medidor"
    r"|call(?!er)|form(?!at|er)|code|(?<![a-z])class(?:es)?(?: \d| ?$)|c.digo"
)
_YEARS: Final = re.compile(r"(?:(?:19|20)\d\d ){1,3}(?:19|20)\d\d")
# "Your account is open. Fee schedule 0317-8581", but not "I closed that account. Please use 10365924".
# What else a number may be called is among the labels.
_OF_SOMETHING_ELSE: Final = re.compile(
    r"(?<![a-z])(?:schedule|room|suite|building|publication|bulletin|circular|box|extension|ext|item|lot"
    r"|permit|badge|law|section|sala|edificio|publicacion|publicacao|boletin|boletim|ramal|ley|lei)"
    r"(?:[^a-z\d]{1,4}(?:number|num|no|nr|numero|id|is|es|e))?[^a-z\d]{1,4}$"
)
# "12345678 is my checking account", "12345678 (ahorros)".
_IS_AN_ACCOUNT: Final = re.compile(
    r"[ ]for[ ](?:the|my|our|his|her)[ ](?:(?:checking|savings)(?![a-z])"
    r"|account(?=[ ]?(?:[.,;!?)\n]|\Z|[ ](?:and|itself|in|at|of)[ ]|itself)))"
    r"|[ ](?:checking|savings|cuenta[ ]de[ ](?:cheques|ahorros)|conta[ ](?:corrente|poupanca))(?![a-z])"
    r"|[ ]?(?:[ ](?:is|es|e|was|era|being|(?:instead[ ])?as)[ ]|[,(=-][ ]?"
    r"(?:[a-z]{3,15},[ ](?=my|mi|minha))?)"
    r"(?:(?:it's|it[ ]is|that's|that[ ]is)[ ])?"
    r"(?:(?:my|our|his|her|the|a|mi|su|la|una|minha|nossa|sua)[ ])?"
    r"(?:(?:numero|number)[ ](?:de|of|da)[ ](?:(?:my|mi|minha|the|la|a)[ ])?)?"
    r"(?:(?!is|was)[a-z]{2,15}[ ]){0,2}(?:account|acct|checking|savings|cuenta|conta|ahorros"
    r"|poupanca)(?![a-z]|[ ](?:balance|holder|manager|was|is|has))"
)
_SECOND_NUMBER: Final = re.compile(r"[^a-z\n\d]{1,6}[a-z\d]*\d")

# A routing number, and the account that people write right behind it: "011000015 / 10365924", "the first
# number is 011000015 and the second one is 10365924"; or before it: "from 10365924 (routing 011000015)".
_PAIR: Final = re.compile(
    r"(?<![\w$./-])(?P<routing>\d{9})"
    r"(?:[^a-z\d\n]{1,8}(?:(?:and|then|but|y|e|pero|mas|account|acct|acc|cuenta|conta|numero|number|no|num|the"
    r"|second|other|next|long|one|first|is|el|la|o|a|segund[oa]|otr[oa]|outr[oa]|es|theirs|mine|rest|that's"
    r"|despues|luego|depois|line[ ]35d|35d)[^a-z\d\n]{1,8}){0,6}"
    r"|[ ]?[.,;]?\n(?:and[ ])?(?:then[ ])?the[ ](?:rest|other|second)(?:[ ]one)?[ ](?:is|was)[ ]"
    r"|[ ]?\n[ ]?)"
    rf"(?P<account>\d{{5,17}}|\d{{2,12}}(?:{JOINT}\d{{2,14}}){{1,3}}(?:-\d)?)(?![\w%])(?![-./]\d)"
)
_ACCOUNT_FIRST: Final = re.compile(
    r"(?<![\w$./-])(?P<account>\d{5,17})(?:[ ]?[,(;/-][ ]?|[ ](?:(?:with|and|con|y|com|e)[ ])?"
    r"|[ ](?:at|with|of|en|no|na|del|do|da)[ ](?:[a-z&.'-]{2,20}[ ,]{1,2}){1,4}[(]?)"
    r"(?:(?:the|bank|su|la|el|o|a)[ ])?(?:routing|rtn|aba|ruta|rota)(?![a-z])[^\d\n.;]{1,20}"
    r"(?P<routing>\d{9})(?!\d)"
)

_INVOICE: Final = re.compile(r"(?<![a-z])(?:invoice|factura|fatura)(?: (?:no\.?|number|#))?[ :#]{1,2}\Z")
_OTHER_REACH: Final = 20

# In one piece, or in two or three.
_NINE_DIGITS: Final = re.compile(
    rf"(?<![\d.$-])(?:\d{{9}}|\d{{3,4}}(?:{JOINT}|[./])\d{{3,4}}(?:{JOINT}|[./])\d{{1,3}}"
    r"|\d{1,8}[- \n]\d{1,8}|\d{4}\.\d{5})(?![a-z\d])(?!\.\d)"
)

# "Your routing number is off by one digit. They gave me": its check digit says the rest.
_ROUTING_REACH: Final = 120


def accounts(reading: Reading) -> Iterator[Sight]:
    """See a number that the words before it call an account, and not an amount, a date or a telephone."""
    for match in chain.from_iterable(map(reading.matches, _IN_AN_ORDER)):
        if not any(other.fullmatch(match["account"]) for other in (DAY_IN_EIGHT_DIGITS, _TELEPHONE)):
            yield Sight(Kind.BANK_ACCOUNT, *match.span("account"), Why.WORDS)
    for match in reading.matches(_SELF_CALLED):
        is_called_so = reading.labels.before(match.start(), _ACCOUNT_LABELS, 40) is not None
        is_of_a_day = _OF_A_DAY.fullmatch(match[0]) and not is_called_so
        if "-" in match[0] and not reading.labels.mention(Kind.BANK_ACCOUNT):
            continue
        if not is_of_a_day and not reading.labels.is_called_otherwise(match.start()):
            yield Sight(Kind.BANK_ACCOUNT, *match.span())
    if not reading.labels.mention(Kind.BANK_ACCOUNT):
        return
    seen_until = -1
    for match in reading.matches(_ACCOUNT):
        start, end = match.span()
        digits = sum(character.isdigit() for character in match[0])
        is_said_after = digits >= 6 and (
            _IS_AN_ACCOUNT.match(reading.text, end)
            or _is_the_right_one(reading, start)
            or (seen_until > 0 and _is_a_further_account(reading, match, seen_until))
        )
        if is_said_after and not _is_of_an_invoice(reading, start):
            yield Sight(Kind.BANK_ACCOUNT, start, end, Why.WORDS)
            seen_until = end
            continue
        if reading.labels.kind_of(start, end, _COMPETING_LABELS, before=40) is not Kind.BANK_ACCOUNT:
            continue
        if digits > _MOST_DIGITS or DATE_OR_YEARS.fullmatch(match[0]) or _is_routing_number(reading, match):
            continue
        gap = _gap_to_label(reading, start)
        is_likely = (
            digits >= 6
            and not _ABOUT_MONEY.search(gap)
            and (not _TELEPHONE.fullmatch(match[0]) or _NUMBERED.search(gap))
            and not _YEARS.fullmatch(match[0])
            and not _is_of_another_sentence(reading, gap, start)
        )
        if (is_likely and not match["by_dots_or_slashes"]) or NAMED_DIRECTLY.fullmatch(gap):
            yield Sight(Kind.BANK_ACCOUNT, start, end, Why.WORDS)
            seen_until = end
    for match in reading.matches(_MIXED_ACCOUNT):
        if sum(map(str.isdigit, match[0])) < _FEWEST_DIGITS_AMONG_LETTERS:
            continue
        gap = _gap_to_label(reading, match.start())
        is_named = gap and (NAMED_DIRECTLY.fullmatch(gap) or _NO_WORD.fullmatch(gap))
        if is_named or reading.labels.column_kind(match.start(), _ACCOUNT_LABELS):
            yield Sight(Kind.BANK_ACCOUNT, *match.span(), Why.WORDS)


def routing_numbers(reading: Reading) -> Iterator[Sight]:
    """See nine digits that are called a routing number.

    A number that follows the word account is one too if its check digit is right.
    """
    if not any(map(reading.labels.mention, _BANKING)):
        return
    for match in reading.matches(_NINE_DIGITS):
        kind = reading.labels.kind_of(*match.span(), _COMPETING_LABELS, before=40, after=20)
        if sum(map(str.isdigit, match[0])) != 9 or reading.labels.is_joined_to_other_letters(match.start()):
            continue
        is_called_so = kind is Kind.ROUTING_NUMBER or (
            kind is Kind.BANK_ACCOUNT and _is_routing_number(reading, match)
        )
        if is_called_so or (kind is None and _is_of_a_bank_near(reading, match)):
            yield Sight(Kind.ROUTING_NUMBER, *match.span(), Why.WORDS)


def routing_and_accounts(reading: Reading) -> Iterator[Sight]:
    """See a routing number and the number of an account beside each other, where a text speaks of banking."""
    if reading.words.isdisjoint(_OF_BANKS) and not any(map(reading.labels.mention, _BANKING)):
        return
    pairs = (match for match in reading.matches(_PAIR) if _is_a_pair(reading, match))
    for match in chain(pairs, reading.matches(_ACCOUNT_FIRST)):
        yield Sight(Kind.ROUTING_NUMBER, *match.span("routing"), Why.WORDS)
        if not DATE_OR_YEARS.fullmatch(match["account"]):
            yield Sight(Kind.BANK_ACCOUNT, *match.span("account"), Why.WORDS)


def _is_a_further_account(reading: Reading, match: re.Match[str], seen_until: int) -> bool:
    """Tell whether a number is named beside an account that ends at `seen_until`; no day, no telephone."""
    if any(other.fullmatch(match[0]) for other in (_TELEPHONE, DATE_OR_YEARS, DAY_IN_EIGHT_DIGITS)):
        return False
    return _AND_ANOTHER.fullmatch(reading.text, seen_until, match.start()) is not None


def _is_of_a_bank_near(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether a routing number is spoken of further away, nothing else since, and this may be one."""
    label = reading.labels.nearest_before(match.start(), _ROUTING_REACH)
    if label is None and not reading.labels.is_called_otherwise(match.start()):
        label = reading.labels.after(match.end(), _ROUTING_LABELS, _ROUTING_REACH)
    if label is None or label.kind is not Kind.ROUTING_NUMBER:
        return False
    return rtn.is_valid("".join(filter(str.isdigit, match[0])))


def _is_a_pair(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether the first of two numbers is one of a bank, by its check digit or the words around both."""
    if reading.labels.is_called_otherwise(match.start()):
        return False
    if rtn.is_valid(match["routing"]):
        return True
    return bool(
        reading.labels.before(match.start(), _ROUTING_LABELS, 20)
        or reading.labels.after(match.end(), _ROUTING_LABELS, 30)
    )


def _is_of_an_invoice(reading: Reading, start: int) -> bool:
    """Tell whether a number is that of an invoice, which may be "processed for an account"."""
    return _INVOICE.search(reading.text, max(start - _OTHER_REACH, 0), start) is not None


def _is_routing_number(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether a number in a bank's context is the routing number rather than the account."""
    if len(match[0]) != 9 or not match[0].isdigit():
        return False
    return rtn.is_valid(match[0]) or _SECOND_NUMBER.match(reading.text, match.end()) is not None


def _is_of_another_sentence(reading: Reading, gap: str, start: int) -> bool:
    """Tell whether a sentence ends in the `gap` before `start`, and the next calls its number otherwise."""
    return bool(
        NEXT_SENTENCE.search(reading.cased, start - len(gap), start) and _OF_SOMETHING_ELSE.search(gap)
    )


def _is_the_right_one(reading: Reading, start: int) -> bool:
    """Tell whether the number at `start` corrects that of an account in the words before."""
    if not RIGHT_ONE.search(reading.text, max(start - 40, 0), start):
        return False
    label = reading.labels.before(start, _COMPETING_LABELS, RIGHT_ONE_REACH)
    return label is not None and label.kind is Kind.BANK_ACCOUNT


def _gap_to_label(reading: Reading, start: int) -> str:
    """Cut out what stands between the nearest account label and `start`; empty without one, or under one."""
    if reading.labels.column_kind(start, _ACCOUNT_LABELS):
        return ""
    label = reading.labels.before(start, _ACCOUNT_LABELS, 40)
    return reading.text[label.end : start] if label else ""
