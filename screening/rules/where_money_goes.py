"""Account numbers that no word calls so, in a text that speaks of banks: nothing else is said of them.

"That bank shut me out, use 4410087723": a long number that no noun calls anything, near words of a bank or
where money goes. What else long numbers are is said right before them, and they are told apart by that.
"""

import re
from collections.abc import Iterator
from typing import Final

from stdnum.us import rtn

from screening.readings import Reading
from screening.rules.groups import DATE_OR_YEARS, DAY_IN_EIGHT_DIGITS
from screening.rules.kin import A_RELATIVE
from screening.rules.surroundings import (
    ACCENTED_LETTER,
    BEFORE,
    is_any_between,
    sentence_around,
)
from screening.rules.uncalled import CALLED_OTHERWISE, COUNTS, is_called
from screening.rules.writing import whole_words, word_set
from screening.sights import Sight
from screening.verdicts import Kind, Why

_NUMBER: Final = re.compile(
    r"(?<![\w$./#-])(?<![\d$][-./, ])"
    r"(?:\d{7,17}(?:-\d{1,2})?|\d{2,6}-\d{3,6}(?:-\d{1,6}){0,2}"
    r"|(?!(?:19|20)\d\d[ ]|\d\d00[ ])(?:\d{4}[ ]\d{4}(?:[ ]\d{1,4})?|\d{3}[ ]\d{3}[ ](?!000)\d{3,4})"
    r"(?<![ ]19\d\d)(?<![ ]20\d\d))"
    r"(?![\w%])(?![-./,]\d|[ ]\d)"
)
# Shorter ones are amounts, too.
_FEWEST_DIGITS: Final = 8
_MOST_DIGITS: Final = 17
_DAY: Final = re.compile(r"(?:0[1-9]|1[012])[0-3]\d20\d\d|[0-3]\d(?:0[1-9]|1[012])20\d\d")
# Of millions, people write round ones.
_ROUND: Final = re.compile(r"\d+0000")
# Numbers of people, of firms and of places are found by what they are called, or by their groups.
_OTHER_GROUPS: Final = re.compile(r"\d{3}-\d\d-\d{4}|\d\d-\d{7}|\d{5}-\d{4}")
# Source of what no telephone begins with: the North American Numbering Plan.
_TELEPHONE: Final = re.compile(r"(?:1?[2-9]\d\d[- ]?[2-9]\d\d[- ]?\d{4}|\d{3}-\d{4}|\d{5}-\d{4})(?!-?\d)")
_TOLL_FREE: Final = re.compile(r"1?-?8(?:00|33|44|55|66|77|88)-[2-9]\d\d-\d{4}(?!-?\d)")
_OF_TELEPHONES: Final = word_set(
    "phone telephone tel fax call caller callers called calling dial text cell mobile telefono"
    " telefone celular llame ligue"
)

# "No" is "number" in all three languages, before it is "in the" in one.
_PLACE: Final = re.compile(
    r"(?<![a-z])(?:to|into|in|onto|on|from|out of|using|closed?|shut|says?|a|en|na|em|para|de|desde"
    r"|(?:a|para|en|de|desde) la|(?:cerre|fechei|feche)(?: la| a)?)[ ]\Z"
)
_REACH_OF_A_WORD: Final = 24

_GIVEN: Final = re.compile(
    r"(?<![a-z])(?:is|was|are|be|been|it's|it is|as|es|era|son|sera|e|sao|la|el)[ ]{1,2}\Z|[,:?][ ]{1,2}\Z"
)

_OF_MONEY: Final = whole_words(
    r"""
    banks? | drawn on | deposit(?:s | ed)? | refunds? | bounced
    debit(?:s | ed)?
    withdraw(?:al | n)? | withdrew | paid (?:from | out of)
    transfer(?:s | red)? | moved? (?:\$\d[\d,.]* | reserves | funds | cash)
    (?:everything|it all) goes | half | percent | pct | paychecks? | the rest | payments?
    savings | checking | the money | my money
    bancos? | deposit[aeo][a-z]* | devolucion | reembolso | transfer[a-z]+ | pagos? | dinero | ahorros
    la mitad | el resto | restituicao | dinheiro | pagamentos? | poupanca | a metade | o resto
    """
)
# Whoever writes of these, writes of somebody's money there.
_OF_A_BANK: Final = whole_words(
    r"""
    (?<!food )(?<!blood )(?<!job )(?<!land )(?<!leave )(?<!seed )banks? | banking
    fcu | accounts? | accts? | routing(?! slips?) | aba | ach | eft | wire[ds]?
    deposit(?:s | ed)? | debit(?:s | ed)? | bounced | savings | checking | credit union | iban
    trust(?: co | company | bank)?(?=[.,;!?\n]|\Z) | autopay | ruta | rota | dda
    zelle | drawn? (?:on | from) | lev(?:y | ies | ied) | voided? checks? | teller
    bancos? | cuentas? | contas? | poupanca | ahorros | depositos? | transferencias?
    """
)
_REACH_OF_A_BANK: Final = 200

# "The right one at Sample Trust is", "o certo \u00e9", "it should read", in a text about a bank.
_RIGHT_ONE: Final = re.compile(
    r"(?<![a-z])(?:the|a|o|el) (?:right|correct|long|new|cert|nuev|nov)[ao]? ?(?:one|number|numero)?"
    r"(?:,? (?:at|of|with|en|do|no|del) (?:[a-z&.'-]{2,20},? ){1,3}| )(?:is|es|e) \Z"
    r"|(?<![a-z])(?:it )?should (?:read|say|be) \Z"
)
_REACH_OF_A_RIGHT_ONE: Final = 60

# "From: 60878849", on a line of its own below the head of an order, beside how much.
_ORDERED: Final = re.compile(
    r"(?:^|(?<=[\n\"']))"
    r"(?:[ ]{0,4}(?:from|to|de|desde|a|para|hacia)[ ]?:[ ]?(?P<account>\d{7,17})[ ]?(?=\n|\Z)"
    r"|(?:from|to)[\"'][ ]?:[ ]?[\"'](?P<in_a_program>\d{7,17})[\"'])"
)
_OF_AN_ORDER: Final = whole_words("transfer(?:s | encia)? | wire | ach | giro")
_OF_NO_MONEY: Final = whole_words("calls? | caller | cases? | phone | fax | window | tickets?")
_HOW_MUCH: Final = re.compile(r"(?<![a-z])(?:amt|amount|monto|valor|usd)(?![a-z])|\$[ ]?\d|\d\.\d\d(?!\d)")
_REACH_OF_AN_ORDER: Final = 120

# "You can use my wife's: ", "pueden usar la de mi esposa: ".
_LENT: Final = re.compile(
    rf"(?<![a-z])(?:use|us(?:ar|en)|utili[sz][a-z]{{1,3}})[ ](?:(?:la|a)[ ]d[aeo][ ])?"
    rf"(?:my|our|his|her|mi|su|nuestr[oa]|minha|meu|sua|seu)[ ]{A_RELATIVE}(?:'s)?[ ]?[,:]?[ ]\Z"
)
_REACH_OF_A_LENDER: Final = 50

_BANKING: Final = frozenset({Kind.BANK_ACCOUNT, Kind.ROUTING_NUMBER})


def accounts_with_money(reading: Reading) -> Iterator[Sight]:
    """See a long number that nothing calls anything, near words of a bank, or where money goes."""
    for match in reading.matches(_NUMBER):
        start, end = match.span()
        if not _may_be_an_account(match[0]) or COUNTS.match(reading.text, end):
            continue
        if ACCENTED_LETTER.search(reading.text, max(start - BEFORE, 0), start):
            continue
        if (
            _is_near_a_bank(reading, start, end)
            or _is_in_the_place_of_money(reading, start, end)
            or _is_given_for_an_account(reading, start)
            or _is_the_right_one(reading, start)
        ):
            yield Sight(Kind.BANK_ACCOUNT, start, end, Why.WORDS)
    for match in reading.matches(_ORDERED):
        name = match.lastgroup or ""
        if _may_be_an_account(match[name]) and _is_in_an_order(reading, match, name):
            yield Sight(Kind.BANK_ACCOUNT, *match.span(name), Why.WORDS)


def _may_be_an_account(number: str) -> bool:
    if not _FEWEST_DIGITS <= sum(map(str.isdigit, number)) <= _MOST_DIGITS:
        return False
    others = (DATE_OR_YEARS, DAY_IN_EIGHT_DIGITS, _DAY, _ROUND, _OTHER_GROUPS)
    return not any(other.fullmatch(number) for other in others)


def _is_near_a_bank(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a text speaks of a bank near a number, and nothing calls the number anything."""
    banks = reading.once(_banks)
    if not is_any_between(banks, start - _REACH_OF_A_BANK, end + _REACH_OF_A_BANK):
        return False
    if _TELEPHONE.match(reading.text, start):
        return False
    # The check digit of a routing number says more than a word that nobody knows.
    number = reading.text[start:end]
    is_routing = rtn.is_valid(number) and not reading.labels.is_called_otherwise(start)
    return is_routing or not is_called(reading, start, end)


def _banks(reading: Reading) -> list[int]:
    return [match.start() for match in reading.matches(_OF_A_BANK)]


def _is_in_the_place_of_money(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a sentence says that money goes to a number, or where it comes from."""
    if not _PLACE.search(reading.text, max(start - _REACH_OF_A_WORD, 0), start):
        return False
    sentence = sentence_around(reading, start, end)
    if not _OF_MONEY.search(reading.text, *sentence) or _may_be_called(reading, start, sentence):
        return False
    label = reading.labels.nearest_before(start, start - sentence[0])
    return label is None or label.kind in _BANKING


def _is_the_right_one(reading: Reading, start: int) -> bool:
    """Tell whether a number is said to be the right one, where the text before speaks of money at a bank."""
    if not _RIGHT_ONE.search(reading.text, max(start - _REACH_OF_A_RIGHT_ONE, 0), start):
        return False
    before = max(start - BEFORE, 0)
    if not _OF_MONEY.search(reading.text, before, start):
        return False
    if CALLED_OTHERWISE.search(reading.text, before, start) or _TELEPHONE.match(reading.text, start):
        return False
    label = reading.labels.nearest_before(start, BEFORE)
    return label is None or label.kind in _BANKING


def _is_given_for_an_account(reading: Reading, start: int) -> bool:
    """Tell whether a number is given for an account that was named further away, and nothing else since."""
    if _LENT.search(reading.text, max(start - _REACH_OF_A_LENDER, 0), start):
        return not _TELEPHONE.match(reading.text, start)
    if not _GIVEN.search(reading.text, max(start - _REACH_OF_A_WORD, 0), start):
        return False
    if _TOLL_FREE.match(reading.text, start):
        return False
    label = reading.labels.nearest_before(start, BEFORE)
    # "May I have the account number and date of birth? Sure, 70155238": what is no day is no birth.
    if label is not None and label.kind is Kind.DATE_OF_BIRTH:
        label = reading.labels.before(start, _BANKING, BEFORE)
    if label is None or label.kind is not Kind.BANK_ACCOUNT:
        return False
    return not CALLED_OTHERWISE.search(reading.text, label.end, start)


def _is_in_an_order(reading: Reading, match: re.Match[str], name: str) -> bool:
    """Tell whether a line stands in an order to move so much money, and is about no call and no case."""
    before, after = max(match.start() - _REACH_OF_AN_ORDER, 0), match.end() + _REACH_OF_AN_ORDER
    if _TELEPHONE.fullmatch(match[name]) or _OF_NO_MONEY.search(reading.text, before, match.start()):
        return False
    is_order = _OF_AN_ORDER.search(reading.text, before, match.start())
    return is_order is not None and _HOW_MUCH.search(reading.text, before, after) is not None


def _may_be_called(reading: Reading, start: int, sentence: tuple[int, int]) -> bool:
    """Tell whether a number at `start` has the shape of a telephone's, in a sentence that speaks of calls."""
    words = re.findall("[a-z]+", reading.text[slice(*sentence)])
    return bool(_TELEPHONE.match(reading.text, start)) and not _OF_TELEPHONES.isdisjoint(words)
