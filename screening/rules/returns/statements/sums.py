"""Sums of money that somebody earned, paid, owes or lacks, in digits or in words."""

import re
from typing import Final

from screening.rules.returns.amounts import AMOUNT
from screening.rules.writing import whole_words

_EARNS: Final = whole_words(
    r"""
    makes? | made | earn(?:s|ed)? | gets? | got | pa(?:y|id) | sent | owe[sd]? | behind | short
    back | bill | balance | total | (?:moved|applied|posted)(?= \$?\d) | over by | went from
    gan[aeo] | hic[ei] | hizo | deb[eo] | debia | pague | pagar | deposit[a-z]+ | daban
    pagab?an? | quit[a-z]+
    ganh[aeo]i? | ganhou | fiz | fez | dev[eo] | devia | paguei | tira[a-z]+ | cobr[a-z]+ | pagav?am?
    recebi | recibi
    """
)
_NUMBER: Final = (
    "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,6}teen|[a-z]{3,6}ty|a|few|half"
    "|un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|veinti[a-z]+|dieci[a-z]+"
    r"|[a-z]{2,8}ta|um|dois|duas|quatro|sete|oito|nove|dez|onze|doze|quinze|vinte|[\d.,]+)"
)
_IN_WORDS: Final = whole_words(
    rf"""
    {_NUMBER}[ -](?:thousand|hundred|grand|bucks|mil|million) | too much
    (?:dos|tres|cuatro|seis|sete|ocho|nove)cient[oa]s | quinient[oa]s | mil quinientos
    duzent[oa]s | trezent[oa]s | quatrocent[oa]s | quinhent[oa]s
    """
)
# Without any sign of money; a year is none.
_DIGITS: Final = re.compile(
    r"(?<![\w$.,/-])(?<!extension )(?<!ext )(?<!ext. )(?!(?:19|20)\d\d(?!\d))\d{3,6}(?:[.,]\d{3})?(?![\d/%-])"
    r"|(?<![\d.,])\d[\d.,]{0,12}(?:k| ?(?:mil|grand|thousand|bucks))(?![a-z])"
    r"|(?<![\d.,])\d{1,3}[.,]\d{3}(?!\d)"
)


def is_of_money(text: str, *, has_sign: bool) -> bool:
    """Tell whether a sentence in lower case tells of a sum that somebody earned, paid, owes or lacks.

    has_sign: digits count only as an amount of money is written.
    """
    sums = (AMOUNT, _IN_WORDS) if has_sign else (AMOUNT, _IN_WORDS, _DIGITS)
    return _EARNS.search(text) is not None and any(each.search(text) for each in sums)
