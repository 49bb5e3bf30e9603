"""By which words Spanish and Portuguese tell that something happened, and what of that is nobody's.

The words have no accents here, but for a stroke after a word whose last letter has one: "aprobo'" is
"aprobó", and "si'" is "sí".
"""

import re
from typing import Final, NamedTuple


class Tongue(NamedTuple):
    """Hold what tells in one language that something happened, or how it stands with somebody.

    joins: the signs and words between two clauses.
    happened: verbs that can be nothing but past, by how they end.
    may_have: verbs that are past beside `once`, and elsewhere what people do.
    stands: how it stands with one person.
    supposed: what follows may or may not be so, to the end of the sentence.
    general: what follows in a clause is what may be, or is so of anybody.
    rule: what is always so, in a clause where nobody is and nothing happened.
    order: how a clause begins that tells somebody what to do.
    talk: the verbs of `happened` that say only that people write, call, come and look.
    harmless: of what other verbs tell something that is nobody's.
    of_all: the same, in a clause where nobody is.
    """

    joins: re.Pattern[str]
    happened: re.Pattern[str]
    may_have: re.Pattern[str]
    once: re.Pattern[str]
    stands: re.Pattern[str]
    supposed: re.Pattern[str]
    general: re.Pattern[str]
    rule: re.Pattern[str]
    order: re.Pattern[str]
    talk: re.Pattern[str]
    harmless: re.Pattern[str]
    of_all: re.Pattern[str]


def _words(pattern: str) -> re.Pattern[str]:
    """Compile alternatives of whole words, with an accent or without; they stand between bars or on lines.

    A line that begins with a bar goes on with the one before it.
    """
    lines = re.sub(r"\n\s*\|", "|", pattern.strip()).splitlines()
    joined = "|".join(each.strip() for line in lines for each in line.split(" | "))
    return re.compile(rf"(?<![^ ])(?:{joined})'?(?![^ ])")


def _stems(text: str) -> str:
    """Write the beginnings of words as one group."""
    return "(?:" + "|".join(text.split()) + ")"


# Verbs of people who write, call, come, look and wait, up to where they change.
_ES_TALK: Final = _stems(
    """
    llam escrib pregunt habl contest respond coment mencion explic expliqu indic avis agradec lament
    entend err equivoc equivoqu arregl olvid tard demor aprend atend ayud funcion acord suger visit
    convers anot imprim adjunt intent trat esper gust encant alegr revis verific verifiqu consult
    averigu confirm busc busqu reenvi anunci public record invit salud felicit disculp molest colg colgu
    enferm jubil descans pens almorz son nac prest apag
    """
)
_PT_TALK: Final = _stems(
    """
    lig ligu escrev pergunt fal respond coment mencion explic expliqu indic avis agradec lament entend
    engan err esquec demor aprend atend ajud funcion lembr suger visit convers anot imprim anex tent
    esper gost adi mostr encaminh clic cliqu ach consegu pens revis verific verifiqu consult confirm
    procur anunci public convid cumpriment deslig adoec aposent descans almoc toc nasc emprest apag
    """
)

SPANISH: Final = Tongue(
    joins=_words("[,:] | y | e | pero | porque | pues | aunque | mientras | por eso | asi que | entonces"),
    happened=_words(
        r"""
        [a-z]{2,20}o'
        (?!(?:qu|caf|comit|est|jos|porqu|cuat|at|[a-z]{1,18}[aei]r)e')[a-z]{2,20}e'
        (?:declar|prepar|par|esper|recuper|liber|consider|aclar|compar|separ|retir|mir|gir|gener|tir)e'
        (?!(?:aqu|ah|all|as)i')[a-z]{2,20}i'
        (?!varon|ladron|patron)[a-z]{2,20}(?:aron|eron)
        (?!(?:ex|cons|ins|res|as|pers|des|subs)iste|(?:b|contr|desg)aste)[a-z]{2,20}[ai]ste
        fue | fui | fuimos | hizo | hice | hicimos | puso | puse | pusimos | supo | supe | hubo | vino
        trajo | traje | trajimos | tuvo | tuve | tuvimos | anduvo | estuvo | dio | di | dimos
        (?!acab|grab|trab)[a-z]{2,20}aban? | (?:ten|deb|sal|aparec|segu|ped|viv|recib|vend|dec|ven)ian?
        (?:man|de|con|ob|re)tuv(?:o|e|imos) | [a-z]{1,9}duj(?:o|e|imos)
        (?:han?|he|hemos|has|habian?) (?:sido )?[a-z]{1,20}(?:[ai]do|hecho|uesto|isto|scrito|ierto|uelto)
        """
    ),
    may_have=_words("[a-z]{2,20}[ai]mos"),
    once=_words(
        r"""
        (?<!no )(?:le|les|se|lo|la|los|las|te) [a-z]{2,20}mos
        (?!(?:acept|cobr|abr|cerr|ofrec|recomend|ped|d|us|envi|mand|calcul|pag|hac|esper|neces)[a-z]{2,5}
        | )[a-z]{2,20}[ai]mos (?:el|la|los|las) [a-z]+
        [a-z]{2,20}mos todo | ya | ayer | hoy | sus? | suy[oa]s? | (?:en|de|del) (?:19|20)\d\d
        """
    ),
    stands=_words(
        r"""
        (?:le|te|les) (?:falta|toca|queda|corre|descuenta|cobra|embarga|debe|quita|retiene|tributa|figura
        |consta)n?
        lo (?:suyo|tuyo) | (?!la|el|las|los|es|son|no)[a-z]+ suy[oa]s?
        (?:la|lo|el|las|los) (?:de|del) (?:(?:19|20)\d\d|enero|febrero|marzo|abril|mayo|junio|julio|agosto
        |septiembre|octubre|noviembre|diciembre)
        l[oa]s? tenemos (?!anotad|present|apuntad|aqui)[a-z]+
        (?:el|la|su) (?:auditora?|examinadora?|perito) [a-z]+
        \A[a-z]+(?:ad|id)[oa]s? (?:por|porque|la|el)
        l[oae]s? (?:tenemos|tengo|tienen?|contamos|vemos|marcan?) (?:como|en|por|de)
        desde (?:(?:19|20)\d\d|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre
        |diciembre) | a su nombre | hay [a-z\d]+ [a-z]+ (?:[a-z]+ )?(?:sobre|contra|en|a) (?:sus?|usted)
        sus? (?:[a-z]+'? ){1,3}(?:esta'?|estan|siguen?|quedan?|aparecen?|figuran?|constan?)
        (?:esta'?|estan|constan?|aparecen?|faltan?) en sus?
        no (?:le )?vamos a (?:cobrar|pedir|quitar|[a-z]+rle)
        con (?:es[ea] [a-z]+|eso|esto) (?:le |se )?(?:pasa|queda|baja|sube|sale|cubre|cumple|cuadra|cierra)n?
        no hay (?:registro|constancia|rastro|pagos?|declaracion(?:es)?|planillas?|saldo|deuda)
        no (?:cuadra|coincide|concuerda|corresponde)n? con
        faltan? (?:solo |nada mas )?(?:la|el|su) [a-z]+
        (?:estan|estamos|(?:le )?esta') (?!atend|trabaj|cerr|abr|llam|habl|busc|ten|hac|actualiz|contrat|llov
        |nev|funcion|cambi)[a-z]+ndo
        (?:le|les|te) va(?:n|mos)? a (?!llegar|pedir|llamar|escribir|decir|contestar|responder
        |mandar|enviar|atender|ayudar|explicar|avisar|parecer|gustar|aparecer|preguntar|tomar|costar|servir
        |convenir|interesar|hacer|dar)[a-z]+
        faltan? (?:solo )?(?:un|una|dos|tres|cuatro|cinco|seis|\d+) (?:pago|cuota|mes|planilla|declaracion
        |trimestre|periodo|ano)e?s?
        (?:siguen?|continuan?) (?:en (?:revision|espera|tramite)|sin|[a-z]+(?:ad|id|iert|uest)[oa]s?)
        lleva[sn]? (?:ya )?(?:[a-z\d]+ ){1,2}(?:sin|atrasad[oa]|en mora|[a-z]+ndo)
        """
    ),
    supposed=_words(
        """
        si(?!')(?! ,)(?!(?: [^ ]+){1,8} es (?:porque|por|que) )
        a menos que | en caso de que | siempre que | una vez que | hasta que
        para que | un contribuyente | una persona | por regla general | normalmente | generalmente
        """
    ),
    general=_words(
        """
        pueden? | podrian? | deben? | deberian? | habra que | hay que
        quienes? | los que | las que | cualquiera? | cada(?! un[oa]) | uno | (?<!le )(?<!les )(?<!te )van? a
        """
    ),
    rule=_words(
        r"""
        se (?!la|las|me|te|le|les|ha|han|esta|esa)[a-z]{2,20}[ae]n?
        pagan? (?:el )?impuestos? | hay que | hay una? | vencen? el (?:dia )?\d+ del mes
        (?:no|nunca) (?:llev|tramit|abr|cobr|acept|d|ped|hac|vend|atend|trabaj)[aei]mos
        (?:cobr|acept|recib|ofrec|vend|atend|us|envi|calcul)[aei]mos(?! (?:el|la|los|las|sus?) )
        """
    ),
    order=_words(
        """
        (?:por favor |no |nunca )?[a-z]{2,20}[ae]n?(?:me|nos|l[aeo]s?|se)
        (?:por favor |no |nunca )?(?:disculpe|perdone|firme|traiga|guarde|adjunte|envie|mande|use|vaya|lea
        |llame|mire|revise|pague|presente|complete|llene|espere|ponga|marque|haga|tenga|escriba|pase|pida
        |busque|incluya|anote|escoja|responda|conteste|suba|descargue|pulse|cuelgue|cuente|diga|avise)n?
        """
    ),
    talk=_words(
        """
        """
        + _ES_TALK
        + r"""(?:o'|e'|e|i'|io'|aron|ieron|aste|iste|amos|imos|aban?|ian?)
        lleg(?:ue'|amos|o' bien)
        (?:est(?:aba|ab?amos|uve)|han?|he|hemos|has|habian?) """
        + _ES_TALK
        + r"""(?:[ai]do|[a-z]{0,4}ndo)
        dij(?:o|e|eron|iste|imos) | vine | (?:vino|vinieron)(?= (?:a|al|aqui'|ayer|hoy|por|en) )
        nevo' | llovio' | lei' | leyo' | oi' | fui | fuimos | quise
        tuvimos | estuve | estuvimos | (?:se )?rio' | tenia (?:usted )?razon | tomo' nota
        quedo' (?:clar[oa]|grabad[oa])
        """
    ),
    harmless=_words(
        r"""
        (?:el|del|nuestro|este) sitio | sitio web | sites? | portal | links? | enlaces? | paginas?
        internet | servidor | wifi
        (?:sus?|ese|este|un|mi|del|tu|en el) correos? | mensajes? | recados? | preguntas? | dudas? | consulta
        (?:video)?llamadas? | conexion | emails? | voz
        carta(?! de ) | formularios? | folletos? | fotos? | archivos? | adjunt[oa]s? | anex[oa]s?
        documentos? | papel | papeles | copias? | ejemplares | borrador | textos? | video | contrasena
        clave | citas? | visitas? | telefonos? | impresora | paraguas | pantalla | computadora
        reunion | taller | charla | seminario | curso | capacitacion | evento | feria | minuta | cafe
        sugerencias? | quejas? | idioma | espanol | portugues | ingles | interprete | traductora? | traduccion
        trafico | nieve | lluvia | tormenta | carretera | estacionamiento | tren | autobus | ascensor(?:es)?
        alarma | salon | sala | felicidades | alegra | alegro | perdone? | disculpe | tardanza | demora
        estafa | fraude | vacaciones | feriado
        """
    ),
    of_all=_words(
        """
        oficinas? | ventanilla | mostrador | recepcion | buzon | puerta | edificio | piso | lineas?
        sistema(?! l[aeo]s? ) | red | luz | horario | turno | fila | cola | gente | personal | equipo
        companer[oa]s? | servicio | el estado | ley | leyes | norma | regla | reglamento | gobernadora?
        legislatura | congreso | presupuesto | tarifa | tasa | limite | el plazo | fecha limite
        programa | temporada | guia | tabla
        domingo | sabado | ciudades | pueblos | usuarios | incidente | fax | tramite | voluntarios
        familias | para todos | a todos | todo el estado
        (?:cerr|abr)[ai]mos(?! (?:la|el|su) )
        trabajamos
        es[et][ea]? (?:credito|deduccion|exencion|impuesto|ayuda)
        """
    ),
)
PORTUGUESE: Final = Tongue(
    joins=_words("[,:] | e(?!') | mas | porque | pois | embora | enquanto | por isso | entao"),
    happened=_words(
        """
        (?!estou)[a-z]{2,20}ou
        (?!(?:mus|europ|at|tad|rom|am|abr)eu)[a-z]{2,20}(?:eu|iu)
        (?!eram)[a-z]{1,20}(?:aram|eram|iram)
        (?![a-z]{1,18}[aei]rei)[a-z]{2,20}ei
        (?:declar|prepar|par|esper|recuper|liber|consider|compar|separ|retir|tir|gir|ger|vir)ei
        [a-z]{1,20}(?:iv|ouv|oux|oub|uis|iz|us)emos | pudemos | demos
        (?!aqui|daqui|ali|dali|[a-z]{0,18}[aeou]i)[a-z]{3,20}i
        foi | foram | veio | fez | fiz | pos | pode' | soube | trouxe | teve | houve | deu | dei | esteve
        (?!grav|lav|trav|escrav)[a-z]{1,20}avam? | tinham? | (?:dev|aparec|segu|ped|viv|receb|vend|diz)iam?
        vinham?
        (?:man|ob|re|con)teve | (?:tem|tinham?) (?:sido )?[a-z]{1,20}(?:ado|ido|feito|osto|isto|scrito|berto)
        """
    ),
    may_have=_words("[a-z]{2,20}[aei]mos"),
    once=_words(
        r"""
        (?<!nao )(?:lhe|se|o|a|os|as) [a-z]{2,20}mos
        (?!(?:aceit|cobr|abr|fech|oferec|recomend|ped|d|us|envi|mand|calcul|pag|faz|esper|precis)[a-z]{2,5}
        | )[a-z]{2,20}[aei]mos [oa]s? [a-z]+
        [a-z]{2,20}mos tudo | ja | ontem | hoje | seus? | suas? | d[oa] senhora? | (?:em|de) (?:19|20)\d\d
        """
    ),
    stands=_words(
        r"""
        (?<!\d )[oa]s? de (?:(?:19|20)\d\d|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro
        |outubro|novembro|dezembro)
        (?:o|a|seu|sua) (?:auditora?|examinadora?|perit[oa]) [a-z]+
        \A(?!obrig)[a-z]+(?:ad|id)[oa]s? (?:por|porque|pel[oa]) | lhe (?:falta|resta|sobra|desconta|cobra)m?
        desde (?:(?:19|20)\d\d|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro
        |novembro|dezembro) | em seu nome
        ha'? [a-z\d]+ [a-z]+ (?:[a-z]+ )?(?:sobre|contra|em) (?:o |a )?(?:seu|sua)
        (?:seus?|suas?|d[oa] senhora?) (?:[a-z]+'? ){0,3}(?:esta'?|estao|seguem?|continuam?|aparecem?
        |constam?)
        (?:esta'?|estao|constam?|aparecem?|faltam?) (?:na|no|em) (?:seu|sua)
        nao (?:vou|vamos|vao) mais [a-z]+r
        com (?:ess[ea] [a-z]+|isso) (?:passa|fica|baixa|sobe|sai|cobre|cumpre|bate|fecha)m?
        nao ha'? (?:registr?o|pagamentos?|declaracao|declaracoes|saldo|divida)
        nao (?:bate|confere|coincide)m? com
        faltam? (?:so'? |apenas )?(?:o|a|sua|seu) [a-z]+
        (?:estao|estamos|esta') (?:lhe )?(?!atend|trabalh|fech|abr|lig|fal|procur|ten|faz|atualiz|contrat
        |chov|nev|funcion|troc|mud)[a-z]+ndo
        (?:tem|temos|tenho|contamos|vemos) (?:o senhor|a senhora|voce)
        va(?:o|mos) (?:lhe )?(?!ligar|escrever|dizer|responder|mandar|enviar|atender|ajudar|explicar|avisar
        |perguntar|precisar|ter|pedir|gostar|fazer|dar)[a-z]+r (?:[a-z]+ ){0,2}(?:seus?|suas?|senhora?|voce)
        falta[m]? (?:so'? )?(?:um|uma|dois|duas|tres|quatro|cinco|seis|\d+) (?:pagamento|parcela|prestacao
        |prestacoe|mese|trimestre|periodo|ano|declaracoe)s?
        [oa]s? (?:seu|sua|seus|suas) (?:ja|ainda|esta|e|ficou)
        (?:o senhor|a senhora|voce'?) (?:ja'? |ainda |nao )?(?:aparece|consta|figura|segue|continua)
        (?:segue|continua)m? (?!anex)(?:em (?:analise|revisao|espera)|sem|[a-z]+(?:ad|id|ert|ost)[oa]s?)
        """
    ),
    supposed=_words(
        """
        se (?!(?:[^ ]+ ){1,8}e' (?:porque|por|que) )(?:o|a|os|as|voce'?|el[ae]s?|nao|ja'?|sua|seu|uma?
        |[a-z]+[aei]r)
        (?<!o )(?<!u )(?<!m )(?<!e )caso | a menos que | ate'? que | para que | um contribuinte | uma pessoa
        normalmente | geralmente
        """
    ),
    general=_words(
        """
        podem? | poderiam? | devem? | deveriam? | tem que | tem de | vai | quem | qualquer
        cada(?! uma?) | os que | as que
        """
    ),
    rule=_words(
        r"""
        se (?!esta|essa)[a-z]{2,20}[ae]m?
        pagam? (?:o )?impostos? | e' preciso | ha uma? | vencem? (?:no )?dia \d+ do mes
        (?:nao|nunca) (?:trat|abr|cobr|aceit|d|ped|faz|vend|atend|trabalh|indic)[aei]mos
        (?:cobr|aceit|receb|oferec|vend|atend|us|envi|calcul)[aei]mos(?! (?:[oa]s?|seus?|suas?) )
        """
    ),
    order=_words(
        """
        (?:por favor |nao |nunca )?(?:desculpe|perdoe|assine|traga|guarde|anexe|envie|mande|use|va|leia|ligue
        |olhe|veja|confira|pague|entregue|complete|preencha|espere|ponha|marque|faca|tenha|escreva|passe
        |peca|procure|inclua|anote|escolha|responda|baixe|clique|conte|diga|avise|apague|leve)m?
        """
    ),
    talk=_words(
        """
        """
        + _PT_TALK
        + r"""(?:ou|ei|eu|iu|i|aram|eram|iram|amos|emos|imos|avam?|iam?)
        cheg(?:uei|amos|ou bem)
        (?:est(?:ava|avamos|ive)|tem|tinham?) """
        + _PT_TALK
        + r"""(?:[ai]do|[a-z]{0,4}ndo)
        diss(?:e|eram|emos) | li | leu | (?:veio|vieram)(?= (?:aqui|ao|na|no|ontem|hoje|falar) )
        nevou | choveu | vi | vimos | viemos | fui | fomos
        tive | tivemos | estive | estivemos | ficou (?:clar[oa]|content[ea]) | tinha razao | deu certo
        """
    ),
    harmless=_words(
        """
        sites? | portal | links? | paginas? | internet | servidor | wifi | e?mails? | recados?
        (?:seu|sua|esse|este|um|meu) correio | mensagem | mensagens | perguntas? | duvidas? | consulta
        ligacao | ligacoes | chamada | conexao | voz
        carta(?! de ) | formularios? | folhetos? | fotos? | arquivos? | ficheiros?
        anex[oa]s? | documentos? | papel | papeis | copias? | rascunho | textos? | video | senhas? | visitas?
        telefones? | impressora | guarda chuva | tela | computador | reuniao | oficina | palestra | seminario
        curso | turma | treinamento | evento | feira | ata | cafe | copa | sugestao | sugestoes | queixas?
        idioma | espanhol | portugues | ingles | interprete | tradutora? | traducao
        transito | neve | chuva | tempestade | estrada | estacionamento | trem | comboio | onibus
        elevador(?:es)?
        alarme | salao | sala | parabens | que bom | desculpe?
        golpe | fraude | ferias | feriado
        """
    ),
    of_all=_words(
        """
        escritorio | balcao | janela | guiche | recepcao | caixa | porta | predio | andar | sistema | linhas?
        rede | luz | horario | fila | pessoal | gente | equipe | equipa | colegas? | servico | impresso
        o estado | leis? | norma | regra | regulamento | governadora? | legislatura | congresso | orcamento
        tarifa | taxa | limite | o prazo | programa | temporada | guia | tabela | municipios
        domingo | sabado | cidades | usuarios | incidente | fax | atendimentos? | voluntarios | familias
        para todos | a todos | estado todo | todo o estado
        (?:fech|abr)[ai]mos(?! (?:o|a|seu|sua) )
        trabalhamos
        es[st][ea] (?:credito|deducao|isencao|imposto|ajuda)
        """
    ),
)
