"""Decisions in Portuguese, without accents."""

from typing import Final

from screening.rules.writing import one_of, up_to

_MATTER: Final = one_of(
    r"""
    declarac(?:ao|oes) | restituic(?:ao|oes) | reembolsos? | creditos? | deduc(?:ao|oes) | multas? | juros
    planos? de pagamento | parcelamento | acordo | recursos? | pedidos? | solicitac(?:ao|oes) | auditoria
    penhora | salarios? | contas?(?: bancarias?)? | dividas? | impostos? | isenc(?:ao|oes) | pensao
    cheques? | saldos?
    """
)
_DONE: Final = one_of(
    r"""
    (?:aprovad|negad|indeferid|deferid|rejeitad|aceit|reduzid|aumentad|ajustad|alterad|corrigid|retid)[oa]s?
    (?:penhorad|interceptad|auditad|suspens|cancelad|anulad|retirad|perdoad|devolvid|pag|quitad|aplicad)[oa]s?
    (?:liberad|levantad|revogad|atrasad|selecionad)[oa]s? | sob auditoria | em auditoria | em cobranca
    """
)
_WE_DID: Final = one_of(
    r"""
    retiramos | reduzimos | aumentamos | aprovamos | negamos | indeferimos | rejeitamos | aceitamos
    retivemos
    devolvemos | perdoamos | cancelamos | anulamos | penhoramos | aplicamos | ajustamos | alteramos
    corrigimos
    levantamos | suspendemos
    """
)
_BECAME: Final = "(?:ja )?(?:foi|foram|esta|estao|ficou|sera|serao) (?:ja |sendo )?"
_YOU: Final = "(?:voce|o senhor|a senhora)"

DECISIONS: Final = rf"""
    (?:seus?|suas?) {up_to(3)}{_MATTER} (?:(?:de|do|da|por|em) {up_to(3)})?{_BECAME}{_DONE}
    (?:sua restituicao|seu reembolso) foi (?:enviad|emitid|depositad)[oa] (?:em|no|na|para)
    (?:seu|sua) (?:plano de pagamento|parcelamento) (?:esta|foi|termina)
    {_WE_DID} (?:as?|os?|suas?|seus?|uma?) {up_to(3)}{_MATTER}
    {_YOU} (?:nao )?foi (?:considerad|julgad)[oa] (?:in)?elegivel
    {_YOU} esta atrasad[oa] (?:na pensao|com (?:a pensao|seus? pagamentos?))
    {_YOU} (?:ainda |nao )?(?:esta devendo|deve) {up_to(3)}(?:pensao|impostos|multas|juros)
"""
