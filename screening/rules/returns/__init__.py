"""Return information: what an agency knows of one person's taxes or child support.

An amount or a state counts when it is tied to somebody ("your refund of", "Ms. Ng's balance", "the refund was
sent on"), and not when it is a rule about everybody ("if your refund is more than").
Source: 26 U.S.C. 6103(b)(2), and M.G.L. c. 62C, section 21.
"""

from collections.abc import Iterator

from screening.readings import Reading
from screening.rules.returns.amounts import AMOUNT, NONZERO
from screening.rules.returns.bills import OF_A_LETTER, OF_A_LIST, words_of_a_bill
from screening.rules.returns.generality import Generality
from screening.rules.returns.lists import listed_amounts
from screening.rules.returns.sentences import Sentences, is_any
from screening.rules.returns.statements.saying import statements
from screening.rules.returns.ties import Ties
from screening.sights import Sight
from screening.verdicts import Kind, Why


def return_information(reading: Reading) -> Iterator[Sight]:
    """See an amount beside what it is an amount of and whose, or the state of somebody's return or payments.

    An amount of nothing is doubtful: help texts say what "you owe $0" means. What a shop bills is none.
    """
    bill = words_of_a_bill(reading)
    if bill >= OF_A_LETTER:
        return
    sentences = Sentences(reading)
    generality = Generality(reading, sentences)
    ties = Ties(reading, sentences)
    listed = listed_amounts(reading) if bill < OF_A_LIST else ()
    amounts = [*listed, *_amounts(reading, generality, ties)]
    yield from amounts
    firm = sorted(sight.start for sight in amounts if not sight.is_doubtful)
    for statement in statements(reading, sentences, generality, ties):
        # An amount inside it says more exactly what was found.
        if not is_any(firm, statement.start, statement.end):
            yield statement


def _amounts(reading: Reading, generality: Generality, ties: Ties) -> Iterator[Sight]:
    if not ties.speak_of_taxes and not reading.around.is_to_one_person:
        return
    for match in reading.matches(AMOUNT):
        first = ties.first_of(match.start())
        is_tied = (ties.speak_of_taxes and ties.bind(first, *match.span())) or (
            (ties.is_to_the_cent(*match.span()) or ties.is_told_them(*match.span()))
            and not generality.is_of_a_rule(first, *match.span())
        )
        if is_tied and not generality.holds(first, *match.span()):
            is_nothing = not NONZERO.search(match[0])
            yield Sight(Kind.RETURN_INFORMATION, *match.span(), Why.AMOUNT, is_doubtful=is_nothing)
