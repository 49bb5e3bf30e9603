"""What is asserted of one person's taxes in their thread is restricted, in whatever form."""

from itertools import chain, product

import pytest

from screening import Document, screen
from screening.rules.returns.statements.assertion_rows import ROWS, Row, Who

# What articles, numbers, words of no part and pauses look like among the parts.
NOTHING = "xdn,"
LONG = " Our office is open from nine to four, and the library next door has computers." * 5

ASSERTED = (
    "Yes, we got your 2023 return and no, you don't need to send it twice.",
    "Please note that Ms. Sample has not filed since 2019 and we can't issue the certificate until she does.",
    "Nothing is owed on your account.",
    "Because your homeowners deduction was disallowed, you owe $812 for 2022.",
    "Your veterans exemption was denied last week.",
    "Two estimated payments of $900 were posted to 2022 instead of 2023.",
    "As I said, you don't have any unfiled returns and the certificate can be issued.",
    "Hi Sam, we show no filing from you for 2020.",
    "We've changed you from full-year to part-year resident for 2022, which cuts the bill by half.",
    "Your income was over the limit for the senior credit, that's why it was turned down.",
    "You're all set for 2022 but 2023 hasn't come in yet.",
    "Se\u00f1ora, usted tiene dos meses de atraso con la manutenci\u00f3n.",
    "O senhor est\u00e1 com tr\u00eas meses de atraso.",
    "A boa not\u00edcia \u00e9 que a multa da senhora foi retirada.",
    "Meu marido ganhou 44 mil na constru\u00e7\u00e3o e eu 19 mil.",
    # Whatever was, in words that are no lexicon's.
    "Just confirming that we processed the amended 2021 on Friday.",
    "I'm writing about Dana Sample, who still hasn't sent in 2022.",
    "According to our system you never registered for sales tax although you have been selling since 2019.",
    "The auditor finished with your books and found no change.",
    "Our notes say that you asked for a waiver in May and it was granted.",
    "That bank attachment is being lifted today.",
    "You're current. The next one is due on the 15th.",
    "You made 31,000 at the bakery and 4,200 driving, is that right?",
    "You asked why we kept 300.",
    "Since you moved to Florida in August, only the income up to then was taxed here.",
    "we cant find your w2, can you send it",
    "Both years are paid in full, you can stop sending checks.",
    "His commercial license is about to be suspended.",
    "You should have reported the winnings from the casino.",
    "You don't get the rent deduction as the lease is in your roommate's name.",
    "He works under the table, that's why he pays no support.",
    "The office intends to sustain the use tax on the boat your client bought.",
    "Denied again, sorry.",
    "Sua empresa est\u00e1 com quatro trimestres em aberto.",
    "Tu reembolso sali\u00f3 el lunes.",
    "You cannot be billed for it because of your bankruptcy.",
    "Our audit of the restaurant will cover 2019 through 2021.",
    "The bank answered the levy: there was 212.40 in the account.",
    "My accountant mixed up the wages and now I'm getting letters.",
    "Two of your four children qualified for the credit.",
    "Her tips were about half of what the restaurant reported.",
    "Mi patr\u00f3n me pag\u00f3 en efectivo y no puso nada en el W-2.",
    "The credit was reduced because the W-2 shows other wages.",
    "The penalty was adopted from the federal change and raised.",
    "You're paid in full. Thanks for sticking with it.",
    "Your return is sitting in manual review due to the size of the claim.",
    "You've got money coming once the bank confirms.",
    "The auditor finished with your file last week.",
    "The garnishment on your paycheck will end with the next pay period.",
    "The seizure of your truck is on account of five years.",
    "Your file shows a nonfiler status going back to 2017.",
    "Aparece usted como soltera.",
    "Nothing is due from you for 2017.",
    "Everything was posted to your 2019.",
    "Your case went to the collections bureau in May.",
    "Su caso pas\u00f3 a la oficina de cobros.",
    "Su estado civil en la declaraci\u00f3n aparece como casado.",
    "No nos consta que haya presentado la declaraci\u00f3n de 2020.",
    # Nothing and everything, before a question, in an officer's short words.
    "I looked at your account and nothing has been paid since February.",
    "Est\u00e1 tudo quitado da sua parte, pode ficar tranquilo.",
    "Looks like you overpaid by three hundred bucks, want it back or rolled over?",
    # Any is somebody's where somebody is spoken of, or nothing follows; a note comes first.
    "A levy is recorded against you.",
    "An abatement is granted.",
    "An exam is open.",
    "Owed 640, printer jammed.",
    "Denied by the court.",
    "You earned 5,100 in tips.",
    "Refund sent, wrong zip.",
    "Refund: withheld",
    # Nor does a thing of every day make everything of that kind.
    "You got 27,400 for driving a bus.",
    "You listed the baby twice.",
    "She made 27,400 as an interpreter.",
    "You filed late because of the bus.",
    # Whatever was done with a thing that everybody who writes here knows, and what happened to somebody.
    "The objection was entered on Monday. It concerns the tax of two years.",
    "The escrow has been handed over, so the tax is covered.",
    "The other two ran out on you.",
    "You were one of the few. The credit is for members.",
    "My hours were cut in May. I will file the return soon.",
    "It is her handwriting on the return.",
    # What everybody has is somebody's where it is theirs; and an order ends at a pause.
    "Your stimulus payment was issued in March 2021.",
    "We sent you the bill if you want to look at it.",
    "Upload the W-2 you got, and the lien was released.",
    "Find out why: your refund was reduced.",
    "You still owe if you have not paid.",
    "You filed late if you mailed it in May.",
    "You defaulted on your plan if you missed May, which you did.",
    "Check the account that was levied in May.",
    "Include the penalty that was waived.",
    "Add the 2019 debt that went to collections.",
    "The department filed suit against you for your unpaid 2019 tax.",
    "Fake texts say you owe, but your balance is $4,200.",
    "Your refund of 1,200 points to an error.",
    "Children and family services took the refund.",
    "The estate was closed too early: with the gifts we arrived at $2.31 million.",
    "Check your letter, they denied it.",
    "The seizure of the van was called off.",
    "The department recorded a judgment in Suffolk County.",
    "The amnesty application went through.",
    "You were marked deceased in our records by mistake.",
    "Both of you are jointly liable.",
    "You are 92 days late.",
    "You're on the list for the next tax sale.",
    "Your DNA results came back.",
    "Se le cobr\u00f3 de m\u00e1s en 2021.",
    "Su cheque rebot\u00f3.",
    "Our file has you as separated since 2018.",
    "I see three jobs for you in 2022.",
    "The account shows a credit of 45.",
    "The hearing officer sided with you.",
    "El banco congel\u00f3 1,800.",
    "We accepted 200 a month to start.",
    "La orden subi\u00f3 a 120 semanales.",
    "We disagreed about the nexus and billed 2016 through 2019.",
    "The warrant was recalled.",
    "Your check came back NSF.",
    "O seu pedido caiu na malha.",
    "The penalty for May is 64.12.",
    "You weren't penalized for that one.",
    "You're in good shape through the third quarter.",
    "We adjusted the mileage to 4,000.",
    "Your daughter's tuition was not deductible.",
    "O marido da senhora declarou menos.",
    # Of what was asked about.
    "It's on appeal at the board.",
    "As of Friday it stands at 2,310 and change.",
    "The preparer was caught, and we're redoing 2020.",
    # What shows of theirs, and what is late, hangs on nothing else that is said.
    "Your credit report shows our tax lien.",
    "Enter your late 2019 filing as settled.",
    # A sum in dollars in a sentence of them, whatever it is of.
    "You're getting the 62F money after all, $214, on the next run.",
    "It's just telling you we lowered what you'd get back from $1,130 to $805.",
    "You asked how much your ex has paid this year. $4,160, in 40 payments.",
    "It's in the mail: check for $59.20, sent 11/20.",
    "La orden sigue en 130 semanales hasta que el juez la cambie.",
    "You're now non-compliant with the agreement.",
    "It is tax $812, penalty $81, interest $9.",
    "The plan has you at $60 every other Friday.",
    "O gravame da sua casa, de $5.080, sai trinta dias depois.",
    "O senhor est\u00e1 quite.",
    # What is missing of theirs.
    "Hace falta su declaraci\u00f3n de 2021.",
    "Le hace falta su firma en la declaraci\u00f3n de 2022.",
    "Le pas\u00f3 el embargo a su cuenta en mayo.",
    "We levied your pension plan.",
    "Your lien is in the public records.",
    # What there is, what an audit covers, as what somebody is listed.
    "There is no balance on your husband's account, you need not do anything.",
    "It covers your joint 2023 return only, mainly the home office.",
    "You are listed as responsible person for the salon.",
    "For 2025 you've overwithheld again.",
    # How much it is, and how somebody is held.
    "So: tax 2,004, penalty 200, interest 118. Half can be paid now.",
    "Sure: wages 48,211.07, state tax withheld 2,265.92.",
    "The plan is 36 months at $125. First draft on the 15th.",
    "From us you're getting $512 of the $812.",
    "Paternity was established by default on Nov 12.",
    "Our system does have you down as self-employed.",
    "A carteira do senhor ser\u00e1 liberada assim que entrarem os 900.",
    "The court set support at $142 weekly starting the week after.",
    # What is left to pay, and what somebody is registered for.
    "Quedan ocho pagos de $60. El \u00faltimo es en enero.",
    "Eight payments of $60 are left.",
    "You're registered for withholding and rooms.",
    "Our field auditor will be at your shop for the periods under audit.",
    "You're on the list for criminal investigation referral.",
    "Dona Ana, tem direito ao cr\u00e9dito de idosos: $1,220.",
    # What the agency is about to do.
    "We plan to levy your wages at the school.",
    "We will levy your bank account.",
    "The notice says that we intend to offset your refund.",
    # Who asks what became of their own, tells of it.
    "Why was only half of my refund deposited?",
)
GENERAL = (
    # Sums that anybody may pay or read of, and prices.
    "You mentioned the $10,000 SALT cap.",
    "You need Form 1 and a check for $20.",
    "We never ask you for $500 in gift cards.",
    "The $1.3 billion you heard about is the state's surplus.",
    "Our office told you $15,000 last year and the law now says $18,000.",
    "$600 is the number for 1099-K here.",
    "As you saw on the news, the state received $1.3 billion.",
    "Sections of the code: tax 62, penalty 63.",
    "$4,400 single and $8,800 joint.",
    "$25 at the window, cash or check.",
    "The kiosk is noncompliant with the ADA.",
    "You can pay $50 at the window.",
    "You may take up to $4,000 of it.",
    "Your copy costs $25, and you get it by mail.",
    # Extensions of telephones, brackets, interpreters, comments, hosts and webinars.
    "Extensions: refund 4412, support 4413.",
    "The brackets: income 10,000, tax 500; income 20,000, tax 1,000.",
    "We will offer you an interpreter at no cost.",
    "We plan to accept your comments until June 5.",
    "I plan to pay for your coffee.",
    "You're registered for the sales tax webinar on May 3.",
    "You are about 300 miles away.",
    "Two exemptions of $1,000 are for the blind.",
    "There is no appeal of a parking ticket here.",
    # Of all who do something.
    "Farmers who get at least two-thirds of their income from farming need only one estimated payment.",
    "There is no penalty for asking.",
    # Of what is paid, asked for and kept by anybody.
    "Interest paid may be deducted.",
    "Support paid is not deductible.",
    "You used to be able to file it at the counter.",
    "Where a preparer signed the return, he was paid.",
    "Should the refund not have come, the bank sent it back.",
    "No hace falta la tarjeta del seguro social.",
    "Le paso el enlace de la gu\u00eda de manutenci\u00f3n.",
    "The tax is 6, the interest 4 percent, and the penalty 1 percent.",
    # What the agency does, and is about to do, for everybody.
    "You can pay in four payments of $60.",
    "You're registered for the workshop.",
    "We plan to hold a webinar on your filing options.",
    "We expect to mail your 1099-G in January.",
    # Of days, years and billions, and what the law does to a credit.
    "Estimated tax dates: 4/15, 6/16, 9/15, 1/15. Threshold $400.",
    "The 2019-2024 series has 72 monthly points, minus 3 missing, leaving 69.",
    "The surtax raised about $2.2 billion in fiscal 2024, more than forecast.",
    "The septic credit was raised to $4,000 a year with a total of $18,000.",
    "I got a text saying that I have a tax refund waiting. Is it from you?",
    "Recib\u00ed un texto que dice que tengo un reembolso pendiente. \u00bfEs de ustedes?",
    "Is nothing filed, or do you want it sent?",
    "I'm under 19, should I file a tax return?",
    "Si no consta que haya presentado la declaraci\u00f3n, recibir\u00e1 un aviso.",
    "An audit will end when the file is closed.",
    "Once you are approved, you can choose an app.",
    # What selling is, and not that anybody sold.
    "You sold an asset if you disposed of it or exchanged it in the tax year.",
    "It takes about 120 minutes to fill in, and it comes in 500 sheets.",
    "It comes to about 45 minutes by bus. It is in the lobby.",
    "We are mailing 2023 forms in January.",
    "A deceased taxpayer's return is signed by the executor.",
    "People who file jointly may both sign.",
    "It's good for 24 hours, and it is set to the value that is kept.",
    "The penalty for a bounced check is $25.00, and a copy costs 2.35.",
    "Tuition is not deductible, and unemployment benefits are taxable.",
    "We changed the limit to 4,000.",
    "In my judgment the booklet is clear.",
    "Our file has you down for Friday at 10.",
    "I see an opening for you on Friday.",
    "The account page shows how to print.",
    "We ruled out a printer problem.",
    "The bank at the corner closed at 310.",
    "The state issued 1,800 permits.",
    "The lot filled up, and parking is 120 a month.",
    "A warrant is signed by the commissioner.",
    "The rules for 2023 were changed in May.",
    "The custodial parent gets the credit.",
    "Your letter shows the balance due and where to pay.",
    "Enter your 2019 filing date and your final balance.",
    "We publish a list of delinquent taxpayers with debts over $25,000.",
    "Paternity test results take six weeks to come.",
    "Your credit report is kept by companies, who are told of no taxes.",
    "The third stimulus payment was issued in March 2021.",
    "The Economic Impact Payment was issued in April 2020.",
    "The federal government has begun sending out the third round of payments.",
    "Our tools were changed for the returns of this year.",
    "That service has ended, and our tool has been changed for the returns of this year.",
    "Find the 1099-G you used to enter your unemployment income on your federal tax return.",
    "Select the return you filed.",
    "Learn which credits you claimed.",
    "Provide the wages you earned.",
    "Maximize your refund by filing with our trusted volunteers.",
    "Enter only the interest paid, not the total.",
    "Add up the interest paid and enter the total.",
    "Check back at the start of filing season to download your 2023 Massachusetts return.",
    "Include the tax withheld.",
    "Sales tax collected, in millions: January 828.9, February 634.7.",
    "You are required to file taxes if you make more than $400.",
    "Your filing status is important because many rules of the tax hang on it.",
    "Boa tarde! A declaração do imposto se envia pelo portal.",
    "Vale vinte minutos; se expirar, peça outro. O imposto não muda.",
    "Put in whatever proof of the tax you have got.",
    "My out of office was left on from vacation.",
    "The 200 sales test was dropped in 2019, which concerns the tax of remote sellers.",
    "The Senior Circuit Breaker Credit is up to $2,730.",
    "If you file an amended return, please attach a corrected W-2.",
    "Should you owe less than $400 after withholding, no estimated payments are required.",
    "You have three years to claim a refund.",
    "You have the right to appeal a penalty.",
    "Your question about the refund was forwarded.",
    "Taxpayers who disagree with an assessment may apply for an abatement.",
    "The credit was created in 1999 and has been raised twice.",
    "An installment agreement over $10,000 may need a signed M-433I.",
    "Dear Ms. Sample, penalties can be waived for reasonable cause.",
    "A levy is a legal seizure of property to satisfy a tax debt; a lien is only a claim against it.",
    "Las multas se pueden eliminar si hubo causa razonable. La solicitud debe explicar qu\u00e9 pas\u00f3.",
    "Os pagamentos devem ser feitos at\u00e9 o dia quinze.",
    "You can check the status of a refund any time. Have the year and the amount handy.",
    "Was your withholding changed?",
    "You have not signed in for a long time.",
    "A lien is released 30 days after the debt is paid in full.",
    "Collection is normally on hold in the meantime.",
    "The deduction for rent is 50% of what you paid, up to $4,000.",
    "The tax you owe is on line 30.",
    "Please make sure that your return was signed.",
    "You should have received a W-2 by January 31.",
    "You can have your refund sent to up to three accounts.",
    "Rhode Island withholding isn't credited by the employer.",
    "I see that you wrote to us in March and nobody replied.",
    "Since you visited us in May, the office has moved. Payments are taken at the window.",
    "The quarter ended on June 30, so the return is due July 20.",
    "I forgot to attach the form. Here it is.",
    "That exemption ended in 2010.",
    "I wasn't able to open the zip file.",
    "Le contestaremos dentro de dos d\u00edas.",
    "The support guidelines were updated, and residents are required to file.",
    "The letter you describe is probably a scam. We never ask for gift cards to pay a tax.",
    "A lien is released once everything is paid.",
    # Of everyday things, and of advice.
    "We liked your tips, they were good.",
    "Your tips worked.",
    "You qualify for a translator.",
    "You are eligible for help with the language.",
    "She had trouble paying with her phone.",
    "You missed our workshop.",
    "I did my taxes using a program, right?",
    "Your picture was too big to open.",
    "Your keyboard was set to Portuguese.",
    "You were late because of a storm.",
    "He had twins.",
    "Your train was late.",
    "Esperamos dos horas.",
    "Perdi o \u00f4nibus.",
    "Direct File does not yet support the form for farm income.",
    # What was masked.
    "ITIN: withheld",
    "Address: removed",
    "SSN: [masked]",
    "SSN: (redacted)",
    "Name (hidden)",
    "Date of birth - removed",
    "Please pay attention to our tips.",
    "You missed the office hours.",
    "Barnstable County has a surcharge on top of the excise.",
)


# As officers write on a busy day.
IN_FEW_WORDS = (
    "No return on file for the trust.",
    "Denied, thanks for waiting.",
    "We are looking at your Schedule C expenses for 2021, mainly vehicle and travel.",
    "Paid in full 4/2. You can ask for a release letter through the portal.",
    "The 2020 one is in, the 2021 one isn't.",
    "We reversed the second draft because it was clearly our error.",
    "Done. Switched you from 72 months to 36, so it's now $188.",
    "Did you know there's an open warrant of distress on the shop?",
    "Nothing's been withheld from your pension since June; is that what you intended?",
    "If you're wondering why it was smaller, we kept $640 for the excise you owed the town.",
    "Sigue pendiente, lo tiene el examinador.",
    "Hola otra vez, s\u00ed, est\u00e1 al corriente.",
    "Est\u00e1 declarado como jefe de familia pero no veo a nadie a su cargo.",
    "Faltam s\u00f3 $56 de juros, pode mandar cheque mesmo.",
    "A empresa est\u00e1 com tr\u00eas trimestres de reten\u00e7\u00e3o sem entregar.",
)
THERE_IS = (
    "There's no offset on your refund. The whole amount will reach you.",
    "You are a non-filer for 2016 to 2019 according to our system.",
    "The auditor said she'll be allowing your home office expense but not the car.",
)
TOLD_AND_ASKED = (
    *THERE_IS,
    *IN_FEW_WORDS,
    "For 2021 you overpaid by $64, would you like it now?",
    "After your appeal was denied, would you like to pay?",
    "Good morning Ana, you overpaid by $64, would you like a check?",
    "As of today your balance is $4,210, would you like to pay it?",
    "You owe $1,200, could you pay now?",
    "Which means you overpaid, want it back or rolled over?",
    "Your account with us shows three open periods totaling $7,338: would you be able to pay?",
    "Tiene un saldo a favor de $64, \u00bfquiere que se lo apliquemos?",
    "Voc\u00eas t\u00eam um cr\u00e9dito de $58 na conta, quer usar no ano que vem?",
    "You overpaid, want it back or rolled over?",
    "Your case is with our Litigation Bureau so I can't discuss it further.",
    "We don't have any record of a 1099 from that bank for you.",
    "F\u00edjese que su pago de abril no aparece.",
)
ONLY_ASKED = (
    "If you owe $500, would you like a plan?",
    "Did you pay $500 in May, would you know it by heart?",
    "Do you have a balance, or do you want to see?",
    "He is back from paternity leave on Monday.",
    # Greetings, and what leads to a question, tell nothing.
    "Hello.\n\nDid your refund get held?",
    "Dear Ana,\n\nDo you have a payment plan with us?\n\nRegards",
    "Hi Ana, do you have an unpaid balance?",
    "Before we start, do you owe back taxes?",
    "Just to check, do you have a levy on your wages?",
    "Buenos d\u00edas, \u00bfsu reembolso fue retenido?",
    "Para 2023, \u00bfsu salario est\u00e1 embargado?",
    "For refunds of $500, can you file by phone?",
    "A penalty of $500: are you liable?",
    "I tried calling you at two. Please ring me back, extension 4471.",
    "Received, thanks.",
    "We are looking at your question about 2022.",
    "Moved you to Thursday at 10.",
    "We waived the signature this time.",
    "The 2024 returns are due on April 15.",
    "The 2025 ones are not printed yet.",
    "Comienza el 15 con 2 sesiones.",
    "O voo est\u00e1 com duas horas em atraso.",
    "Approved 4/2 by the committee.",
    "Did you know that returns are due April 15?",
    "The parking garage raised its rate; it is now $18.",
    "Recibido, mil gracias.",
    "Recebi, obrigada.",
    "Pode me mandar de novo a segunda p\u00e1gina? Veio cortada.",
    "Could you send it again? The second side didn't come through.",
    "\u00bfMe podr\u00eda enviar otra vez la p\u00e1gina 2? Sali\u00f3 borrosa.",
)


@pytest.mark.parametrize("text", TOLD_AND_ASKED)
def test_what_is_told_before_a_question_is_restricted_in_a_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "restricted"


@pytest.mark.parametrize(
    "text",
    [
        "Your return was rejected, can you file again?",
        "You owe money, can you set up a plan?",
        "Usted debe impuestos, \u00bfpuede pagar a plazos?",
    ],
)
def test_what_stands_before_a_question_is_supposed_where_nobody_is_written_to(text: str) -> None:
    assert screen(text).strength == "clean"


@pytest.mark.parametrize("text", ONLY_ASKED)
def test_what_is_only_asked_is_clean(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"


@pytest.mark.parametrize("text", [*ASSERTED, "You're all set for 2022 but 2023 hasn't come in yet." + LONG])
def test_what_is_asserted_of_one_persons_taxes_is_restricted_in_their_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "restricted"


@pytest.mark.parametrize("text", GENERAL)
def test_conditions_rules_and_talk_assert_nothing_of_anybody(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"


@pytest.mark.parametrize("text", ["You moved to Florida in August.", "He left the company in May."])
def test_what_happened_to_somebody_is_theirs_only_where_a_text_speaks_of_taxes(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"
    assert (
        screen(Document(text=f"{text} The balance is split.", is_to_one_person=True)).strength == "restricted"
    )


def test_only_in_a_thread_is_it_known_whose_a_thing_of_everybody_is() -> None:
    text = "You're all set for 2022 but 2023 hasn't come in yet."

    assert screen(text).strength == "clean"


@pytest.mark.parametrize("row", [row for row in ROWS if row.who is not Who.HE_OR_SHE], ids=ROWS.index)
def test_no_row_holds_for_what_is_not_looked_into(row: Row) -> None:
    said = map("".join, chain.from_iterable(product(NOTHING, repeat=length) for length in range(6)))

    assert not any(row.tells.search(f".{each}.") or row.tells.search(each) for each in said)
