"""What the words of sentences about somebody's taxes are, in English."""

from typing import Final

from screening.rules.returns.statements import parts
from screening.rules.writing import word_set

WORDS: Final[dict[str, str]] = {
    parts.WHOSE: "your his her ur yr",
    # "Penalties may be set aside. Yours were."
    parts.WHOSE + parts.THING: "yours hers",
    parts.PERSON: """
        you he she u tp
        | the taxpayer | the client | the claimant | the decedent | the deceased
        | the noncustodial parent | the obligor
    """,
    parts.ACTOR: """
        we department irs dor auditor examiner reviewer agent commissioner treasury supervisor manager
        system records record registry files
        | revenue officer | hearing officer | appeals officer | our records | our record | our files
        | our system | our computer | the agency | our team | the team | the unit | our office | this office
        | our unit | our database
    """,
    parts.OUTSIDER: """
        bank court employer state judge board collector payroll city mother father company
        | the other parent | mortgage company
    """,
    parts.OFFICER: "i",
    parts.MINE: "my me mine",
    parts.MATTER: """
        refund overpayment underpayment balance reassessment penalty interest levy lien garnishment abatement
        appeal audit exam examination assessment arrears debt installment liability deficiency hardship
        surcharge bankruptcy hearing offer settlement residency agi nonfiler seizure judgment amnesty
        warrant paternity
        | payment plan | payment agreement | payment arrangement | installment agreement | installment plan
        | offer in compromise | child support | support order | support obligation | tax bill | tax debt
        | back taxes | notice of assessment | amount due | balance due | amount owed | tax due | taxes due
        | currently not collectible | not collectible | innocent spouse | injured spouse | identity check
        | identity verification | refund check | unpaid taxes | unpaid tax | past due taxes | overdue taxes
        | late fee | wage assignment | income assignment | income withholding order | back support
        | past due support | unpaid support | monthly payment | tax liability | taxable income
        | gross income | adjusted gross income | support payment | payment agreements | first time waiver
        | circuit breaker | circuit breaker credit | hardship relief | penalty waiver | tax account
        | amended return | hardship status | tax credit offset | certificate of good standing
        | collection fee | closing letter | bank attachment | wage attachment | audit workpapers | desk audit
        | field audit | auto debit | direct debit | list of delinquent taxpayers | list of tax delinquents
        | delinquent taxpayer list | paternity test | paternity test result | genetic test
        | genetic test result | dna test | dna result | dna test result | paternity case
        | non filer | non filers | tax sale | tax taking | notice of intent | money coming
    """,
    parts.THING: """
        return income wage earnings salary paycheck pay withholding credit deduction exemption tax payment
        extension protest quarter period dollars dispute plan agreement bill waiver order support deposit
        distribution winnings profit loss charge gross hold unemployment excise schedule itemized lottery
        prize pension ira gain eitc markup books sales receipts estimates voucher surtax excise tips
        | e file | tax return | filing status | standard deduction | earned income credit | bank account
        | lottery prize | estimated payment | w 2 | business income | social security benefits
        | child care credit | home office | personal exemption | refund amount
    """,
    parts.STATUS: """
        nonresident resident single dependent deceased
        | custodial parent | head of household | married filing | full year resident | part year resident
        | full time student | qualifying surviving spouse
    """,
    parts.VAGUE: """
        account case file request application claim check filing business year expense property savings line
        benefit
    """,
    parts.PAPER: "license passport",
    parts.READY: "complete completed ready over finished incomplete zero higher lower smaller larger",
    parts.TALK: """
        question message letter call email mail inquiry note appointment form copy page brochure transcript
        instructions booklet guide hotline website site portal link law rule right procedure deadline date
        season calculator table worksheet publication answer reply number address conversation meeting visit
        workshop manual calendar information software rate policy option amount method counter preparer type
        purpose room lobby floor building
        | irs certified | direct file | credit report | credit file | credit score | credit history
        | credit bureau
        | refund status | payment plan status | plan status | application status | account status
    """,
    parts.DESK: "unit office bureau team service division section program group desk center agency",
    parts.DECIDED: """
        approved denied rejected accepted waived abated held frozen cancelled canceled suspended released
        reversed settled selected flagged lifted removed terminated reinstated granted disallowed allowed
        upheld sustained dismissed forgiven seized withheld intercepted offset assessed examined adjusted
        recalculated corrected reduced increased lowered raised cut revoked withdrawn overturned stopped
        delayed placed attached satisfied refused docked adopted reopened escalated declined estimated
        chosen picked transferred referred credited debited substantiated proven honored modified renewed
        penalized certified recharacterized reclassified
        | sided with | ruled for | ruled against | ruled in favor of | found for | found against
        | decided for | decided against
        | charged off | written off | wiped out | cleared up | backed out | taken off | sent back
        | set aside | turned down | thrown out | set up | paid off | paid in full | put on hold | pulled for
    """,
    # At a court, the police or a shop, and for all: it says nothing of anybody's taxes.
    parts.OTHER: """
        | filed a grievance | filed a brief | filed a patent | filed a police report
        | filed a restraining order
        | hold music | hold time | hold message
        | public hearing on | public hearings on | public records request | request for public records
        | paternity leave | maternity leave
        | if you're wondering | if you are wondering | in case you're wondering
        | premium plan | phone plan | data plan | lesson plan
    """,
    "T": "| passed along | passed it along | passed it on",
    parts.FAILED: """
        missed skipped omitted overwithheld underwithheld understated overstated overclaimed misreported
        neglected netted grossed
        | left out | failed to | forgot to
    """,
    parts.FILED: "filed claimed deducted earned amended underpaid appealed",
    parts.WENT: """
        went came fell grew began rose expired bounced lapsed cleared posted arrived passed failed started
        ended changed dropped defaulted matched ran stayed hit stood became resulted begun gone come become
        grown risen fallen found showed revealed uncovered took gave saw withdrew ate gotten bought chose
        forgot kept knew won
        | held up | turned out | worked out | fell through
    """,
    parts.DONE: """
        sent mailed taken put given paid kept done seen brought built left lost made moved reported listed
        deposited turned charged applied counted split returned sold shown rolled faxed used refunded
        processed opened ruled submitted agreed received collected signed cashed requested shut
    """,
    parts.FILE: """
        report send include list make submit respond deduct earn match agree post clear arrive reach get
        change
    """,
    parts.OWES: """
        owe owes owed owing overpaid underreported underwithheld
        | short paid | paid too much | on the hook | fell behind | fallen behind | paid late | filed late
    """,
    parts.HAPPENS: """
        starts begins ends expires remains stands continues resumes stays shows reflects totals exceeds show
        reflect indicate indicates qualifies lists drops goes comes keeps accrues runs lapses takes
        | comes to | comes up | adds up
    """,
    parts.DOING: """
        holding keeping reviewing auditing examining offsetting intercepting garnishing levying adjusting
        correcting denying reducing applying releasing investigating taking checking questioning closing
        paying processing seizing collecting charging changing waiving removing disallowing sending
        deducting
    """,
    parts.IS: "is are am",
    parts.WAS: "was were did had got gets couldn | could not",
    parts.UNABLE: "cannot can't | can not | unable to | not able to",
    parts.IF: "if unless whether when whenever once",
    parts.ASKS: "how why what",
    parts.HAS: "has have",
    parts.BEEN: "been be being",
    parts.WILL: "will shall",
    parts.MAY: "can may might must should would could | used to be able to",
    parts.DECIDE: """
        approve deny reject accept waive abate freeze garnish cancel suspend release reverse settle select
        flag lift remove terminate reinstate grant disallow allow uphold forgive seize withhold intercept
        stop assess examine adjust recalculate correct reduce increase revoke process locate find verify apply
        close sustain
    """,
    parts.QUALIFIED: "eligible ineligible liable responsible entitled qualified deductible",
    parts.DEBTOR: """
        behind delinquent audited levied garnished collections collection uncollectible nsf
        | insufficient funds | in good shape | non compliant with the agreement | non compliant with your
        | noncompliant with the agreement | noncompliant with your
        | collection agency | collections agency | collections bureau | collections unit
        | collections department | paid up | in default | in arrears | in collections
        | in collection | under audit | under examination | in bankruptcy | caught up | past due
        | on a payment plan | on a plan | days late | weeks late | days behind | weeks behind | months behind
        | days past due | quarters behind | quarters late | quarters short | payments short | months short
        | months late | payments late | payments behind | in hardship
        | late on | late with | current on | current with
    """,
    parts.STATE: """
        off pending overdue unpaid closed final open active inactive short stuck blocked late missing
        outstanding
        | on hold | in the hands of | on file | set for
        | under review | in review | with our
        | sitting in | sitting with | sitting at | sitting there | in manual review
        | in process | on its way | in audit | too high | too low
        | not enough | in dispute | in limbo | with the | at the | in good standing | up to date
        | in jeopardy | in processing | no longer
    """,
    parts.NOT: "not never no neither nor",
    parts.QUALIFY: "qualify | do not meet | does not meet",
    parts.HOW: """
        now still already just also recently fully partly partially yet currently finally only almost again
        then even officially automatically wrongly incorrectly mistakenly really actually successfully
        directly jointly personally completely both all twice simply later back down up out do does
        | able to | decided to | agreed to | had to
    """,
    parts.ARTICLE: "the a an this that our",
    parts.OF: "of",
    parts.ABOUT: "about regarding concerning",
    parts.TO: "to",
    parts.BESIDE: """
        in on for from with at by into onto against toward towards through without within under as during
        per than
        | on the list for | on our list for
    """,
    parts.UNTIL: "until",
    parts.CAUSE: "because since | due to | because of",
    parts.AND: "and but so or while",
    parts.THAT: "which who whom like",
    parts.THERE: "there",
    parts.DUE: "due",
    parts.NUMBER: """
        one two three four first second third fourth five six seven eight nine ten eleven twelve several
        hundred thousand
    """,
    parts.DAY: """
        january february march april june july august september october november december monday tuesday
        wednesday thursday friday saturday sunday today tomorrow yesterday
        | this once | this time
    """,
}
"""By part: words, and after bars phrases. What ends in -s is looked for without it too."""

# What speaks of talk rather than of what is done: nobody's taxes stand in "we answered your question".
TOLD: Final = word_set(
    """
    asked wrote called answered explained forwarded attached enclosed replied mentioned wondered described
    emailed contacted wanted talked created introduced enacted
    spoke said told inquired phoned linked published scheduled noted thanked
    """
)
# After "to", these are verbs.
VERBS: Final = word_set(
    """
    appeal levy refund audit return offset claim request balance credit file pay abate protest dispute extend
    plan charge bill offer support
    """
)
