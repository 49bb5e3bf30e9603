"""What a Spanish or Portuguese sentence tells as having happened, in the thread of one person.

Lists of matters and verbs end somewhere, and people write on. Both languages say by the end of a verb that
something happened once: "-ó", "-aron", "-ou". In one person's thread that is theirs, whatever it was, unless
it is harmless: people who write, call and wait, a site that was down, a law that changed. So the
harmless is listed, and of verbs only those that end like none (`spanish_episodes`, `portuguese_episodes`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from screening.readings import Reading
from screening.rules.returns.statements import parts, portuguese_episodes, spanish_episodes
from screening.rules.returns.statements.phrasings import Phrasing
from screening.rules.returns.statements.tagging import ENGLISH, PORTUGUESE, SPANISH, Token, language_of
from screening.rules.writing import word_set

_WORD: Final = re.compile(r"e-?mails?|[a-z]+|\d[\d.,]*|[,;()?]|:(?!\d)|(?<=\s)-(?=\s)")
# "La carta sobre su multa" is of a letter, "el cheque de su reembolso" is not, whatever else is named there.
_THEIRS: Final = re.compile(
    "Y[^,]{0,3}[MOSXm]|YV[^,]{0,4}[sDS]|[YP16][^,]{0,8}[MOSX2]|[MOSX2][^,]{0,8}[YP16]"
)
_SOMEBODY: Final = re.compile("[YP6]")
_PERSON: Final = re.compile("[YP]")
_SUBJECT: Final = re.compile("(?:el|la|los|las|o|a|os|as|una?|uma?) (?=[a-z]{3})")
_NEWS: Final = re.compile("[MmOSXPV]")
# "Salió ayer": of what, nobody knows.
_BARE: Final = re.compile("(?:(?:ya|ja|no|nao)'? )?[a-z]+(?:o'|ou|eu|iu)(?: (?:ayer|hoy|ontem|hoje|ya|ja'))?")
# Behind these, "-o" without an accent is a verb's end: "le quito", unless it is what the writer does now.
_BEFORE_VERBS: Final = frozenset({"le", "les", "se", "ya"})
_NO_PAST: Final = word_set(
    """
    no lo como mismo todo pronto listo solo puedo tengo quiero mando envio aviso pido digo creo espero hago
    debo recuerdo explico adjunto paso cuento
    """
)
# What ends or is spelled so in one of the two only.
_IS_SPANISH: Final = re.compile(r"(?:cion|aron|[ie]eron|dad)\Z|ll")
_IS_ROMANCE: Final = re.compile(r"(?:mos|[ai]d[oa]s?|[a-z]{3}ar)\Z")
_PORTUGUESE_LETTERS: Final = re.compile("[\u00e0\u00e3\u00f5\u00e7\u00ea\u00f4]")
_IS_PORTUGUESE: Final = re.compile(r"[^ivds]ou\Z|(?:ao|oes|agem)\Z|[ln]h")


class Clause(NamedTuple):
    """Hold from where to where in a reading a clause stands, and what it is.

    until: up to what may be, or is so of anybody.
    is_harmless: nobody's taxes are told in it.
    tells: it says that something happened to the person of the thread, or how they stand.
    """

    start: int
    until: int
    end: int
    is_harmless: bool
    tells: bool


def phrasing_of(reading: Reading, tokens: Sequence[Token]) -> Phrasing | None:
    """Tell by which words a text tells, from those that only one language has; None for English."""
    if _PORTUGUESE_LETTERS.search(reading.accented):
        return portuguese_episodes.PORTUGUESE
    words = [token.word for token in tokens]
    if language_of(list(tokens)) is ENGLISH and (
        any(map(_is_english, words)) or not any(map(_IS_ROMANCE.search, words))
    ):
        return None
    spanish = sum(
        (word in SPANISH.words and word not in PORTUGUESE.words) or _IS_SPANISH.search(word) is not None
        for word in words
    )
    portuguese = sum(
        (word in PORTUGUESE.words and word not in SPANISH.words) or _IS_PORTUGUESE.search(word) is not None
        for word in words
    )
    # No Spanish sentence begins with "o", and "é" is "is".
    portuguese += words[0] in {"o", "os"}
    portuguese += sum(token.word == "e" and reading.has_accent(token.start) for token in tokens)
    is_spanish = spanish > portuguese or (spanish == portuguese and "o" not in words)
    return spanish_episodes.SPANISH if is_spanish else portuguese_episodes.PORTUGUESE


def _is_english(word: str) -> bool:
    return word in ENGLISH.words and word not in SPANISH.words and word not in PORTUGUESE.words


def clauses_of(
    reading: Reading, letters: str, tokens: Sequence[Token], phrasing: Phrasing
) -> Iterator[Clause]:
    """Yield the clauses of a sentence that asks nothing, up to an "if"; letters: one for each of `tokens`.

    After a harmless clause another goes on with it, until it names a matter: "se cayó la página y ya volvió".
    """
    words = list(_WORD.finditer(reading.text, tokens[0].start, tokens[-1].end))
    starts = [token.start for token in tokens]
    written = _written(reading, words, dict(zip(starts, letters, strict=True)))
    begins = [0, *accumulate(len(word) + 1 for word in written)]
    said = " ".join(written)
    if supposed := phrasing.supposed.search(said):
        said = said[: supposed.start()]
        if not said:
            yield Clause(tokens[0].start, tokens[0].start, tokens[-1].end, is_harmless=True, tells=False)
            return
    is_harmless = False
    first = 0
    for stop, after in [*(match.span() for match in phrasing.joins.finditer(said)), (len(said), len(said))]:
        inside = range(bisect_left(begins, first), bisect_left(begins, stop))
        clause = said[first:stop].strip()
        first = after
        if not clause:
            continue
        start, end = words[inside[0]].start(), words[inside[-1]].end()
        told = letters[bisect_left(starts, start) : bisect_right(starts, end - 1)]
        is_theirs = _THEIRS.search(told) is not None
        if phrasing.harmless.search(clause) or (phrasing.of_all.search(clause) and not _PERSON.search(told)):
            is_harmless = not is_theirs
        elif is_theirs or _NEWS.search(told) or _has_subject(clause, phrasing):
            is_harmless = False
        general = phrasing.general.search(clause)
        said_of_one = clause[: general.start()].strip() if general else clause
        until = words[inside[0] + said_of_one.count(" ")].end()
        tells = not is_harmless and _tells(clause, phrasing)
        is_of_nobody = is_harmless or _is_general(clause, told, phrasing, tells=tells)
        if general and not is_of_nobody:
            tells = _tells(said_of_one, phrasing)
        is_told = tells and not is_of_nobody and not _BARE.fullmatch(said_of_one)
        yield Clause(start, until, end, is_of_nobody, is_told)
        # "A lo que pregunta: sí, le embargaron el sueldo": what was harmless ends at a colon.
        is_harmless = is_harmless and not said.startswith(":", stop)


def _has_subject(clause: str, phrasing: Phrasing) -> bool:
    """Tell whether a clause begins with what it is of: "el descuento empezó", and not "la mandé"."""
    begins = _SUBJECT.match(clause)
    return begins is not None and not (
        phrasing.happened.match(clause, begins.end()) or phrasing.may_have.match(clause, begins.end())
    )


def _tells(said: str, phrasing: Phrasing) -> bool:
    """Tell whether words say that something happened, or how it stands with somebody."""
    return _is_past(said, phrasing) or phrasing.stands.search(said) is not None


def _is_past(said: str, phrasing: Phrasing) -> bool:
    """Tell whether words say that something happened, and not only that people write and call."""
    verbs = list(phrasing.happened.finditer(said))
    if phrasing.once.search(said):
        verbs += phrasing.may_have.finditer(said)
    return any(not phrasing.talk.match(said, verb.start()) for verb in verbs)


def _is_general(clause: str, letters: str, phrasing: Phrasing, *, tells: bool) -> bool:
    """Tell whether a clause says what to do, what is always so, or only that people write and call.

    tells: it says that something happened, or how it stands with somebody.
    """
    if phrasing.order.match(clause):
        return True
    if tells:
        return False
    is_talk = phrasing.talk.search(clause) is not None and not _NEWS.search(letters)
    return is_talk or (phrasing.rule.search(clause) is not None and not _SOMEBODY.search(letters))


def _written(reading: Reading, words: Sequence[re.Match[str]], letters: Mapping[int, str]) -> list[str]:
    """Write each word, with a stroke after those that end with an accent, and a comma for any sign."""
    written: list[str] = []
    for index, word in enumerate(words):
        last = word[0][-1]
        # Who writes no accents writes "aprobo".
        is_past = last == "o" and (
            letters.get(word.start(), parts.OTHER) in parts.WENT + parts.FILED
            or (index > 0 and words[index - 1][0] in _BEFORE_VERBS and word[0] not in _NO_PAST)
        )
        if not last.isalnum():
            written.append(":" if last == ":" else ",")
        elif index and reading.cased[word.start()].isupper():
            # "Tadeu" is no verb, and neither is "Colibrí".
            written.append(word[0].capitalize())
        elif last in "aeio" and (reading.has_accent(word.end() - 1) or (is_past and not reading.accented)):
            written.append(word[0] + "'")
        else:
            written.append(word[0])
    return written
