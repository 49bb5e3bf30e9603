"""Decisions in English."""

from typing import Final

from screening.rules.writing import one_of, up_to

_VERBS: Final = """
    approve deny allow disallow grant accept reject waive abate remove forgive cancel reverse uphold sustain
    withdraw dismiss reduce increase lower adjust change correct recalculate offset intercept garnish levy
    seize withhold freeze hold stop release lift suspend terminate revoke reinstate select flag audit examine
    assess credit apply satisfy settle carry move reissue return
""".split()  # noqa: SIM905
_IRREGULAR: Final = {
    "forgive": ("forgave|forgiven", "forgiving"),
    "freeze": ("froze|frozen", "freezing"),
    "hold": ("held", "holding"),
    "offset": ("offset", "offsetting"),
    "uphold": ("upheld", "upholding"),
    "withdraw": ("withdrew|withdrawn", "withdrawing"),
    "withhold": ("withheld", "withholding"),
}


def _forms(verb: str) -> tuple[str, str]:
    """Write what was done, and what is being done: "waived" and "waiving"."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y"):
        return f"{verb[:-1]}ied", f"{verb}ing"
    # "Cancelled" has its last letter twice, or not.
    return f"{verb}{verb[-1]}?ed", f"{verb}{verb[-1]}?ing"


_DO: Final = one_of(" | ".join(_VERBS))
_DONE: Final = one_of(" | ".join(_forms(verb)[0] for verb in _VERBS))
_DOING: Final = one_of(" | ".join(_forms(verb)[1] for verb in _VERBS))

_MATTER: Final = one_of(
    r"""
    (?:tax )?returns? | refunds?(?: checks?)? | overpayments? | (?:spouse|refund|abatement) claims?
    (?:tax )?credits? | deductions? | expenses | penalt(?:y|ies) | interest | exemptions? | extensions?
    (?:payment |installment )?(?:plan|agreement)s? | offers?(?: in compromise)? | appeals? | protests?
    audits?
    examinations? | liens? | lev(?:y|ies) | garnishments? | collections? | holds? | wages | paychecks?
    salary
    benefits | bank accounts? | balances? | (?:tax )?debts? | taxes | tax (?:bill|liability|account) | arrears
    hardship(?: request| status)? | abatements?(?: request)? | relief | filing status | withholding
    (?:child )?support(?: orders?| obligations?)?
    """
)
_NAMED: Final = r"(?:mr|mrs|ms|miss|dr)\.? [a-z'-]{1,30}'s"
_YOUR: Final = rf"(?:your|his|her|the taxpayer's|{_NAMED})"
_THE: Final = rf"(?:the|an?|this|that|all|part of the|{_YOUR})"
# "The offer that you made": what a matter is about, before what became of it.
_ABOUT: Final = rf"(?:(?:on|of|for|from|in|about|against|that you|you) {up_to(4)})?"
_IS: Final = "(?:is|are|was|were|has been|have been|will be)"
_WAS: Final = "(?:was|were|has been|have been|has not been|have not been|was not)"
_BECAME: Final = (
    rf"{_IS} (?:(?:not|now|being|also|already|currently|recently|partly|partially|fully) ){{0,2}}"
)
_WE: Final = "(?:we|i|the department|the court)"
_HAVE: Final = "(?:have |has |had )?(?:not |now |also |already |just )?"
_MANAGED_TO: Final = one_of(
    """
    (?:was|were|are|am|have been) (?:un)?able to | decided (?:not )?to | agreed to | had to | did not
    could not
    """
)
_REQUEST: Final = rf"(?:request|application|appeal) (?:for|of|about|to) {up_to(5)}(?:{_MATTER}|hearing)"
_CASE: Final = rf"{_YOUR} {up_to(4)}(?:returns?|refund|account|case|file)"
_PLAN: Final = rf"{_YOUR} {up_to(4)}(?:payment|installment) (?:plan|agreement)"
_REFUND: Final = rf"{_YOUR} (?:{up_to(4)}\d{{4}} {up_to(4)})?refund"
_PAPER: Final = r"your (?:[a-z']+ )?(?:license|passport)(?: application)?"
_BUSINESS: Final = "(?:business|company|corporation|estate|trust|spouse|husband|wife)"
_FOUND: Final = "(?:found|determined|decided|considered|concluded|ruled)"
_ELIGIBLE: Final = (
    "(?:not )?(?:to be )?(?:not )?(?:(?:in)?eligible|entitled|liable|responsible|qualified|qualify)"
)

DECISIONS: Final = rf"""
    {_YOUR} {up_to(4)}{_MATTER} {_ABOUT}{_BECAME}{_DONE}
    {_YOUR} {_REQUEST} {up_to(4)}{_BECAME}{_DONE}
    the {up_to(2)}{_MATTER} (?:on|of|against|for|from|in) (?:you|{_YOUR}) {up_to(4)}{_BECAME}{_DONE}

    {_WE} {_HAVE}{_DONE} {_THE} {up_to(4)}{_MATTER}
    {_WE} {_HAVE}{_DONE} {_YOUR} {_REQUEST}
    {_WE} {_HAVE}{_DONE} collection
    {_WE} (?:are|am|is) (?:not |now |also )?{_DOING} {_THE} {up_to(4)}{_MATTER}
    {_WE} {_MANAGED_TO} {_DO} {_THE} {up_to(4)}{_MATTER}
    {_WE} {_HAVE}(?:audited|levied|garnished|selected) you
    {_WE} {_HAVE}(?:opened|closed|began|started|completed) (?:an|the|our) audit of (?:your|you)
    {_WE} {_HAVE}(?:placed|filed|released|withdrew) (?:a|the|our) (?:lien|levy)

    (?:you|he|she) (?:have been|has been|were|was|are|is) {_FOUND} {_ELIGIBLE}
    {_WE} {_HAVE}{_FOUND} (?:that )?you (?:(?:are|were|do|did|have) )?{_ELIGIBLE}
    you (?:do|did not|no longer) qualify for

    {_CASE} {_BECAME}(?:under|in) (?:audit|examination)
    {_CASE} {_BECAME}(?:selected|chosen|flagged) for (?:an |a )?(?:audit|examination)
    {_CASE} {_BECAME}(?:referred|sent|assigned|transferred|turned over) to
        {up_to(2)}(?:collections?|revenue officer)
    {_CASE} {_BECAME}(?:in (?:collections?|default)|levied|offset|intercepted|garnished|audited)
    {_CASE} {_BECAME}on hold (?:because of|due to|for) (?:an |your )?(?:audit|debt|child support)
    {_CASE} (?:has not been|was not|was never) (?:filed|received)
    no record of (?:your|an?|any) {up_to(2)}(?:return|payment)
    you (?:have not|did not|haven't|didn't|never) filed? (?:your|an?|the|any) {up_to(4)}returns?
    {_REFUND} {_WAS} (?:issued|mailed|sent|deposited|approved|returned) (?:on|in|to)
    {_PLAN} (?:{_IS}|went|has|defaulted|started|begins|ended)
    you (?:are|were) {up_to(4)}(?:in|on) (?:an?|the|your) (?:payment|installment) (?:plan|agreement)
    you (?:are|were|have been) approved for an? {up_to(4)}(?:plan|agreement|abatement|credit)
    you (?:have )?(?:missed|skipped) {up_to(4)}payments?

    you (?:are|were) (?:being audited|under audit|(?:selected|chosen) for (?:an )?(?:audit|examination))
    your {up_to(2)}audit (?:{_IS}|has)
    the audit of your {up_to(4)}(?:is|was|has|will)

    an? (?:[a-z]+ )?(?:lien|levy) (?:was|has been) (?:placed|filed|issued|sent) (?:on|against|to) (?:your|you)
    {_PAPER} {_WAS} (?:suspended|revoked|denied) {up_to(4)}(?:child support|taxes)
    {_PAPER} will not be (?:renewed|issued) {up_to(4)}(?:child support|tax(?:es)?)
    because of (?:your )?(?:past-due|past due|unpaid|overdue|delinquent)
        (?:child )?(?:support|tax(?:es)?|debts?)
    you (?:no longer |still |currently )?owe (?:any )?(?:back taxes|child support|arrears)
    you (?:still|now|currently) have (?:an? )?{up_to(2)}(?:balance|debt|lien|levy|liability)
    your {_BUSINESS} (?:still )?owes {up_to(2)}(?:tax(?:es)?|support)
    you (?:are|were) {up_to(4)}(?:behind|late|current) (?:on|in|with) (?:your )?(?:child support|payment)s?
    your child support (?:case|order|payments?|arrears) (?:{_IS}|has|have)(?! not taxable)
"""
