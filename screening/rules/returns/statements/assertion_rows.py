"""What of a clause is somebody's, in their own thread: a table, of which each row is one way to tell it.

`assertions` takes away what is general, and asks the rows of what is left.
"""

import re
from enum import StrEnum
from typing import Final, NamedTuple

from screening.rules.returns.statements.hearing import ANY, BY_NOW, IT, SHOWS
from screening.rules.writing import whole_words

# What is a matter of taxes whatever part of the sentence it is.
_OF_TAXES: Final = whole_words(
    r"""
    filed | (?:to|not|never|[a-z]+n't) file | filing | register(?:ed|ing)? | claim(?:ed|s|ing)? | jointly
    withh[eo]ld(?:s|ing)? | pa(?:y|id|ying|ys)(?! attention)
    owe[ds]? | bill(?:ed)? | tax(?:es|ed)? | refund(?:s|ed)?
    the money | deposit(?:s|ed)? | credited | audited | auditors?
    qualif(?:y|ied) | amended | assessed | levied | overpaid | extension
    workers' comp | unemployment | dependents? | declar(?:ar|e|o|ei|ou)
    pag(?:ue|o|uei|ou) | impuestos? | impostos?
    """
)
# What stands of everything somebody has, or of nothing: "nothing has been paid", "todo pagado".
_ALL_OR_NOTHING: Final = whole_words(
    r"""
    (?:nothing|everything|nada|todo|tudo) (?:[a-z]+ ){0,3}?(?:paid|filed|owed|due|received|reported|settled
        |posted|pago|pagado|pagada|quitado|liquidado|declarado|recibido|recebido|al dia|em dia)
    """
)
SUM: Final = re.compile(
    r"\$\d|(?<![\d.,])\d{1,3},\d{3}(?!\d)"
    r"|(?<![\d.,])\d[\d.,]{0,12}(?:k| ?(?:mil|grand|thousand|bucks))(?![a-z])"
    r"|(?<![\d.,-])(?<!form )(?<!notice )(?<!letter )(?<!line )(?<!room )(?<!chapter )(?<!section )(?<!page )"
    r"(?<!box )(?<!suite )(?!(?:19|20)\d\d(?!\d))\d{3,6}(?![\d.,-]\d|\d)"
)
"""A sum, or three digits or more that are no year, and no number of a form or a room."""
_BY_THE_MONTH: Final = re.compile(
    r"(?<![\d.,$-])\$?\d{2,4} (?:(?:a|per|each|every|al|por|cada|ao) (?:month|week|mes|semana)"
    r"|weekly|monthly|semanales|mensuales|semanais|mensais)(?![a-z])"
)
_BILLED_A_YEAR: Final = re.compile(r"(?<![a-z])(?:billed|assessed|audited|disallowed|reopened) (?:19|20)\d\d")
_LEVIES: Final = whole_words("levy | offset | garnish | audit | assess | intercept | seize | lien")
_INTENDED: Final = whole_words(
    """
    plan(?:s | ning)? | intend(?:s | ing)? | expect(?:s | ing)? | propos(?:e | es | ing) | mean
    prepar(?:e | ing)
    """
)
_PAYMENTS_OF: Final = re.compile(
    r"(?<![a-z])(?:payments?|installments?|pagos?|cuotas?|parcelas?|pagamentos?) (?:of|de) \$?\d"
)
_BY_PAYMENTS: Final = re.compile(
    r"the plan is \d+ (?:months?|payments?|weeks?) (?:at|of) \$?\d[\d,.]*(?! or )"
)
# Of a webinar people are told so too.
_REGISTERED: Final = re.compile(
    r"(?<![a-z])(?:registered for (?:the )?(?:withholding|sales|meals|rooms?|use tax|excise)"
    r"|criminal (?:investigation|referral))(?![a-z])"
    r"(?! (?:tax )?(?:at|webinar|workshop|training|class|seminar|conference|mailing|unit|bureau|division)"
    r"(?![a-z]))"
)
_DOWN_AS: Final = re.compile(
    r"(?<![a-z])(?:down|listed) as "
    r"(?!(?:an? |the )?(?:co-?host|host|author|speaker|guest|attend|contact|volunteer))"
)
_KEPT_OF_THEM: Final = whole_words("records? | returns? | w-?2s? | 1099s? | payments? | filings?")
_OF_ONE_YEAR: Final = re.compile(r"the (?:19|20)\d\d one (?:is|isn|was|wasn|came|went|has|hasn)(?![a-z])")
_DONE_TO_ONE: Final = whole_words(
    "reversed | levied | garnished | intercepted | refunded | credited | disallowed"
)
_PUT: Final = re.compile(
    r"\A(?:switched|moved|put) you (?:from|to|on|in) (?:an? |the )?"
    r"(?:\d+ (?:months?|payments?)|plan|payment|hardship|collections?|appeal|audit)(?![a-z])"
)
_NOW_SO_MUCH: Final = re.compile(r"(?<![a-z])it(?:'?s| is) (?:now|down to|up to) \$\d")
# Of what was decided, only this phrase begins so.
_PAID_IN_FULL: Final = re.compile(r"\Apaid(?![a-z])")
_COVERS: Final = re.compile(r"(?<![a-z])it covers (?:only )?(?:your|his|her) (?:[a-z]+ ){0,2}20\d\d")
_DOLLARS: Final = re.compile(r"\$\d")
_RELEASED: Final = whole_words("(?:liberad | devolvid | suspens | cancelad | suspendid | revocad)[oa]s?")
# "It stands at 2,310": no minutes and no sheets.
_COMES_TO: Final = re.compile(
    r"(?<![a-z])(?:stands at|comes (?:out )?to|adds up to|totals|drops to|goes (?:up|down) to)"
    r" (?:about |only |just )?(?:\$\d|\d{1,3}(?:,\d{3}|\.\d\d)(?!\d))"
)
_YEAR: Final = re.compile(r"(?<![\d.,$])(?:19|20)\d\d(?![\d.,]\d)")
# "The second one", and not "the 2019-2024 series".
_COUNTED_IN_WORDS: Final = re.compile(r"\A(?:[a-z']+ ){2}")
# A sum to the cent.
_CENTS: Final = re.compile(r"(?<![\d.,])\$?\d[\d,]*\.(?!00)\d\d(?![\d%])")

HOW: Final = f"[ro{BY_NOW}]{{0,3}}"
"""Small words beside a verb."""
_MATTER: Final = f"(?:[MOSQ2L]|oV|[Y6][xnNEDv]{{0,3}}m|n[xE]{{0,2}}m|F[d{ANY}Yn]{{0,2}}x?[mn])"
_WAS: Final = (
    # "Was over", "went", "has been sent", "have not got".
    rf"w(?!{HOW}T)|I|(?<=[^.])H{HOW}[uEDFSsILwO]"
    # "You sent", "the auditor finished"; not "the income you earned is".
    rf"|(?:(?<=[PA163])|(?<=xY)){HOW}[EDFLis](?!.{{0,15}}[bhk])"
    # "My accountant mixed up", "your bank closed it", "two of your four children qualified".
    rf"|(?<=[Y6][xVA3]){HOW}[EDFL]|Y[nx]{{1,3}}{HOW}Q"
    # "Is being reviewed", "are holding", "the arrears are paid", "a lien is recorded against you".
    rf"|b{HOW}[uG]|(?<=M)bE(?=[.]|\Z|p[P6])"
)
_STANDS: Final = (
    # "Have no", "tiene", "are in default", "is now with our collectors", "qualifies".
    rf"(?<=[^.])H(?!{HOW}z)|W|L|b(?={HOW}(?:p[dnx]{{0,3}})?n?[DSsGO])"
    rf"|(?<=[PA163]){HOW}(?:b[or]{{0,3}}Q|O|J|h|S)|h(?=[on])"
    # "Still has", "is no longer", "your W-2 does not match", "our records show".
    rf"|{BY_NOW}[^k]{{0,3}}[Hhb5BS]|[hb][^k]{{0,6}}{BY_NOW}"
    rf"|[Y6][^bwk]{{0,8}}(?:{SHOWS}|r?o[Bh])|[PA16]{HOW}{SHOWS}"
    # "Is under appeal", "is not on the return", "there is tax due".
    rf"|b{HOW}pM|bo{HOW}p[dY]?[mM]|e[bw].{{0,8}}U"
    # "The garnishment on your paycheck will", "you are paid in full", "aparece usted como soltera".
    rf"|M[pf]d?Y[xmMV]{{1,2}}[bl]|(?<=P){HOW}b{HOW}D|hP?x{{0,2}}2"
    # "We cannot release", "the office intends to sustain".
    rf"|[A1]{HOW}C{HOW}K|[A14].{{0,3}}r{HOW}K"
)


class Who(StrEnum):
    """Who has to be spoken of."""

    NOBODY = "nobody"
    IN_THE_SENTENCE = "somebody in the sentence"
    IN_THE_CLAUSE = "somebody in the clause"
    NO_TALK = "somebody other than who writes, in a clause that is not of letters, calls and visits"
    HE_OR_SHE = "he or she"


class Row(NamedTuple):
    """Say what of a clause is somebody's, where it tells something.

    matter: what it is told of, by its part; words: what it is told of, in words; before: what the sentence
    has named before the clause. One of them will do; without any of them it may be anything.
    needs_taxes: it counts only in a text that speaks of taxes.
    """

    tells: re.Pattern[str]
    who: Who
    matter: re.Pattern[str] | None = None
    words: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    needs_taxes: bool = False


_TELLS: Final = re.compile(f"{_WAS}|{_STANDS}")
WAS_SO: Final = re.compile(_WAS)
"""Something was, or was done."""
_ANYTHING: Final = re.compile("")
_ANY_MATTER: Final = re.compile(_MATTER)
_THE_THING: Final = re.compile("d[xnNEDv]{0,2}[mM]")
ROWS: Final = (
    # "Your nephew's wages were attached", "no mistake: you have a balance".
    Row(_TELLS, Who.IN_THE_SENTENCE, matter=_ANY_MATTER),
    # "You never registered", "you qualify for the senior credit".
    Row(_TELLS, Who.IN_THE_CLAUSE, matter=_THE_THING, words=_OF_TAXES),
    # "You don't get the rent deduction".
    Row(re.compile(f"P{HOW}oB"), Who.IN_THE_CLAUSE, matter=_THE_THING),
    # "I looked at your account and nothing has been paid".
    Row(re.compile("[wHbhIE]"), Who.IN_THE_SENTENCE, words=_ALL_OR_NOTHING),
    # "You made 31,000".
    Row(WAS_SO, Who.IN_THE_CLAUSE, words=SUM),
    # "She still has not sent in 2022".
    Row(re.compile(f"{BY_NOW}{HOW}[HhbB]|H[^k]{{0,4}}{BY_NOW}"), Who.IN_THE_SENTENCE, words=_YEAR),
    # "That attachment is being lifted", "the hardship application was not granted".
    Row(_TELLS, Who.NOBODY, matter=re.compile("d(?:[xnNEDGvSsFLmV3OhX2]{0,3}M|Fn)")),
    # "You asked for a waiver and it was granted", "both returns are here, which is why they were pulled".
    Row(
        re.compile(rf"\A[.]?{HOW}(?:d?[nN]{{0,2}}{IT})?{HOW}(?:w|H{HOW}u|I|b.{{0,3}}w|b{HOW}[uG]|E)"),
        Who.IN_THE_SENTENCE,
        before=re.compile(f"{_MATTER}|[{ANY}d][xnNEDv]{{0,2}}m"),
    ),
    # "Both years are paid in full", "you did not reply, so the deduction is out".
    Row(
        re.compile(f"[wbH]{HOW}u?{HOW}[DSs]"),
        Who.IN_THE_SENTENCE,
        matter=re.compile(f"[d{IT}n].{{0,3}}[Vm]"),
    ),
    # "No lien any more"; "nothing is owed".
    Row(re.compile(f"e[bw]{HOW}M.{{0,5}}{BY_NOW}"), Who.NOBODY),
    Row(re.compile(rf"\A[.]?[nx]{HOW}bO|nHo[IEF]|HoF|oH[xdE]{{0,3}}m"), Who.IN_THE_SENTENCE),
    # "All caught up through May", "denied again", "no additional tax", "nothing on file".
    Row(re.compile(rf"\A[.]{HOW}(?:n?x?[SD]{HOW}(?:[pN]|[.]|\Z)|ox?[mM](?=[.])|xs[p.])"), Who.NOBODY),
    # "It is on appeal at the board", "it stands at 2,310": of what was asked about.
    Row(re.compile(rf"\A[.]{IT}?{HOW}b{HOW}pM"), Who.NOBODY),
    Row(re.compile(rf"{IT}{HOW}h"), Who.NOBODY, words=_COMES_TO),
    # "We are redoing 2020": there is nothing else of a year to be done.
    Row(re.compile(rf"[A1]{HOW}b{HOW}[Gv]n[.]"), Who.NOBODY, words=_YEAR),
    # "Our file has you as separated", "I see three jobs for you in 2022", "the account shows a credit".
    Row(re.compile(f"V{HOW}HP(?!{HOW}pN)"), Who.IN_THE_CLAUSE),
    Row(re.compile(rf"[A1]{HOW}{SHOWS}[^.,]{{0,4}}pP"), Who.IN_THE_CLAUSE, words=_YEAR),
    Row(re.compile(f"dV{HOW}{SHOWS}[d{ANY}]?[xn]{{0,2}}[mM]"), Who.NOBODY),
    # "The officer ruled against you".
    Row(re.compile(f"[A3]{HOW}D{HOW}P"), Who.IN_THE_CLAUSE),
    # "The bank froze 1,800", "we adjusted the mileage to 4,000", "we accepted 200 a month", "and billed 2016
    # through 2019".
    Row(re.compile(rf"3{HOW}[IEDF][^.,]{{0,3}}n[.]"), Who.NOBODY, words=SUM),
    Row(re.compile(rf"A{HOW}D{HOW}d[xnm]{{0,3}}[zp]n"), Who.NOBODY, words=SUM),
    Row(re.compile("[IEDFh]"), Who.NOBODY, words=_BY_THE_MONTH),
    Row(re.compile("[EDF]"), Who.NOBODY, words=_BILLED_A_YEAR),
    # "Our audit of the restaurant will cover 2019".
    Row(re.compile("dM.{0,5}l"), Who.NOBODY, words=_YEAR),
    # "There was 212.40 in the account".
    Row(WAS_SO, Who.NOBODY, words=_CENTS),
    # "We will levy your wages", "we intend to audit your return".
    Row(re.compile(rf"[A1]{HOW}l{HOW}M"), Who.IN_THE_CLAUSE, words=_LEVIES),
    Row(
        re.compile(rf"[A1]{HOW}(?:b{HOW})?[xmv]r[BKD][dY]?[xnN]{{0,3}}[mM]"),
        Who.IN_THE_SENTENCE,
        words=_INTENDED,
    ),
    # "Eight payments of $60 are left", "the plan is 36 months at $125".
    Row(re.compile("n[mM]fn"), Who.NOBODY, words=_PAYMENTS_OF),
    Row(re.compile(f"dm{HOW}bn"), Who.NOBODY, words=_BY_PAYMENTS),
    # "You are registered for withholding", "you're on the list for criminal investigation".
    Row(re.compile(f"P{HOW}b"), Who.IN_THE_CLAUSE, words=_REGISTERED),
    # "Our system has you down as self-employed", "you are listed as responsible person".
    Row(re.compile(f"[AV]{HOW}[HB]P|P{HOW}b{HOW}E"), Who.IN_THE_CLAUSE, words=_DOWN_AS),
    # "She'll be allowing your home office".
    Row(re.compile("[PA3]lu[vG]"), Who.IN_THE_CLAUSE, matter=re.compile("Y[xnNDEv]{0,3}[mM]")),
    # "The 2020 one is in", "we reversed the second draft", "switched you to 36 months, so it's now $188".
    Row(re.compile("[wHIhb]"), Who.NOBODY, words=_OF_ONE_YEAR),
    Row(re.compile(rf"A{HOW}[DE]"), Who.NOBODY, words=_DONE_TO_ONE),
    Row(re.compile(rf"\A[.]{HOW}[DEFIx]{HOW}P"), Who.NOBODY, words=_PUT),
    Row(re.compile(rf"{IT}{HOW}b"), Who.NOBODY, words=_NOW_SO_MUCH, needs_taxes=True),
    # "No return on file for the trust", "paid in full 4/2".
    Row(re.compile(rf"\A[.]{HOW}ox?[mM]s"), Who.NOBODY),
    Row(re.compile(r"\A[.]D"), Who.NOBODY, words=_PAID_IN_FULL),
    # "You are a non-filer for 2016".
    Row(re.compile(f"P{HOW}b{HOW}{ANY}M"), Who.IN_THE_CLAUSE),
    # "We are looking at your Schedule C expenses for 2021".
    Row(
        re.compile(rf"[A1]{HOW}b{HOW}[vG]p?Y[xnN]{{0,3}}[mMV]"),
        Who.IN_THE_CLAUSE,
        matter=re.compile("Y[xnN]{0,3}[mMV].{0,4}n"),
    ),
    # "We don't have any record of a 1099 for you".
    Row(re.compile("[A1][^.,jc]{0,3}oH[^.,]{0,10}[pf]P"), Who.IN_THE_CLAUSE, words=_KEPT_OF_THEM),
    # "The periods under audit", "it covers your joint 2023 return only".
    Row(re.compile("dmS"), Who.IN_THE_SENTENCE),
    Row(re.compile("Y[xnN]{0,3}m"), Who.IN_THE_CLAUSE, words=_COVERS),
    # "You're getting $512", "you are still $2,700 above it".
    Row(re.compile(f"P{HOW}b{HOW}[xvG]?n"), Who.IN_THE_CLAUSE, words=_DOLLARS),
    # "There is no balance on your husband's account", "there's no offset on your refund".
    Row(re.compile(rf"\A[.]?e[bw]{HOW}[dx]{{0,2}}(?:M|(?<=o)D)"), Who.IN_THE_CLAUSE),
    # "A carteira do senhor sera liberada".
    Row(re.compile(f"X[fY][dPx]{{0,2}}l{HOW}[Dx]"), Who.NOBODY, words=_RELEASED),
    # "His driving licence is about to be suspended".
    Row(re.compile(rf"Y.{{0,3}}X{HOW}[bwH][^k]{{0,4}}D"), Who.IN_THE_CLAUSE),
    # "Both of your sons were disallowed".
    Row(re.compile(f"w{HOW}D"), Who.NO_TALK, matter=re.compile("[YP]")),
    # "He hides his wages": nobody says so of everybody.
    Row(_ANYTHING, Who.HE_OR_SHE, matter=_ANY_MATTER, words=_OF_TAXES),
    # "The petition was docketed last Tuesday", "the escrow has been released": whatever was done with it.
    Row(
        re.compile(rf"d[^pjkcZ,t]{{0,4}}?(?:w|H){HOW}u?{HOW}[EDFLIs]"),
        Who.NOBODY,
        needs_taxes=True,
    ),
    # "The other two ran out", "the second one is still with the bank".
    Row(
        re.compile(rf"\A[.]?{HOW}d[xr]?n{{1,2}}[^,.kctxmV]{{0,5}}[wIDEH]"),
        Who.NOBODY,
        words=_COUNTED_IN_WORDS,
    ),
    # "My hours got cut so I missed it".
    Row(re.compile("6.{0,8}[wHI]"), Who.IN_THE_CLAUSE, needs_taxes=True),
    # "It is her handwriting on the return".
    Row(re.compile("[wHIbEDFL]"), Who.HE_OR_SHE, needs_taxes=True),
    # "Since you moved to Florida in August": whatever happened to somebody.
    Row(WAS_SO, Who.NO_TALK, needs_taxes=True),
)
# What no row finds tells nothing, but for what is said of him or her: a list has a thousand such clauses.
ANY_ROW_TELLS: Final = re.compile(
    "|".join(dict.fromkeys(row.tells.pattern for row in ROWS if row.tells is not _ANYTHING))
)
"""One look for all rows but that of him or her."""
