"""What may happen on a day, so that it is that one, and nobody's birth: to be hired, to sign, to die."""

import re
from typing import Final

from screening.readings import Reading
from screening.rules.days import Day
from screening.rules.given_names import GIVEN_NAMES
from screening.rules.surroundings import is_any_between
from screening.rules.writing import whole_words, word_set

# By its ending; and what ends otherwise.
_HAPPENS: Final = whole_words(
    r"""
    [a-z]{2,12}(?:ed | [st]ion | [st]ions | ments? | miento | mento | [cs]ion | cao | sao | aron | ieron
        | aram | eram | iram | ad[oa]s? | id[oa]s? | ou | ei | ship)
    medicare | medicaid | est | bought | sold | built | began | begun | start | left | came | went
    became | took | paid | sent | got | met | won | lost | sworn | wrote | quit | been | flew | sank
    death | dod | deed | will | trust | estate | divorce | decree | wedding | anniversary | memo | hire
    lease | loan | mortgage | sale | purchase | policy | law | act | statute | treaty | rev | version
    copyright | issue | issues | expires? | exp | expiry | effective | in effect | filing | letter
    notice | bill | invoice | check | cheque | military | service | discharge | permit | visa
    green card | end | ends | due | deadline | hearing | court | judge?ment | lien | case | agreement
    contract | codicil | stocks? | shares | bonds? | gift | basis | tax year | fiscal year | w-2 | 1099
    report | draft | minutes | page | edition | receipt | visit | school | semester | party | trip | game
    surgery | hospital | doctor | appt | firme | firmo | caso | casamos | compre | compro | vendi
    vendio | abri | abrio | entro | llegue | llego | empece | empezo | murio | fallecio | faleceu
    morreu | muerte | morte | obito | boda | bodas | matrimonio | divorcio | escritura | fideicomiso
    testamento | contrato | compra | venta | venda | ley | lei | recibo | carta | aviso | factura
    fatura | pago | cita | audiencia | emision | vence | vigencia | vigente | inicio | visado | visto
    cuenta | conta | impuestos? | impostos? | escuela | escola
    """
)
_NOTHING_HAPPENS: Final = word_set(
    """
    aged named listed typed entered needed asked printed claimed mixed swapped transposed reversed spelled
    corrected confirmed verified requested used called attached enclosed supposed agreed noted related
    provided required indeed red need feed speed
    question questions verification identification information correction attention mention confirmation
    department document documents moment apartment
    nacido nacida nacidos nacidas nascido nascida nascidos nascidas marido pedido apellido sido cada nada
    todo toda lado dado dados obrigado obrigada equivocado equivocada errado errada trocado trocada
    registrado registrada cadastrado cadastrada digitado digitada anotado anotada informado informada
    llamado llamada cuidado querido querida florida vida documento momento nascimento nacimiento
    departamento informacion informacao identificacion identificacao verificacion verificacao
    you sou vou estou digitei coloquei informei informou
    """
)


_RIGHT_BEFORE: Final = re.compile(
    r"(?<![a-z])(?:before|after|since|until|till|between|prior|of|by|through|thru|from|effective|starting"
    r"|antes|despues|depois|desde|entre|hasta|ate|a partir)(?: (?:the|to|de|del|do|el|on|o))?[ ]\Z"
)
_RIGHT_AFTER: Final = re.compile(
    r"[ ]?(?:-|(?:to|thru|through|until|till|hasta|ate|al?)(?![a-z]))[ ]?[a-z]{0,9}\.?[ ]?\d"
)
# "On March 3, 2004 my wife was in Sample": what somebody did goes on behind it.
_ON_A_DAY: Final = re.compile(r"(?:on|el|em|no dia) \Z")
_REACH_OF_A_WORD: Final = 30
_CLAUSE_ENDS: Final = re.compile(r"[ ](?:and|y|e|but|pero|mas)[ ]")


def happenings(reading: Reading) -> list[int]:
    """List where in a reading something is said to happen, in ascending order."""
    return [
        match.start()
        for match in reading.matches(_HAPPENS)
        if match[0] not in _NOTHING_HAPPENS and match[0] not in GIVEN_NAMES
    ]


def says_since_when(reading: Reading, day: Day, start: int) -> bool:
    """Tell whether a sentence from `start` says since or until when something was so, or begins so."""
    before = max(start, day.start - _REACH_OF_A_WORD)
    if _RIGHT_BEFORE.search(reading.text, before, day.start) or _RIGHT_AFTER.match(reading.text, day.end):
        return True
    return _ON_A_DAY.fullmatch(reading.text, start, day.start) is not None


def says_what_happened(reading: Reading, day: Day, start: int, end: int) -> bool:
    """Tell whether a text says from `start` to `end` what happened on a day, or until when something did."""
    if says_since_when(reading, day, start):
        return True
    clause_ends = _CLAUSE_ENDS.search(reading.text, day.end, end)
    happened = reading.once(happenings)
    return is_any_between(happened, start, day.start) or is_any_between(
        happened, day.end, clause_ends.start() if clause_ends else end
    )
