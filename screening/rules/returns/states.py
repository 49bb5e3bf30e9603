"""How a return, refund, plan or order of one person stands, in English: only as a statement.

Each list goes on from whom or what it is said of. `be` is any tense that says it is, was or will be so.
"""

from typing import Final

from screening.rules.writing import one_of

_NOW: Final = (
    r"(?:currently |now |still |being |also |recently |already |just |not (?:yet )?(?:been )?"
    r"|never |partly |partially |fully )*"
)
_BE: Final = (
    rf"(?:is|are|was|were|has|have|had|will|remains?|stays?)(?: now| also| already| not| never)?"
    rf"(?: be| been)? {_NOW}"
)
_PAST: Final = rf"(?:was|were|has been|have been|had been|has|have|was not|were not|wasn't) {_NOW}(?:been )?"
_UP_TO_FOUR: Final = r"(?:[a-z\d'-]+ ){0,4}?"
_CHECKED: Final = r"(?:audit|examination|review)"
_YEAR: Final = r"(?:19|20)\d\d"
_DECIDED: Final = (
    r"(?:approved|denied|allowed|disallowed|granted|accepted|rejected|waived|abated|upheld|withdrawn"
    r"|dismissed)"
)
_TAKEN: Final = (
    r"(?:held|frozen|stopped|offset|intercepted|garnished|levied|seized|withheld|attached|reduced|denied)"
)
_SENT: Final = (
    r"(?:direct(?:ly)? |electronically )?"
    r"(?:issued|mailed|sent|deposited|approved|returned|released|paid|cashed|rejected|canceled|cancelled"
    r"|reissued)"
)
_IN_TROUBLE: Final = (
    r"(?:in (?:collections?|default|arrears)|past due|overdue|delinquent|paid (?:off|in full)"
    r"|in good standing"
    r"|(?:referred|sent|turned over|moved|assigned) to (?:a |our )?(?:collections?|default))"
)
_PLAN: Final = r"(?:(?:payment|installment) (?:plan|agreement)|offer in compromise)"
_SUPPORT: Final = r"(?:child support|support|payments?|arrears|taxes)"

# After "your", "her", "Mr. Ng's", "Ana Lopez's".
OF_THEIRS: Final = one_of(
    rf"""
    {_UP_TO_FOUR}(?:returns?|refund|account|case|filing) {_BE}(?:(?:under|in) (?:an? )?(?:audit
        |examination)|under review|(?:selected|chosen|picked|flagged) for (?:an? )?{_UP_TO_FOUR}{_CHECKED})
    {_UP_TO_FOUR}(?:returns?|refund|account|case|business) {_BE}(?:audited|examined|levied|offset
        |intercepted|garnished)
    {_UP_TO_FOUR}(?:account|balance|debt|case|taxes|payments?|loan) {_BE}{_IN_TROUBLE}
    {_UP_TO_FOUR}(?:returns?|refund) {_BE}{_IN_TROUBLE}
    {_UP_TO_FOUR}returns? {_PAST}(?:filed|received|rejected|accepted|amended|processed|adjusted)
    {_UP_TO_FOUR}refunds?(?: check)? {_PAST}{_SENT}
    {_UP_TO_FOUR}refunds?(?: check)? {_BE}(?:on hold|{_TAKEN})
    {_UP_TO_FOUR}refunds? {_BE}applied (?:to|for|against)
    {_UP_TO_FOUR}refunds?(?: check)? went (?:out|to)
    {_UP_TO_FOUR}(?:abatements?|penalt(?:y|ies)|tax credit|appeal|exemption|hardship|offer)(?: (?:status
        |request|application|claim|in compromise))? {_PAST}{_DECIDED}
    (?:request|application|appeal) (?:for|of) {_UP_TO_FOUR}(?:abatement|penalt(?:y|ies)|plan|agreement
        |refund|credit|hearing|hardship) {_PAST}{_DECIDED}
    {_UP_TO_FOUR}{_PLAN} (?:(?:is|are|was|were|has been|have been)|went|has|defaulted|started|begins|ended)
    {_UP_TO_FOUR}(?:wages|paychecks?|salary|pay|benefits|bank accounts?|property|house) {_BE}{_TAKEN}
    {_UP_TO_FOUR}licenses?(?: renewal| application)? {_BE}(?:suspended|revoked|denied|not renewed
        |held) {_UP_TO_FOUR}(?:child support|support|taxes)
    {_UP_TO_FOUR}passport(?: application)? {_BE}(?:revoked|denied|held) {_UP_TO_FOUR}(?:child support
        |support|taxes)
    (?:lien|levy) (?:was|has been) released
    child support (?:case|order|payments?|arrears) (?:is|are|was|were|has|have)(?! not taxable)
    audit (?:is|are|was|were|has been|has|began|ended|will begin)
    """
)

# After "you", "she", "Ana Lopez": "{be}" is "are", "were", "has been".
OF_A_PERSON: Final = one_of(
    rf"""
    {_BE}(?:audited|under (?:audit|examination)|(?:selected|chosen|picked
        |flagged) for (?:an? )?{_UP_TO_FOUR}{_CHECKED})
    {_BE}{_UP_TO_FOUR}(?:in|on) (?:an?|the|your|his|her|our) {_UP_TO_FOUR}{_PLAN}
    {_BE}{_UP_TO_FOUR}(?:behind|late|current|delinquent|in default|in arrears) (?:on|in
        |with) (?:your |his |her |the )?{_UP_TO_FOUR}(?:{_SUPPORT}|{_PLAN})
    {_BE}(?:in collections?|in default|in arrears|delinquent)
    {_BE}{_UP_TO_FOUR}(?:payments?|months?|weeks?|installments?) behind
    (?:fell|have fallen|has fallen) behind (?:on|in|with)
    (?:did not|didn't|never|has not|have not) report(?:ed)? (?:your|his|her|the|all)
    (?:are|is|was|were|has been|have been) approved for an? {_UP_TO_FOUR}(?:plan|agreement|abatement|credit)
    (?:have|has|had) an? (?:open|active|ongoing|pending|current|approved|existing) (?:[a-z]+ )?(?:audit
        |{_PLAN}|lien|levy)
    (?:have |has )?(?:missed|skipped) {_UP_TO_FOUR}payments?
    (?:have|has|had|did|does) not (?:yet |ever )?(?:filed?|submit(?:ted)?) (?:(?:your|his|her|an?|the
        |any) )?{_UP_TO_FOUR}(?:{_YEAR}|returns? (?:for|of) )
    (?:haven't|hasn't|hadn't|didn't|never|failed to) (?:yet |ever )?(?:filed?|submit(?:ted)?) (?:(?:your
        |his|her|an?|the|any) )?{_UP_TO_FOUR}(?:{_YEAR}|returns? (?:for|of) )
    (?:had|reported|earned|have|has) no (?:[a-z]+ )?(?:income|wages|earnings|withholding) (?:in|for
        |during) {_YEAR}
    owes? (?:nothing|no tax|no taxes) for {_YEAR}
    (?:no longer |still |currently )?owes? (?:any )?(?:back taxes|(?:past[- ]due )?child support|arrears)
    """
)

# After "we" or "the department", perhaps "have".
OF_US: Final = one_of(
    rf"""
    (?:have |has |had |never |already |just |are |is |will |also |now )*(?:audit(?:ed|ing)?|levied|levying
        |levy|garnish(?:ed|ing)?|selected|examin(?:ed|ing)) (?:your?|his|her)(?! own)
    (?:have |has |already |just )*{_DECIDED} your {_UP_TO_FOUR}(?:abatement|appeal|plan|agreement|penalty
        |penalties|credit|refund|offer|request for)
    (?:have |has |already |just |also )*(?:applied|sent|issued|mailed|deposited|held|reduced|intercepted
        |offset|released|stopped|froze|used|took|kept|returned) your {_UP_TO_FOUR}refund
    (?:are|is) (?:still |now |currently )?(?:holding|keeping|reviewing|offsetting
        |intercepting) your {_UP_TO_FOUR}refund
    (?:have not|has not|did not|could not|cannot|couldn't|haven't|didn't|never
        |had not) (?:yet )?(?:received?|g[eo]t|find|found) (?:your|a|the|any) {_UP_TO_FOUR}returns?
    (?:still )?(?:do not|don't|did not) have (?:your|a|the|any) {_UP_TO_FOUR}return (?:on file|from you
        |for {_YEAR})
    (?:have|has) no record of (?:your|a|the) {_UP_TO_FOUR}return
    (?:have |has )*(?:opened|closed|began|started|completed) (?:an|the|our) (?:audit
        |examination) of (?:your|you)
    (?:have |has )*(?:placed|filed|released|withdrew) (?:a|the|our) (?:lien|levy)
    """
)

# Whose it is stands at the end.
AND_WHOSE: Final = one_of(
    rf"""
    an? (?:[a-z]+ )?(?:lien|levy) (?:was|has been) (?:placed|filed|issued|sent) (?:on|against|to) your?
    (?:the )?(?:lien|levy) (?:on|against) your? {_UP_TO_FOUR}(?:was|has been) released
    the audit of your {_UP_TO_FOUR}(?:is|was|has|will)
    there is an? (?:[a-z]+ )?(?:audit|examination|lien|levy) (?:of|on|against) your?
    """
)
