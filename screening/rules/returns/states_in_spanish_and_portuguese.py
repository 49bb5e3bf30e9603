"""How a return, refund, plan or order of one person stands, in Spanish and Portuguese, without accents."""

from typing import Final

from screening.rules.writing import one_of

_IS: Final = (
    r"(?:ya |todavia |aun |no |tambien )*"
    r"(?:esta|estan|estuvo|fue|fueron|sera|seran|sigue|quedo|ha sido|han sido|se encuentra|va a ser)"
    r"(?: ya| todavia| aun)?(?: siendo)?"
)
_E: Final = (
    r"(?:ja |ainda |nao |tambem )*(?:esta|estao|estava|foi|foram|sera|serao|ficou|continua|vai ser)"
    r"(?: ja| ainda)?(?: sendo)?"
)
_FEW: Final = r"(?:[a-z\d]+ ){0,3}?"
_TAKEN: Final = (
    r"(?:embargad|confiscad|retenid|interceptad|congelad|negad|denegad|rechazad|suspendid|reducid"
    r"|compensad)[oa]s?"
)
_SENT: Final = r"(?:enviad|emitid|depositad|pagad|aprobad|devuelt|aplicad|procesad)[oa]s?"
_CHECKED: Final = r"(?:seleccionad[oa]s?|elegid[oa]s?|escogid[oa]s?) para (?:una |la )?(?:auditoria|revision)"
_IN_TROUBLE: Final = (
    r"(?:(?:en|con) (?:cobranzas?|cobros|mora|auditoria)|bajo auditoria|auditad[oa]s?|vencid[oa]s?"
    r"|atrasad[oa]s?|pagad[oa]s? (?:por completo|en su totalidad))"
)
_TAKEN_PT: Final = (
    r"(?:penhorad|retid|interceptad|congelad|bloquead|negad|indeferid|rejeitad|suspens|reduzid"
    r"|compensad)[oa]s?"
)
_SENT_PT: Final = r"(?:enviad|emitid|depositad|pag|aprovad|devolvid|aplicad|processad)[oa]s?"
_CHECKED_PT: Final = r"(?:selecionad[oa]s?|escolhid[oa]s?) para (?:uma |a )?(?:auditoria|revisao)"
_IN_TROUBLE_PT: Final = (
    r"(?:(?:enviad[oa]s? )?(?:em|para) (?:a )?(?:cobranca|atraso|auditoria)|sob auditoria|auditad[oa]s?"
    r"|vencid[oa]s?|atrasad[oa]s?"
    r"|quitad[oa]s?)"
)

# After "su", "sus", "la declaración de la Sra. X" is not among them.
SU: Final = one_of(
    rf"""
    (?:declaracion(?:es)?|cuenta|caso|deuda|saldo|pagos?|reembolso) {_FEW}{_IS} {_FEW}(?:{_CHECKED}
        |{_IN_TROUBLE})
    (?:declaracion(?:es)?|reembolso|salarios?|sueldos?|cuenta|licencia|pasaporte) {_FEW}{_IS} {_FEW}{_TAKEN}
    reembolso {_FEW}{_IS} {_FEW}{_SENT}
    reembolso {_FEW}(?:ya )?se (?:deposito|envio|emitio|pago|retuvo|aplico|nego|aprobo|redujo)
    {_FEW}(?:solicitud|apelacion|reduccion) {_FEW}{_IS} {_FEW}(?:aprobad|negad|denegad|rechazad)[oa]
    (?:plan|acuerdo) de pagos? {_IS}
    auditoria {_IS}
    """
)
# After "usted" or at the beginning of a sentence.
USTED: Final = one_of(
    rf"""
    {_IS} {_FEW}(?:{_CHECKED}|bajo auditoria|en auditoria|auditad[oa])
    (?:esta|estuvo|sigue) (?:atrasad[oa]|en mora) {_FEW}(?:en|con|de) (?:la manutencion|sus? pagos?|el pago)
    (?:no ha presentado|no presento|nunca presento|no ha declarado|no declaro) {_FEW}(?:declaracion|\d{{4}})
    (?:tiene|tenia) (?:un|una) (?:auditoria|plan de pagos|acuerdo de pagos) (?:abiert|activ|pendient
        |aprobad|vigent|en curso)[a-z]*
    (?:no tuvo|no reporto|no declaro|no tiene) (?:ingresos?|salarios?) {_FEW}\d{{4}}
    (?:todavia |aun )?debe (?:la |dos |tres )?(?:manutencion|impuestos atrasados)
    """
)
# Of the agency, or without a subject.
NOSOTROS: Final = one_of(
    rf"""
    (?:no|nunca|todavia no|aun no) (?:hemos recibido|recibimos|tenemos|encontramos) su declaracion
    (?:depositamos|enviamos|emitimos|retuvimos|aplicamos|negamos|aprobamos|usamos|redujimos
        |interceptamos) su reembolso
    (?:embargamos|vamos a embargar|embargaremos) sus? {_FEW}(?:cuenta|salario|sueldo)
    (?:se|ya se) (?:embargo|deposito|envio|emitio|retuvo|aplico|nego|aprobo) su {_FEW}(?:cuenta|salario
        |sueldo|reembolso)
    (?:auditamos|estamos auditando) su
    (?:lo|la|le) (?:estan|estamos) auditando
    """
)
SUA: Final = one_of(
    rf"""
    (?:declarac(?:ao|oes)|conta|caso|divida|saldo|pagamentos?|restituicao
        |reembolso) {_FEW}{_E} {_FEW}(?:{_CHECKED_PT}|{_IN_TROUBLE_PT})
    (?:declaracao|restituicao|reembolso|salarios?|conta|carteira|habilitacao|licenca
        |passaporte) {_FEW}{_E} {_FEW}{_TAKEN_PT}
    (?:restituicao|reembolso) {_FEW}{_E} {_FEW}{_SENT_PT}
    (?:pedido|solicitacao|recurso) {_FEW}{_E} {_FEW}(?:aprovad|negad|indeferid)[oa]
    (?:plano de pagamento|parcelamento) {_E}
    auditoria {_E}
    """
)
VOCE: Final = one_of(
    rf"""
    {_E} {_FEW}(?:{_CHECKED_PT}|sob auditoria|em auditoria|auditad[oa])
    esta (?:atrasad[oa]|em atraso) {_FEW}(?:na|com|em) (?:a |o )?(?:pensao|seus? pagamentos?|o pagamento)
    (?:nao (?:entregou|apresentou|declarou|enviou)|nunca (?:entregou|apresentou)) {_FEW}(?:declaracao|\d{{4}})
    (?:tem|tinha) (?:um|uma) (?:auditoria|parcelamento|plano de pagamento) (?:abert|ativ|pendent|aprovad
        |vigent|em curso)[a-z]*
    (?:nao teve|nao declarou|nao tem) (?:renda|salarios?|rendimentos?) {_FEW}\d{{4}}
    (?:ainda )?deve (?:a )?(?:pensao|impostos atrasados)
    """
)
NOS: Final = one_of(
    rf"""
    (?:nao|nunca|ainda nao) (?:recebemos|temos|encontramos) (?:a )?sua declaracao
    (?:depositamos|enviamos|emitimos|retivemos|aplicamos|negamos|aprovamos|usamos|reduzimos
        |interceptamos) (?:a |o )?(?:sua restituicao|seu reembolso)
    (?:penhoramos|vamos penhorar|penhoraremos) (?:[oa] )?(?:sua|seu)s? {_FEW}(?:conta|salario)
    (?:auditamos|estamos auditando) (?:a )?sua
    """
)
