"""What is said of one person's taxes is restricted; what holds for everybody is clean."""

import pytest

from screening import Document, Kind, screen


@pytest.mark.parametrize(
    "text",
    [
        "Your refund of $1,234.56 was mailed on May 3.",
        "Your 2023 refund is $512.",
        "You owe $2,300.00 for 2022.",
        "Your balance due is $350.00.",
        "There is a balance of $1,400 on your account.",
        "Ms. Ng's refund was $800.",
        "The refund for Ms. Testperson is $800.",
        "Maria Testperson still owes $500 in tax.",
        "Your adjusted gross income was $45,210.",
        "Your employer reported wages of 52000 dollars.",
        "We withheld $300 from your refund.",
        "The penalty of $25 was added to your account.",
        "Balance due: $350.00",
        "Thank you. Refund amount: 1,234.00",
        "Your return is under audit.",
        "Your 2022 income tax return was selected for an audit.",
        "Your audit was closed with no change.",
        "You are in a payment plan.",
        "Your payment plan was approved on May 3.",
        "Your wages will be garnished.",
        "Your child support case is in arrears.",
        "Your refund was applied to a debt.",
        "Su reembolso es de $1,200.",
        "Usted debe $1,500.",
        "Su plan de pagos fue aprobado.",
        "Sua restituição de $900 foi enviada.",
        "Você deve $1.200,00.",
        "Seu plano de pagamento foi aprovado.",
    ],
)
def test_what_is_said_of_one_persons_taxes_is_restricted(text: str) -> None:
    verdict = screen(text)

    assert verdict.strength == "restricted"
    assert {finding.kind for finding in verdict.findings} == {Kind.RETURN_INFORMATION}


@pytest.mark.parametrize(
    "text",
    [
        "Your request for abatement of the $310 penalty is approved.",
        "Your abatement request was approved.",
        "Your request for a payment plan was denied.",
        "Your appeal was denied.",
        "You are on our list of delinquent taxpayers with a debt over $25,000.",
        "Your paternity test results were received.",
        "We have denied your abatement.",
        "Your refund was issued on March 3.",
        "Your refund was held.",
        "Your 2022 return has not been filed.",
        "You have not filed your 2019 return.",
        "You have missed two payments.",
        "Your payment agreement has defaulted.",
        "You have been approved for a payment plan of 36 months.",
        "Your account has been referred to collections.",
        "A levy was placed on your bank account.",
        "We released the lien on your property.",
        "We opened an audit of your 2020 and 2021 returns.",
        "You were selected for audit.",
        "We can't process your refund because you owe child support.",
        "Your offer in compromise was accepted.",
        "Your hardship request was denied.",
        "Your lien has been released.",
        "The audit of your business has begun.",
        "A wage levy was sent to your employer.",
        "Se embargó su cuenta bancaria.",
        "Su apelación fue rechazada.",
        "Sua conta bancária foi penhorada.",
        "Seu recurso foi negado.",
        "Your license was suspended for unpaid child support.",
        "Ms. Testperson's refund was held.",
        "Mr. Chen's return is under audit.",
        "Su declaración de 2021 está en auditoría.",
        "Su reembolso fue emitido el 3 de marzo.",
        "Usted está atrasado en la manutención.",
        "Sua declaração de 2021 está em auditoria.",
        "Seu reembolso foi emitido em 3 de março.",
        "Seu pedido de parcelamento foi aprovado.",
        "Seu salário vai ser descontado a partir do dia 10, por conta do imposto de 2018.",
        "Sus salarios van a ser embargados desde el lunes.",
        "La auditoría de su declaración de 2019 sigue abierta.",
        "Hay un gravamen registrado contra su propiedad en Lawrence.",
        "Existe um ônus fiscal registrado contra a sua casa.",
        "A fiscalização da sua empresa terminou.",
        "O seu patrão não reteve imposto estadual do seu salário.",
    ],
)
def test_where_a_matter_of_one_person_stands_is_restricted_without_any_amount(text: str) -> None:
    assert screen(text).strength == "restricted"


@pytest.mark.parametrize(
    "text",
    [
        "We have your amended return. It shows an overpayment of $1,203.",
        "You asked about your balance. It's $1,411.09 as of this morning.",
        "Usted pregunt\u00f3 por su saldo. Son $1,411.09 hoy.",
        "Your child support obligation is $185 per week.",
        "Your monthly payment of $125 is due on the 15th.",
        "Your check for $212.09 did not clear.",
        "You made $61,000 last year.",
        "You paid $500 on April 2.",
        "Payment plan: $150.00 per month",
        "Refund amount - $315.00",
        "Tax due $311.20, penalty $15.00",
        "Total wages per your W-2: $38,911.20",
        "Maria Testperson reported income of $32,000.",
        "Usted todavía debe $412.55 por el año 2022.",
        "Le debemos un reembolso de $58.",
        "Le quedan $77.10 por pagar de 2022.",
        "Recibimos $500 de usted el 2 de abril.",
        "Recebemos $500 seus em 2 de abril.",
        "We received $500.00 from you on 4/2.",
        "Your unemployment compensation of $9,100 is taxable.",
        "Your IRA distribution was $8,000.",
        "Your Schedule C shows a loss of $4,400.",
        "Your plan: 24 payments of $125.00",
        "Su pago de $125 vence el 15 de junio.",
        "Você pagou $500 em 2 de abril.",
        "TP's AGI for 2022 was $138,000; spouse had none.",
        "Este año le corresponde un crédito de $880 por sus dos hijas.",
    ],
)
def test_an_amount_is_tied_to_somebody_in_other_words_too(text: str) -> None:
    assert screen(text).strength == "restricted"


@pytest.mark.parametrize(
    "text",
    [
        "Has your account been referred to collections? Call us.",
        "Was that the only reason that your Earned Income Tax Credit was denied, or was it that the agency "
        "had determined that one of the children you claimed was not yours?",
        "Abatement requests are decided within 6 months.",
        "A payment agreement defaults when two payments are missed.",
        "When a refund is held, you get a letter.",
        "Average refund: $1,028. Median income: $96,505.",
        "The exemption is $1,000 per dependent.",
        "You asked about the exemption. It's $4,400 for everybody.",
        "You asked about the penalty. It's $50.",
        "You asked about your income class. It's $20.00 for the book.",
        "You asked about your copy. It's $5.00 at the window.",
        "La exención es de $1,000 por dependiente.",
        "The minimum order is $12 to $20 per week.",
        'We have seen texts that say "your refund is on hold, click to claim $1,284". They are fake.',
        'The scam going around claims "your refund of $1,800 is waiting, click here". It is fake.',
        "La declaración se presenta en línea, y la enviamos si falta algo.",
        "A cada familia le corresponde un crédito de $300 por hijo.",
        "If the credit is general. It is $400 for you or anybody.",
        "If your refund is more than $500, call us.",
        "Your income must be less than $66,000.",
        "You may owe $1,000 or more.",
        "The standard deduction is $14,600.",
        "Was your return selected for an audit?",
        "Your refund may be offset.",
        "A payment plan is possible if you owe up to $5,000.",
        "The child tax credit is up to $2,000 per child.",
        "You can set up a payment plan.",
        "When your refund is reduced, you get a letter.",
        "My balance is $500 and they charged me $20.",
        "Your tax return is due on April 15.",
        "Si su reembolso es de más de $500, llame.",
        "Se você deve mais de $500, ligue.",
    ],
)
def test_what_holds_for_everybody_is_clean(text: str) -> None:
    assert screen(text).strength == "clean"


def test_an_amount_of_nothing_is_doubtful() -> None:
    assert screen("This reduced what you owe to $0.").strength == "personal"


def test_the_finding_stands_at_the_amount() -> None:
    text = "Thank you. Your refund is $512 now."

    [finding] = screen(text).findings

    assert text[finding.start : finding.end] == "$512"


@pytest.mark.parametrize(
    "text",
    [
        "The new balance is $350.00.",
        "We show wages of $48,211 for 2022.",
        "There is a refund of $95 from 2021.",
        "El saldo es de $512.",
        "O saldo é de $512.",
    ],
)
def test_in_the_thread_of_one_person_an_amount_is_theirs(text: str) -> None:
    in_a_thread = screen(Document(text=text, is_to_one_person=True))
    anywhere = screen(Document(text=text))

    assert (in_a_thread.strength, anywhere.strength) == ("restricted", "clean")


def test_in_the_thread_of_one_person_what_is_paid_by_the_month_is_their_plan() -> None:
    plan = "As we said: $175 per month on the 15th, starting in September, for the 2017 tax."
    price = "The tax software costs $20 per month."

    strengths = [screen(Document(text=text, is_to_one_person=True)).strength for text in (plan, price)]

    assert strengths == ["restricted", "clean"]


@pytest.mark.parametrize(
    "text",
    [
        "The minimum penalty is $50.",
        "The personal exemption is $4,400 for 2024.",
        "Refunds above $5,000 take longer.",
        "The fee for a copy of the return is $10.",
        "If the balance is more than $5,000, the plan takes a form.",
    ],
)
def test_in_the_thread_of_one_person_a_rule_is_still_clean(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"


def test_a_subject_says_of_what_the_amount_in_the_text_is() -> None:
    document = Document(subject="Your balance", text="It is $812.50.")

    verdict = screen(document)

    assert verdict.strength == "restricted"
    assert screen(Document(subject="Our fees", text="It is $812.50.")).strength == "clean"


BILLS = [
    "Invoice 44512\nSubtotal: $120.00\nTax (6.25%): $7.50\nTotal due: $127.50",
    "4 x toner, qty 4, unit price 38.50\nFreight: prepaid\nBalance due: 154.00",
    "Cart: 3 items. Shipping $5.99. Total due: $82.46. Check out now!",
    "Your electricity bill of $88.20 is due. The meter read 412 kWh.",
    "Your subscription plan renews. Invoice 12, discount $2. Total due: $12.00",
    "Invoice 12\nQty 4\nSales tax $104.10\nBalance due $1,754.10",
    "Factura 8812\nCantidad: 4\nSaldo pendiente: $88.10",
]


@pytest.mark.parametrize("text", BILLS)
def test_what_a_shop_bills_is_clean(text: str) -> None:
    assert screen(text).strength == "clean"


@pytest.mark.parametrize(
    "text",
    [
        # A thread is about the taxes of whom it is with.
        *(Document(text=text, is_to_one_person=True) for text in BILLS),
        Document(text="Invoice 44512\nQty 4\nMeals tax due: $1,204.10"),
        Document(text="Send us the invoice and the shipping papers for the use tax.\nBalance due: $1,204.10"),
        Document(text="Invoice 44512, qty 4, was shipped. You still owe $412.10 for 2022."),
        Document(text="Invoice 44512\nqty 4\nSales tax: $4,500\nTotal due: $5,100"),
        Document(text="Invoice, qty 4, shipping. Your sales tax: $450.10 is due."),
        Document(
            text="Your plan was denied. The invoice and a shipment of quantity 4 came. Balance due: $400"
        ),
        Document(text="Invoice, qty 4, freight. Your payment plan of $50 a month has begun."),
        Document(text="Please send the invoice.\nBalance due: $412.10"),
        Document(text="The invoice shows a quantity of 4. Your balance is $412.10."),
    ],
)
def test_beside_taxes_or_in_a_thread_a_bill_makes_no_amount_clean(text: Document) -> None:
    assert screen(text).strength == "restricted"
