"""Words for kin in English, Spanish and Portuguese, without accents."""

import re
from typing import Final

from screening.rules.writing import word_set

CHILDREN: Final = word_set(
    """
    son sons daughter daughters child children kid kids baby babies toddler twin twins triplets newborn
    dependent dependents grandson grandsons granddaughter granddaughters grandchild grandchildren grandkid
    grandkids niece nephew stepson stepdaughter stepchild boy boys girl girls
    hijo hijos hija hijas nino ninos nina ninas nene nenes nena nenas bebe nieto nietos nieta nietas sobrino
    sobrina gemelos gemelas mellizos mellizas chiquito chiquita chiquitos dependiente dependientes hijastro
    hijastra filho filhos filha filhas menino meninos menina meninas crianca criancas neto netos neta netas
    sobrinho sobrinha gemeos gemeas cacula enteado enteada dependente dependentes
    """
)
"""Those whom somebody may claim, as people call them."""

ADULTS: Final = word_set(
    """
    wife husband hubby spouse mother mom mum mama father dad papa partner parent parents grandmother grandma
    grandfather grandpa brother sister aunt uncle cousin fiance roommate
    esposa esposo marido mujer senora madre padre hermano hermana abuelo abuela suegra suegro pareja
    companera companero prima primo tia tio
    mulher mae pai irmao irma avo sogra sogro companheira companheiro
    """
)
"""Those who are their elders, or live with them as husband and wife."""

A_RELATIVE: Final = f"(?:{'|'.join(sorted(CHILDREN | ADULTS, reverse=True))})"

_THEIR: Final = "(?:mi|su|nuestr[oa]|meu|minha|seu|sua|nosso|nossa|el|la|[oa])"
_NO_THING: Final = (
    "(?:dates?|day|ones?|info|information|name|age|id|real|right|correct|actual|own|is|was|should|would"
    "|and|or|on|in|to|as|for|at|not|too|fechas?|datas?|dias?|edad|idade|d[ao][dt]os|numero|nombre|nome|tambien"
    "|tambem|real|verdader[oa]|correct[oa]|correta|certa|certo|para|acta|partida|certid[a-z]+)(?![a-z])"
)
THING_OF_SOMEBODY: Final = re.compile(
    rf"(?<![a-z])(?:{A_RELATIVE}(?:'s|s')|his|her|their)[ ]"
    rf"(?!{_NO_THING}|{A_RELATIVE}(?![a-z]))[a-z]{{2}}[a-z-]*+"
    rf"|(?<![a-z])(?!{_NO_THING})[a-z]{{4,20}}[ ]"
    rf"(?:del[ae]s?|(?:d[aeo]s?|del)[ ](?:{_THEIR}[ ])?(?:{A_RELATIVE}|el|ella|ele|ela))(?![a-z])"
)
"""A thing of somebody, as "my wife's shop" or "la casa de mi madre": a day beside it is that of the thing."""
