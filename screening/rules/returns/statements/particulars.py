"""What is said of one case in a few words, or by somebody of their own taxes.

"Not eligible for the plan. You defaulted twice." and "They took my whole paycheck" have none of the forms of
sentences. So four things are asked of a sentence: is it general, does a clause of it tell what happened or
how it stands, is that a matter of taxes, and whose is it. Each is a pattern or function of its own here.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from screening.rules.returns.statements import parts
from screening.rules.returns.statements.sums import is_of_money
from screening.rules.returns.statements.tagging import Token
from screening.rules.writing import whole_words

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
    """Say between which tokens something is told; not named is what happened to whatever was asked about."""

    first: int
    last: int
    is_named: bool


_HOW: Final = "[ro]{0,3}"
# "The tax you owe" is anybody's.
_SUBJECT: Final = "(?<=[.,yrnNP])"
_NO_VERB: Final = "[^wHbhkl7cAP13.,]"
# It happened: "went through", "was returned", "foi depositado", "you sent", "did you take".
_HAPPENED: Final = (
    rf"I|[wH]{_HOW}u?{_HOW}[EDFSsOQ]|b{_HOW}u{_HOW}[EDFS]"
    rf"|(?:{_SUBJECT}[PA]|[136])[rox]{{0,3}}(?:[EDFLQ]|B(?=x?n))"
    rf"|w[PA3]{_HOW}[BEDFK]|(?<![bhr])o[EDF]|(?<![bhrklC])oB|S|[ro]{{1,2}}F|(?<=[.,])W[^.,]{{0,3}}M"
)
# As notes are written, without a verb: "request granted", "nothing withheld", "not eligible", "denied".
_NOTED: Final = (
    rf"(?<=[.,]){_NO_VERB}{{0,4}}?(?:[MmV]{_NO_VERB}{{0,4}}?[DEs]|oQ|oAfd?|x[DFU]|oMU|[dn]{{0,2}}[Mm]s)"
    rf"|(?<=[.,])(?:r{{0,2}}(?:[DS]|E(?=[.,NY])|oE)|r{{1,2}}s|s(?=[.,NY])|r?vpY)"
)
# How it stands: "is on hold", "sigue en revision", "there is a lien on", "we have two jobs".
_STANDS: Final = (
    rf"[bh]{_HOW}x?[sSG]|[A136]{_HOW}h|(?:{_SUBJECT}[PA]|[VY136]){_HOW}O|(?<=[.,q])[ro]{{0,2}}[Oh]|(?:be|e[bw])[dxnrs]{{0,4}}[MnV]"
    rf"|[A1]{_HOW}H[dnx]{{0,3}}[Mm]|(?<=[.,])x?K[d6]x?M"
)
_EVENT: Final = re.compile(f"{_HAPPENED}|{_NOTED}|{_STANDS}")
# Nothing but what happened, of whatever was asked about: "it went out", "received", "still in review".
_UNNAMED: Final = re.compile(
    rf"(?<=[.,])(?:(?:_|d?n{{1,2}}(?=I))?{_HOW}(?:I|w{_HOW}[EDsS]|[bh]{_HOW}s|H{_HOW}u?[EDsS])|_[xT]{{0,2}}[Ds]"
    rf"|r?(?:oE|[DE](?=[.,N])|rs)|[A1]{_HOW}[Ds]_)"
)
# "A lien", "was garnished", "filed against you", "you reported none", "no record of", "denied."
_MATTER: Final = re.compile(
    rf"[MmOX]|[bwu][ro]{{0,3}}S|[136P]H?S|S[6P]|FpP|(?<=[.,q])r?[P136]{_HOW}F|P{_HOW}[wb]?{_HOW}Q"
    r"|F[^.,]{0,3}n|oF|Y3|oA|xU|[.]D[.]|Y[FE](?=[wIH])|e[bw][^.,]{0,5}n[pf]Y"
)
# Of a case or account only what somebody decides, or where it stands: everybody opens one.
_CASE: Final = re.compile(rf"V[^.,]{{0,3}}[DSs]|V{_HOW}h{_HOW}s|[A1]{_HOW}DY?V|[DSs]YV")
# "My return was", "I owe three", "I never filed": what a text says of its writer, without anything around it.
_OF_THEMSELVES: Final = re.compile(rf"6[^.,]{{0,4}}[MmXS]|1b?{_HOW}u?{_HOW}(?:O|[FLS][^.,]{{0,3}}[nMm])|S6")
_CLAUSE: Final = re.compile("[^,j7]+")
# Before what happens in a clause: what may be, or is only asked for, and what is written.
_MAY: Final = re.compile(r"[klZ]|z[^.,]{0,3}\Z|C\Z")
_WRITTEN: Final = re.compile("[tZ]")
# "Offers are": of all of them. "A parent who": of anybody. "The department accepted 61 offers": how many.
_OF_ALL: Final = re.compile(r"\.[sDxrEF]?[Mm]{1,3}")
_WHO: Final = re.compile("d[xm]{1,2}q")
_COUNTED: Final = re.compile(r"A[^.,]{0,3}n[xD]?[Mm]")
_PERCENT: Final = re.compile("%|per ?cent|por ciento|por cento")
# What is filed or not: told of a person, it is theirs.
_FILED: Final = frozenset({"reported", "listed", "declared", "claimed", "declare"})
_BACK: Final = "_"
_POINTS_BACK: Final = frozenset({"it", "mine", "yours", "that", "this", "eso", "isso", "mio", "meu"})
# What somebody speaks of who speaks of themselves.
_MINE: Final = whole_words(
    """
    i | me | my | mine
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
_OF_THE_SITE: Final = whole_words(
    r"""
    www | https? | [a-z]+/[a-z]+/[a-z]+ | [a-z]+/[a-z-]+\.[a-z]+
    based on | declare that | authorize | consent(?:ed)?
    password | passcode | log ?in | sign in | user ?name | profile | browser | website | session
    shipped | invoice | ticket | docket
    upload(?:ed)? | link | scan(?:ned)? | pdf | photo | office | contrasena | enlace | senha
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
    for clause in _CLAUSE.finditer(letters):
        if _tells_of_taxes(clause, sentence, is_mine=is_mine, is_known=is_known):
            return Told(clause.start(), clause.end() - 1, is_named=True)
    if sentence.has_condition:
        return None
    is_said = is_mine or (is_to_one_person and not {parts.MAY, parts.TALK} & set(letters))
    if is_said and is_of_money(sentence.text, has_sign=not is_to_one_person):
        return Told(0, last, is_named=True)
    if is_to_one_person and parts.TALK not in letters and _UNNAMED.search(f".{letters}."):
        return Told(0, last, is_named=False)
    return None


def _letters_of(sentence: Sentence) -> str:
    """Tell the parts once more, with what points back to what was asked, and what is declared."""
    return "".join(
        _BACK if token.word in _POINTS_BACK else parts.FILED if token.word in _FILED else letter
        for letter, token in zip(sentence.letters, sentence.tokens, strict=True)
    )


def _is_general(sentence: Sentence, *, is_mine: bool) -> bool:
    """Tell whether a sentence speaks of everybody, asks how things are done, or is of the site.

    Who speaks of themselves may ask: "why did you take my refund?"
    """
    marked = f".{sentence.letters}."
    if _OF_THE_SITE.search(sentence.text) or len(sentence.tokens) > _LONGEST_SENTENCE:
        return True
    if sentence.is_example or sentence.text.startswith("how "):
        return True
    if is_mine:
        return False
    if sentence.asks or sentence.letters[0] == parts.ASKS or sentence.text.startswith("what's"):
        return True
    if sentence.is_of_anybody or _WHO.search(marked):
        return True
    if parts.WHOSE in marked or parts.PERSON in marked:
        return False
    if _PERCENT.search(sentence.text) or _COUNTED.search(marked):
        return True
    several = _OF_ALL.match(marked)
    return several is not None and is_plural(sentence.tokens[several.end() - 2].word)


def _tells_of_taxes(clause: re.Match[str], sentence: Sentence, *, is_mine: bool, is_known: bool) -> bool:
    """Tell whether a clause says that something of somebody's taxes happened, or how it stands."""
    marked = f".{clause[0]}."
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
    first, last = sentence.tokens[clause.start()], sentence.tokens[clause.end() - 1]
    begins = sentence.tokens[0].start
    return is_mine and _OF_TAXES.search(sentence.text, first.start - begins, last.end - begins) is not None


def is_plural(word: str) -> bool:
    """Tell whether an English, Spanish or Portuguese word speaks of several."""
    return word.endswith("s") and "'" not in word
