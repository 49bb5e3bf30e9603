"""Find what is stated of somebody's return, refund, plan or order."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.decisions import DECISION
from screening.rules.returns import states as english
from screening.rules.returns import states_in_spanish_and_portuguese as romance
from screening.rules.returns.generality import Generality
from screening.rules.returns.sentences import Sentences
from screening.rules.returns.ties import Ties
from screening.sights import Sight
from screening.verdicts import Kind, Why

# Whom a statement may be of. What follows is looked at only there: such words are few, the lists long.
_OF: Final = re.compile(
    r"""
    (?<![a-z])(?:
      (?P<theirs> (?:your|his|her|their|the[ ]taxpayer's|(?:mr|mrs|ms|miss|dr)\.?[ ][a-z'-]{1,30}'s)[ ] )
    | (?P<person> (?:you|he|she|they|the[ ]taxpayer|(?:mr|mrs|ms|miss|dr)\.?[ ][a-z-]{1,30})[ ] )
    | (?P<us> (?:we|i|the[ ]department|the[ ]irs)[ ] )
    | (?P<whose> (?=(?:an?|the|there|lien|levy)[ ]) )
    | (?P<su> sus?[ ] )
    | (?P<usted> (?:usted|ud\.?|ella|el[ ]contribuyente)[ ] )
    | (?P<sua> (?:sua|seu)s?[ ] )
    | (?P<voce> (?:voce|ele|ela|[oa][ ]contribuinte)[ ] )
    | (?P<verb> (?=(?:no|nao|nunca|todavia|aun|ainda|ya|se|esta|fue|tiene|deposita|envia|emiti|ret|aplica|nega
        |apr[ou]|l[aeo][ ]est|usamos|redu|intercept|embarga|vamos|penhora|audita|estamos)) )
    )
    """,
    re.VERBOSE,
)


def _list(*alternatives: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(alternatives)})(?![a-z])")


_SAID: Final = {
    "theirs": _list(english.OF_THEIRS),
    "person": _list(english.OF_A_PERSON),
    "named": _list(english.OF_A_PERSON, romance.USTED, romance.VOCE),
    "us": _list(english.OF_US),
    "whose": _list(english.AND_WHOSE),
    "su": _list(romance.SU),
    "usted": _list(romance.USTED),
    "sua": _list(romance.SUA),
    "voce": _list(romance.VOCE),
    "verb": _list(romance.NOSOTROS, romance.NOS, romance.USTED),
}

# The same of somebody by name, whose capitals the text has.
_OF_NAMED: Final = re.compile(
    r"(?<![^\W\d_])(?!The |Our |This |Child |Social |Tax |Mass)"
    r"[A-Z][a-z'-]{1,30}+ (?:[A-Z]\.? )?[A-Z][a-z-]{1,30}+"
    r"(?P<theirs>'s)? "
)
# What will be may depend on something that follows: "will be suspended if you do not pay".
_WILL: Final = re.compile(r"(?<![a-z])(?:will|sera|seran|serao|vai|va)(?![a-z])")


def states(reading: Reading, sentences: Sentences, generality: Generality, ties: Ties) -> Iterator[Sight]:
    """See statements of how something of somebody stands; no questions, conditions or rules."""
    decided = (match.span() for match in reading.matches(DECISION) if ties.tell_of_somebody(*match.span()))
    for start, end in sorted([*_stated(reading), *decided]):
        if sentences.is_question(end) or generality.is_open_before(start):
            continue
        if _WILL.search(reading.text, start, end) and generality.may_not_come(start, end):
            continue
        yield Sight(Kind.RETURN_INFORMATION, start, end, Why.STATE)


def _stated(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the places of statements of whatever kind."""
    for of in reading.matches(_OF):
        if said := _SAID[of.lastgroup or ""].match(reading.text, of.end()):
            yield of.start(), said.end()
    for named in _OF_NAMED.finditer(reading.cased):
        reading.deadline.check()
        said = _SAID["theirs" if named["theirs"] else "named"].match(reading.text, named.end())
        if said:
            yield named.start(), said.end()
