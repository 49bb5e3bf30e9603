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
from screening.sights import Sight
from screening.verdicts import Kind, Why

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
    penalt(?:y|ies) | interest | levy | lien | garnishment | assessments? | assessed
    (?:tax|estimated|monthly|quarterly|last|first|next|final|reduced|support) payments? | support order
    your (?:check|payment) | paychecks? | you (?:made|paid|reported) | paid | payments? | is due
    unemployment | distributions? | winnings | loss | profit | settlement | w-?2 | we (?:have )?received
    arrears | child support | audit | payment (?:plan|agreement) | installment (?:agreement|plan) | tax(?:es)?
    credit | return | owe[ds]? | earned | overpaid | underpaid | withheld | refunded | offset | intercepted
    garnished
    reembolsos? | devoluci[a-z]+ | saldos? | deudas? | ingresos? | salarios? | sueldos? | retenci[a-z]+
    multas? | intereses | plan(?:es)? de pagos? | acuerdo de pagos? | auditoria | manutencion | embargo
    impuestos? | declaracion | debe | gano | su pago | usted pago | recibimos | por pagar
    restituic[a-z]+ | dividas? | rendas? | rendimentos? | retenc[a-z]+ | juros | planos? de pagamento
    parcelamento | pensao | penhora | impostos? | deve | ganhou | seu pagamento | voce pagou
    recebemos | para pagar
    """
)

# Who it may be tied to: the reader, or somebody by name.
_WHOSE: Final = _words(
    r"""
    you | your | his | her | the taxpayer's | (?:mr|mrs|ms|miss|dr|sra|sr|senora|senor)\.? [a-z]+
    sus? | tus? | usted | ud | le (?:debemos|enviamos|retuvimos|cobramos|devolvimos|quedan?)
    seus? | suas? | voce | lhe
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

# A state that this one return, plan or order is in; only as a statement.
_IS: Final = r"(?:is|are|was|were|has been|have been)"
_WAS: Final = r"(?:was|were|has been|have been|has not been|have not been|was not)"
_NOW: Final = r"(?:currently |now |still |being |also |recently )?"
_UP_TO_FOUR: Final = r"(?:[a-z\d'-]+ ){0,4}?"
_YOUR: Final = r"(?:your|his|her|the taxpayer's|(?:mr|mrs|ms|miss|dr)\.? [a-z'-]{1,30}'s)"
_YOUR_RETURN: Final = rf"{_YOUR} {_UP_TO_FOUR}(?:returns?|refund|account|case)"
_YOUR_PLAN: Final = rf"{_YOUR} {_UP_TO_FOUR}(?:payment|installment) (?:plan|agreement)"
_YOUR_MATTER: Final = (
    rf"{_YOUR} {_UP_TO_FOUR}(?:abatements?|penalt(?:y|ies)|tax credit|appeal|exemption|hardship|offer)"
    r"(?: (?:status|request|application|claim|in compromise))?"
)
_YOUR_REQUEST: Final = (
    rf"{_YOUR} (?:request|application|appeal) (?:for|of) {_UP_TO_FOUR}"
    r"(?:abatement|penalt(?:y|ies)|plan|agreement|refund|credit|hearing|hardship)"
)
_OF_A_YEAR: Final = rf"{_UP_TO_FOUR}\d{{4}} {_UP_TO_FOUR}"
_DECIDED: Final = (
    r"(?:approved|denied|allowed|disallowed|granted|accepted|rejected|waived|abated|upheld"
    r"|withdrawn|dismissed)"
)
_PAPER: Final = r"your (?:[a-z']+ )?(?:license|passport)(?: application)?"
_WE: Final = "(?:we|the department) (?:have |has )?"
_SUS: Final = r"su (?:declaracion|cuenta|reembolso)(?: de (?:\d{4}|impuestos))?"
_SUA: Final = r"sua (?:declaracao|conta(?: bancaria)?|restituicao)(?: de (?:\d{4}|imposto(?: de renda)?))?"
_STATE: Final = _words(
    rf"""
    {_YOUR_RETURN} {_IS} {_NOW}(?:under|in) (?:audit|examination)
    {_YOUR_RETURN} {_IS} {_NOW}(?:audited|levied|offset|intercepted|garnished)
    {_YOUR_RETURN} {_IS} {_NOW}(?:selected|chosen|flagged) for (?:an |a )?(?:audit|examination)
    {_YOUR_RETURN} {_IS} {_NOW}(?:referred to|sent to|in) (?:collections?|default)
    {_YOUR_RETURN} {_IS} {_NOW}on hold (?:because of|due to|for) (?:an |your )?(?:audit|debt|child support)
    {_YOUR_RETURN} (?:has not been|was not|was never) (?:filed|received)
    {_YOUR} (?:{_OF_A_YEAR})?refund {_WAS} (?:issued|mailed|sent|deposited|approved|returned) (?:on|in|to)
    {_YOUR} (?:{_OF_A_YEAR})?refund {_WAS} (?:held|frozen|denied|stopped)
    {_YOUR} (?:{_OF_A_YEAR})?refund {_IS} (?:reduced|applied) (?:to|for|because|by|against)
    {_YOUR_MATTER} {_WAS} (?:partly |partially |fully )?{_DECIDED}
    {_YOUR_REQUEST} {_WAS} (?:partly |partially |fully )?{_DECIDED}
    {_WE}{_DECIDED} your {_UP_TO_FOUR}(?:abatement|appeal|plan|agreement|penalt(?:y|ies)|credit)
    you (?:are|were) (?:being audited|under audit|(?:selected|chosen) for (?:an )?(?:audit|examination))
    you (?:are|were) {_UP_TO_FOUR}(?:in|on) (?:an?|the|your) (?:payment|installment) (?:plan|agreement)
    you (?:are|were) {_UP_TO_FOUR}(?:behind|late|current) (?:on|in|with) (?:your )?(?:child support|payment)s?
    you (?:are|were|have been) approved for an? {_UP_TO_FOUR}(?:plan|agreement|abatement|credit)
    you (?:have )?(?:missed|skipped) {_UP_TO_FOUR}payments?
    you (?:have not|did not|haven't|didn't|never) filed? (?:your|a|the) {_OF_A_YEAR}returns?
    you (?:no longer |still |currently )?owe (?:any )?(?:back taxes|child support|arrears)
    {_YOUR_PLAN} (?:{_IS}|went|has|defaulted|started|begins|ended)
    your (?:wages|paychecks?|bank accounts?) (?:{_IS}|will be) (?:being )?(?:garnished|levied|withheld)
    {_PAPER} {_WAS} (?:suspended|revoked|denied) {_UP_TO_FOUR}(?:child support|taxes)
    {_WE}(?:audited|levied|garnished|selected) (?:your|you)
    {_WE}(?:opened|closed|began|started|completed) (?:an|the|our) audit of (?:your|you)
    an? (?:[a-z]+ )?(?:lien|levy) (?:was|has been) (?:placed|filed|issued|sent) (?:on|against|to) (?:your|you)
    {_WE}(?:placed|filed|released|withdrew) (?:a|the|our) (?:lien|levy)
    (?:the )?(?:lien|levy) (?:on|against) (?:your|you) {_UP_TO_FOUR}(?:was|has been) released
    your (?:lien|levy) (?:was|has been) released
    the audit of your {_UP_TO_FOUR}(?:is|was|has|will)
    your child support (?:case|order|payments?|arrears) (?:{_IS}|has|have)(?! not taxable)
    your audit (?:{_IS}|has)
    {_SUS} (?:esta|fue|ha sido) (?:siendo )?(?:bajo auditoria|en auditoria)
    {_SUS} (?:esta|fue|ha sido) (?:siendo )?(?:auditad|embargad|retenid|interceptad)[oa]
    su reembolso (?:fue|ha sido) (?:enviado|emitido|depositado|negado|aprobado) (?:el|en|a)
    se embargo su (?:cuenta|salario|sueldo)
    su (?:solicitud|apelacion|reduccion) {_UP_TO_FOUR}(?:fue|ha sido) (?:aprobad|negad|denegad|rechazad)[oa]
    su (?:plan|acuerdo) de pagos? (?:esta|fue|ha sido)
    usted (?:esta|estuvo) atrasad[oa] (?:en|con) (?:la manutencion|sus? pagos?)
    {_SUA} (?:esta|foi) (?:sob auditoria|em auditoria|auditada|retida|penhorada|interceptada)
    (?:sua restituicao|seu reembolso) foi (?:enviad|emitid|depositad|negad|aprovad)[oa] (?:em|no|na|para)
    (?:seu|sua) (?:pedido|solicitacao|recurso) {_UP_TO_FOUR}foi (?:aprovad|negad|indeferid)[oa]
    (?:seu|sua) (?:plano de pagamento|parcelamento) (?:esta|foi)
    voce esta atrasad[oa] (?:na pensao|com (?:a pensao|seus? pagamentos?))
    """
)

# Words before an amount, or right after it, that make a sentence a rule about everybody.
_GENERAL: Final = _words(
    r"""
    if | may(?! \d) | might | must | can(?!') | could | would | should | unless | whether | suppose
    example | e\.g | average | median | typical | less | more | least | most | under | over | above | below
    exceeds? | exceeding | limits? | limited | maximum | minimum | up to | between
    each | every | any | per(?! your) | greater | fewer | when | once | than
    threshold | generally | typically | usually | standard | everyone | people
    si | cuando | puede | podria | menos | mas | hasta | maximo | minimo | ejemplo | cualquier | cada | supera
    excede
    se | quando | pode | poderia | ate | menor | maior | mais | exemplo | qualquer | entre
    """
)
_GENERAL_AFTER: Final = re.compile(
    r"[ ]?(?:or|and|o|y|ou|e)[ ](?:less|more|greater|over|under|mas|menos|mais)(?![a-z])"
    r"|[ ](?:each|for[ ]each|for[ ]every|limit|threshold|maximum|cada)(?![a-z])"
    # What is paid by the week or for a year may be one person's own; what is paid for each child is a rule.
    r"|[ ]per[ ](?!week|month|year|quarter|pay)"
    r"|[ ]por[ ](?!semana|mes|ano|pagar|el[ ]|la[ ]|su[ ]|o[ ]|a[ ])"
)
_SENTENCE_END: Final = re.compile(
    r"(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bdr)(?<!\bsr)(?<!\bsra)[.?!](?=\s|$)|\n[ \t]*\n"
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
    for match in reading.matches(_STATE):
        if not sentences.is_question(match.end()) and not sentences.are_general_before(match.start()):
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
        )

    def are_general_before(self, start: int) -> bool:
        """Tell whether the sentence up to `start` speaks of a rule."""
        return _is_any(self._general, self._start(start), start)

    def is_question(self, end: int) -> bool:
        """Tell whether the sentence around `end` asks."""
        return self._text[self._stop(end) - 1] == "?"

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
