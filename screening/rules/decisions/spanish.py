"""Decisions in Spanish, without accents."""

from typing import Final

from screening.rules.writing import one_of, up_to

_MATTER: Final = one_of(
    r"""
    declaraci(?:on|ones) | reembolsos? | creditos? | deducci(?:on|ones) | multas? | intereses
    (?:plan|planes|acuerdo) de pagos? | ofertas? | apelaci(?:on|ones) | solicitud(?:es)? | reducci(?:on|ones)
    auditorias? | embargos? | sueldos? | salarios? | cuentas?(?: bancarias?)? | deudas? | impuestos?
    exenci(?:on|ones) | manutencion | cheques? | saldos? | alivio
    """
)
_DONE: Final = one_of(
    r"""
    (?:aprobad|negad|denegad|rechazad|aceptad|reducid|aumentad|ajustad|cambiad|corregid|retenid|embargad)[oa]s?
    (?:interceptad|auditad|suspendid|cancelad|anulad|eliminad|perdonad|devuelt|pagad|saldad|terminad)[oa]s?
    (?:aplicad|liberad|levantad|revocad|atrasad|seleccionad)[oa]s? | bajo auditoria | en auditoria
    en cobranza
    """
)
_WE_DID: Final = one_of(
    r"""
    quitamos | redujimos | aumentamos | aprobamos | negamos | denegamos | rechazamos | aceptamos | retuvimos
    devolvimos | perdonamos | cancelamos | anulamos | embargamos | aplicamos | ajustamos | cambiamos
    corregimos
    eliminamos | levantamos | suspendimos | hemos [a-z]+d[oa]
    """
)
_BECAME: Final = (
    "(?:ya )?(?:fue|fueron|ha sido|han sido|esta|estan|quedo|quedaron|sera|seran) (?:ya |siendo )?"
)

DECISIONS: Final = rf"""
    sus? {up_to(3)}{_MATTER} (?:(?:de|del|por|en) {up_to(3)})?{_BECAME}{_DONE}
    se embargo su (?:cuenta|salario|sueldo)
    su reembolso (?:fue|ha sido) (?:enviado|emitido|depositado) (?:el|en|a)
    su (?:plan|acuerdo) de pagos? (?:esta|fue|ha sido|termina|terminara|vencio|se (?:cancel|suspend)[a-z]+)
    {_WE_DID} (?:la|el|los|las|sus?|una?) {up_to(3)}{_MATTER}
    (?:determino|decidio|resolvio|concluyo|determinamos|decidimos|resolvimos|concluimos) que usted
    usted (?:esta|estuvo) atrasad[oa] (?:en|con) (?:la manutencion|sus? pagos?)
    usted (?:todavia |aun |ya no |no )?debe {up_to(2)}(?:manutencion|impuestos|multas|intereses)
"""
