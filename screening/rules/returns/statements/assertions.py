"""What a sentence asserts of one person's taxes in their own thread, whatever form it has.

The forms of sentences and the short notes know how things are usually said. In the thread of one person it
is asked the other way round. What is general is taken away: what follows an "if" or a "how", what may or must
be, what somebody is told to do, and what is only written about. Of what is left of a clause it is asked what
it tells, of what, and of whom; `ROWS` says which of that is theirs.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from screening.rules.returns.statements import parts
from screening.rules.returns.statements.assertion_rows import (
    ANY_ROW_TELLS,
    HOW,
    ROWS,
    SUM,
    WAS_SO,
    Row,
    Who,
)
from screening.rules.returns.statements.hearing import (
    DO,
    HE_OR_SHE,
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


# What people do who write to each other: nothing of it is of taxes.
_TALKED: Final = whole_words(
    r"""
    tried calling | ring(?:ing)? | requested | visited | signed (?:in|up|on|out) | stopped by | came (?:in|by)
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
    changed (?:much )?in (?:years|decades)
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
_IS_TALK: Final = re.compile("(?<![at])t|[T4]")
# "The tax you paid is on line 5": what it was that is.
_IS: Final = re.compile("[bhlk]")
_WHAT_WAS: Final = re.compile(f"(?<=[mMVxt2])[PA13]{HOW}H?[EDFLO]")

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
_GENERAL: Final = re.compile(f"[kZt{DO}]|C(?!{HOW}K)|z{HOW}[BKE]")


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
        if not is_of_them and not ANY_ROW_TELLS.search(said):
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
            yield Asserted(clause.start(), clause.end() - 1, WAS_SO.search(said) is not None)


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
