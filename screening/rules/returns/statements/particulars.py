"""What is said of one case in a few words, or by somebody of their own taxes.

"Not eligible for the plan. You defaulted twice." and "They took my whole paycheck" have none of the forms of
sentences. So four things are asked of a sentence: is it general, does a clause of it tell what happened or
how it stands, is that a matter of taxes, and whose is it. Each is a pattern or function of its own here.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from screening.rules.returns.statements import parts
from screening.rules.returns.statements.assertions import OF_ALL, is_of_every_day
from screening.rules.returns.statements.english_subjects import (
    SO_FOR_ALL,
    Subject,
    is_told_of_office,
    subject_of,
)
from screening.rules.returns.statements.english_tenses import Tense, finite_verb
from screening.rules.returns.statements.hearing import BY_LAW_ALONE
from screening.rules.returns.statements.sums import is_of_money
from screening.rules.returns.statements.tagging import Token, is_any_of, is_plural
from screening.rules.writing import whole_words, word_set

LONGEST_TEXT: Final = 300
"""Characters of the longest text that is read so: in longer ones people explain, in whole sentences."""

_LONGEST_SENTENCE: Final = 30


class Sentence(NamedTuple):
    """Hold one sentence, and what was asked of it before.

    letters: a letter for each of its tokens.
    text: what stands there, in lower case.
    has_title: it names somebody as Ms. or Mr.
    asks, is_of_anybody, has_condition, is_example: how it may be said of nobody in particular.
    """

    letters: str
    tokens: Sequence[Token]
    text: str
    has_title: bool
    asks: bool
    is_of_anybody: bool
    has_condition: bool
    is_example: bool


class Told(NamedTuple):
    """Say between which tokens something is told; firm is what says of whom, or what was decided."""

    first: int
    last: int
    is_firm: bool


_HOW: Final = "[ro]{0,3}"
# "The tax you owe" is anybody's.
_SUBJECT: Final = "(?<=[.,yrnNP])"
_NO_VERB: Final = "[^wHbhkl7cAP13.,]"
_HAPPENED: Final = (
    # "Went through", "was returned", "has been closed", "is being reviewed".
    rf"I|[wH]{_HOW}u?{_HOW}[EDFSsOQ]|b{_HOW}u{_HOW}[EDFS]",
    # "You sent", "I never filed", "did you take", "I had about 5,000".
    rf"(?:{_SUBJECT}[PA]|[136])[rox]{{0,3}}(?:[EDFLQ]|B(?=x?n))",
    rf"w[PA3]{_HOW}[BEDFK]|[136P]w[qrx]{{0,2}}n",
    # "Not processed", "nunca declarei", "was garnished", "tengo un plan".
    r"(?<![bhr])o[EDF]|(?<![bhrklC])oB|[ro]{1,2}F|S|(?<=[.,])W[^.,]{0,3}M",
)
# As notes are written, without a verb.
_NOTED: Final = (
    # "Request granted", "nothing withheld", "not eligible", "no tax due", "no refund again"; but not "support
    # paid is deductible", which is said of all that is paid.
    rf"(?<=[.,]){_NO_VERB}{{0,4}}?(?:[MmV]{_NO_VERB}{{0,4}}?(?:[DE](?![bkl])|s)|oQ|oAfd?|x[DFU]|oM[U.rdN]|[dn]{{0,2}}[Mm]s)",
    # "Denied", "still in review", "nothing owed", "waiting for your return".
    r"(?<=[.,])(?:r{0,2}(?:[DS]|E(?=[.,NY])|oE)|r{1,2}s|s(?=[.,NY])|xO|r?vpY)",
)
_STANDS: Final = (
    # "Is on hold", "sigue en revision", "our records show".
    rf"[bh]{_HOW}x?[sSG]|[A136]{_HOW}h",
    # "You owe", "debe 2020", "falta la declaracion".
    rf"(?:{_SUBJECT}[PA]|[VY136]){_HOW}O|(?<=[.,q])[ro]{{0,2}}[Oh]",
    # "There is a lien", "we have two returns", "please lift the levy".
    rf"(?:be|e[bw])[dxnrs]{{0,4}}[MnV]|[A1]{_HOW}H[dnx]{{0,3}}[Mm]|(?<=[.,])x?K[d6]x?M",
)
_EVENT: Final = re.compile("|".join((*_HAPPENED, *_NOTED, *_STANDS)))
# Nothing but what happened, of whatever was asked about.
_UNNAMED: Final = re.compile(
    "|".join(
        (
            # "It went out", "foi depositado", "the first one bounced", "it said approved".
            rf"(?<=[.,])(?:_|d?n{{1,2}}(?=I))?{_HOW}(?:I|w{_HOW}[EDsS]|[bh]{_HOW}s|H{_HOW}u?[EDsS])",
            r"(?<=[.,])_[xT]{0,2}[Ds]",
            # "Received", "not processed", "still in review", "we closed it".
            rf"(?<=[.,])(?:r?(?:oE|[DE](?=[.,N])|rs)|[A1]{_HOW}[Ds]_)",
        )
    )
)
_MATTER: Final = re.compile(
    "|".join(
        (
            # "A lien", "was garnished", "they garnished me", "filed against you".
            "[MmOX]|[bwu][ro]{0,3}S|[136P]H?S|S[6P]|FpP",
            # "You reported none", "you were found eligible", "nothing filed for 2022", "never filed".
            rf"(?<=[.,q])r?[P136]{_HOW}F|P{_HOW}[wb]?{_HOW}Q|F[^.,]{{0,3}}n|oF|Po[EDF]dn|Y[FE](?=[wIH])",
            # "Your employer", "no record of", "nothing due", "denied", "they denied it".
            "Y3|oA|xU|[.]D[.pN]|[A3][ro]{0,3}D_",
            # "Taking half my check", "2021 is still missing", "an open 2017 on your account".
            "G[xd]{0,2}[6Y]x?[VMm]|[.]n[ro]{0,3}[bw]?[ro]{0,3}[sSD]|e[bw][^.,]{0,5}n[pf]Y",
        )
    )
)
# Of a case or account only what somebody decides, or where it stands: everybody opens one.
_CASE: Final = re.compile(rf"V[^.,]{{0,3}}[DSs]|V{_HOW}h{_HOW}s|[A1]{_HOW}DY?V|[DSs]YV")
# "My return was", "I owe three", "I never filed": what a text says of its writer, without anything around it.
_OF_THEMSELVES: Final = re.compile(rf"6[^.,]{{0,4}}[MmXS]|1b?{_HOW}u?{_HOW}(?:O|[FLS][^.,]{{0,3}}[nMm])|S6")
# A clause that says of whom, or notes a decision, is firm: "your check came back", "appeal denied".
_SOMEBODY: Final = re.compile("[YP6]")
_DECIDED: Final = re.compile("[.][dnx]{0,2}[MmV][^bh.,]{0,4}D|[.]D")
# What was, or is noted as over, happened to one; "a levy was" may be of any.
_WAS: Final = re.compile(
    "|".join(
        (
            *_HAPPENED,
            # "Audit closed", "nothing withheld", "no refund", "not eligible".
            rf"(?<=[.,])(?:{_NO_VERB}{{0,4}}?(?:[Mm]{_NO_VERB}{{0,4}}?[DE]|V{_NO_VERB}{{0,4}}?D)|x[DFUO]|o[MAQ]|[dn]{{0,2}}Ms)",
            # "2021 is still missing", "debe 2020", "falta la declaracion".
            r"(?<=[.,])n[ro]{0,3}b[ro]{0,3}s|(?<=[.,])[ro]{0,2}(?:O[dn]|hd?[Mm])",
        )
    )
)
_CLAUSE: Final = re.compile("[^,j7]+")
# Before what happens in a clause: what may be, or is only asked for, and what is written.
_MAY: Final = re.compile(r"[klZ]|z[^.,]{0,3}\Z|C\Z")
_WRITTEN: Final = re.compile("[tZ]")
# "Offers are": of all of them. "A parent who": of anybody. "The department accepted 61 offers": how many.
_SEVERAL: Final = re.compile(r"\.[sDxrEF]?[Mm]{1,3}")
# "Owed 812, network error", "denied by the court", "lien filed": the note is what comes first.
_NOTED_FIRST: Final = re.compile(rf"\.{_HOW}(?:O|[DS](?=[.,]|pd?[A3])|M[FEDSn])")
_WHO: Final = re.compile("d[xm]{1,2}q")
_COUNTED: Final = re.compile(r"A[^.,]{0,3}n[xD]?[Mm]")
_TO_BE_SEEN: Final = re.compile(
    "(?:please )?(?:make sure|ensure|be sure|double check|verify|confirm)(?![a-z])"
)
# "Enter only the interest paid": what somebody is told to do with what anybody may have; "include the penalty
# that was waived" tells of theirs.
_ORDER: Final = re.compile("(?:maximize|enter|add|check|include) (?:the|your|only|up|back)(?![a-z])")
_WAS_THEIRS: Final = re.compile("[wIH]")
# "SSN: withheld", "Name (removed)": who was masked is nobody; "refund: withheld" is another matter.
_MASKED: Final = re.compile(
    r"(?:[a-z]{1,12}[ -]){0,2}(?:ssn|i?tin|ein|number|no|id|name|address|e-?mail|phone|telephone|birth|dob"
    r"|nombre|direccion|telefono|nome|endereco|telefone|cpf)(?: ?[:=] ?| - | ?(?=[\[(<*]))[\[(<*]{0,3}"
    r"(?:withheld|removed|redacted|masked|hidden|deleted|omitted|suprimido|oculto|removido)[\])>*]{0,3}\Z"
)
# "Support paid is not deductible", "use tax is for things bought elsewhere": so they are for everybody.
_AS_ALL_ARE: Final = re.compile("[ro]{0,3}[EQp]")
# "Companies that", "corporations pay": all of them.
_ALL_WHO: Final = word_set(
    "that who which pay file need use get owe have must may can report take come go keep send run"
)
# "There is no form for a waiver", "a company has to have filed": for and of whoever it is.
_FOR_SUCH: Final = re.compile(
    r"there(?:'s| is| are) (?:an?|no|some|two|several) [^.,]{0,40}?for"
    r" (?:an? |(?!years|quarters)[a-z]{2,}s (?:who|with))"
)
_OF_SUCH: Final = re.compile(r"(?<![a-z])an? (?:[a-z]+ ){1,2}(?:has to|needs to|must)(?![a-z])")
# "Filing an appeal doesn't stop interest", and not "holding the refund".
_DOING_SO: Final = re.compile(
    r"[a-z]{2,}ing (?:[a-z-]+ ){1,6}?(?:isn't|doesn't|does not|won't|will|costs?|stops?|starts?|takes?|means"
    r"|makes?|is|keeps?)(?![a-z])"
)
_DEFINITE: Final = re.compile("[dA1nNI,]")
# "To claim the credit, complete the schedule".
_IN_ORDER_TO: Final = re.compile("to [a-z]+ (?:an?|it|more|that|the|this|your)(?![a-z])")
_GOES: Final = re.compile("h")
_PAST: Final = re.compile("[wHIb]")
_SUBJECT_REACH: Final = 6
_HOW_TO: Final = re.compile("how (?!come)")
PERCENT: Final = re.compile("%|per ?cent|por ciento|por cento")
_UP_TO: Final = whole_words("up to | at most | limit | maximum | hasta | no maximo | each | per person")
_TOLD_HERE: Final[dict[str, str]] = {
    # What is filed or not: told of a person, it is theirs.
    **dict.fromkeys(("reported", "listed", "declared", "claimed", "declare"), parts.FILED),
    # What was asked about.
    **dict.fromkeys(("it", "mine", "yours", "that", "this", "eso", "isso", "mio", "meu"), "_"),
    # What somebody says begins a clause of its own.
    **dict.fromkeys(("says", "say", "dice", "dicen", "diz", "dizem"), parts.PAUSE),
    "they": parts.OUTSIDER,
}
_WHO_SEES: Final = frozenset(parts.OFFICER + parts.ACTOR + parts.HOW + parts.NOT)
# What somebody speaks of who speaks of themselves.
_MINE: Final = whole_words(
    r"""
    (?<!\d)i | me | my | mine
    yo | mis? | mi[oa] | debo | gano | tengo | pague | recibi | hice | nos
    eu | meus? | minhas? | devo | ganho | paguei | recebi | fiz | declarei
    """
)
# Words that only taxes and support are told in, for texts of which nobody knows whose they are.
_OF_TAXES: Final = whole_words(
    r"""
    tax(?:es)? | audit(?:ed|or|s|ing)? | lev(?:y|ied)
    garnish[a-z]* | withh[a-z]+ | w-?2s? | 1099(?:-[a-z]+)?
    deductions? | irs | dor | revenue | child support | on support | in support | dependents?
    head of household | paycheck | your refund | my refund
    impuestos? | auditoria | gravamen | embarg[a-z]+ | manutencion | declaracion | reembolso | retencion
    impostos? | auditoria | penhor[a-z]+ | pensao | declaracao | restituicao | retencao
    """
)
# Nobody's taxes: addresses of pages, what is signed by everybody, passwords, parcels.
OF_THE_SITE: Final = whole_words(
    r"""
    www | https? | [a-z]+/[a-z]+/[a-z]+ | [a-z]+/[a-z-]+\.[a-z]+
    did (?:my|your) (?:own )?taxes (?:with|on|by|using|through)
    direct file (?:does|doesn.?t|only|can|can.?t|cannot|is|isn.?t|supports)
    based on | declare that | authorize | consent(?:ed)?
    password | passcode | log ?in | sign in | user ?name | profile | browser | website | session
    shipped | invoice | ticket | docket
    upload(?:ed)? | link | scan(?:ned)? | zip files? | pdf | photo | contrasena | enlace | senha
    """
)


def told_by(sentence: Sentence, *, is_to_one_person: bool) -> Told | None:
    """Tell what a sentence tells of somebody, or None.

    is_to_one_person: whose it is, is known from around the text.
    """
    is_mine = _MINE.search(sentence.text) is not None
    if _is_general(sentence, is_mine=is_mine):
        return None
    is_known = is_to_one_person or sentence.has_title
    if not is_to_one_person and not ((is_mine or is_known) and _OF_TAXES.search(sentence.text)):
        return None
    letters = _letters_of(sentence)
    last = len(letters) - 1
    is_of_somebody = is_mine or _SOMEBODY.search(letters) is not None
    is_over = (
        is_to_one_person and not is_any_of(sentence.tokens, 0) and _WAS.search(f".{letters}.") is not None
    )
    for clause in _CLAUSE.finditer(letters):
        if clause.start() == 0 and _ORDER.match(sentence.text) and not _WAS_THEIRS.search(clause[0]):
            continue
        if _tells_of_taxes(clause, sentence, is_mine=is_mine, is_known=is_known):
            is_firm = is_of_somebody or is_over or _DECIDED.search(f".{clause[0]}.") is not None
            return Told(clause.start(), clause.end() - 1, is_firm)
    if sentence.has_condition:
        return None
    if _UP_TO.search(sentence.text):
        return None
    is_said = is_mine or (is_to_one_person and not {parts.MAY, parts.TALK} & set(letters))
    if is_said and is_of_money(sentence.text, has_sign=not is_to_one_person):
        return Told(0, last, is_of_somebody or is_over)
    if not is_to_one_person or {parts.MAY, parts.TALK} & set(letters):
        return None
    if is_of_every_day(letters, sentence.text):
        return None
    if _UNNAMED.search(f".{letters}."):
        return Told(0, last, is_firm=False)
    return None


def _letters_of(sentence: Sentence) -> str:
    """Tell the parts once more, with what counts only here: who "they" are, what "it" is, what "I see" is."""
    told = [
        _TOLD_HERE.get(token.word, letter)
        for letter, token in zip(sentence.letters, sentence.tokens, strict=True)
    ]
    for index, token in enumerate(sentence.tokens):
        if token.word == "see" and index and told[index - 1] in _WHO_SEES:
            told[index] = parts.HAPPENS
    return "".join(told)


def _is_general(sentence: Sentence, *, is_mine: bool) -> bool:
    """Tell whether a sentence speaks of everybody, asks how things are done, or is of the site.

    Who speaks of themselves may ask: "why did you take my refund?"
    """
    marked = f".{sentence.letters}."
    if OF_THE_SITE.search(sentence.text) or len(sentence.tokens) > _LONGEST_SENTENCE:
        return True
    if _MASKED.match(sentence.text):
        return True
    if sentence.is_example or _HOW_TO.match(sentence.text) or _TO_BE_SEEN.match(sentence.text):
        return True
    if is_mine:
        return False
    if sentence.asks or sentence.letters[0] == parts.ASKS or sentence.text.startswith("what's"):
        return True
    if sentence.is_of_anybody or _WHO.search(marked):
        return True
    if _IN_ORDER_TO.match(sentence.text) and finite_verb([token.word for token in sentence.tokens]) is None:
        return True
    if is_told_of_office(sentence.letters, sentence.tokens):
        return True
    if parts.WHOSE in marked or parts.PERSON in marked:
        return False
    if _is_of_all_such(sentence):
        return True
    if _FOR_SUCH.search(sentence.text) or _OF_SUCH.search(sentence.text):
        return True
    if PERCENT.search(sentence.text) or _COUNTED.search(marked):
        return True
    if parts.MATTER not in marked and any(token.word in BY_LAW_ALONE for token in sentence.tokens):
        return True
    if OF_ALL.search(sentence.text) and not _NOTED_FIRST.match(marked):
        return True
    several = _SEVERAL.match(marked)
    return several is not None and is_plural(_last_word(sentence, several.end() - 2))


def _is_of_all_such(sentence: Sentence) -> bool:
    """Tell whether an English sentence tells how all such things are: its subject has no article, or any."""
    words = [token.word for token in sentence.tokens]
    if words[0] == "whoever" or _DOING_SO.match(sentence.text):
        return True
    for index in range(1, min(len(words), _SUBJECT_REACH)):
        if _DEFINITE.search(sentence.letters, 0, index):
            break
        if is_plural(_last_word(sentence, index - 1)) and words[index] in _ALL_WHO:
            return True
    if (
        is_any_of(sentence.tokens, 0)
        and _GOES.search(sentence.letters)
        and not _PAST.search(sentence.letters)
    ):
        # "A credit for it goes on Schedule B".
        return True
    verb = finite_verb(words)
    if verb is None or verb.tense is not Tense.PRESENT:
        return False
    if subject_of(words[: verb.subject_end]) not in {Subject.OTHER, Subject.NOBODY}:
        return False
    predicate = words[verb.place + 1 : verb.place + 3]
    return _AS_ALL_ARE.match(sentence.letters, verb.place + 1) is not None or not SO_FOR_ALL.isdisjoint(
        predicate
    )


def _last_word(sentence: Sentence, index: int) -> str:
    """Tell the last word of what a letter stands for: "bills" of "tax bills"."""
    return sentence.text[: sentence.tokens[index].end - sentence.tokens[0].start].rpartition(" ")[2]


def _tells_of_taxes(clause: re.Match[str], sentence: Sentence, *, is_mine: bool, is_known: bool) -> bool:
    """Tell whether a clause says that something of somebody's taxes happened, or how it stands."""
    marked = f".{clause[0]}."
    first, last = sentence.tokens[clause.start()], sentence.tokens[clause.end() - 1]
    begins = sentence.tokens[0].start
    words = sentence.text[first.start - begins : last.end - begins]
    if is_of_every_day(clause[0], words):
        return False
    event = _EVENT.search(marked)
    if event is None or _MAY.search(marked, 0, event.start()):
        return False
    if not is_mine and _WRITTEN.search(marked, 0, event.start()):
        return False
    if sentence.has_condition:
        before = sentence.letters[: clause.start() + event.start()]
        if not is_mine or parts.IF in before:
            return False
    if not is_known and not _OF_THEMSELVES.search(marked):
        return False
    if _MATTER.search(marked) or _CASE.search(marked):
        return True
    return is_mine and _OF_TAXES.search(words) is not None
