"""What a sentence asserts of one person's taxes in their own thread, whatever form it has.

The forms of sentences and the short notes know how things are usually said. In the thread of one person less
is asked: a clause that speaks of somebody and of a matter of taxes, that says what was or how it stands, and
that nothing makes a rule, a condition, a wish or an order. What is left is theirs.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from screening.rules.returns.statements import parts
from screening.rules.returns.statements.tagging import Token

_HOW: Final = "[ro]{0,3}"
# Whom the thread is about, or who tells of themselves; "I" of a form's number is nobody.
_SOMEBODY: Final = re.compile("[YP61]")
_GREETINGS: Final = frozenset(
    """
    dear hello hi hey thank thanks morning afternoon evening
    estimado estimada querido querida hola gracias prezado prezada caro cara ola obrigado obrigada
    """.split()  # noqa: SIM905
)
# What one person has with an agency; of what everybody has only what is called theirs.
_MATTER: Final = "(?:[MOSQ2L]|oV|[Y6][xnNEDv]{0,3}m|n[xE]{0,2}m|F[dYn]{0,2}x?m)"
_WAS_OR_STANDS: Final = (
    # "Was over", "have no", "went", "you sent", "is held", "is owed", "shows nothing".
    rf"(?:w|H(?!{_HOW}z)|W|I|(?<=[PA163Y]){_HOW}[EDF]|b(?={_HOW}p?n?[EDSsGO])|S|h(?=[on])|L)"
)
_BETWEEN: Final = "[^c]{0,12}?"
_ASSERTED: Final = re.compile(
    rf"{_MATTER}{_BETWEEN}{_WAS_OR_STANDS}|{_WAS_OR_STANDS}{_BETWEEN}{_MATTER}|\A[nx]{_HOW}bO|nHo[IEF]|HoF|oH[xdE]{{0,3}}m"
)
# What follows an "if" may or may not be so, to the end of the sentence; what follows a "how", to a pause.
_SUPPOSED: Final = re.compile(r"(?:c|\A[ro]{0,2}k).*|7[^,]*")
# "Please note that she has not": what is noted is a clause of its own.
_CLAUSE: Final = re.compile("(?:(?<!t)q|[^,jq])+")
# What may be, what is wished or asked for, and what is written about.
_RULE: Final = re.compile("[kCZt4]|z[^.,]{0,3}[BKE]")


class Asserted(NamedTuple):
    """Say between which tokens a clause asserts something of somebody."""

    first: int
    last: int


def asserted_by(letters: str, tokens: Sequence[Token]) -> Asserted | None:
    """Tell which clause of a sentence asserts something of somebody's taxes, or None.

    letters: a letter for each of `tokens`. The sentence asks nothing, and is of nobody in general.
    """
    if not any(_is_somebody(letters, tokens, match.start()) for match in _SOMEBODY.finditer(letters)):
        return None
    told = _SUPPOSED.sub(lambda supposed: parts.PAUSE * len(supposed[0]), letters)
    for clause in _CLAUSE.finditer(told):
        asserted = _ASSERTED.search(clause[0])
        if asserted and not _RULE.search(clause[0], 0, asserted.end()):
            return Asserted(clause.start(), clause.end() - 1)
    return None


def _is_somebody(letters: str, tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a token speaks of a person, and neither greets them nor ends the number of a form."""
    if index and tokens[index - 1].word in _GREETINGS:
        return False
    is_joined = index > 0 and tokens[index - 1].end == tokens[index].start
    return letters[index] != parts.OFFICER or not is_joined or tokens[index].word != "i"
