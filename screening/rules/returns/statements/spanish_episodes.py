"""By which words Spanish tells that something happened, and what of that is nobody's; see `phrasings`."""

from typing import Final

from screening.rules.returns.statements.phrasings import Phrasing, stems_of, words_of

# Verbs of people who write, call, come, look and wait, up to where they change.
_TALK: Final = stems_of(
    """
    llam escrib pregunt habl contest respond coment mencion explic expliqu indic avis agradec lament
    entend err equivoc equivoqu arregl olvid tard demor aprend atend ayud funcion acord suger visit
    convers anot imprim adjunt intent trat esper gust encant alegr revis verific verifiqu consult
    averigu confirm busc busqu reenvi anunci public record invit salud felicit disculp molest colg colgu
    enferm jubil descans pens almorz son nac prest apag
    """
)

SPANISH: Final = Phrasing(
    joins=words_of("[,:] | y | e | pero | porque | pues | aunque | mientras | por eso | asi que | entonces"),
    happened=words_of(
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
    may_have=words_of("[a-z]{2,20}[ai]mos"),
    once=words_of(
        r"""
        (?<!no )(?:le|les|se|lo|la|los|las|te) [a-z]{2,20}mos
        (?!(?:acept|cobr|abr|cerr|ofrec|recomend|ped|d|us|envi|mand|calcul|pag|hac|esper|neces)[a-z]{2,5}
        | )[a-z]{2,20}[ai]mos (?:el|la|los|las) [a-z]+
        [a-z]{2,20}mos todo | ya | ayer | hoy | sus? | suy[oa]s? | (?:en|de|del) (?:19|20)\d\d
        """
    ),
    stands=words_of(
        r"""
        (?:le|te|les) (?:falta|toca|queda|corre|descuenta|cobra|embarga|debe|quita|retiene|tributa|figura
        |consta)n?
        (?:el|la|los|las) (?:[a-z]+'? ){1,4}(?:esta'?|estan|siguen?|quedan?|anda) (?:ya |todavia |aun )?
        +(?:(?!exent|incluid|sujet|abiert|publicad|explicad|limitad|obligad|escrit|prohibid)
        +[a-z]{2,}(?:ad|id|iert|uest|rit|uelt)[oa]s?|pag[oa]s?|sin|por|en manos|a nombre|pendiente|en cero)
        (?:el|la) [a-z]+ tiene una? (?:gravamen|embargo|deuda|multa|saldo|retencion|recargo)
        \A(?:ya |todavia |aun |aqui |ahora )?(?:usted )?sale (?:a|con|debiendo)
        \A(?:ya |todavia |aun |aqui |ahora )?(?:usted )?(?:no )?(?:gana|debe(?! [a-z]+[aei]r)|aparece
        |figura|consta)
        \A(?:ya |todavia |aun |aqui |ahora )?(?:esta'?|sigue) (?:al (?:dia|corriente)
        |pendiente(?! (?:el|la) )|atrasad[oa]|en (?:la )?(?:lista|mora|cobro|cobranzas?|revision))
        su (?:dinero|reembolso|cheque|deposito) (?:le )?(?:sale|va|llega|entra)
        usted si'? debe(?! [a-z]+[aei]r)
        esta' [a-z]+[ai]d[oa] como
        (?:para|en) (?:19|20)\d\d (?:usted )?(?:aparece|figura|consta|sale|va|queda|debe|tiene)
        \A(?:usted )?(?:es|va como) (?:no )?(?:residente|solter[oa]|casad[oa]|dependiente|jef[ea])
        sus? (?:ex|marido|esposa?|mujer|senora|hij[oa]s?|padre|madre|papa|mama|herman[oa]|suegr[oa]|soci[oa]
        |patron|emplead[oa]|empleador|jef[ea]|contador|preparador|abogad[oa]|inquilin[oa]|niet[oa])'?
        + (?!tambien|puede|pueden|debe|tiene|necesita|y|o|en|de|del|a|con|para|por|que|como|sin|no)[a-z]+
        sus? (?:[a-z]+'? ){1,4}(?:va|vence|vale|cubre|sube|baja|empieza|termina|pasa|cae|entra|sale|corre
        |viene|cumple|aplica|califica|prescribe|caduca|expira|crece|genera)n?
        (?<!siento )(?<!lamento )(?<!sentimos )lo del? (?!siempre|mas|menos|que)[a-z]+
        (?:la|el) (?:cantidad|cifra|monto|resultado|valor|total) (?:correct[oa]|final|buen[oa]|real) es
        \A(?:quedan? |faltan? |hay |con )?(?:una?|dos|tres|cuatro|cinco|seis|\d+) (?:mes|ano|trimestre|cuota
        |pago
        |planilla|declaracion|periodo)e?s? (?:sin|de atraso|atrasad[oa]s?|pendientes?|vencid[oa]s?)
        \Atodo (?:al dia|en orden|pagado|saldado|cerrado)
        lo (?:suyo|tuyo) | (?!la|el|las|los|es|son|no)[a-z]+ suy[oa]s?
        (?:la|lo|el|las|los) (?:de|del) (?:(?:19|20)\d\d|enero|febrero|marzo|abril|mayo|junio|julio|agosto
        |septiembre|octubre|noviembre|diciembre)
        l[oa]s? tenemos (?!anotad|present|apuntad|aqui)[a-z]+
        (?:el|la|su) (?:auditora?|examinadora?|perito) (?:cree|dice|piensa|propone|quiere|ve|tiene|pide|vio)
        \A[a-z]+(?:ad|id)[oa]s? (?:por|porque|la|el)
        l[oae]s? (?:tenemos|tengo|tienen?|contamos|vemos|marcan?) (?:como|en|por|de)
        desde (?:(?:19|20)\d\d|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre
        |diciembre) | a su nombre
        hay (?:[a-z\d]+ ){1,3}(?:sobre|contra|en|a|entre|con) (?:sus?|usted)
        sus? (?:[a-z]+'? ){1,3}(?:esta'?|estan|siguen?|quedan?|aparecen?|figuran?|constan?)
        sus? (?:[a-z]+'? ){1,4}no (?:aparecen?|figuran?|constan?)
        (?:esta'?|estan|constan?|aparecen?|faltan?) en sus?
        no (?:le )?vamos a (?:cobrar|pedir|quitar|[a-z]+rle)
        con (?:es[ea] [a-z]+|eso|esto) (?:le |se )?(?:pasa|queda|baja|sube|sale|cubre|cumple|cuadra|cierra)n?
        no hay (?:registro|constancia|rastro|pagos?|declaracion(?:es)?|planillas?|saldo|deuda)
        no (?:cuadra|coincide|concuerda|corresponde)n? con
        (?<!no hace )(?<!no hacen )faltan? (?:solo |nada mas )?(?:la|el|su) [a-z]+
        (?:estan|estamos|(?:le )?esta') (?!atend|esper|trabaj|cerr|abr|llam|habl|busc|ten|hac|actualiz|contrat
        |llov|nev|funcion|cambi)[a-z]+ndo
        (?:le|les|te) va(?:n|mos)? a (?!llegar|pedir|llamar|escribir|decir|contestar|responder
        |mandar|enviar|atender|ayudar|explicar|avisar|parecer|gustar|aparecer|preguntar|tomar|costar|servir
        |convenir|interesar|hacer|dar)[a-z]+
        faltan? (?:solo )?(?:un|una|dos|tres|cuatro|cinco|seis|\d+) (?:pago|cuota|mes|planilla|declaracion
        |trimestre|periodo|ano)e?s?
        (?:siguen?|continuan?) (?:en (?:revision|espera|tramite)|sin|[a-z]+(?:ad|id|iert|uest)[oa]s?)
        van? a [a-z]+[aei]rle | (?:ya|aun no|todavia no) tiene (?!que)[a-z]+
        (?:el|su) (?:acuerdo|plan|descuento|embargo) (?:arranca|empieza|comienza|termina) (?:el|en|hoy)
        (?:el|la) [a-z]+ (?:debe|adeuda)(?! (?:[a-z]+ )?[a-z]*[aei]r(?:l[aeo]s?|se)? )
        esta'? todo [a-z]+[ai]do (?:menos|salvo) | el resto (?:va|queda|esta'?|sigue|se)
        (?:quedamos|estamos) a mano
        usted (?:no )?(?:sale|vive|gana|sigue|queda|pasa|cumple|entra|cae|vende|trabaja)
        (?:una?|dos|tres|cuatro|cinco|\d+) de (?:los|las|sus) (?:dos|tres|cuatro|cinco|seis|\d+)
        lleva[sn]? (?:ya )?(?:[a-z\d]+ ){1,2}(?:sin|atrasad[oa]|en mora|[a-z]+ndo)
        """
    ),
    supposed=words_of(
        r"""
        si(?!')(?! ,)(?!(?: [^ ]+){1,8} es (?:porque|por|que) )
        \A(?:quien(?:es)?|los que|las que|las personas que|los negocios que|las empresas que)(?![^:]*:)
        a menos que | en caso de que | siempre que
        una vez que | hasta que
        para que | un contribuyente | una persona | por regla general | normalmente | generalmente
        """
    ),
    general=words_of(
        """
        pueden? | podrian? | deben?(?= (?:[a-z]+ )?[a-z]*[aei]r(?:l[aeo]s?|se|nos|me)?(?: |$)) | deberian?
        habra que | hay que
        quien(?:es)? | los que | las que | cualquiera? | cada(?! un[oa]) | uno
        (?<!le )(?<!les )(?<!te )van? a(?! [a-z]+[aei]rle )
        """
    ),
    rule=words_of(
        r"""
        se (?!la|las|me|te|le|les|ha|han|esta|esa)[a-z]{2,20}[ae]n?
        pagan? (?:el )?impuestos? | hay que | hay una? | vencen? el (?:dia )?\d+ del mes
        (?:no|nunca) (?:llev|tramit|abr|cobr|acept|d|ped|hac|vend|atend|trabaj)[aei]mos
        (?:cobr|acept|recib|ofrec|vend|atend|us|envi|calcul)[aei]mos(?! (?:el|la|los|las|sus?) )
        """
    ),
    order=words_of(
        """
        (?:por favor |no |nunca )?(?!fijen?se)[a-z]{2,20}[ae]n?(?:me|nos|l[aeo]s?|se)
        (?:por favor |no |nunca )?(?:disculpe|perdone|firme|traiga|guarde|adjunte|envie|mande|use|vaya|lea
        |llame|mire|revise|pague|presente|complete|llene|espere|ponga|marque|haga|tenga|escriba|pase|pida
        |busque|incluya|anote|escoja|responda|conteste|suba|descargue|pulse|cuelgue|cuente|diga|avise)n?
        """
    ),
    talk=words_of(
        """
        """
        + _TALK
        + r"""(?:o'|e'|e|i'|io'|aron|ieron|aste|iste|amos|imos|aban?|ian?)
        (?<=se me )[a-z]+o' | (?<=me )(?:toco|costo|gusto)' | marco' el numero | lleg(?:ue'|amos|o' bien)
        (?:est(?:aba|ab?amos|uve)|han?|he|hemos|has|habian?) """
        + _TALK
        + r"""(?:[ai]do|[a-z]{0,4}ndo)
        dij(?:o|e|eron|iste|imos) | vine | (?:vino|vinieron)(?= (?:a|al|aqui'|ayer|hoy|por|en) )
        nevo' | llovio' | lei' | leyo' | oi' | fui | fuimos | quise
        tuvimos | estuve | estuvimos | (?:se )?rio' | tenia (?:usted )?razon | tomo' nota
        quedo' (?:clar[oa]|grabad[oa])
        """
    ),
    harmless=words_of(
        r"""
        (?:el|del|nuestro|este) sitio | sitio web | sites? | portal | links? | enlaces? | paginas?
        internet | servidor | wifi
        (?:sus?|ese|este|un|mi|del|tu|en el) correos? | mensajes? | recados? | preguntas? | dudas? | consulta
        (?:video)?llamadas? | conexion | e-?mails? | voz
        cartas?(?! de ) | formularios? | folletos? | fotos? | archivos? | adjunt[oa]s? | anex[oa]s?
        documentos? | papel | papeles | copias? | ejemplares | borrador | textos? | video | contrasena
        clave | citas? | visitas? | telefonos? | impresora | paraguas | pantalla | computadora
        reunion | (?:el|un|este) taller | talleres | charla | chat | instrucciones | una nota | mesa
        seminario | curso | capacitacion | evento
        feria | minuta | cafe
        sugerencias? | quejas? | idioma | espanol | portugues | ingles | interprete | traductora? | traduccion
        trafico | nieve | lluvia | tormenta | carretera | estacionamiento | tren | autobus | ascensor(?:es)?
        quedo'? (?:atent[oa]|a la espera|a su disposicion) | alarma | en el salon | sala | felicidades
        borros[oa]s? | cortad[oa]s? | ilegibles? | alegra | alegro | perdone? | disculpe | tardanza | demora
        estafa | fraude | vacaciones | feriado
        """
    ),
    of_all=words_of(
        """
        oficinas? | ventanilla | mostrador | recepcion | buzon | puerta | edificio | piso | lineas?
        sistema(?! l[aeo]s? ) | red | luz | horario | turno | fila | cola | gente | personal | equipo
        companer[oa]s? | servicio | el estado | ley | leyes | norma | regla | reglamento | gobernadora?
        legislatura | congreso | presupuesto | tarifa | tasa | limite | el plazo | fecha limite
        programa | temporada | guia | tabla
        casilla | campo | numero gratis | cajero | plazas | vacantes? | oferta de trabajo | bibliotecas?
        domingo | sabado | ciudades | pueblos | usuarios | incidente | fax | tramite | voluntarios
        familias | para todos | a todos | todo el estado
        (?:cerr|abr)[ai]mos(?! (?:la|el|su) )
        trabajamos
        (?<!para )es[et][ea]? (?:credito|deduccion|exencion|impuesto|ayuda)
        """
    ),
)
