"""What an amount of money looks like, what it may be of, and whose it may be."""

import re
from typing import Final

from screening.rules.writing import whole_words

# Without a sign of money, so many points or miles are none.
# Its first character is matched before anything is looked at around it: so the text is gone through quickly.
AMOUNT: Final = re.compile(
    r"""
    [$\d](?<![$.,\d]\d)(?:
        (?<=\$)[ ]?\d++(?:[.,]\d++)*+
      | (?<=\d) (?:
            \d*+(?:[.,]\d++)*+[ ]?(?:dollars|dolares|usd|thousand|grand|bucks)(?![a-z])
          | \d{0,2}(?:,\d{3})*+\.\d\d(?![\d%]|[ ](?:per[ ]?cent|pct|p(?:or|er)[ ]c(?:iento|ento)))
          | (?:\d{0,2}(?:\.\d{3})++|\d{2,6}),\d\d(?![\d%])
          | \d{0,2}(?:,\d{3})++(?![.,]?\d|%|[ ](?:points(?![ ](?:to|at|out))|miles|steps|hours|days|pages
              |residents|users|visitors|employees|votes|gallons|kwh|km|kg|lbs|words|rows|items|copies)\b)
        )
    )
    """,
    re.VERBOSE,
)
NONZERO: Final = re.compile(r"[1-9]")
# Rules have round amounts; cents are somebody's own.
WITH_CENTS: Final = re.compile(r"\d[.,]\d\d\D{0,8}\Z")

# What an amount may be of, in the order English, Spanish, Portuguese.
OF_WHAT: Final = whole_words(
    r"""
    refunds? | overpayments? | abatements? | balances? | amount (?:due|owed) | tax (?:due|bill|liability|debt)
    debt | liability | bill | incomes? | agi | wages | earnings | salary | withhold(?:s|ings?)?
    tax(?:es)? withheld | deductions? | expenses | claimed | (?:dis)?allowed | direct deposits?
    gravamen | gravame | your share | support (?:at|is|of|was) | support obligation
    your (?:\d{4} )?account | you will (?:receive|get) | sent us | left to pay
    (?:not|never) report(?:ed)? | (?:he|she|you) reported | gains? | (?:were|was) expecting
    penalt(?:y|ies) | interest | levy | lien | garnishment | assessments? | assessed
    agreed to pay | (?:tax|estimated|monthly|quarterly|last|first|next|final|reduced|support) payments?
    support order
    (?:your|the) (?:check|payment) | installments?
    paychecks? | you (?:made|paid|pay|reported) | pay from | paid | payments?
    plan is | is due | total due | you get back | deposited
    unemployment | distributions? | winnings | loss | profit | settlement | w-?2s? | we (?:have )?received
    arrears | child support | audit | payment (?:plan|agreement) | installment (?:agreement|plan) | tax(?:es)?
    credit | return | owe[ds]? | earned | overpaid | underpaid | withheld | refunded | offset | intercepted
    garnished
    (?:rents?|repairs|deposits|receipts|proceeds) of | workers' comp
    atrasos? | retuvo | retuvieron | descont[a-z]+ | pension | por devolver
    reembolsos? | devoluci[a-z]+ | (?:se le|le) dev[ou]+lv[a-z]+
    saldos? | deudas? | ingresos? | salarios? | sueldos? | retenci[a-z]+
    retener | declar(?:o|ado) | multas? | intereses | credito de | plan(?:es)? de pagos? | acuerdo de pagos?
    auditoria | manutencion | embargo
    cuotas? | cheque de | impuestos? | declaracion | deben? | debemos | debia | gano | su pago
    usted pag[ao] | pago de
    recibimos | por pagar
    reteve | retiveram | devolver | devolvemos
    reter | declarou | restituic[a-z]+ | dividas? | rendas? | rendimentos? | retenc[a-z]+ | juros
    planos? de pagamento
    parcelamento | pensao | penhora | impostos? | deve | devia | devemos | ganhou | seu pagamento
    voce pag(?:ou|a) | pagamento de | recebeu | recebemos | para pagar
    """
)

# What is one person's own wherever it has an article: nobody writes "the balance" of everybody.
OWN: Final = (
    r"(?:refund|overpayment|balance|wages|earnings|income|withholding|tax withheld|arrears|debt"
    r"|amount (?:due|owed)|reembolso|saldo|deuda|salario|sueldo|restituicao|divida)"
)

# Who it may be tied to: the reader, or somebody by name.
WHOSE: Final = whole_words(
    r"""
    you | yours? | ur | yr | his | her | (?:the taxpayer|tp)'s
    (?:mr|mrs|ms|miss|dr|sra|sr|senora|senor|dona)\.? [a-z]+
    (?:he|she|they|the taxpayer) (?:still |also |now )?(?:owe[sd]?|earn(?:s|ed)|made|paid|received|reported)
    (?:he|she) (?:has|had) (?:an? )?(?:balance|refund|debt|income) | (?:he|she) (?:was|has been) found
    we (?:have )?[a-z]+ the (?:penalty|lien|levy|garnishment|hold|offer|appeal)
    nos debe | envio | sus? | tus? | usted | ud | le [a-z]+[aei]mos
    le (?:quedan?|corresponden?|informo|confirmo)
    (?:ella|el|el contribuyente|la contribuyente) (?:todavia |aun )?(?:debe|debia|gano|recibio)
    seus? | suas? | voce | o senhor | a senhora | lhe
    (?:ele|ela|[oa] contribuinte) (?:ainda )?(?:deve|devia|ganhou|recebeu)
    """
)
NAMED: Final = re.compile(
    r"(?<![^\W\d_])[A-Z][a-z'-]{1,30}+ (?:[A-Z]\.? )?[A-Z][a-z-]{1,30}+"
    r"(?:'s|,? (?:still |also |now )?(?:owe[sd]|earned|received|overpaid|reported|paid|made|ha[sd]"
    r"|debe|gano|recibio|deve|ganhou|recebeu))(?![a-z])"
)
