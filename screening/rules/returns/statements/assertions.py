"""What a sentence asserts of one person's taxes in their own thread, whatever form it has.

The forms of sentences and the short notes know how things are usually said. In the thread of one person it
is asked the other way round. What is general is taken away: what follows an "if" or a "how", what may or must
be, what somebody is told to do, and what is only written about. Of what is left of a clause it is asked what
it tells, of what, and of whom; `ROWS` says which of that is theirs.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from screening.rules.returns.statements import parts
from screening.rules.returns.statements.hearing import (
    ANY,
    BY_NOW,
    DO,
    HE_OR_SHE,
    IT,
    SHOWS,
    heard,
    tells_nothing,
)
from screening.rules.returns.statements.tagging import Token
from screening.rules.writing import whole_words, word_set


class Asserted(NamedTuple):
    """Say between which tokens a clause asserts something of somebody.

    was: it says what was, and not how something stands.
    """

    first: int
    last: int
    was: bool


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
# What people do who write to each other: nothing of it is of taxes.
_TALKED: Final = whole_words(
    r"""
    requested | visited | signed (?:in|up|on|out) | stopped by | came (?:in|by)
    asked | checked | attached | received | sent | mentioned | needed | wanted | reached | called
    wrote | got (?:your|the|my) | help(?:ed)? | trouble | patience | hope | glad | sorry | fax(?:es)?
    voicemails? | hear | log ?in | pages? | mensaje | mensagem | correo | recibimos | recebemos
    contest[a-z]+ | respond[a-z]+ | escrib[a-z]+ | escrev[a-z]+ | llam[a-z]+ | ligou | ayud[a-z]+ | ajud[a-z]+
    """
)
OF_ALL: Final = whole_words(
    r"""
    law | legislature | congress | governor | court | statutes? | regulations? | guidelines? | directive
    rules? | rates? | tests? | limits? | thresholds? | caps? | programs? | deadlines? | due date | legislation
    budget | in millions | billions? | federal government | that services? | our tools?
    (?:stimulus|economic impact) payments? (?:was|were) (?:issued|sent)
    offices? | staff | phones? | lines? | portal | website | system | outage | network | server | printer
    (?:tax|excise|rate|fee|credit|exemption)(?: on [a-z]+)? (?:went|goes) (?:up|down)
    (?:excise|exemption|standard deduction)s? (?:went|rose|fell|dropped|grew|climbed) (?:from|to|by)
    voters | ballot | took effect | norm | formula | amnesty (?:is|isn.?t|was|program)
    threads? | messages? | mailbox | inbox | newsletters? | booklets? | brochures?
    (?:quarter|year|period|season|day|month) (?:ended|ends|began|begins|starts|started|closed)
    (?:that|the|this) (?:credit|deduction|exemption|program|surtax) (?:ended|expired|began|started)
    (?:that|the|this) (?:credit|deduction|exemption|program|surtax) was (?:created|introduced|repealed)
    invoice | vendor | fees? | price | newsletter | example | zip files?
    meetings? | trainings? | seminars? | class
    holiday | snow
    weekend | building | room | oficinas? | ley | escritorio | leis? | sitio | site | sistema
    """
)
"""Of the law and of the agency: what is said of these is of nobody, where it has nobody in it."""
# What stands of everything somebody has, or of nothing: "nothing has been paid", "todo pagado".
_ALL_OR_NOTHING: Final = whole_words(
    r"""
    (?:nothing|everything|nada|todo|tudo) (?:[a-z]+ ){0,3}?(?:paid|filed|owed|due|received|reported|settled
        |posted|pago|pagado|pagada|quitado|liquidado|declarado|recibido|recebido|al dia|em dia)
    """
)
# What happens to everybody who waits, travels or asks for help.
_EVERYDAY: Final = whole_words(
    r"""
    webinars? | workshops? | interpreters? | translators? | help | language | walk-in | appointments?
    trouble | parking | bus | train | traffic | queue | wait(?:ed|ing)? | storms? | baby | software | turbotax
    razon | razao
    esper(?:ar|e|o|amos|ei|ou) | autobus | clave | idioma | interprete | tormenta | fila | bebe
    office hours | horas? | tren | trem | onibus | senha | tempestade
    """
)
# What is somebody's taxes even beside a thing of every day: "you owe it because you missed the bus".
_STILL_OF_TAXES: Final = re.compile("[MmOSX2F]")
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
_COVERS: Final = re.compile(
    r"(?<![a-z])it covers (?:only )?(?:your|his|her) (?:[a-z]+ ){0,2}(?:20\d\d|return)"
)
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

_HOW: Final = f"[ro{BY_NOW}]{{0,3}}"
_MATTER: Final = f"(?:[MOSQ2L]|oV|[Y6][xnNEDv]{{0,3}}m|n[xE]{{0,2}}m|F[d{ANY}Yn]{{0,2}}x?[mn])"
_WAS: Final = (
    # "Was over", "went", "has been sent", "have not got".
    rf"w(?!{_HOW}T)|I|(?<=[^.])H{_HOW}[uEDFSsILwO]"
    # "You sent", "the auditor finished"; not "the income you earned is".
    rf"|(?:(?<=[PA163])|(?<=xY)){_HOW}[EDFLis](?!.{{0,15}}[bhk])"
    # "My accountant mixed up", "your bank closed it", "two of your four children qualified".
    rf"|(?<=[Y6][xVA3]){_HOW}[EDFL]|Y[nx]{{1,3}}{_HOW}Q"
    # "Is being reviewed", "are holding", "the arrears are paid", "a lien is recorded against you".
    rf"|b{_HOW}[uG]|(?<=M)bE(?=[.]|\Z|p[P6])"
)
_STANDS: Final = (
    # "Have no", "tiene", "are in default", "is now with our collectors", "qualifies".
    rf"(?<=[^.])H(?!{_HOW}z)|W|L|b(?={_HOW}(?:p[dnx]{{0,3}})?n?[DSsGO])"
    rf"|(?<=[PA163]){_HOW}(?:b[or]{{0,3}}Q|O|J|h|S)|h(?=[on])"
    # "Still has", "is no longer", "your W-2 does not match", "our records show".
    rf"|{BY_NOW}[^k]{{0,3}}[Hhb5BS]|[hb][^k]{{0,6}}{BY_NOW}"
    rf"|[Y6][^bwk]{{0,8}}(?:{SHOWS}|r?oB)|[PA16]{_HOW}{SHOWS}"
    # "Is under appeal", "is not on the return", "there is tax due".
    rf"|b{_HOW}pM|bo{_HOW}p[dY]?[mM]|e[bw].{{0,8}}U"
    # "The garnishment on your paycheck will", "you are paid in full", "aparece usted como soltera".
    rf"|M[pf]d?Y[xmMV]{{1,2}}[bl]|(?<=P){_HOW}b{_HOW}D|hP?x{{0,2}}2"
    # "We cannot release", "the office intends to sustain".
    rf"|[A1]{_HOW}C{_HOW}K|[A14].{{0,3}}r{_HOW}K"
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
_WAS_SO: Final = re.compile(_WAS)
_ANYTHING: Final = re.compile("")
_IS_TALK: Final = re.compile("(?<![at])t|[T4]")
_ANY_MATTER: Final = re.compile(_MATTER)
_THE_THING: Final = re.compile("d[xnNEDv]{0,2}[mM]")
ROWS: Final = (
    # "Your nephew's wages were attached", "no mistake: you have a balance".
    Row(_TELLS, Who.IN_THE_SENTENCE, matter=_ANY_MATTER),
    # "You never registered", "you qualify for the senior credit".
    Row(_TELLS, Who.IN_THE_CLAUSE, matter=_THE_THING, words=_OF_TAXES),
    # "You don't get the rent deduction".
    Row(re.compile(f"P{_HOW}oB"), Who.IN_THE_CLAUSE, matter=_THE_THING),
    # "I looked at your account and nothing has been paid".
    Row(re.compile("[wHbhIE]"), Who.IN_THE_SENTENCE, words=_ALL_OR_NOTHING),
    # "You made 31,000".
    Row(_WAS_SO, Who.IN_THE_CLAUSE, words=SUM),
    # "She still has not sent in 2022".
    Row(re.compile(f"{BY_NOW}{_HOW}[HhbB]|H[^k]{{0,4}}{BY_NOW}"), Who.IN_THE_SENTENCE, words=_YEAR),
    # "That attachment is being lifted", "the hardship application was not granted".
    Row(_TELLS, Who.NOBODY, matter=re.compile("d(?:[xnNEDGvSsFLmV3OhX2]{0,3}M|Fn)")),
    # "You asked for a waiver and it was granted", "both returns are here, which is why they were pulled".
    Row(
        re.compile(rf"\A[.]?{_HOW}(?:d?[nN]{{0,2}}{IT})?{_HOW}(?:w|H{_HOW}u|I|b.{{0,3}}w|b{_HOW}[uG]|E)"),
        Who.IN_THE_SENTENCE,
        before=re.compile(f"{_MATTER}|[{ANY}d][xnNEDv]{{0,2}}m"),
    ),
    # "Both years are paid in full", "you did not reply, so the deduction is out".
    Row(
        re.compile(f"[wbH]{_HOW}u?{_HOW}[DSs]"),
        Who.IN_THE_SENTENCE,
        matter=re.compile(f"[d{IT}n].{{0,3}}[Vm]"),
    ),
    # "No lien any more"; "nothing is owed".
    Row(re.compile(f"e[bw]{_HOW}M.{{0,5}}{BY_NOW}"), Who.NOBODY),
    Row(re.compile(rf"\A[.]?[nx]{_HOW}bO|nHo[IEF]|HoF|oH[xdE]{{0,3}}m"), Who.IN_THE_SENTENCE),
    # "All caught up through May", "denied again", "no additional tax", "nothing on file".
    Row(re.compile(rf"\A[.]{_HOW}(?:n?x?[SD]{_HOW}(?:[pN]|[.]|\Z)|ox?[mM](?=[.])|xs[p.])"), Who.NOBODY),
    # "It is on appeal at the board", "it stands at 2,310": of what was asked about.
    Row(re.compile(rf"\A[.]{IT}?{_HOW}b{_HOW}pM"), Who.NOBODY),
    Row(re.compile(rf"{IT}{_HOW}h"), Who.NOBODY, words=_COMES_TO),
    # "We are redoing 2020": there is nothing else of a year to be done.
    Row(re.compile(rf"[A1]{_HOW}b{_HOW}[Gv]n[.]"), Who.NOBODY, words=_YEAR),
    # "Our file has you as separated", "I see three jobs for you in 2022", "the account shows a credit".
    Row(re.compile(f"V{_HOW}HP(?!{_HOW}pN)"), Who.IN_THE_CLAUSE),
    Row(re.compile(rf"[A1]{_HOW}{SHOWS}[^.,]{{0,4}}pP"), Who.IN_THE_CLAUSE, words=_YEAR),
    Row(re.compile(f"dV{_HOW}{SHOWS}[d{ANY}]?[xn]{{0,2}}[mM]"), Who.NOBODY),
    # "The officer ruled against you".
    Row(re.compile(f"[A3]{_HOW}D{_HOW}P"), Who.IN_THE_CLAUSE),
    # "The bank froze 1,800", "we adjusted the mileage to 4,000", "we accepted 200 a month", "and billed 2016
    # through 2019".
    Row(re.compile(rf"3{_HOW}[IEDF][^.,]{{0,3}}n[.]"), Who.NOBODY, words=SUM),
    Row(re.compile(rf"A{_HOW}D{_HOW}d[xnm]{{0,3}}[zp]n"), Who.NOBODY, words=SUM),
    Row(re.compile("[IEDF]"), Who.NOBODY, words=_BY_THE_MONTH),
    Row(re.compile("[EDF]"), Who.NOBODY, words=_BILLED_A_YEAR),
    # "Our audit of the restaurant will cover 2019".
    Row(re.compile("dM.{0,5}l"), Who.NOBODY, words=_YEAR),
    # "There was 212.40 in the account".
    Row(_WAS_SO, Who.NOBODY, words=_CENTS),
    # "We will levy your wages", "we intend to audit your return".
    Row(re.compile(rf"[A1]{_HOW}l{_HOW}M"), Who.IN_THE_CLAUSE, words=_LEVIES),
    Row(
        re.compile(rf"[A1]{_HOW}(?:b{_HOW})?[xmv]r[BKD][dY]?[xnN]{{0,3}}[mM]"),
        Who.IN_THE_SENTENCE,
        words=_INTENDED,
    ),
    # "Eight payments of $60 are left", "the plan is 36 months at $125".
    Row(re.compile("n[mM]fn"), Who.NOBODY, words=_PAYMENTS_OF),
    Row(re.compile(f"dm{_HOW}bn"), Who.NOBODY, words=_BY_PAYMENTS),
    # "You are registered for withholding", "you're on the list for criminal investigation".
    Row(re.compile(f"P{_HOW}b"), Who.IN_THE_CLAUSE, words=_REGISTERED),
    # "Our system has you down as self-employed", "you are listed as responsible person".
    Row(re.compile(f"[AV]{_HOW}[HB]P|P{_HOW}b{_HOW}E"), Who.IN_THE_CLAUSE, words=_DOWN_AS),
    # "The periods under audit", "it covers your joint 2023 return only".
    Row(re.compile("dmS"), Who.IN_THE_SENTENCE),
    Row(re.compile("Y[xnN]{0,3}m"), Who.IN_THE_CLAUSE, words=_COVERS),
    # "You're getting $512", "you are still $2,700 above it".
    Row(re.compile(f"P{_HOW}b{_HOW}[xvG]?n"), Who.IN_THE_CLAUSE, words=_DOLLARS),
    # "There is no balance on your husband's account".
    Row(re.compile(rf"\A[.]?e[bw]{_HOW}[dx]{{0,2}}M"), Who.IN_THE_CLAUSE),
    # "A carteira do senhor sera liberada".
    Row(re.compile(f"X[fY][dPx]{{0,2}}l{_HOW}[Dx]"), Who.NOBODY, words=_RELEASED),
    # "His driving licence is about to be suspended".
    Row(re.compile(rf"Y.{{0,3}}X{_HOW}[bwH][^k]{{0,4}}D"), Who.IN_THE_CLAUSE),
    # "Both of your sons were disallowed".
    Row(re.compile(f"w{_HOW}D"), Who.NO_TALK, matter=re.compile("[YP]")),
    # "He hides his wages": nobody says so of everybody.
    Row(_ANYTHING, Who.HE_OR_SHE, matter=_ANY_MATTER, words=_OF_TAXES),
    # "The petition was docketed last Tuesday", "the escrow has been released": whatever was done with it.
    Row(
        re.compile(rf"d[^pjkcZ,t]{{0,4}}?(?:w|H){_HOW}u?{_HOW}[EDFLIs]"),
        Who.NOBODY,
        needs_taxes=True,
    ),
    # "The other two ran out", "the second one is still with the bank".
    Row(re.compile(rf"\A[.]?{_HOW}d[xr]?n{{1,2}}[^,.kc]{{0,5}}[wIDEH]"), Who.NOBODY, words=_COUNTED_IN_WORDS),
    # "My hours got cut so I missed it".
    Row(re.compile("6.{0,8}[wHI]"), Who.IN_THE_CLAUSE, needs_taxes=True),
    # "It is her handwriting on the return".
    Row(re.compile("[wHIbEDFL]"), Who.HE_OR_SHE, needs_taxes=True),
    # "Since you moved to Florida in August": whatever happened to somebody.
    Row(_WAS_SO, Who.NO_TALK, needs_taxes=True),
)
# What no row finds tells nothing, but for what is said of him or her: a list has a thousand such clauses.
_ANY_ROW_TELLS: Final = re.compile(
    "|".join(dict.fromkeys(row.tells.pattern for row in ROWS if row.tells is not _ANYTHING))
)
# "The tax you paid is on line 5": what it was that is.
_IS: Final = re.compile("[bhlk]")
_WHAT_WAS: Final = re.compile(f"(?<=[mMVxt2])[PA13]{_HOW}H?[EDFLO]")

# Whom the thread is about, or who tells of themselves; "I" of a form's number is nobody.
_SOMEBODY: Final = parts.WHOSE + parts.PERSON + parts.MINE + parts.OFFICER
# "Being your dependent does not change that": whoever is so.
_GERUNDS: Final = frozenset({"being", "having"})
_BEFORE_REACH: Final = 40
_GREETINGS: Final = word_set(
    """
    dear hello hi hey thank thanks morning afternoon evening
    estimado estimada querido querida hola gracias prezado prezada caro cara ola obrigado obrigada
    """
)
# What follows an "if" may or may not be so, to the end of the sentence; what follows a "how", to a pause.
_SUPPOSED: Final = re.compile(r"(?:c|\A[ro]{0,2}k).*|7[^,]*")
# "You sold it if you disposed of it" says what selling is; "you filed late if you mailed it in May" does not.
_DEFINED: Final = re.compile("[ro]{0,3}P[^MOSLDQ2FJY]*")
_HOLDS_IF: Final = re.compile("cP")
# "Because of the arrears": whatever it is that is because of them, there are some.
_BECAUSE_OF: Final = re.compile("y[dY6][^,ck]{0,3}M")
# "Your credit report shows our lien": what papers show of everybody is "the" balance.
_SHOWN: Final = re.compile(f"Yt{{1,2}}r?{SHOWS}(?P<whose>[dY])[xnm]{{0,2}}M")
# Nor does it hang on what somebody is told to do with it: "enter your late 2019 filing".
_SO_OF_A_YEAR: Final = re.compile("Y[sDO]n[xm]?[mMVF]")
# "Please note that she has not": what is noted is a clause of its own.
_CLAUSE: Final = re.compile("(?:(?<!t)q|[^,jqy])+")
# Where a clause becomes general: what may be, is wished or asked for, and what is written about.
_GENERAL: Final = re.compile(f"[kZt{DO}]|C(?!{_HOW}K)|z{_HOW}[BKE]")


def asserted_by(letters: str, tokens: Sequence[Token], *, is_of_taxes: bool) -> Iterator[Asserted]:
    """Yield which clauses of a sentence assert something of somebody's taxes.

    letters: a letter for each of `tokens`. The sentence asks nothing.
    is_of_taxes: the text that it stands in speaks of taxes.
    """
    if tells_nothing(letters, tokens):
        return
    letters = heard(letters, tokens)
    people = "".join(
        letter if letter in _SOMEBODY and _is_somebody(letters, tokens, index) else parts.OTHER
        for index, letter in enumerate(letters)
    )
    in_the_sentence = people.strip(parts.OTHER) != ""
    if in_the_sentence and (cause := _BECAUSE_OF.search(letters)):
        yield Asserted(cause.start(), cause.end() - 1, was=False)
    shown = _SHOWN.search(letters)
    if shown and tokens[shown.start("whose")].word != "the":
        yield Asserted(shown.start(), shown.end() - 1, was=False)
    told = _SUPPOSED.sub(lambda supposed: parts.PAUSE * len(supposed[0]), letters)
    if so := _SO_OF_A_YEAR.search(told):
        yield Asserted(so.start(), so.end() - 1, was=False)
    for clause in _CLAUSE.finditer(told):
        if _DEFINED.fullmatch(clause[0]) and _HOLDS_IF.match(letters, clause.end()):
            continue
        general = _GENERAL.search(clause[0])
        end = clause.start() + general.start() if general else clause.end()
        # Points stand where the sentence begins and ends.
        said = "." * (clause.start() == 0) + told[clause.start() : end] + "." * (end == len(told))
        said += general[0] if general else ""
        if _IS.search(said):
            said = _WHAT_WAS.sub(lambda was: parts.OTHER * len(was[0]), said)
        is_of_them = any(token.word in HE_OR_SHE for token in tokens[clause.start() : end])
        if not is_of_them and not _ANY_ROW_TELLS.search(said):
            continue
        whole = " ".join(token.word for token in tokens[clause.start() : clause.end()])
        spoken_of = people[clause.start() : end].replace(parts.OTHER, "")
        if is_of_every_day(clause[0], whole) or (not spoken_of and OF_ALL.search(whole)):
            continue
        if tokens[clause.start()].word in _GERUNDS:
            continue
        who = {Who.NOBODY}
        if in_the_sentence:
            who.add(Who.IN_THE_SENTENCE)
        if spoken_of:
            who.add(Who.IN_THE_CLAUSE)
        if (
            spoken_of.strip(parts.OFFICER + parts.MINE)
            and not _IS_TALK.search(clause[0])
            and not _TALKED.search(whole)
        ):
            who.add(Who.NO_TALK)
        if is_of_them:
            who.add(Who.HE_OR_SHE)
        words = " ".join(token.word for token in tokens[clause.start() : end])
        before = told[max(clause.start() - _BEFORE_REACH, 0) : clause.start()]
        if any(
            row.who in who and (is_of_taxes or not row.needs_taxes) and _holds(row, said, words, before)
            for row in ROWS
        ):
            yield Asserted(clause.start(), clause.end() - 1, _WAS_SO.search(said) is not None)


def is_of_every_day(letters: str, words: str) -> bool:
    """Tell whether a clause is of waiting, webinars, interpreters and the like, without a tax or sum."""
    if _STILL_OF_TAXES.search(letters) or SUM.search(words):
        return False
    return _EVERYDAY.search(words) is not None


def _holds(row: Row, said: str, words: str, before: str) -> bool:
    """Tell whether a clause tells what a row says, of what the row says."""
    if not row.tells.search(said):
        return False
    asked = ((row.matter, said), (row.words, words), (row.before, before))
    found = [pattern.search(text) is not None for pattern, text in asked if pattern]
    return any(found) or not found


def _is_somebody(letters: str, tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a token speaks of a person, and neither greets them nor ends the number of a form."""
    if index and tokens[index - 1].word in _GREETINGS:
        return False
    is_joined = index > 0 and tokens[index - 1].end == tokens[index].start
    return letters[index] != parts.OFFICER or not is_joined or tokens[index].word != "i"
