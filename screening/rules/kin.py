"""Words for kin in English, Spanish and Portuguese, without accents."""

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
