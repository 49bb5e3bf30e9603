"""Amounts as letters, screens and tables list them: "Balance due: $350.00", or under the head of a column."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.returns.amounts import AMOUNT
from screening.sights import Sight
from screening.tables import Tables
from screening.verdicts import Kind, Why

_LABEL: Final = re.compile(
    r"""
    (?:^|(?<=[\n|;>])|(?<=[.?!)][ ])) [ \t*-]{0,6} (?:[a-z\d]{1,12}[ ]){0,3}?
    (?:refund|payment[ ](?:plan|agreement)|installment[ ]agreement|monthly[ ]payment|balance(?:[ ]due)?
      |amount[ ](?:due|owed|you[ ]owe|refunded)|(?:total|tax(?:es)?)[ ](?:due|owed)
      |overpayment|agi|arrears
      |child[ ]support|adjusted[ ]gross[ ]income|taxable[ ]income|wages|withholding
      |(?:income[ ])?tax[ ](?:withheld|due|liability)
      |reembolso|saldo|ingresos?|impuesto[ ]retenido|restituicao|imposto[ ]retido|renda|deuda|divida)
    (?:[ ](?:amount|due|total|order|balance|owed|adeudado|pendiente|devido)){0,2}
    (?:[ ](?:as[ ]of|for|on|al|em)[ ][a-z\d ,/]{1,20})? (?:[ ]?\([^()\n]{1,30}\))?
    (?:[ \t]*[:=|][ \t]*|[ ]-[ ]|(?<=[ ]due)[ ](?=\$))
    (?:\d{1,3}[ ](?:months?|payments?|weeks?|meses|pagos)[ ](?:at|of|x|de)[ ])?
    """,
    re.VERBOSE,
)
_GENERAL: Final = re.compile(
    r"(?<![a-z])(?:minimum|maximum|average|median|limit|threshold|example|typical|if|any|each|every|per"
    r"|less|more"
    r"|up|standard|minim[oa]|maxim[oa]|promedio|media|ejemplo|exemplo)(?![a-z])"
)
# A number without any sign of money; four digits that begin like a year are one.
_PLAIN: Final = re.compile(r"(?!(?:19|20)\d\d(?!\d))\d{3,7}(?:\.\d\d)?(?![\d/%-]|[.,]\d|[ ]?[a-z])")

_HEAD: Final = re.compile(
    r"(?<![a-z])(?:refund|balance|wages|income|earnings|withholding|withheld|owed|overpayment|arrears"
    r"|amount due"
    r"|tax due|reembolso|saldo|ingresos?|salario|retencion|deuda|restituicao|renda|divida)(?![a-z])"
)
_PERSON_HEAD: Final = re.compile(
    r"(?<![a-z])(?:names?|taxpayers?|employees?|payer|parent|ssn|nombre|contribuyente|nome"
    r"|contribuinte)(?![a-z])"
)
_CELL: Final = re.compile(
    r"\d(?<![\w.-]\d)(?:\d{0,2}(?:,\d{3}(?!\d))+|\d{2,8})(?:[.,]\d\d(?!\d))?(?![\w/%-])"
)

_SUM_OF: Final = (
    r"(?:state |federal )?(?:tax(?:es)?(?: (?:withheld|due))?|penalt(?:y|ies)|interest|fees?|wages"
    r"|withholding|withheld|income|balance|arrears|refund|support|impuestos?|multas?|interes(?:es)?|recargos?|salarios?"
    r"|saldo|impostos?|juros) (?:of |de )?\$?(?!(?:19|20)\d\d(?!\d))"
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.\d\d)?(?![\d%/-]|[.,]\d| ?(?:percent|por|[a-z]?\d))"
)
_OF_WHAT_AND_HOW_MUCH: Final = re.compile(rf"(?<![a-z]){_SUM_OF}")
_IS_MONEY: Final = re.compile(r"\$|\d,\d{3}|\.\d\d")
# "Extensions: refund 4412, support 4413", "the brackets: income 10,000, tax 500".
_OF_OTHERS: Final = re.compile(
    r"(?<![a-z])(?:example|brackets?|extensions?|box(?:es)?|lines?|publications?|codes?|rooms?|closed|average"
    r"|ejemplo|exemplo)(?![a-z])"
)
_OF_OTHERS_REACH: Final = 40
_TWO_OR_MORE: Final = re.compile(rf"(?<![a-z]){_SUM_OF}(?:,? (?:and |plus |y |e |mas )?{_SUM_OF}){{1,6}}")


def listed_amounts(reading: Reading) -> Iterator[Sight]:
    """See amounts after a label with a colon, and those under a head in a table that has people in it."""
    text = reading.text
    for match in reading.matches(_LABEL):
        if _GENERAL.search(match[0]):
            continue
        amount = AMOUNT.match(text, match.end()) or _PLAIN.match(text, match.end())
        if amount:
            indent = len(match[0]) - len(match[0].lstrip(" \t*-"))
            yield Sight(Kind.RETURN_INFORMATION, match.start() + indent, amount.end(), Why.LISTED)
    yield from _in_tables(reading)
    if reading.around.is_to_one_person:
        yield from _beside_each_other(reading)


def _beside_each_other(reading: Reading) -> Iterator[Sight]:
    """See amounts behind what they are of, where two or more follow each other: "tax 2,004, penalty 200"."""
    for row in reading.matches(_TWO_OR_MORE):
        if not _IS_MONEY.search(row[0]) or _OF_OTHERS.search(
            reading.text, max(row.start() - _OF_OTHERS_REACH, 0), row.start()
        ):
            continue
        for each in _OF_WHAT_AND_HOW_MUCH.finditer(reading.text, *row.span()):
            yield Sight(Kind.RETURN_INFORMATION, *each.span(), Why.LISTED)


def _in_tables(reading: Reading) -> Iterator[Sight]:
    people = {match.start() for match in reading.matches(_PERSON_HEAD)}
    amounts = {match.start() for match in reading.matches(_HEAD)} if people else set()
    if not amounts:
        return
    heads = sorted(people | amounts)
    tables = Tables(reading.text, heads)
    for cell in reading.matches(_CELL) if tables else ():
        is_amount = any(heads[index] in amounts for index in tables.heads_over(cell.start()))
        if is_amount and any(heads[index] in people for index in tables.heads_beside(cell.start())):
            yield Sight(Kind.RETURN_INFORMATION, *cell.span(), Why.LISTED)
