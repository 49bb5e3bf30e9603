"""By which words Portuguese tells that something happened, and what of that is nobody's; see `phrasings`."""

from typing import Final

from screening.rules.returns.statements.phrasings import Phrasing, stems_of, words_of

# Verbs of people who write, call, come, look and wait, up to where they change.
_TALK: Final = stems_of(
    """
    lig ligu escrev pergunt fal respond coment mencion explic expliqu indic avis agradec lament entend
    engan err esquec demor aprend atend ajud funcion lembr suger visit convers anot imprim anex tent
    esper gost adi mostr encaminh clic cliqu ach consegu pens revis verific verifiqu consult confirm
    procur anunci public convid cumpriment deslig adoec aposent descans almoc toc nasc emprest apag
    """
)
PORTUGUESE: Final = Phrasing(
    joins=words_of("[,:] | e(?!') | mas | porque | pois | embora | enquanto | por isso | entao"),
    happened=words_of(
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
    may_have=words_of("[a-z]{2,20}[aei]mos"),
    once=words_of(
        r"""
        (?<!nao )(?:lhe|se|o|a|os|as) [a-z]{2,20}mos
        (?!(?:aceit|cobr|abr|fech|oferec|recomend|ped|d|us|envi|mand|calcul|pag|faz|esper|precis)[a-z]{2,5}
        | )[a-z]{2,20}[aei]mos [oa]s? [a-z]+
        [a-z]{2,20}mos tudo | ja | ontem | hoje | seus? | suas? | d[oa] senhora? | (?:em|de) (?:19|20)\d\d
        """
    ),
    stands=words_of(
        r"""
        (?<!\d )[oa]s? de (?:(?:19|20)\d\d|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro
        |outubro|novembro|dezembro)
        (?:o|a|os|as) (?:[a-z]+'? ){1,4}(?:esta'?|estao|seguem?|continuam?|ficou|anda) (?:ja'? |ainda )?
        +(?:(?!isent|incluid|sujeit|abert|publicad|explicad|limitad|obrigad|escrit|proibid)
        +[a-z]{2,}(?:ad|id|ert|ost|rit)[oa]s?|pag[oa]s?|sem|por|nas maos|no nome
        |em nome|pendente|la'|zerad[oa])
        (?:o|a) [a-z]+ tem uma? (?:gravame|penhora|divida|multa|saldo|retencao|acrescimo)
        \A(?:ja'? |ainda |agora )?(?:sai|da') (?:[\d.,]+ a|a) (?:pagar|receber|devolver)
        \A(?:ja'? |ainda |agora |aqui )?(?:nao )?(?:ganha|deve(?! [a-z]+[aei]r)|aparece|consta)
        \A(?:ja'? |ainda |agora )?esta' (?:na lista|com [oa]|em (?:atraso|cobranca|analise|revisao))
        (?:para|em) (?:19|20)\d\d (?:[oa] senhora? )?(?:aparece|figura|consta|sai|fica|deve|tem)
        \A(?:[oa] senhora? )?(?:e'|vai como) (?:nao )?(?:residente|solteir[oa]|casad[oa]|dependente|chefe)
        (?:seus?|suas?) (?:ex|marido|esposa|mulher|filh[oa]s?|pai|mae|irma|irmao|sogr[oa]|soci[oa]|patrao
        |chefe
        |contadora?|advogad[oa]|inquilin[oa]|net[oa])'?
        + (?!tambem|pode|podem|deve|tem|precisa|e|ou|em|de|do|da|a|com|para|por|que|como|sem|nao)[a-z]+
        (?:o|a|os|as) (?:marido|esposa|mulher|filh[oa]s?|pai|mae|soci[oa]|patrao) d[oa] senhora? [a-z]+
        (?:nada|nenhum [a-z]+) d[oa] senhora?
        (?:seus?|suas?) (?:[a-z]+'? ){1,4}(?:vai|vence|vale|cobre|sobe|baixa|comeca|termina|passa|cai|entra
        |sai|vem|prescreve|caduca|expira|cresce|gera)
        (?:licenca|certificado|permissao|itin) (?:[a-z]+ ){0,3}vence
        (?:o|a) (?:quantia|valor|resultado|total) (?:cert[oa]|corret[oa]|final|real) e'
        \A(?:ficam? |faltam? |ha'? |com )?(?:uma?|dois|duas|tres|quatro|cinco|seis|\d+) (?:mes|ano|trimestre
        |parcela
        |pagamento|declaracao|declaracoe|periodo)e?s? (?:sem|de atraso|atrasad[oa]s?|pendentes?|vencid[oa]s?)
        \Atudo (?:em dia|certo com|pago|quitado|encerrado)
        (?:o|a|seu|sua) (?:auditora?|examinadora?|perit[oa]) (?:acha|diz|pensa|propoe|quer|ve|tem|pede)
        \A(?!obrig)[a-z]+(?:ad|id)[oa]s? (?:por|porque|pel[oa]) | lhe (?:falta|resta|sobra|desconta|cobra)m?
        desde (?:(?:19|20)\d\d|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro
        |novembro|dezembro) | em seu nome
        ha'? (?:[a-z\d]+ ){1,3}(?:sobre|contra|em|entre|com) (?:o |a )?(?:seu|sua)
        (?:seus?|suas?|d[oa] senhora?) (?:[a-z]+'? ){0,3}(?:esta'?|estao|seguem?|continuam?|aparecem?
        |constam?)
        (?:esta'?|estao|constam?|aparecem?|faltam?) (?:na|no|em) (?:seu|sua)
        nao (?:vou|vamos|vao) mais [a-z]+r
        com (?:ess[ea] [a-z]+|isso) (?:passa|fica|baixa|sobe|sai|cobre|cumpre|bate|fecha)m?
        nao ha'? (?:registr?o|pagamentos?|declaracao|declaracoes|saldo|divida)
        nao (?:bate|confere|coincide)m? com
        faltam? (?:so'? |apenas )?(?:o|a|sua|seu) [a-z]+
        faltam? (?:so'? |apenas )?\d[\d.,]*+ de (?:juros|multa|imposto|divida)
        (?:esta'?|estao|ficou) com (?:[a-z\d]+'? )?(?:trimestres?|mes|meses|anos?|parcelas?|declarac[a-z]+
        |pagamentos?) (?:[a-z]+ ){0,2}(?:sem|em atraso|em aberto|atrasad[oa]s?|pendentes?|vencid[oa]s?)
        (?:estao|estamos|esta') (?:lhe )?(?!atend|esper|trabalh|fech|abr|lig|fal|procur|ten|faz|atualiz
        |contrat|chov|nev|funcion|troc|mud)[a-z]+ndo
        (?:tem|temos|tenho|contamos|vemos) (?:o senhor|a senhora|voce)
        va(?:o|mos) (?:lhe )?(?!ligar|escrever|dizer|responder|mandar|enviar|atender|ajudar|explicar|avisar
        |perguntar|precisar|ter|pedir|gostar|fazer|dar)[a-z]+r (?:[a-z]+ ){0,2}(?:seus?|suas?|senhora?|voce)
        falta[m]? (?:so'? )?(?:um|uma|dois|duas|tres|quatro|cinco|seis|\d+) (?:pagamento|parcela|prestacao
        |prestacoe|mese|trimestre|periodo|ano|declaracoe)s?
        [oa]s? (?:seu|sua|seus|suas) (?:ja|ainda|esta|e|ficou)
        (?:o senhor|a senhora|voce'?) (?:ja'? |ainda |nao )?(?:aparece|consta|figura|segue|continua)
        nao temos nada (?:seu|sua|d[oa] senhora?|de) | (?:ja'?|ainda nao) tem (?!que)[a-z]+
        (?:o|seu) (?:acordo|plano|desconto) (?:comeca|termina|acaba) (?:no|em|hoje|amanha)
        (?:o|a) [a-z]+ deve(?! (?:[a-z]+ )?[a-z]*[aei]r(?:l[aeo]s?|se)? )
        esta'? tudo [a-z]+[ai]do (?:menos|exceto) | o resto (?:vai|fica|esta'|segue|se) | estamos quites
        (?:[oa] senhora?|voce'?) (?:nao )?(?:sai|mora|ganha|fica|passa|cumpre|entra|cai|vende|trabalha)
        (?:uma?|dois|duas|tres|quatro|cinco|\d+) d[oa]s (?:dois|duas|tres|quatro|cinco|seis|\d+)
        (?:segue|continua)m? (?!anex)(?:em (?:analise|revisao|espera)|sem|[a-z]+(?:ad|id|ert|ost)[oa]s?)
        """
    ),
    supposed=words_of(
        r"""
        se (?!(?:[^ ]+ ){1,8}e' (?:porque|por|que) )(?:o|a|os|as|voce'?|el[ae]s?|nao|ja'?|sua|seu|uma?
        |[a-z]+[aei]r)
        \A(?:quem|os que|as que|as pessoas que|as empresas que)(?![^:]*:) | (?<!o )(?<!u )(?<!m )(?<!e )caso
        a menos que | ate'? que
        para que
        um contribuinte | uma pessoa
        normalmente | geralmente
        """
    ),
    general=words_of(
        """
        podem? | poderiam? | devem?(?= (?:[a-z]+ )?[a-z]*[aei]r(?:-?l[aeo]s?|se|nos|me)?(?: |$)) | deveriam?
        tem que | tem de | vai | quem | qualquer
        cada(?! uma?) | os que | as que
        """
    ),
    rule=words_of(
        r"""
        se (?!esta|essa)[a-z]{2,20}[ae]m?
        pagam? (?:o )?impostos? | e' preciso | ha uma? | vencem? (?:no )?dia \d+ do mes
        (?:nao )?sao [a-z]+(?:ad|id)[oa]s
        (?:nao|nunca) (?:trat|abr|cobr|aceit|d|ped|faz|vend|atend|trabalh|indic)[aei]mos
        (?:cobr|aceit|receb|oferec|vend|atend|us|envi|calcul)[aei]mos(?! (?:[oa]s?|seus?|suas?) )
        """
    ),
    order=words_of(
        """
        (?:por favor |nao |nunca )?(?:desculpe|perdoe|assine|traga|guarde|anexe|envie|mande|use|va|leia|ligue
        |olhe|veja|confira|pague|entregue|complete|preencha|espere|ponha|marque|faca|tenha|escreva|passe
        |peca|procure|inclua|anote|escolha|responda|baixe|clique|conte|diga|avise|apague|leve)m?
        """
    ),
    talk=words_of(
        """
        """
        + _TALK
        + r"""(?:ou|ei|eu|iu|i|aram|eram|iram|amos|emos|imos|avam?|iam?)
        discou | fiquei (?:com|doente) | cheg(?:uei|amos|ou bem)
        (?:est(?:ava|avamos|ive)|tem|tinham?) """
        + _TALK
        + r"""(?:[ai]do|[a-z]{0,4}ndo)
        diss(?:e|eram|emos) | li | leu | (?:veio|vieram)(?= (?:aqui|ao|na|no|ontem|hoje|falar) )
        nevou | choveu | vi | vimos | viemos | fui | fomos
        tive | tivemos | estive | estivemos | ficou (?:clar[oa]|content[ea]) | tinha razao | deu certo
        """
    ),
    harmless=words_of(
        """
        sites? | portal | links? | paginas? | internet | servidor | wifi | e-?mails? | recados?
        (?:seu|sua|esse|este|um|meu) correio | mensagem | mensagens | perguntas? | duvidas? | consulta
        ligacao | ligacoes | chamada | conexao | voz
        cartas?(?! de ) | formularios? | folhetos? | fotos? | arquivos? | ficheiros?
        anex[oa]s? | documentos? | papel | papeis | copias? | rascunho | textos? | video | senhas? | visitas?
        telefones? | impressora | guarda chuva | tela | computador | reuniao | (?:uma|na) oficina | palestra
        chat | instrucoes | uma nota | mesa
        seminario
        curso | turma | treinamento | evento | feira | ata | cafe | copa | sugestao | sugestoes | queixas?
        idioma | espanhol | portugues | ingles | interprete | tradutora? | traducao
        transito | neve | chuva | tempestade | estrada | estacionamento | trem | comboio | onibus
        elevador(?:es)?
        cortad[oa]s? | borrad[oa]s? | ilegive(?:l|is)
        alarme | no salao | sala | parabens | que bom | desculpe?
        golpe | fraude | ferias | feriado
        """
    ),
    of_all=words_of(
        """
        escritorio | balcao | janela | guiche | recepcao | caixa | porta | predio | andar | sistema | linhas?
        rede | luz | horario | fila | pessoal | gente | equipe | equipa | colegas? | servico | impresso
        o estado | leis? | norma | regra | regulamento | governadora? | legislatura | congresso | orcamento
        tarifa | taxa | limite | o prazo | programa | temporada | guia | tabela | municipios
        campo | numero gratis | caixa eletronico | vagas? | turno | bibliotecas?
        domingo | sabado | cidades | usuarios | incidente | fax | atendimentos? | voluntarios | familias
        para todos | a todos | estado todo | todo o estado
        (?:fech|abr)[ai]mos(?! (?:o|a|seu|sua) )
        trabalhamos
        (?<!para )es[st][ea] (?:credito|deducao|isencao|imposto|ajuda)
        """
    ),
)
