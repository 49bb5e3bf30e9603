"""What the words of sentences about somebody's taxes are, in Portuguese, without accents."""

from typing import Final

from screening.rules.returns.statements import parts

WORDS: Final[dict[str, str]] = {
    parts.WHOSE: "seu seus sua suas | da senhora | do senhor",
    parts.MINE: "meu meus minha minhas",
    parts.OFFICER: "eu",
    parts.PERSON: """
        voce ela ele lhe
        | o senhor | a senhora | ao senhor | o contribuinte | a contribuinte | o cliente
    """,
    parts.ACTOR: """
        departamento irs auditor auditora examinador agencia nos fisco receita supervisor supervisora
        sistema
        | nossos registros | nossos arquivos | o sistema
    """,
    parts.OUTSIDER: "banco tribunal juiz juiza empregador patrao estado",
    parts.MATTER: """
        restituicao reembolso saldo multa juros penhora recurso auditoria divida atraso retencao compensacao
        parcelamento gravame parcela pensao hipoteca acrescimo debito prorrogacao malha
        fiscalizacao
        | malha fina | onus fiscal
        | plano de pagamento | plano de pagamentos | acordo de pagamento | pensao alimenticia
        | aviso de lancamento | valor devido | impostos atrasados | verificacao de identidade
        | conjuge inocente | dificuldade financeira | credito tributario | isencao de multa
    """,
    parts.THING: """
        declaracao renda rendimento salario credito deducao isencao despesa imposto pagamento residencia
        oferta plano acordo ganho perda lucro cheque deposito desemprego
        | estado civil | declaracao de imposto | conta bancaria | conta no banco | imposto de renda
    """,
    parts.STATUS: "residente dependente solteiro casado | nao residente | chefe de familia",
    parts.VAGUE: "conta caso processo pedido solicitacao empresa negocio ano",
    parts.PAPER: "licenca passaporte carteira habilitacao",
    parts.TALK: """
        pergunta mensagem carta ligacao telefonema correio consulta nota formulario copia pagina folheto
        instrucoes guia linha site portal link lei regra norma direito data prazo numero endereco reuniao
        visita oficina calendario horario taxa opcao resposta duvida assinatura
        agradecemos lamentamos esperamos pedimos sentimos queremos desejamos
    """,
    # It ends as what was done does.
    parts.OTHER: """
        marido maridos cada lado lados vida medida medidas comida entrada saida chegada jornada partido
        sentido apelido ruido advogado advogada mercado sabado cuidado resultado feriado obrigado obrigada
    """,
    parts.DESK: "unidade servico divisao secao",
    parts.DECIDED: """
        aprovado negado indeferido deferido rejeitado aceito reduzido aumentado ajustado alterado corrigido
        retido interceptado suspenso cancelado anulado retirado perdoado devolvido pago quitado aplicado
        liberado levantado revogado selecionado escolhido examinado congelado bloqueado revisado concedido
        reaberto compensado mantido cortado confiscado parcelado cobrado removido reteve retiveram
    """,
    parts.DONE: """
        enviado emitido depositado processado recebido aberto fechado encerrado feito creditado entregue
        registrado colocado transferido encaminhado dividido remetido mandado dado
    """,
    parts.WENT: """
        venceu chegou ficou caiu subiu aumentou terminou comecou expirou mudou falhou saiu entrou passou
        baixou diminuiu
    """,
    parts.FILED: """
        declarei qualificou recebi paguei ganhei fiz entreguei
        declarou entregou apresentou informou omitiu pagou recebeu ganhou fez solicitou pediu deixou teve
        deduziu reivindicou enviou atrasou recorreu sacou
    """,
    parts.FILE: "declarado apresentado informado incluido cumprido",
    parts.OWES: """
        deve devo devemos devia
        | pagou a mais | cobrou a mais | cobraram a mais | esta devendo | ficou devendo
        | preenche os requisitos
    """,
    parts.DECIDE: """
        penhorar aprovar negar rejeitar aceitar retirar reduzir aumentar ajustar reter interceptar auditar
        suspender cancelar anular perdoar aplicar liberar levantar revogar processar encontrar cobrar
    """,
    parts.QUALIFIED: "elegivel inelegivel responsavel",
    parts.HAPPENS: """
        mostram refletem falta faltam seguem existe existem
        indicam comeca termina vence expira segue continua fica permanece soma mostra
        reflete indica consta comecara terminara
    """,
    parts.IS: "e sao esta estao ta",
    parts.WAS: "foi foram era eram estava estavam esteve ficaram tinha",
    parts.HAS: "ha temos",
    parts.HOLDS: "tem tenho temos",
    parts.BEEN: "sido sendo",
    parts.WILL: "sera serao estara vai vao vamos | vai ser | vao ser",
    parts.MAY: "pode podem poderia poderiam devera deverao deveria podera poderao",
    parts.DEBTOR: """
        atrasado inadimplente devendo penhorado auditado vencido cobranca quite
        | em aberto | em atraso | em cobranca | sob auditoria | em auditoria | em dia | em falta
        | meses de atraso | parcelas de atraso
    """,
    parts.STATE: """
        pendente ativo inativo incompleto parado pronto zerado
        | em espera | em analise | em revisao | sob revisao | em processo | a caminho | em disputa
        | em andamento
    """,
    parts.IF: "quando",
    parts.NOT: "nao nunca nada",
    parts.HOW: """
        ja ainda tambem totalmente parcialmente se automaticamente agora hoje so apenas recentemente
        finalmente
    """,
    parts.ARTICLE: "o a os as um uma este essa esse nosso nossa nenhum nenhuma toda todo",
    parts.OF: "de do da dos das",
    parts.ABOUT: "sobre | a respeito de | acerca de | quanto a",
    parts.TO: "para",
    parts.BESIDE: "em no na nas por com ao aos ate desde contra segundo sem durante pelo pela",
    parts.CAUSE: "porque | devido a | por causa de",
    parts.AND: "mas ou enquanto entao",
    parts.THAT: "que quem",
    parts.NUMBER: "dois duas tres quatro cinco seis sete oito nove dez doze",
    parts.DAY: """
        janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro segunda
        terca quarta quinta sexta amanha ontem
        | do dia | no dia
    """,
}
