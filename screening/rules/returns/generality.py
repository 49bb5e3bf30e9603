"""What makes an amount one of a rule about everybody, and not one person's own.

A rule has a threshold ("more than $500"), a condition that leads to the amount ("if you owe $500"), a verb
of what may be ("you can deduct $500"), somebody who is nobody ("taxpayers", "each child"), or says that it is
an example. "Your refund of $812" names an amount, whatever stands around it.
"""

import re
from bisect import bisect_left
from functools import cached_property
from typing import Final

from screening.readings import Reading
from screening.rules.returns.amounts import OWN, WITH_CENTS
from screening.rules.returns.sentences import Sentences, is_any
from screening.rules.writing import one_of, whole_words

# Right before an amount, with nothing but small words between.
_THRESHOLD: Final = one_of(
    r"""
    (?:more|less|greater|fewer|higher|lower|larger|smaller|rather) than | at (?:least|most)
    (?<!add )(?<!adds )(?<!added )up to | over | under
    above | below | exceed(?:s|ed|ing)? | maximum | minimum | limit(?:ed)? | as (?:much|little|low|high) as
    between | beyond | first | every | each | in excess of
    mas (?:de|que) | menos (?:de|que) | (?:menor|mayor|superior|inferior)(?:es)? (?:de|que|al?) | hasta
    (?:al|por lo) menos | maximo de | minimo de | entre | superan? | exceden? | a partir de | limite
    mais (?:de|que|do que) | menos do que | maior(?:es)? (?:que|do que) | menor(?:es)? do que | acima de
    abaixo de | ate | pelo menos | no (?:maximo|minimo) | ultrapass[a-z]+ | excede[a-z]*
    """
)
_SMALL_WORDS: Final = (
    r"(?:[ ,(]{1,2}(?:or|than|equal|to|the|a|an|of|about|at|is|are|was|by|and|only|this|that|de|que|los"
    r"|las|el|la"
    r"|un|os|as|o|y|e|ou|um|(?:us|r)?\$?\d[\d,.]{0,14}))"
)
_AFTER_THRESHOLD: Final = re.compile(rf"(?<![a-z])(?:{_THRESHOLD}){_SMALL_WORDS}{{0,5}}[ (]{{0,2}}\Z")
_THRESHOLD_REACH: Final = 60

# Right after an amount.
_BEFORE_LIMIT: Final = re.compile(
    r"[ ]?(?:or|and|o|y|ou|e)[ ](?:less|more|greater|over|under|above|below|higher|lower|mas|menos|mais"
    r"|acima)"
    r"(?![a-z])"
    r"|[ ](?:for[ ])?(?:each|every|cada)(?![ ](?:of[ ]the|of[ ]your"
    r"|week|month|quarter|year|pay|semana|mes|ano)|[a-z])"
    r"|[ ](?:limit|threshold|maximum|minimum|exemption|deduction|exclusion|fee)(?![a-z])"
    r"|,?[ ](?:whichever|lo[ ]que[ ]sea|o[ ]que[ ]for)(?![a-z])"
    # What is paid by the week or for a year may be one person's own; what is paid for each child is a rule.
    r"|[ ]per[ ](?!week|month|year|quarter|pay)"
    r"|[ ]por[ ](?!semana|mes|ano|pagar|el[ ]|la[ ]|sus?[ ]|tus?[ ]|seus?[ ]|suas?[ ]|o[ ]|a[ ])"
)
# "A $30,000 car" is a thing, "a $350 balance" is not.
_OF_A_THING: Final = re.compile(r"(?<![a-z])(?:an?|un|una|um|uma)[ ]\Z")
_THING: Final = re.compile(rf"[ -](?!(?:[a-z]+[ ])?(?:{OWN}|payment|penalty|bill|debt|check)(?![a-z]))[a-z]")

# "Your refund of $812" names an amount; "your refund is $812" may be a rule after "if".
_NAMES: Final = re.compile(
    rf"(?<![a-z])(?:(?:your|his|her|sus?|seus?|suas?|tu|[a-z]+'s)[ ](?:[a-z\d'-]+[ ]){{0,3}}?"
    rf"(?:{OWN}|bill|payment|paycheck|check|pago|multa|penalty|pagamento)"
    rf"|(?:the|el|la|[oa])[ ](?:[a-z\d'-]+[ ]){{0,3}}?(?:{OWN}))"
    rf"(?:[ ](?:for|from|de|del)[ ]\d{{4}})?(?:,|[ ](?:of|for|totaling|de|por)"
    rf"|[ ]?\(|[ ]in[ ]the[ ]amount[ ]of)"
    rf"[ ]?\(?\Z"
)
_NAMES_AFTER: Final = re.compile(r"(?<![a-z])(?:your|his|her|their|sus?|seus?|suas?)[ ]\Z")
# What follows is supposed, until the paragraph ends: an example, or what is listed under "if:".
_LEADS: Final = whole_words(
    r"""
    let's say | suppose | imagine | here's an example | here is an example
    (?:if|when|unless|si|cuando|se|quando) ?:
    """
)
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n")
_DAY: Final = re.compile(r"\d")
_IF_SO: Final = re.compile(r"[ ](?:if|unless|si|se)(?![a-z])")
_NAMES_REACH: Final = 80
# It was so, and is over: "your refund was more than $900".
_WAS: Final = re.compile(
    rf"(?<![a-z])(?:your|su|seu|sua)[ ](?:[a-z\d]+[ ]){{0,2}}?(?:{OWN})[ ](?:was|were|fue|era"
    rf"|foi)[ ][a-z ]{{0,20}}\Z"
    r"|(?<![a-z])you[ ](?:made|paid|sent)[ ][a-z\d ]{0,40}\Z"
)

_EXAMPLE: Final = whole_words(
    r"""
    example | e\.g | suppose | imagine | such as | average | median | let's say | (?:por )?ejemplo
    supongamos
    promedio | (?:por )?exemplo | suponha | media de | like this
    (?:fake|phishing|scam|bogus|fraudulent) (?:texts?|e-?mails?|messages?|calls?|letters?)(?: that| which)?
        (?:say|claim|tell|ask|promise|warn)(?:s|ing)?(?=:? ?["'])
    texts?(?: messages?)?(?: that| which)? (?:say|claim|promise)(?:s|ing)?(?=:? ?["'])
    (?:got|get|getting|received|receive) (?:an? )?texts?(?: messages?)? (?:saying|claiming|that says?)
    (?:recib[a-z]+|receb[a-z]+|llego|chegou) (?:um? |un )?(?:texto|mensaje de texto|sms)
        (?:que )?(?:dice|diciendo|diz|dizendo)
    scams? (?:[a-z]+ ){0,3}(?:say|claim|tell|promise)(?:s|ing)?(?=:? ?["'])
    scammers? (?:who |that |may |will |often )?(?:say|claim|tell|ask|promise|warn)(?:s|ing)?(?=:? ?["'])
    (?:mensajes?|correos?|llamadas?|mensagens?|mensagem|ligacoes) (?:fals|fraudulent)[oa]s?(?: que)?
        (?:dicen?|dizem|diz|piden?|pedem)(?=:? ?["'])
    """
)

# After an amount too: "$300 and a debt of $500, for example".
_FOR_EXAMPLE: Final = whole_words("for example | for instance | e\\.g | por ejemplo | por exemplo")

# A condition: it may or may not be so. What follows "when we sent" has been.
_HAS_BEEN: Final = (
    r"(?![^.,;]{0,40}\b(?:was|were|had|did|sent)(?![a-z])| (?:i|we|you|he|she|they) [a-z]+ed(?![a-z])"
    r"|[^.,;]{0,20}(?:amos|imos|aron|ieron|aram)(?![a-z]))"
)
_CONDITION: Final = whole_words(
    rf"""
    if(?! you(?:'re| are) wondering) | unless | should (?:you|he|she|they|your|the|it|this)
    whether | in case | assuming | suppose | depending
    (?:when|once|whenever|cuando|quando){_HAS_BEEN}
    si | a menos que | en caso
    se (?:voce|ele|ela|o|a|os|as|sua|seu|suas|seus|nao|tem|tiver|houver|for|estiver|deve|dever|um|uma|quiser)
    (?<!su )(?<!el )(?<!este )(?<!seu )(?<!o )(?<!en )(?<!um )caso
    """
)
# What may be; "I can see" and "we may have sent" say what is.
_POSSIBLE: Final = whole_words(
    r"""
    (?<!i )(?<!we )(?:can(?!')|could|may(?! \d)|might|must|should|would) | able to | need to | have to
    subject to | eligible | qualify | allowed(?! (?:to )?(?:you|him|her)(?![a-z]))
    puede[ns]? | podria[ns]? | pode[m]? | poderia[m]? | debe ser | debe(?:n)? tener | deve (?:ser|ter)
    """
)
# What is not said to be so: "I do not know why your return was rejected".
_OPEN: Final = whole_words("why | how | until | hasta que | por que | como | ate que")
# "After your return is accepted" says nothing of what became of it.
_NOT_YET: Final = re.compile(
    r"(?<![a-z])(?:after|before|until|while|make sure|in case|as long as|check"
    r"|(?<!i )(?<!we )see|know(?:ing)?)"
    r"(?: that| if| whether)? $"
    r"|(?<![a-z])(?:despues de|hasta|antes de|depois|ate|antes) que $"
)
_NOT_YET_REACH: Final = 24
# Nobody, or everybody.
_ANYBODY: Final = whole_words(
    r"""
    (?<!have )(?<!has )(?<!owe )any | anyone | anybody | everyone | everybody | people | those who
    (?<!delinquent )taxpayers | filers | families | employers
    an? (?:taxpayer|person|employee|employer|individual|filer) | (?:someone|somebody)(?! else) | no one | most
    (?:each|every|cada)(?! (?:week|month|quarter|year|pay|semana|mes|ano)| (?:una?|uno|uma?)[.,;])
    generally | typically | usually | normally | standard | threshold | per(?! (?:your|the|our))
    (?:los|las|os|as) contribu[a-z]+ | cualquier[a]? | qualquer | quien(?:es)? | quem | generalmente
    geralmente | suelen? | costumam?
    (?:en|em) general? | em geral | (?:casi|quase) tod[oa]s? | (?:del mes siguiente|do mes seguinte)
    toda (?!a |la |su |sua |esa |esta |essa |una |uma |vez |via |minha |mi )[a-z]+(?<!da)
    (?:mientras|enquanto) (?:no |nao )?[a-z]+ u[mn]a?
    """
)
_USUALLY: Final = whole_words(
    r"""
    generally | typically | usually | normally | ordinarily | always | as a rule | in general | in most cases
    generalmente | normalmente | siempre | por lo general | geralmente | sempre | em geral
    (?:mientras|enquanto) (?:no |nao )?[a-z]+ u[mn]a? | duran? (?:semanas|meses|anos)
    (?:aunque|mesmo que) (?:no |nao )?[a-z]+[ae] | (?:no son|nao sao) [a-z]+[ai]d[oa]s
    """
)
# "Your minimum payment" is one person's own, "the minimum penalty" is not.
_LIMIT: Final = whole_words(
    r"(?P<own>(?:your|su|seu|sua) (?:[a-z]+ ){0,2}?)?(?:minimum|maximum|limits?|limited|minim[oa]"
    r"|maxim[oa]|limite)"
)


class Generality:
    """Tell which amounts of a reading belong to rules; the words that do it are found once."""

    def __init__(self, reading: Reading, sentences: Sentences) -> None:
        """Look at nothing yet."""
        self._reading = reading
        self._text = reading.text
        self._sentences = sentences

    @cached_property
    def _examples(self) -> list[int]:
        return [match.start() for match in self._reading.matches(_EXAMPLE)]

    @cached_property
    def _for_example(self) -> list[int]:
        return [match.start() for match in self._reading.matches(_FOR_EXAMPLE)]

    @cached_property
    def _leads(self) -> list[int]:
        return [match.start() for match in self._reading.matches(_LEADS)]

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [match.start() for match in self._reading.matches(_PARAGRAPH)]

    @cached_property
    def conditions(self) -> list[int]:
        """Place every word that makes a condition."""
        return [match.start() for match in self._reading.matches(_CONDITION)]

    @cached_property
    def anybody(self) -> list[int]:
        """Place every word for nobody in particular."""
        return [match.start() for match in self._reading.matches(_ANYBODY)]

    @cached_property
    def _general(self) -> list[int]:
        places = [match.start() for match in self._reading.matches(_POSSIBLE)]
        places += (match.start() for match in self._reading.matches(_LIMIT) if not match["own"])
        return sorted([*places, *self.conditions, *self.anybody])

    @cached_property
    def _open(self) -> list[int]:
        places = [match.start() for match in self._reading.matches(_OPEN)]
        return sorted([*places, *self.conditions, *self.anybody, *self._examples])

    def is_open_before(self, place: int) -> bool:
        """Tell whether the sentence up to `place` speaks of what may be so, or of an example."""
        return (
            is_any(self._open, self._sentences.start(place), place)
            or self._is_supposed(place)
            or _NOT_YET.search(self._reading.text, max(place - _NOT_YET_REACH, 0), place) is not None
        )

    def is_open(self, start: int, end: int) -> bool:
        """Tell whether what is said from `start` to `end` may be so, or holds for anybody."""
        return (
            self.is_open_before(start)
            or self.is_usual(start)
            or is_any(self.anybody, start, end)
            or is_any(self._examples, self._sentences.start(start), end)
        )

    @cached_property
    def _usual(self) -> list[int]:
        return [match.start() for match in self._reading.matches(_USUALLY)]

    def is_usual(self, start: int) -> bool:
        """Tell whether the sentence around `start` says what is usual."""
        return is_any(self._usual, self._sentences.start(start), self._sentences.end(start))

    def is_of_anybody(self, start: int, end: int) -> bool:
        """Tell whether a sentence from `start` to `end` has anybody in it."""
        return is_any(self.anybody, start, end)

    def is_example(self, start: int, end: int) -> bool:
        """Tell whether a sentence from `start` to `end` is an example, or supposes something."""
        return is_any(self._examples, start, end) or self._is_supposed(start)

    def has_condition(self, start: int, end: int) -> bool:
        """Tell whether a sentence from `start` to `end` has a condition in it."""
        return is_any(self.conditions, start, end)

    def _is_supposed(self, place: int) -> bool:
        """Tell whether what stands at `place` is part of an example, or of a list under an "if"."""
        lead = bisect_left(self._leads, place) - 1
        return lead >= 0 and not is_any(self._paragraphs, self._leads[lead], place)

    def may_not_come(self, start: int, end: int) -> bool:
        """Tell whether what will be, from `start` to `end`, hangs on something else in its sentence.

        What will be on a day will be: "your plan will end on June 1 unless we hear from you".
        """
        if is_any(self._general, self._sentences.start(start), start):
            return True
        after = bisect_left(self.conditions, end)
        condition = self.conditions[after] if after < len(self.conditions) else len(self._text)
        return condition < self._sentences.end(end) and not _DAY.search(self._text, end, condition)

    def holds(self, first: int, start: int, end: int) -> bool:
        """Tell whether the amount from `start` to `end` of a sentence from `first` on is one of a rule."""
        text = self._text
        if is_any(self._examples, first, start) or is_any(self._for_example, end, self._sentences.end(end)):
            return True
        is_limit = _BEFORE_LIMIT.match(text, end) or _AFTER_THRESHOLD.search(
            text, max(first, start - _THRESHOLD_REACH), start
        )
        is_supposed = (
            is_any(self._general, first, start)
            or self._is_of_a_thing(start, end)
            or _IF_SO.match(text, end) is not None
            or self._sentences.is_question(end)
            or self._is_supposed(start)
        )
        if is_limit:
            before = max(first, start - _NAMES_REACH)
            return is_supposed or not _WAS.search(text, before, start)
        return is_supposed and not self.is_named(start, end) and not WITH_CENTS.search(text, start, end)

    def is_of_a_rule(self, first: int, start: int, end: int) -> bool:
        """Tell whether the sentence around an amount supposes, asks, or is of anybody."""
        ends = self._sentences.end(end)
        return (
            is_any(self.conditions, first, ends)
            or is_any(self.anybody, first, ends)
            or self.is_example(first, ends)
            or self._sentences.is_question(end)
        )

    def is_named(self, start: int, end: int) -> bool:
        """Tell whether an amount stands right after what it is of, or between "your" and that."""
        before = max(start - _NAMES_REACH, 0)
        if _NAMES.search(self._text, before, start):
            return True
        return bool(_NAMES_AFTER.search(self._text, before, start))

    def _is_of_a_thing(self, start: int, end: int) -> bool:
        return bool(
            _OF_A_THING.search(self._text, max(start - 5, 0), start) and _THING.match(self._text, end)
        )
