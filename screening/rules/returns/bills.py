"""Bills of shops and suppliers: what they list is owed to a business, and no agency knows it of anybody."""

import re
from typing import Final

from screening.readings import Reading
from screening.rules.writing import word_set

OF_A_LIST: Final = 2
"""How many words of a bill make a list of amounts one. One of them alone may stand in any letter."""

OF_A_LETTER: Final = 3
"""How many words of a bill make whatever else is said something about a bill."""

# What stands on the papers of those who sell something.
_OF_A_SHOP: Final = word_set(
    """
    invoice invoices invoiced subtotal qty quantity sku shipping shipped shipment freight delivery warehouse
    checkout cart receipt latte coffee sandwich discount seats subscription fare baggage meter kwh electricity
    supplier
    factura facturas cantidad envio descuento medidor electricidad proveedor
    fatura faturas quantidade frete desconto eletricidade fornecedor
    """
)
_TITLE: Final = re.compile(r"(?:^|\n)[ \t#*>]{0,6}(?:invoice|receipt|factura|fatura|recibo)(?![a-z])")

# What an agency's letter about somebody's taxes or child support says, and a bill does not.
_OF_AN_AGENCY: Final = word_set(
    """
    taxes taxpayer taxpayers dor irs revenue masstaxconnect
    refund refunds refunded return returns filed filing filings withholding withheld income wage wages
    earnings salary eitc excise collections bankruptcy denied
    audit audited assessment assessed abatement penalty penalties levy levied lien liens garnish garnishment
    child arrears owe owes owed owing debt liability installment installments offset intercept intercepted
    overpayment overpaid underpaid deduction deductions exemption credits
    impuesto impuestos contribuyente reembolso devolucion declaracion retencion ingresos salario
    auditoria multa embargo manutencion deuda debe adeuda hijo hijos
    imposto impostos contribuinte restituicao declaracao retencao renda penhora pensao divida deve
    """
)
# "Tax (8%): 4.10" and "Sales tax | $4.10" are lines of any bill; all other taxes are the agency's, and so are
# those of thousands, and plans to pay them.
_TAX: Final = re.compile(
    r"(?<![a-z])tax(?![a-z])(?![ ](?:rate|id))"
    r"(?!(?:[ ]\d[\d.]{0,6}[ ]?%)?[ ]?(?:\([^()\n]{1,12}\))?[ :|*]{1,8}[$]?(?!\d{1,3},\d{3}|\d{4})\d)"
    r"|(?<![a-z])(?:payment|installment)[ ](?:plans?|agreements?)(?![a-z])"
    r"|(?<![a-z])(?:your|his|her|su|seu|sua)[ ](?:[a-z]{3,12}[ ])?tax(?![a-z])"
)


def words_of_a_bill(reading: Reading) -> int:
    """Count what makes a text a bill or an order: each word once, and its title; none beside taxes.

    What is written to one person, about what is theirs, never is one.
    """
    words = reading.words & _OF_A_SHOP
    if not words or reading.around.is_to_one_person or not reading.words.isdisjoint(_OF_AN_AGENCY):
        return 0
    if any(reading.matches(_TAX)):
        return 0
    return len(words) + (_TITLE.search(reading.text) is not None)
