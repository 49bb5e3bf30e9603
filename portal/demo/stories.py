"""What the demo's visitors wrote and what officers answered. Every name, number and matter is made up."""

from dataclasses import dataclass

from portal.demo.accounts import BUSINESS, COLLECTIONS, INCOME

# Name, one line that explains it, and the unit that answers.
TOPICS = (
    ("Income tax return", "Filing, correcting, or asking about a personal return", INCOME),
    ("Refund", "Where it is, or why it differs from what you expected", INCOME),
    ("Business registration", "Opening, changing or closing a business account", BUSINESS),
    ("Sales and use tax", "Returns, exemptions and permits", BUSINESS),
    ("Payment or payment plan", "Paying, paying in parts, or a payment that is missing", COLLECTIONS),
    ("Letter from us", "You got a letter and have a question about it", COLLECTIONS),
)


@dataclass(frozen=True)
class Story:
    """One thread: what a visitor wrote, and what followed.

    answer: what an officer wrote back; is_opened: the visitor has read it; reply: what they wrote then.
    """

    topic: str
    subject: str
    text: str
    name: str = ""
    email: str = ""
    answer: str = ""
    is_opened: bool = False
    reply: str = ""


STORIES = (
    Story(
        "Income tax return",
        "I forgot one employer on my return",
        "I filed in February and have now found a second wage statement. How do I correct the return?",
        name="Ana Example",
        email="ana@example.org",
        answer="Please file an amended return with both wage statements. Your account ends in 9999; "
        "our file shows the Social Security number 219-09-9999, so check that it is yours.",
        is_opened=True,
        reply="Thank you, the number is mine. I have sent the amended return.",
    ),
    Story(
        "Income tax return",
        "Do I have to file here after moving away",
        "I moved to another state in May. Do I file with both states for that year?",
        email="bo@example.org",
    ),
    Story(
        "Refund",
        "Refund smaller than expected",
        "My refund came and is lower than what my return says. My Social Security number is 219-09-9999.",
        name="Cam Example",
        email="cam@example.org",
        answer="We used $182.00 of the refund for the open balance of the year before. "
        "A letter with the figures is on its way to you.",
    ),
    Story(
        "Refund",
        "Direct deposit went to a closed account",
        "I closed the bank account that I gave on my return. Where does my refund go now?",
    ),
    Story(
        "Business registration",
        "Closing my shop at the end of the month",
        "What do I file, and until when, after the last day of business?",
        name="Dee Example",
        email="dee@example.org",
        answer="File your last returns within 30 days and mark each as final. "
        "For employer number 12-3456789 we then close the account.",
    ),
    Story(
        "Business registration",
        "Change of owner",
        "My sister takes over the bakery. Does she need a new registration or can she keep mine?",
        email="eli@example.org",
    ),
    Story(
        "Sales and use tax",
        "Is delivery taxable",
        "We deliver meals and list the delivery on the bill. Does sales tax apply to that line?",
    ),
    Story(
        "Sales and use tax",
        "Exemption certificate for a school",
        "A public school buys chairs from us. Which certificate do we keep?",
        name="Fay Example",
        email="fay@example.org",
        answer="Keep the school's exempt-use certificate with the invoice for at least three years.",
        is_opened=True,
    ),
    Story(
        "Payment or payment plan",
        "Can I pay in six parts",
        "I cannot pay the whole amount at once. Is a plan over six months possible?",
        email="gil@example.org",
    ),
    Story(
        "Payment or payment plan",
        "Payment does not show",
        "I paid online last week, but the balance is the same as before.",
        answer="Payments take up to five business days. "
        "If the balance is the same on Friday, write here again.",
    ),
    Story(
        "Letter from us",
        "What does this letter want from me",
        "The letter says that an estimate was made. I did file. What should I send?",
        name="Hal Example",
        email="hal@example.org",
    ),
    Story(
        "Letter from us",
        "Letter for somebody who does not live here",
        "We got a letter for a former tenant. What shall we do with it?",
    ),
)
