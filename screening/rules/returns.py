"""Return information: what an agency knows of one person's taxes or child support.

An amount or a state counts when it is tied to somebody ("your refund of", "Ms. Ng's balance"), and not when
it is a rule about everybody ("if your refund is more than").
Source: 26 U.S.C. 6103(b)(2), and M.G.L. c. 62C, section 21.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from screening.readings import Reading
from screening.sights import Sight
from screening.verdicts import Kind

_AMOUNT: Final = re.compile(
    r"""
      (?:us|r)?\$[ ]?\d[\d,.]*+
    | (?<![\d.,$])\d[\d,.]*+[ ]?(?:dollars|dolares|usd)(?![a-z])
    | (?<![\d.,])\d{1,3}(?:,\d{3})*+\.\d\d(?![\d%])
    | (?<![\d.,])\d{1,3}(?:,\d{3})++(?![\d.,%])
    """,
    re.VERBOSE,
)
_NONZERO: Final = re.compile(r"[1-9]")


def _words(pattern: str) -> re.Pattern[str]:
    """Compile alternatives of whole words; line breaks and blanks beside bars are for the reader only."""
    lines = (line.strip().split(" | ") for line in pattern.strip().splitlines())
    alternatives = "|".join(word.strip() for words in lines for word in words)
    return re.compile(rf"(?<![a-z])(?:{alternatives})(?![a-z])")


# What an amount may be of, in the order English, Spanish, Portuguese.
_OF_WHAT: Final = _words(
    r"""
    refunds? | overpayments? | abatements? | balances? | amount (?:due|owed) | tax (?:due|bill|liability|debt)
    debt | liability | bill | incomes? | agi | wages | earnings | salary | withholdings? | tax(?:es)? withheld
    penalt(?:y|ies) | interest | levy | lien | garnishment | (?:tax|estimated|monthly|quarterly) payments?
    arrears | child support | audit | payment (?:plan|agreement) | installment (?:agreement|plan) | tax(?:es)?
    credit | return | owe[ds]? | earned | overpaid | underpaid | withheld | refunded | offset | intercepted
    garnished
    reembolsos? | devoluci[a-z]+ | saldos? | deudas? | ingresos? | salarios? | sueldos? | retenci[a-z]+
    multas? | intereses | plan(?:es)? de pagos? | acuerdo de pagos? | auditoria | manutencion | embargo
    impuestos? | declaracion | debe | gano
    restituic[a-z]+ | dividas? | rendas? | rendimentos? | retenc[a-z]+ | juros | planos? de pagamento
    parcelamento | pensao alimenticia | penhora | impostos? | deve | ganhou
    """
)

# Who it may be tied to: the reader, or somebody by name.
_WHOSE: Final = _words(
    r"""
    you | your | his | her | the taxpayer's | (?:mr|mrs|ms|miss|dr|sra|sr|senora|senor)\.? [a-z]+
    sus? | tus? | usted | ud | seus? | suas? | voce
    """
)
_NAMED: Final = re.compile(
    r"(?<![^\W\d_])[A-Z][a-z'-]{1,30}+ [A-Z][a-z-]{1,30}"
    r"(?:'s| (?:still )?ow(?:es|ed)| earned| received| overpaid)(?![a-z])"
)

# How a letter or a screen of the agency lists it: "Balance due: $350.00".
_LISTED: Final = re.compile(
    r"""
    (?:^|(?<=[\n|;>])|(?<=[.?!)][ ])) [ \t*-]{0,6} (?:[a-z\d]{1,12}[ ]){0,3}?
    (?:refund|balance(?:[ ]due)?|amount[ ](?:due|owed|you[ ]owe|refunded)|overpayment|agi|arrears
      |child[ ]support|adjusted[ ]gross[ ]income|taxable[ ]income|wages|withholding
      |(?:income[ ])?tax[ ](?:withheld|due|liability)
      |reembolso|saldo|ingresos?|impuesto[ ]retenido|restituicao|imposto[ ]retido|renda)
    (?:[ ](?:amount|due|total|adeudado|pendiente|devido))? (?:[ ]?\([^()\n]{1,30}\))? [ \t]*[:=|][ \t]*
    """,
    re.VERBOSE,
)

# A state that this one return, plan or order is in; only as a statement.
_IS: Final = r"(?:is|are|was|were|has been|have been)"
_YOUR_RETURN: Final = r"your (?:[a-z\d]+ ){0,4}?(?:return|refund|account|case)"
_STATE: Final = _words(
    rf"""
    {_YOUR_RETURN} {_IS} (?:currently |now |being )?under (?:audit|examination)
    {_YOUR_RETURN} {_IS} (?:being )?(?:audited|levied|offset|intercepted)
    {_YOUR_RETURN} {_IS} selected for (?:an |a )?(?:audit|examination)
    {_YOUR_RETURN} {_IS} in (?:collections?|default)
    your refund {_IS} (?:reduced|applied) (?:to|for|because|by|against)
    you (?:are|were) (?:being audited|under audit)
    you (?:are|were) (?:[a-z]+ ){{0,2}}?(?:in|on) (?:an?|the) (?:payment|installment) (?:plan|agreement)
    you (?:are|were) behind (?:on|in|with) (?:your )?(?:child support|payment)s?
    your (?:[a-z]+ )?(?:payment|installment) (?:plan|agreement) (?:{_IS}|went|defaulted|started|begins|ended)
    your wages (?:{_IS}|will be) (?:being )?(?:garnished|levied|withheld)
    (?:we|the department) (?:have )?(?:audited|levied|garnished|placed a lien on|selected) (?:your|you)
    your child support (?:case|order|payments?|arrears) (?:{_IS}|has|have)(?! not taxable)
    your audit (?:{_IS}|has)
    su (?:declaracion|cuenta|reembolso) (?:esta|fue|ha sido) (?:siendo )?(?:bajo auditoria|en auditoria)
    su (?:declaracion|cuenta|reembolso) (?:esta|fue|ha sido) (?:siendo )?(?:auditad|embargad|retenid)[oa]
    su plan de pagos? (?:esta|fue|ha sido)
    sua (?:declaracao|conta|restituicao) (?:esta|foi) (?:sob auditoria|em auditoria|auditada|retida|penhorada)
    seu (?:plano de pagamento|parcelamento) (?:esta|foi)
    """
)

# Words before an amount, or right after it, that make a sentence a rule about everybody.
_GENERAL: Final = _words(
    r"""
    if | may(?! \d) | might | must | can | could | would | should | unless | whether | suppose
    example | e\.g | less | more | least | most | under | over | above | below | exceeds? | exceeding
    limits? | limited
    maximum | minimum | up to | between | each | every | any | per | greater | fewer | when | once | than
    threshold | generally | typically | usually | standard | everyone | people
    si | cuando | puede | podria | menos | mas | hasta | maximo | minimo | ejemplo | cualquier | cada | supera
    excede
    se | quando | pode | poderia | ate | menor | maior | mais | exemplo | qualquer | entre
    """
)
_GENERAL_AFTER: Final = re.compile(
    r"[ ]?(?:or|and|o|y|ou|e)[ ](?:less|more|greater|over|under|mas|menos|mais)(?![a-z])"
    r"|[ ](?:per|each|for[ ]each|for[ ]every|limit|threshold|maximum|cada|por)(?![a-z])"
)
_SENTENCE_END: Final = re.compile(
    r"(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bdr)(?<!\bsr)(?<!\bsra)[.?!](?=\s|$)|\n[ \t]*\n"
)
_REACH: Final = 60
_BEFORE: Final = 120
_AFTER: Final = 80


def return_information(reading: Reading) -> Iterator[Sight]:
    """See an amount beside what it is an amount of and whose, or the state of somebody's return or payments.

    An amount of nothing is doubtful: help texts say what "you owe $0" means.
    """
    text = reading.text
    for match in reading.matches(_LISTED):
        if amount := _AMOUNT.match(text, match.end()):
            yield Sight(Kind.RETURN_INFORMATION, match.start() + _indent(match[0]), amount.end())
    if not _OF_WHAT.search(text):
        return
    sentences = _Sentences(reading)
    for match in reading.matches(_AMOUNT):
        if sentences.tell_of_somebody(*match.span()) and not _GENERAL_AFTER.match(text, match.end()):
            yield Sight(Kind.RETURN_INFORMATION, *match.span(), is_doubtful=not _NONZERO.search(match[0]))
    for match in reading.matches(_STATE):
        if not sentences.is_question(match.end()) and not sentences.are_general_before(match.start()):
            yield Sight(Kind.RETURN_INFORMATION, *match.span())


class _Sentences:
    """Hold where the sentences of a reading end, and where words stand in it that give an amount its sense.

    Found once for the whole text, so that many amounts take no longer than one.
    """

    def __init__(self, reading: Reading) -> None:
        self._text = reading.text
        self._ends = [match.end() for match in reading.matches(_SENTENCE_END)]
        self._matters = [match.start() for match in reading.matches(_OF_WHAT)]
        people = [match.start() for match in reading.matches(_WHOSE)]
        people += [match.start() for match in _NAMED.finditer(reading.cased)]
        self._people = sorted(people)
        self._general = [match.start() for match in reading.matches(_GENERAL)]

    def tell_of_somebody(self, start: int, end: int) -> bool:
        """Tell whether the amount from `start` to `end` is one of a matter of somebody, and of no rule."""
        first, last = self._start(start), self._end(end)
        near, far = max(first, start - _REACH), min(last, end + _REACH // 2)
        return (
            _is_any(self._matters, near, far)
            and _is_any(self._people, first, last)
            and not _is_any(self._general, first, start)
        )

    def are_general_before(self, start: int) -> bool:
        """Tell whether the sentence up to `start` speaks of a rule."""
        return _is_any(self._general, self._start(start), start)

    def is_question(self, end: int) -> bool:
        """Tell whether the sentence around `end` asks."""
        return self._text[self._end(end) - 1] == "?"

    def _start(self, start: int) -> int:
        index = bisect_right(self._ends, start) - 1
        return max(self._ends[index] if index >= 0 else 0, start - _BEFORE)

    def _end(self, end: int) -> int:
        index = bisect_left(self._ends, end + 1)
        stop = self._ends[index] if index < len(self._ends) else len(self._text)
        return min(stop, end + _AFTER)


def _is_any(places: Sequence[int], start: int, end: int) -> bool:
    """Tell whether one of ascending `places` lies from `start` to before `end`."""
    return bisect_left(places, start) < bisect_left(places, end)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t*-"))
