"""Account numbers that no word right before calls so: money goes to them, comes from them, or is there.

"Put half into 4410087723": a long number in a place where money is, in a sentence about a bank, a refund or
a payment. "My wife's account from now on, 4410087723": a long number that a sentence gives for an account
that it named further away. Nothing else is said of the number itself, before it or behind.
"""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.groups import DATE_OR_YEARS, DAY_IN_EIGHT_DIGITS
from screening.rules.kin import A_RELATIVE
from screening.rules.surroundings import ACCENTED_LETTER, AFTER, BEFORE, sentence_around
from screening.rules.writing import whole_words, word_set
from screening.sights import Sight
from screening.verdicts import Kind, Why

_NUMBER: Final = re.compile(
    r"(?<![\w$./#-])(?<![\d$][-./, ])"
    r"(?:\d{7,17}(?:-\d{1,2})?|\d{2,6}-\d{3,6}(?:-\d{1,6}){0,2})"
    r"(?![\w%])(?![-./,]\d)"
)
# "It is the 5540 2281 907": only where a sentence gives it for an account.
_IN_GROUPS: Final = re.compile(
    r"(?<![\w$.,/#-])(?<!\d[ ])(?!(?:19|20)\d\d[ ]|\d\d00[ ])\d{4}[ ]\d{4}(?:[ ]\d{2,4})?"
    r"(?![\w%])(?![ ]\d|[-./,]\d)"
)
# Shorter ones are amounts, too.
_FEWEST_DIGITS: Final = 8
_DAY: Final = re.compile(r"(?:0[1-9]|1[012])[0-3]\d20\d\d|[0-3]\d(?:0[1-9]|1[012])20\d\d")
# Of millions, people write round ones.
_ROUND: Final = re.compile(r"\d+0000")
# Source of what no telephone begins with: the North American Numbering Plan.
_TELEPHONE: Final = re.compile(r"(?:1?[2-9]\d\d-?[2-9]\d\d-?\d{4}|\d{3}-\d{4}|\d{5}-\d{4})(?!-?\d)")
_TOLL_FREE: Final = re.compile(r"1?-?8(?:00|33|44|55|66|77|88)-[2-9]\d\d-\d{4}(?!-?\d)")
_OF_TELEPHONES: Final = word_set(
    "phone telephone tel fax call called calling dial text cell mobile telefono telefone celular llame ligue"
)

# "No" is "number" in all three languages, before it is "in the" in one.
_PLACE: Final = re.compile(
    r"(?<![a-z])(?:to|into|in|onto|on|from|out of|using|closed?|shut|says?|a|en|na|em|para|de|desde"
    r"|(?:a|para|en|de|desde) la|(?:cerre|fechei|feche)(?: la| a)?)[ ]\Z"
)
_GIVEN: Final = re.compile(
    r"(?<![a-z])(?:is|was|are|be|been|it's|it is|as|es|era|son|sera|e|sao|la|el)[ ]{1,2}\Z|[,:?][ ]{1,2}\Z"
)
_REACH_OF_A_WORD: Final = 16

# "The right one at Sample Trust is", "o certo \u00e9", "it should read", in a text about a bank.
_RIGHT_ONE: Final = re.compile(
    r"(?<![a-z])(?:the|a|o|el) (?:right|correct|long|new|cert|nuev|nov)[ao]? ?(?:one|number|numero)?"
    r"(?:,? (?:at|of|with|en|do|no|del) (?:[a-z&.'-]{2,20},? ){1,3}| )(?:is|es|e) \Z"
    r"|(?<![a-z])(?:it )?should (?:read|say|be) \Z"
)
_REACH_OF_A_RIGHT_ONE: Final = 60

# "New: 0071 5582 9034. Same bank, same routing."
_NEW_ONE: Final = re.compile(
    r"(?<![a-z])(?:new|old|nuev[ao]|nov[ao]|anterior)(?: (?:one|number|numero))?(?: is| es| e)?[ :]{1,2}\Z"
)
_OF_A_BANK: Final = word_set("bank banks banco routing ruta rota aba autopay ahorros poupanca")
_REACH_OF_A_NEW_ONE: Final = 24

# "Use 9021-774-3358 at Sample Bank".
_AT_A_BANK: Final = re.compile(
    r"[ ](?:at|with|en|no|na|del?|do)[ ](?:the[ ])?(?:[A-Z][\w&'.]{1,20}[ ]){1,3}"
    r"(?:Bank|Banco|Credit Union|Savings|Trust|FCU)(?![A-Za-z])"
)

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

# A noun behind a number says what was counted, and another name before it what it is.
_IS_ALL: Final = re.compile(
    r"[ ]?(?:[.,;:!?)\n]|\Z)"
    r"|[ ](?:and|y|e|or|on|in|to|into|from|by|for|but|pero|mas|was|is|were|has|had|never|instead|so|with|at"
    r"|as|not|close[sd]?|the|then|starting|until|en|a|el|que|that|which|to|porque|because|cuando|when|if|si|se"
    r"|nunca|desde|since|before|after|may|can|should|will|please|por)(?![a-z])"
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

# What else a number may be called: not only right before it, as labels do.
_CALLED_OTHERWISE: Final = whole_words(
    r"""
    balance | amount | total | saldo | monto | valor
    meter | codes? | errors? | ids? | login | user ?name | user | pin | passwords? | letters? | notices?
    forms? | dockets? | cases? | confirmation | grants? | vendors? | orders? | numbers? of | hotline
    messages? | requests? | tickets? | traces? | transactions? | certificates? | models?
    versions? | permits? | documents? | extension | ext | bills? | (?<!on )files? | box | lot | parcels?
    badge | codigos? | usuario | clave | senha | cartas? | avisos? | mensajes? | mensagem | solicitud
    formularios? | tramite | protocolo | documentos? | expediente | boleto | factura
    """
)

_BANKING: Final = frozenset({Kind.BANK_ACCOUNT, Kind.ROUTING_NUMBER})


def accounts_with_money(reading: Reading) -> Iterator[Sight]:
    """See a long number that a sentence gives for an account, or says that money is in."""
    for match in reading.matches(_NUMBER):
        start, end = match.span()
        if not _may_be_an_account(match[0]) or not _IS_ALL.match(reading.text, end):
            continue
        if ACCENTED_LETTER.search(reading.text, max(start - BEFORE, 0), start):
            continue
        if (
            _is_in_the_place_of_money(reading, start, end)
            or _is_given_for_an_account(reading, start)
            or _is_the_right_one(reading, start)
            or _is_a_new_one(reading, start, end)
            or _is_at_a_bank(reading, start, end)
        ):
            yield Sight(Kind.BANK_ACCOUNT, start, end, Why.WORDS)
    for match in reading.matches(_IN_GROUPS):
        is_given = (
            _is_given_for_an_account(reading, match.start())
            or _is_a_new_one(reading, *match.span())
            or (
                reading.labels.mention(Kind.ROUTING_NUMBER)
                and _is_in_the_place_of_money(reading, *match.span())
            )
        )
        if is_given and _IS_ALL.match(reading.text, match.end()):
            yield Sight(Kind.BANK_ACCOUNT, *match.span(), Why.WORDS)
    for match in reading.matches(_ORDERED):
        name = match.lastgroup or ""
        if _may_be_an_account(match[name]) and _is_in_an_order(reading, match, name):
            yield Sight(Kind.BANK_ACCOUNT, *match.span(name), Why.WORDS)


def _may_be_an_account(number: str) -> bool:
    if sum(map(str.isdigit, number)) < _FEWEST_DIGITS:
        return False
    return not any(other.fullmatch(number) for other in (DATE_OR_YEARS, DAY_IN_EIGHT_DIGITS, _DAY, _ROUND))


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
    if _CALLED_OTHERWISE.search(reading.text, before, start) or _TELEPHONE.match(reading.text, start):
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
    return not _CALLED_OTHERWISE.search(reading.text, label.end, start)


def _is_a_new_one(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a number is said to be the new one, and words beside it are of a bank."""
    if not _NEW_ONE.search(reading.text, max(start - _REACH_OF_A_NEW_ONE, 0), start):
        return False
    if _TELEPHONE.match(reading.text, start) or _CALLED_OTHERWISE.search(
        reading.text, max(start - BEFORE, 0), start
    ):
        return False
    near = re.findall("[a-z]+", reading.text[max(start - BEFORE, 0) : end + AFTER])
    return not _OF_A_BANK.isdisjoint(near)


def _is_in_an_order(reading: Reading, match: re.Match[str], name: str) -> bool:
    """Tell whether a line stands in an order to move so much money, and is about no call and no case."""
    before, after = max(match.start() - _REACH_OF_AN_ORDER, 0), match.end() + _REACH_OF_AN_ORDER
    if _TELEPHONE.fullmatch(match[name]) or _OF_NO_MONEY.search(reading.text, before, match.start()):
        return False
    is_order = _OF_AN_ORDER.search(reading.text, before, match.start())
    return is_order is not None and _HOW_MUCH.search(reading.text, before, after) is not None


def _is_at_a_bank(reading: Reading, start: int, end: int) -> bool:
    """Tell whether the name of a bank follows a number that nothing before it calls something else."""
    if not _AT_A_BANK.match(reading.cased, end) or _TELEPHONE.match(reading.text, start):
        return False
    near = max(start - _REACH_OF_A_RIGHT_ONE, 0)
    return not _CALLED_OTHERWISE.search(reading.text, near, start)


def _may_be_called(reading: Reading, start: int, sentence: tuple[int, int]) -> bool:
    """Tell whether a number at `start` has the shape of a telephone's, in a sentence that speaks of calls."""
    words = re.findall("[a-z]+", reading.text[slice(*sentence)])
    return bool(_TELEPHONE.match(reading.text, start)) and not _OF_TELEPHONES.isdisjoint(words)
