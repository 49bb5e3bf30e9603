"""Whose an amount is: said in the same sentence, or clear from whom the whole text is written to."""

import re
from functools import cached_property
from typing import Final

from screening.readings import Reading
from screening.rules.returns.addressee import named_places
from screening.rules.returns.amounts import NAMED, OF_WHAT, OWN, WHOSE
from screening.rules.returns.sentences import Sentences, is_any
from screening.rules.writing import whole_words

# "It shows an overpayment" is about whom the sentence before is about; and what "it is" is of that, where it
# was said to be theirs: "You asked about your balance. It's".
_GOES_ON: Final = re.compile(
    r"[.?!\s]{0,4}(?:(?:it|this|that)(?:'s|[ ](?:is|was|shows?|showed|leaves|left|includes))"
    r"|(?:es|era|son|eran|e|sao)[ ](?:de[ ])?(?=[$\d]))(?![a-z])"
)
_WAS_THEIRS: Final = re.compile(
    rf"(?<![a-z])(?:your|his|her|sus?|tu|seus?|suas?)[ ](?:[a-z\d'-]+[ ]){{0,2}}?"
    rf"(?:{OWN}|bill|penalty|assessment|liability|lien|levy|multa)"
    r"(?=[.,;!?]|[ ](?:for|of|from|due|in|on|de|del|do|da|en)[ ])"
)
_REACH: Final = 60

# A letter to one person begins with their name, and an officer says that theirs was looked at.
_SALUTATION: Final = re.compile(
    r"(?:^|(?<=\n)|(?<=[.>] ))[ \t>]{0,4}"
    r"(?:Dear|Hello|Hi|Hey|Good (?:morning|afternoon|evening|day)|To|Estimad[oa]|Querid[oa]|Hola"
    r"|Buen[oa]s (?:d.as|tardes|noches)|Prezad[oa]|Car[oa]|Ol.|Bom dia|Boa (?:tarde|noite)),?[ ]"
    r"(?!Sir|Madam|Tax|Customer|Client|Colleague|All|Team|Everyone|Friend|Employer|Filer|Whom|Resident|Member"
    r"|Parent|Contribu|Se.or(?:es|as)|Senhor(?:es|as))(?:[A-Z][\w.'-]{0,20}[ ]?){1,4}"
)
_LOOKED_AT: Final = whole_words(
    r"""
    (?:i|we) (?:have |just |also ){0,2}(?:looked|reviewed|checked|corrected|adjusted|changed|amended
        |recalculated|pulled|opened|examined|found|processed|researched)(?: at| up| into| on)? your
    (?:revise|revisamos|verifique|verificamos|corregimos|ajustamos|mire|consulte|consultamos) su
    (?:verifiquei|verificamos|revisei|revisamos|corrigimos|ajustamos|consultei) (?:[oa] )?(?:sua|seu)
    """
)

_ARTICLE: Final = (
    r"(?:the|an?|this|that|there is|new|old|shows?|showed|el|la|un|una|hay|este|esta|[oa]|um|uma|ha)"
)
# What one person's own is called in a text to them: "the 2022 refund", "a balance", "wages of".
_THEIR_OWN: Final = re.compile(rf"(?<![a-z]){_ARTICLE}[ ](?:[a-z\d]+[ ]){{0,2}}?(?P<own>{OWN})(?![a-z])")
# Rules have round penalties: "the penalty for May is 64.12" is somebody's.
_CHARGED: Final = re.compile(
    rf"(?<![a-z]){_ARTICLE}[ ](?:[a-z\d]+[ ]){{0,2}}?(?P<own>penalty|interest|late fee|assessment|multa|juros"
    r"|intereses)(?![a-z])"
)
_CHARGED_REACH: Final = 30
_TO_THE_CENT: Final = re.compile(r"[.,](?!00)\d\d(?!\d)")
_AND_OWN: Final = re.compile(rf"(?<![a-z])and[ ](?P<own>{OWN})[ ](?:of|was|is)")

# It has happened, so that it is no rule: whose it is, the reader of the message knows.
_HAPPENED: Final = whole_words(
    r"""
    (?:was|were|has been|have been|had been) (?:already |also |then )?(?:direct |directly )?(?:issued|sent
        |mailed|deposited|received|paid|released|applied|offset|intercepted|credited|posted|returned
        |reissued|transferred|refunded|cashed)
    went out | came back | bounced
    (?:ya |tambien )?(?:fue|ha sido) (?:enviad|emitid|depositad|pagad|aplicad|recibid|devuelt)[oa]
    (?:ya )?se (?:envio|emitio|deposito|pago|aplico|recibio)
    (?:ja |tambem )?foi (?:enviad|emitid|depositad|pag|aplicad|recebid|devolvid)[oa]
    """
)
_HAPPENS_TO: Final = re.compile(
    r"(?<![a-z])(?:the|an?|this|that|el|la|un|una|[oa]|um|uma)[ ](?:[a-z\d]+[ ]){0,2}?"
    r"(?:refund|overpayment|balance|check|payment|reembolso|saldo|cheque|pago|restituicao|pagamento)[ ,(]"
    r"(?:[a-z\d]+[ ]){0,3}?[(]?\Z"
)
_HAPPENED_REACH: Final = 70

_BY_THE_MONTH: Final = re.compile(
    r"[ ]?(?:/|(?:per|a|each|every|al|por|cada|ao)[ ])(?:month|mo|week|mes|semana)(?![a-z])"
    r"|[ ]every[ ](?:other[ ]|two[ ])?(?:weeks?|months?|(?:mon|tues|wednes|thurs|fri)day)(?![a-z])"
    r"|[ ](?:weekly|monthly|semanales|mensuales|semanais|mensais)(?![a-z])"
)
_PRICE: Final = whole_words("fees? | costs? | price[ds]? | subscription | rent | cuesta | custa | cobra")
_DOLLARS_AND_CENTS: Final = re.compile(r"\$[ ]?\d[\d,]*\.(?!00)\d\d\Z")
# Lists, bills and examples that are reckoned out have more of them.
_NUMBER: Final = re.compile(r"(?<![\d/])\d[\d,.]*+(?!/)")
_FEW_NUMBERS: Final = 2
_RECKONED: Final = re.compile(r"[=@#\u00d7\u2192]")
# What things cost, and what is counted by the piece, has cents for everybody.
_BY_THE_PIECE: Final = whole_words(
    r"""
    each | cop(?:y|ies) | postage | stamps? | per | rates? | charges? | extra | an hour
    an? (?:mile|pack|page|gallon) | minimum | maximum | orders? | lunch | budget | posting | machine | fare
    mailing | isbn | tables? | brackets? | tickets? | parking | invoice | tarifa | tasa | taxa | copias?
    cada | por (?:hora|pagina|copia|milla|galon) | minim[oa] | maxim[oa]
    """
)

# What may be, has to be, or is a limit.
_MAY_BE: Final = whole_words(
    r"""
    may | can | could | should | would | must | need to | have to | if | unless | any | every | or more
    or less | up to | scams? | scammers? | gift cards? | never
    (?:less | more) than | over | under | at least | example | limit
    puede[ns]? | podria | pode[m]? | poderia | debe[ns]? | deve[m]? | si | se | hasta | ate | limite | ejemplo
    exemplo
    """
)

# What is done with a sum that is somebody's; "told" and "mentioned" are of what anybody may read.
_DONE_WITH_SUMS: Final = whole_words(
    r"""
    lowered | raised | took | taken | sent | mailed | adjusted | accepted | posted | changed | reduced
    increased | moved | applied | released | getting | earning | earns? | counts? | credited | held | holding
    returned
    refunded | deposited | received | reported | claimed | disallowed | allowed you | bajamos | subimos
    devuelven? | devolvem | enviamos | aplicamos | recibimos | baixamos | aumentamos | recebemos | devolvemos
    """
)
_IN_PAYMENTS: Final = re.compile(r"\d (?:payments?|installments?|pagos|cuotas|pagamentos|parcelas)(?![a-z])")
# "$41.4B", "$1.3 billion".
_IN_BILLIONS: Final = re.compile(
    r"[ ]?(?:[kmb](?![a-z])|[mb]illion|trillion|mill?on|milhao|milhoes|mil(?![a-z]))"
)

# The subject says of what, and the text begins with how much: "$812.50", "It is $812."
_BARE: Final = re.compile(
    r"[\s.>*-]*(?:(?:it|this|that|es|e)[ ](?:is|was|comes to)?[ ]?|(?:es|sao|son|foi|fue|e)[ ](?:de[ ])?)?\Z"
)
_LONGEST_BARE: Final = 60


class Ties:
    """Tell whose the amounts of a reading are; the words that say so are found once."""

    def __init__(self, reading: Reading, sentences: Sentences) -> None:
        """Look at nothing yet."""
        self._reading = reading
        self._text = reading.text
        self._sentences = sentences

    @cached_property
    def _matters(self) -> list[int]:
        return [match.start() for match in self._reading.matches(OF_WHAT)]

    @cached_property
    def _people(self) -> list[int]:
        people = [match.start() for match in self._reading.matches(WHOSE)]
        people += [match.start() for match in self._reading.matches_in_case(NAMED)]
        people += [start for start, _ in named_places(self._reading)]
        return sorted(people)

    @cached_property
    def _own(self) -> list[int]:
        own = [match.start("own") for match in self._reading.matches(_THEIR_OWN)]
        own += [match.start("own") for match in self._reading.matches(_AND_OWN)]
        return sorted(own)

    @cached_property
    def _charged(self) -> list[int]:
        return [match.start("own") for match in self._reading.matches(_CHARGED)]

    @cached_property
    def _events(self) -> list[int]:
        return [match.start() for match in self._reading.matches(_HAPPENED)]

    @cached_property
    def is_to_one_person(self) -> bool:
        """Tell whether the whole text is written to one person, about what is theirs."""
        return (
            self._reading.around.is_to_one_person
            or any(self._reading.matches_in_case(_SALUTATION))
            or any(self._reading.matches(_LOOKED_AT))
        )

    @cached_property
    def _heading_says(self) -> bool:
        """Tell whether the heading says whose and of what the amounts are."""
        heading = self._reading.around.heading
        is_theirs = self._reading.around.is_to_one_person or WHOSE.search(heading) is not None
        return is_theirs and OF_WHAT.search(heading) is not None

    @property
    def speak_of_taxes(self) -> bool:
        """Tell whether there is anything that an amount may be of."""
        return self._heading_says or bool(self._matters)

    def is_to_the_cent(self, start: int, end: int) -> bool:
        """Tell whether an amount in one person's thread has cents, and is no price: rules are round.

        The reader of the message knows of what it is: "payoff through the 30th: $8,774.19".
        """
        if not self._reading.around.is_to_one_person or not _DOLLARS_AND_CENTS.match(self._text, start, end):
            return False
        begins, ends = self._sentences.start(start), self._sentences.end(end)
        if any(each.search(self._text, begins, ends) for each in (_PRICE, _BY_THE_PIECE, _RECKONED)):
            return False
        return len(_NUMBER.findall(self._text, begins, ends)) <= _FEW_NUMBERS

    def is_told_them(self, start: int, end: int) -> bool:
        """Tell whether a sentence of one person's thread says what was done with so many dollars, and whose.

        Of what they are, need not be said: "it is just telling you we lowered it from $1,130 to $805". Nor
        whose, where a sum of payments is all that is said: "$4,160, in 40 payments". That no rule is told,
        is for the caller to ask.
        """
        if not self._reading.around.is_to_one_person or self._text[start] != "$":
            return False
        if _IN_BILLIONS.match(self._text, end):
            return False
        begins, ends = self._sentences.start(start), self._sentences.end(end)
        is_all = not self._text[begins:start].strip()
        if is_all and not _IN_PAYMENTS.search(self._text, end, ends):
            return False
        if not is_all and not (
            is_any(self._people, begins, ends) and _DONE_WITH_SUMS.search(self._text, begins, ends)
        ):
            return False
        return not any(each.search(self._text, begins, ends) for each in (_PRICE, _BY_THE_PIECE, _MAY_BE))

    def first_of(self, start: int) -> int:
        """Tell where what is said of the amount at `start` begins: its sentence, or the one before it."""
        first = self._sentences.start(start)
        if _GOES_ON.match(self._text, first):
            return self._sentences.start(max(first - 2, 0))
        return first

    def bind(self, first: int, start: int, end: int) -> bool:
        """Tell whether the amount from `start` to `end`, in what begins at `first`, is one person's own."""
        begins, ends = self._sentences.start(start), self._sentences.end(end)
        # A letter to one person may say later in the sentence what the amount was of.
        after = _REACH if self.is_to_one_person else _REACH // 2
        near, far = max(begins, start - _REACH), min(ends, end + after)
        goes_on = first < begins and _WAS_THEIRS.search(self._text, first, begins) is not None
        is_of_taxes = goes_on or is_any(self._matters, near, far)
        if is_of_taxes and is_any(self._people, first, ends):
            return True
        if is_any(self._events, end, min(ends, end + _HAPPENED_REACH)) and _HAPPENS_TO.search(
            self._text, near, start
        ):
            return True
        if is_of_taxes and self.is_to_one_person and is_any(self._own, near, far):
            return True
        if (
            self._reading.around.is_to_one_person
            and _TO_THE_CENT.search(self._text, start, end)
            and is_any(self._charged, max(begins, start - _CHARGED_REACH), start)
        ):
            return True
        # What is paid by the month in one person's thread is their plan, whatever it is called.
        if self._reading.around.is_to_one_person and _BY_THE_MONTH.match(self._text, end):
            return not _PRICE.search(self._text, begins, ends)
        return (
            self._heading_says
            and start - begins < _LONGEST_BARE
            and _BARE.match(self._text, begins, start) is not None
        )
