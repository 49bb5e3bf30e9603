"""Return information: what an agency knows of one person's taxes or child support.

An amount or a state counts when it is tied to somebody ("your refund of", "Ms. Ng's balance"), and not when
it is a rule about everybody ("if your refund is more than").
Source: 26 U.S.C. 6103(b)(2), and M.G.L. c. 62C, section 21.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from screening.readings import Reading
from screening.rules.decisions import DECISION
from screening.rules.decisions.writing import whole_words
from screening.sights import Sight
from screening.verdicts import Kind, Why

_AMOUNT: Final = re.compile(
    r"""
    (?=[\dru$]) (?: (?:us|r)?\$[ ]?\d[\d,.]*+
    | (?<![\d.,$])\d[\d,.]*+[ ]?(?:dollars|dolares|usd)(?![a-z])
    | (?<![\d.,])\d{1,3}(?:,\d{3})*+\.\d\d(?![\d%])
    | (?<![\d.,])\d{1,3}(?:,\d{3})++(?![\d.,%]) )
    """,
    re.VERBOSE,
)
_NONZERO: Final = re.compile(r"[1-9]")

# What an amount may be of, in the order English, Spanish, Portuguese.
_OF_WHAT: Final = whole_words(
    r"""
    refunds? | overpayments? | abatements? | balances? | amount (?:due|owed) | tax (?:due|bill|liability|debt)
    debt | liability | bill | incomes? | agi | wages | earnings | salary | withhold(?:s|ings?)?
    tax(?:es)? withheld
    deductions? | expenses | claimed | (?:dis)?allowed | direct deposits? | support obligation
    your (?:\d{4} )?account | you will (?:receive|get) | sent us | left to pay | (?:not|never) report(?:ed)?
    penalt(?:y|ies) | interest | levy | lien | garnishment | assessments? | assessed
    (?:tax|estimated|monthly|quarterly|last|first|next|final|reduced|support) payments? | support order
    your (?:check|payment) | paychecks? | you (?:made|paid|reported) | paid | payments? | is due
    unemployment | distributions? | winnings | loss | profit | settlement | w-?2s? | we (?:have )?received
    arrears | child support | audit | payment (?:plan|agreement) | installment (?:agreement|plan) | tax(?:es)?
    credit | return | owe[ds]? | earned | overpaid | underpaid | withheld | refunded | offset | intercepted
    garnished
    reembolsos? | devoluci[a-z]+ | saldos? | deudas? | ingresos? | salarios? | sueldos? | retenci[a-z]+
    retener | declar(?:o|ado) | multas? | intereses | plan(?:es)? de pagos? | acuerdo de pagos?
    auditoria | manutencion | embargo
    impuestos? | declaracion | debe | gano | su pago | usted pago | recibimos | por pagar
    reter | declarou | restituic[a-z]+ | dividas? | rendas? | rendimentos? | retenc[a-z]+ | juros
    planos? de pagamento
    parcelamento | pensao | penhora | impostos? | deve | ganhou | seu pagamento | voce pagou
    recebemos | para pagar
    """
)

# Who it may be tied to: the reader, or somebody by name.
_WHOSE: Final = whole_words(
    r"""
    you | your | (?:he|she) (?:was found|has been found|ow(?:es|ed)|earned) | his | her | the taxpayer's
    (?:mr|mrs|ms|miss|dr|sra|sr|senora|senor)\.? [a-z]+
    we (?:have )?[a-z]+ the (?:penalty|lien|levy|garnishment|hold|offer|appeal)
    sus? | tus? | usted | ud | le [a-z]+[aei]mos | le quedan?
    seus? | suas? | voce | o senhor | a senhora | lhe
    """
)
_NAMED: Final = re.compile(
    r"(?<![^\W\d_])[A-Z][a-z'-]{1,30}+ [A-Z][a-z-]{1,30}"
    r"(?:'s| (?:still )?ow(?:es|ed)| earned| received| overpaid| reported| paid)(?![a-z])"
)

# How a letter or a screen of the agency lists it: "Balance due: $350.00".
_LISTED: Final = re.compile(
    r"""
    (?:^|(?<=[\n|;>])|(?<=[.?!)][ ])) [ \t*-]{0,6} (?:[a-z\d]{1,12}[ ]){0,3}?
    (?:refund|payment[ ]plan|monthly[ ]payment|balance(?:[ ]due)?|amount[ ](?:due|owed|you[ ]owe|refunded)
      |overpayment|agi|arrears
      |child[ ]support|adjusted[ ]gross[ ]income|taxable[ ]income|wages|withholding
      |(?:income[ ])?tax[ ](?:withheld|due|liability)
      |reembolso|saldo|ingresos?|impuesto[ ]retenido|restituicao|imposto[ ]retido|renda)
    (?:[ ](?:amount|due|total|adeudado|pendiente|devido))? (?:[ ]?\([^()\n]{1,30}\))?
    (?:[ \t]*[:=|][ \t]*|[ ]-[ ]|(?<=[ ]due)[ ](?=\$))
    """,
    re.VERBOSE,
)

# "Se" is an "if" in Portuguese; in Spanish it stands before what was done: "se determino que".
_DECIDIDO: Final = (
    r"(?:les? )?(?:determin|decid|orden|reduj|aument|embarg|aprob|resolv|conclu|aplic|retuv|neg)"
)
# Words before an amount, or right after it, that make a sentence a rule about everybody.
_GENERAL: Final = whole_words(
    rf"""
    if | may(?! \d) | might | must | can(?!') | could | would | should | unless | whether | suppose
    do you want | would you like | example | e\.g | average | median | typical | less | more | least
    most | under | over | above | below
    exceeds? | exceeding | limits? | limited | maximum | minimum | up to | between
    each | every | any | per(?! your) | greater | fewer | when | once | than
    threshold | generally | typically | usually | standard | everyone | people
    si | cuando | puede | podria | menos | mas | hasta | maximo | minimo | ejemplo | cualquier | cada | supera
    excede
    se(?! {_DECIDIDO}) | quando | pode | poderia | ate | menor | maior | mais | exemplo | qualquer | entre
    """
)
_GENERAL_AFTER: Final = re.compile(
    r"[ ]?(?:or|and|o|y|ou|e)[ ](?:less|more|greater|over|under|mas|menos|mais)(?![a-z])"
    r"|[ ](?:each|for[ ]each|for[ ]every|limit|threshold|maximum|cada)(?![a-z])"
    # What is paid by the week or for a year may be one person's own; what is paid for each child is a rule.
    r"|[ ]per[ ](?!week|month|year|quarter|pay)"
    r"|[ ]por[ ](?!semana|mes|ano|pagar|el[ ]|la[ ]|su[ ]|o[ ]|a[ ])"
)
# What follows is supposed, until the paragraph ends: an example, or what is listed under "if:".
_LEADS: Final = whole_words(
    r"""
    let's say | suppose | imagine | here's an example | here is an example
    (?:if|when|unless|si|cuando|se|quando) ?:
    """
)
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n")
# "After your return is accepted" says nothing of what became of it.
_NOT_YET: Final = re.compile(
    r"(?<![a-z])(?:after|before|until|while|make sure|in case|as long as)(?: that)? $"
    r"|(?<![a-z])(?:despues de|hasta|antes de|depois|ate|antes) que $"
)
_NOT_YET_REACH: Final = 24
_SENTENCE_END: Final = re.compile(
    r"(?=[.?!\n])(?:(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bdr)(?<!\bsr)(?<!\bsra)[.?!](?=\s|$)|\n[ \t]*\n)"
)
# "It shows an overpayment" is about whom the sentence before is about.
_GOES_ON: Final = re.compile(
    r"[.?!\s]{0,4}(?:it|this|that)[ ](?:is|was|shows?|showed|leaves|left|includes)(?![a-z])"
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
        amount = _AMOUNT.match(text, match.end())
        if amount and not _GENERAL.search(match[0]):
            start = match.start() + _indent(match[0])
            yield Sight(Kind.RETURN_INFORMATION, start, amount.end(), Why.LISTED)
    sentences = _Sentences(reading)
    for match in reading.matches(_AMOUNT) if sentences.speak_of_taxes else ():
        if sentences.tell_of_somebody(*match.span()) and not _GENERAL_AFTER.match(text, match.end()):
            is_nothing = not _NONZERO.search(match[0])
            yield Sight(Kind.RETURN_INFORMATION, *match.span(), Why.AMOUNT, is_doubtful=is_nothing)
    for match in reading.matches(DECISION):
        if sentences.state_of_somebody(*match.span()):
            yield Sight(Kind.RETURN_INFORMATION, *match.span(), Why.STATE)


class _Sentences:
    """Hold where the sentences of a reading end, and where words stand in it that give an amount its sense.

    Found once for the whole text, and only when asked for, so that many amounts take no longer than one.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.text

    @cached_property
    def _ends(self) -> list[int]:
        return [match.end() for match in self._reading.matches(_SENTENCE_END)]

    @cached_property
    def _matters(self) -> list[int]:
        return [match.start() for match in self._reading.matches(_OF_WHAT)]

    @cached_property
    def _people(self) -> list[int]:
        people = [match.start() for match in self._reading.matches(_WHOSE)]
        people += [match.start() for match in _NAMED.finditer(self._reading.cased)]
        return sorted(people)

    @cached_property
    def _general(self) -> list[int]:
        return [match.start() for match in self._reading.matches(_GENERAL)]

    @cached_property
    def _leads(self) -> list[int]:
        return [match.start() for match in self._reading.matches(_LEADS)]

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [match.start() for match in self._reading.matches(_PARAGRAPH)]

    @property
    def speak_of_taxes(self) -> bool:
        """Tell whether there is anything that an amount may be of."""
        return bool(self._matters)

    def tell_of_somebody(self, start: int, end: int) -> bool:
        """Tell whether the amount from `start` to `end` is one of a matter of somebody, and of no rule."""
        first, last = self._start(start), self._end(end)
        near, far = max(first, start - _REACH), min(last, end + _REACH // 2)
        if _GOES_ON.match(self._text, first):
            first = self._start(max(first - 2, 0))
        return (
            _is_any(self._matters, near, far)
            and _is_any(self._people, first, last)
            and not _is_any(self._general, first, start)
            and not self._are_supposed(start)
        )

    def _are_supposed(self, start: int) -> bool:
        """Tell whether what stands at `start` is part of an example, or of a list under an "if"."""
        lead = bisect_left(self._leads, start) - 1
        return lead >= 0 and not _is_any(self._paragraphs, self._leads[lead], start)

    def state_of_somebody(self, start: int, end: int) -> bool:
        """Tell whether a decision is stated of somebody, in a sentence that neither asks nor is a rule."""
        first, last = self._start(start), self._end(end)
        is_question = self._text[self._stop(end) - 1] == "?"
        return (
            not is_question
            and _is_any(self._people, first, last)
            and not _is_any(self._general, first, start)
            and not self._are_supposed(start)
            and not _NOT_YET.search(self._text, max(start - _NOT_YET_REACH, 0), start)
        )

    def _start(self, start: int) -> int:
        index = bisect_right(self._ends, start) - 1
        return max(self._ends[index] if index >= 0 else 0, start - _BEFORE)

    def _end(self, end: int) -> int:
        return min(self._stop(end), end + _AFTER)

    def _stop(self, end: int) -> int:
        index = bisect_left(self._ends, end + 1)
        return self._ends[index] if index < len(self._ends) else len(self._text)


def _is_any(places: Sequence[int], start: int, end: int) -> bool:
    """Tell whether one of ascending `places` lies from `start` to before `end`."""
    return bisect_left(places, start) < bisect_left(places, end)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t*-"))
