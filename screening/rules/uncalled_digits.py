"""The last four digits of a Social Security number that nothing calls so: "only the last four: 7128"."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from screening.readings import Reading
from screening.rules.given_names import GIVEN_NAMES
from screening.rules.masks import CALLED_LAST, FORM_NUMBER
from screening.rules.surroundings import BEFORE, sentence_around
from screening.rules.writing import whole_words
from screening.sights import Sight
from screening.verdicts import Kind, Why

# "I am only sending the last four: 7128": of what, need not be said to whoever looks after taxes.
_LAST_FOUR_OF_NOTHING: Final = re.compile(
    r"(?<![a-z\d])(?:last[ ](?:four|4)|(?:ultim|finai)[oa]?s[ ](?:cuatro|quatro|4)"
    r"|(?:cuatro|quatro|4)[ ]ultim[oa]s)"
    r"(?:[ ]digits|[ ]numbers)?[ ]?"
    r"(?:[:=(]\s{0,2}|(?P<bare>,?[ ](?=\d))"
    r"|,?[ ](?:it[ ]says|is|are|was|were|says?|of[ ]mine[ ](?:is|are)|es|son|sao|e)[ ])"
    r"(?!(?:19|20)\d\d|0000)(?P<digits>\d{4})(?![\d%])(?![.,/-]\d)"
    r"(?!,?[ ](?:and[ ]|y[ ]|e[ ])?(?:\d|[a-z]{3,}s(?![a-z])))(?(bare)(?=[ ]?(?:[\n,;!?)]|[.](?!\d)|\Z)))"
)
_WHOSE: Final = re.compile(r"(?:(?<![a-z])(?:my|his|her|your|their|mi|su|meu|seu)|[a-z]'s)[ ]\Z")
_OF_WHAT: Final = re.compile(r"[ )]{1,2}(?:(?:of|on|del?|d[oa])(?![a-z])|\()")
_REACH_OF_WHAT: Final = 30
_OF_SOMETHING_ELSE: Final = whole_words(
    """
    cards? | accounts? | acct | (?:tele)?phones? | calls? | texts? | line | cell | mobile
    checks? | checking | savings | banks?
    visa | mastercard | amex | discover | debit | credit | payment method | loans? | mortgages?
    letters? | notices? | cases? | files? | docket | extension | zip | employees? | students?
    confirmation | tracking | orders? | receipts? | invoices? | vin | plates? | policy | badge | serial
    meter | reading | reference | trace | claim | upc | barcode | voucher | models? | contract | membership
    transactions? | parcel | locker | unit | batch | mac | average | medidor | referencia
    tickets? | codes? | pin | licen[cs]es? | passports? | f?ein | routing
    tarjetas? | cuentas? | telefono | celular | cartao | conta | telefone | cartas? | caso | pedido | factura
    fatura | codigo | licencia | licenca | pasaporte | passaporte
    """
)
# "Please confirm the last four of the number. It's 0916."
_ANSWERED: Final = re.compile(
    rf"(?<![a-z\d]){CALLED_LAST}[^\d\n]{{0,60}}[.?!]\s{{1,4}}(?:>\s?)?(?:[a-z]{{2,12}}:\s)?"
    r"(?:(?:it's|it[ ]is|they're|they[ ]are|mine[ ](?:is|are|ends?[ ]in)|es|son|sao|e)[ ]|(?!19|20))"
    r"(?P<digits>\d{4})(?![\d%])(?![.,/-]\d)(?!\s[a-z]+s\b)",
    re.VERBOSE,
)
# "The last four digits on the notice are wrong, mine end in 9907."
_MINE_END_IN: Final = re.compile(
    rf"(?<![a-z\d]){CALLED_LAST}[^\d\n]{{0,80}},[ ](?:mine|hers|his|theirs)[ ](?:is|are|ends?[ ]in)[ ]"
    r"(?P<digits>\d{4})(?![\d%])(?![.,/-]\d)",
    re.VERBOSE,
)
# Papers on which the number of a person stands.
_STANDS_ON: Final = re.compile(
    r"(?<![a-z])(?:on|in) (?:the|my|your|this|that)"
    r" (?:letter|notice|page|form|w-?2|1099|return|file|record|sheet)"
)
# "I'm Maria C. Example ending in 3345": of a person, nothing else ends so.
_NAME: Final = r"[A-Z][a-z'-]{1,20}(?: [A-Z]\.)?(?: [A-Z][a-z'-]{1,20}){1,2}"
_SOMEBODY_ENDS_IN: Final = re.compile(
    rf"(?<![\w'-])(?P<name>{_NAME})(?: on [A-Z][a-z]+ [A-Z][a-z]{{1,9}})?,? (?:who )?end(?:ing|s) in "
    r"(?!(?:18|19|20)\d\d)(?P<digits>\d{4})(?![\d%])(?![.,/-]\d)"
)
_OF_A_PLACE: Final = re.compile(r" (?:Avenue|Street|Road|Beach|Hall|County|Office|Park|Lane|Drive|Bank)\Z")
_LETTERS: Final = re.compile("[a-z]+")


def uncalled_last_four_digits(reading: Reading) -> Iterator[Sight]:
    """See four digits that are called the last of nothing, or somebody's last."""
    for match in reading.matches(_LAST_FOUR_OF_NOTHING):
        # "(1234) of your card".
        ends = match.end() + (_REACH_OF_WHAT if _OF_WHAT.match(reading.text, match.end()) else 0)
        begins = max(match.start() - BEFORE, 0)
        # "Add her to our account. Her last four is 5093": of whose they are, they are.
        if _WHOSE.search(reading.text, begins, match.start()):
            begins = sentence_around(reading, *match.span("digits"))[0]
        is_form = FORM_NUMBER.match(reading.text, match.start("digits"))
        if not is_form and not _OF_SOMETHING_ELSE.search(reading.text, begins, ends):
            yield Sight(Kind.SSN, *match.span("digits"), Why.LAST_DIGITS)
    for match in chain(reading.matches(_ANSWERED), reading.matches(_MINE_END_IN)):
        if not _OF_SOMETHING_ELSE.search(_STANDS_ON.sub("", match[0])):
            yield Sight(Kind.SSN, *match.span("digits"), Why.LAST_DIGITS)
    for match in reading.matches_in_case(_SOMEBODY_ENDS_IN):
        is_named = not GIVEN_NAMES.isdisjoint(_LETTERS.findall(match["name"].lower()))
        sentence = sentence_around(reading, *match.span("digits"))
        is_place = _OF_A_PLACE.search(match["name"]) is not None
        if is_named and not is_place and not _OF_SOMETHING_ELSE.search(reading.text, *sentence):
            yield Sight(Kind.SSN, *match.span("digits"), Why.LAST_DIGITS)
