"""What stands before a number that nothing calls anything, in a sentence that gives it all the same."""

import re
from typing import Final

from screening.readings import Reading
from screening.rules.surroundings import sentence_around
from screening.rules.writing import whole_words, word_set

CALLS_NOTHING: Final = word_set(
    """
    is its was are were be been to into in onto on from of at with by as against two please stays joint just
    per use used using try keep keeps kept not reads read says said show shows gave given wrote written type
    typed enter entered find found have has had got get sent printed listed s ve re i you he she we they him
    them and or but old new right correct wrong mine hers theirs his my her our same one ones number numbers
    digits digit the a should close closed open send put delete remove drop it that this only full main
    other again hit split yes no wire wires wired drawn out now instead still then account accounts acct
    bank banks deposit debit ach checking savings transfer union trust financial national federal
    la las el los un una es son era fue del de al para hacia en desde y o ni pero usar usen nueva nuevo
    vieja viejo anterior correcta correcto otra otro numero mia mio si cuenta cuentas banco ahorros
    os um uma sao foi ao na da do dos com nova novo antiga antigo certa certo outra outro minha meu sim
    conta contas poupanca e mas escribi escribio puse dice dio tengo tiene escrevi coloquei digitei diz deu
    tenho tem
    """
)
"""Words right before a number that call it nothing: any other may say what it is the number of."""

_WORD_BEFORE: Final = re.compile(r"(?<![a-z])([a-z]+)[^a-z\d\n]{0,5}\Z")
# "The supplier number 100048821": the word before them says whose, or of what.
_NUMBER_BEFORE: Final = re.compile(
    r"(?<![a-z])([a-z]+)[^a-z\d\n]{1,3}(?:numbers?|no|num|numero)[^a-z\d\n]{0,5}\Z"
)
# The name of a bank, or of whose it is: "at Sample Trust, 4410087723".
_NAME_BEFORE: Final = re.compile(r"(?<![A-Za-z])[A-Z][a-z'-]{1,20}(?:'s)?[,:]?[ ]\Z")
_REACH_OF_A_WORD: Final = 40
_REACH_OF_A_LABEL: Final = 60

CALLED_OTHERWISE: Final = whole_words(
    r"""
    revenue | assets | receipts | sales | bytes | lev(?:y | ies) (?:number | limit | list) | checks?
    cheques? | barcode | arrecadacao | recaudacion | embargos? | population | shares | join | size | fund
    aid | sequence
    balance | amount | total | saldo | monto | valor
    meter | codes? | errors? | ids? | login | user ?name | user | pin | passwords? | letters? | notices?
    forms? | dockets? | cases? | confirmation | grants? | vendors? | orders? | numbers? of | hotline
    messages? | threads? | requests? | tickets? | traces? | transactions? | certificates? | models?
    versions? | permits? | documents? | extension | ext | bills? | (?<!on )files? | box | lot | parcels?
    badge | codigos? | usuario | clave | senha | cartas? | avisos? | mensajes? | mensagem | solicitud
    formularios? | tramite | protocolo | documentos? | expediente | boleto | factura
    """
)
"""What else a number may be called: not only right before it, as labels do."""
_REACH_OF_A_NAME: Final = 70
_REACH_BEHIND: Final = 12

COUNTS: Final = re.compile(
    r"[ ](?!(?:is|was|has|as|its|this|plus|always|does|says|vs|thanks|gracias|pls|unless|perhaps|expires"
    r"|across|besides|yours|hers|theirs|ours|les|los|las|es|mas|dos|das|nos)(?![a-z]))"
    r"(?:[a-z]{2,20}s|people|percent|million|of[ ]them)(?![a-z])"
)
"""A noun in the plural right behind a number says what was counted."""


def is_called(reading: Reading, start: int, end: int, nothing: frozenset[str] = CALLS_NOTHING) -> bool:
    """Tell whether the words around a number call it something that is not sought here.

    nothing: the words that call such a number nothing.
    """
    label = reading.labels.nearest_before(start, _REACH_OF_A_LABEL)
    if label is not None and label.kind is None:
        return True
    word = _word_before(reading, start)
    first = max(start - _REACH_OF_A_WORD, 0)
    if word and word not in nothing and not _NAME_BEFORE.search(reading.cased, first, start):
        return True
    begins, ends = sentence_around(reading, start, end)
    called = CALLED_OTHERWISE.finditer(
        reading.text, max(begins, start - _REACH_OF_A_NAME), min(ends, end + _REACH_BEHIND)
    )
    return any(each[0] not in nothing for each in called)


def is_given(reading: Reading, start: int) -> bool:
    """Tell whether a sentence leads to the number at `start` by a word that calls it nothing."""
    return _word_before(reading, start) in CALLS_NOTHING


def _word_before(reading: Reading, start: int) -> str | None:
    first = max(start - _REACH_OF_A_WORD, 0)
    word = _NUMBER_BEFORE.search(reading.text, first, start) or _WORD_BEFORE.search(
        reading.text, first, start
    )
    return word[1] if word else None
