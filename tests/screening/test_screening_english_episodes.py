"""In one person's thread whatever was is theirs, whichever English verb tells it, unless it is of offices."""

import pytest

from screening import Document, screen
from tests.screening.test_screening_never_fails_open import seconds_for

HAPPENED = (
    "Your brother left the company in May.",
    "Tell your daughter her summer-job one came through fine.",
    "The check went astray in June and your bank sent it home.",
    "You dodged the surcharge by a whisker.",
    "Your cousin's estate came in below the limit we set.",
    "They said no to the extension.",
    "It sailed through on the 9th.",
    "I can see it reached the vault on the 3rd.",
    "I should mention that the department dropped the charge on the bakery.",
    "The levy was recorded in spring, which is why yours kicked back.",
    "Both of your quarters landed in August.",
    "The credit you booked in March isn't anywhere.",
    "The balance is on hold. We halved it last night.",
    "Your neighbor's been taking the withholding out as if you had two jobs.",
    "Your daughter's back on the return.",
    "The extension wasn't any good.",
    "Your wages are now with our collections unit.",
    "The rent only counted for half the credit.",
    "Your stub (from the second job) got counted twice.",
    "I'm afraid they said no to the waiver.",
    "The two quarters you asked about vanished from the return.",
    "The preparer put the children down twice.",
    "You overshot by ninety dollars.",
    "The examiner frowned on the mileage.",
    "Somebody at your firm kept listing you as a partner.",
    "You left line 7 blank.",
    "That dropped the bill from 2,940 to 1,105.",
    "Withdrew the levy.",
    "We let the 2019 one go.",
    "I asked around, since your license was given back.",
    "It looks like the trust got left out of the audit.",
    "The bank told us there was nothing in the account.",
    "Your father-in-law took the deduction on his.",
    "We have you living in Salem that year.",
    "We're dropping 2016.",
    "Once the deposit showed up, your penalty got halved.",
)
GENERAL = (
    "Support received isn't taxable.",
    "Use tax is for goods bought out of state.",
    "Town tax bills come from the collector of the town.",
    "Corporations pay an excise until they are dissolved.",
    "Should your refund not arrive, the phone line can help.",
    "Where a bookkeeper does your return, you are still responsible for it.",
    "You sold the house if you gave up the deed.",
    "The hold music went on and on.",
    "Your compliment was passed along.",
    "The clerk at the counter wasn't sure.",
    "You were so patient with us at the counter.",
    "We renamed that form in 2019 and it kept its number.",
    "Nothing that you sent will be kept, says the tax guide.",
    "Keep your tax papers three years from the date you filed.",
    "I'm comparing two jobs with different withholding.",
    "You have been unsubscribed.",
    "Your pension is taxable.",
    "You were on hold for an hour about the levy line.",
    "It was my mistake, the tax table is on the other page.",
    "There's no need to mail your federal return too.",
    "Whoever owes late tax can ask for a plan.",
    "The excise on boats went up in spring.",
    "Anyone who lived here and took in more than $8,000 has to file.",
    "The new credit took effect in 2023.",
    "You were right about the 2022 booklet.",
    "For the tax on rooms, the rate came to 9% in 2023.",
    "Date the return in ink before you put it in the mail.",
    "Please describe the levy so your call is routed.",
    "Thanks for asking. I can't speak of any account, but the phone line is open today.",
    "For a waiver of the penalty a firm has to have paid what is due.",
    "There's no worksheet for a levy release.",
    "A deduction for tolls goes on Schedule Y.",
    "Two lien bulletins were merged into one in 2021.",
    "Amnesty isn't open this year.",
    "To claim the credit for tax paid elsewhere, complete the schedule.",
    "For earlier years two formulas were the norm for the tax.",
    "The department issued 3 million refunds in 2023.",
    "The notice names the agency to which the tax goes.",
)
STANDS = (
    "The order asks nothing new: the judgment runs to $190 a week.",
    "Wage levy goes out Tuesday unless the 2018 bill is cleared.",
    "We concede 2017 and bring the assessment down.",
    "We are not persuaded that the barn was let.",
    "We'll be stretching the audit back to 2016.",
    "There's $1,940 coming back to the estate.",
    "The Registry has you listed as suspended.",
    "Two of the three kiosks came out fine.",
    "As of this morning the hold is undone, and as of this week you're off the register of debtors.",
    "According to the bank you sold the barn in 2020.",
    "On the two trucks you took a credit and never had the papers.",
    "Most of what you booked as supplies was furniture.",
    "What you paid in on the 6th was sent home by the bank.",
    "Three of your four kiosks checked out clean.",
    "Half of the meals you wrote off turned out to be birthdays.",
    "There are two liens on the mill.",
    "Three quarters missing.",
    "No clearance yet.",
    "The K-1 from the fund isn't on the return.",
    "It shows here as accepted.",
    "It's in line behind the identity check.",
    "They should never have touched the pension.",
    "I've closed my file on the firm without a change.",
    "I'm closing out the estate.",
    "The three-year window on your 2019 refund closed in April.",
    "You were told you were square when in fact $4,120 was outstanding.",
    "We disallowed the $12,300 commission, as no court allowed it.",
    "Your room tax was kept from the town.",
    "The bakery still owes for May.",
    "RMV lists you as revoked.",
)
RULES = (
    "The excise on trucks starts on January 1.",
    "The credit ends in 2027.",
    "The estate tax exemption is $2 million.",
    "There's a $35 fee for a returned check.",
    "We'll send the levy form on Monday.",
    "We have you on the mailing list for Monday.",
    "Two of the three printers were down.",
    "On the form you sent by mail, use blue ink.",
    "What you owe in tax is on line 7.",
    "What you read was the old page.",
    "No refund is made by phone.",
    "The 1099-G is not mailed any more, it's online.",
    "There is a line for the levy desk.",
    "The page shows here as closed.",
    "I closed the counter window at four.",
    "You should have read the tax guide first.",
    "The income you and your spouse received.",
)
IN_AN_OFFICE = (
    "The download link was broken. It was fixed at noon.",
    "The new surtax was approved by the voters.",
    "The exemption went from $4,000 to $4,500.",
    "Filing a protest doesn't stop interest from adding up.",
    "You don't have to come by to ask for a plan.",
    "No auditor will ever come to your house for a payment.",
    "You forgot to attach the scan.",
    "You hung up on the operator.",
    "The counter for your town is on the third floor.",
    "Papers should be sorted, numbered, and signed.",
    "We take the mail in the order it came.",
)
OF_THEM = (
    "You forgot to attach the K-1 from 2021.",
    "You didn't have to file for 2019.",
    "Your exemption went from 4,000 to nothing.",
    "Your order was changed in May.",
)
CENTS = (
    "Payoff through the 12th: $6,301.47.",
    "That leaves $97.38.",
    "Quedan $218.66 hasta el viernes.",
)
PRICES = (
    "Certified copies come to $7.35 each.",
    "The fee for a card is $2.95.",
    "For example, tax of $12.51 is rounded to $13.",
    "12 chairs at $89.45, so $1,073.40 for the room.",
    "If it comes to $9.85, round it up.",
    "The lunch special is $11.75.",
)
HOSTILE = (
    "there's the levy ",
    "we'll be lifting ",
    "the order says $1.01 ",
    "as of the day ",
    "most of what you ",
    "two liens on, ",
    "already ",
    "your check's ",
    "both of ",
    "the return you mailed ",
    "was, ",
    "which is why ",
    "as if ",
)


@pytest.mark.parametrize("text", HAPPENED)
def test_what_happened_is_restricted_in_a_thread_whichever_verb_tells_it(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "restricted"


@pytest.mark.parametrize("text", GENERAL)
def test_what_is_so_for_all_or_of_pages_and_calls_is_clean_in_a_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"


@pytest.mark.parametrize("text", STANDS)
def test_what_stands_on_a_day_or_is_decided_is_restricted_in_a_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "restricted"


@pytest.mark.parametrize("text", RULES)
def test_rules_in_the_present_are_clean_in_a_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"


@pytest.mark.parametrize("text", IN_AN_OFFICE)
def test_what_happens_in_an_office_or_is_so_by_law_is_clean_in_a_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"


@pytest.mark.parametrize("text", OF_THEM)
def test_the_same_words_of_their_own_are_restricted_in_a_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "restricted"


@pytest.mark.parametrize("text", CENTS)
def test_a_sum_to_the_cent_is_somebodys_in_a_thread_and_nobodys_elsewhere(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "restricted"
    assert screen(Document(text=text)).strength == "clean"


@pytest.mark.parametrize("text", PRICES)
def test_prices_and_examples_to_the_cent_are_clean_in_a_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"


@pytest.mark.parametrize(
    "text",
    ["You were born in 1970, so form 12 is enough.", "Your wife turned 65 in 2021.", "You are 67 years old."],
)
def test_a_year_of_birth_and_an_age_are_no_more_than_personal_in_a_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "personal"


def test_it_is_of_the_page_that_was_spoken_of_before() -> None:
    told = "It broke in June."

    of_a_page = screen(Document(text=f"You asked about our web page. {told}", is_to_one_person=True))
    of_a_plan = screen(Document(text=f"You asked about the plan. {told}", is_to_one_person=True))

    assert (of_a_page.strength, of_a_plan.strength) == ("clean", "restricted")


@pytest.mark.parametrize("piece", HOSTILE)
def test_clauses_without_end_in_a_thread_take_eight_times_an_eighth(piece: str) -> None:
    short = min(seconds_for(piece, 12_500, is_to_one_person=True) for _ in range(2))
    long = min(seconds_for(piece, 100_000, is_to_one_person=True) for _ in range(2))

    assert long < 2 * 8 * max(short, 0.002)
