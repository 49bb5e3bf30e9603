"""Find the sentences that say how something of one person stands."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from screening.readings import Reading
from screening.rules.names import NO_NAME
from screening.rules.returns.addressee import named_places
from screening.rules.returns.generality import Generality
from screening.rules.returns.sentences import Sentences, is_any
from screening.rules.returns.statements import english, forms, parts
from screening.rules.returns.statements.assertions import asserted_by
from screening.rules.returns.statements.english_episodes import episodes
from screening.rules.returns.statements.english_subjects import is_of_office, is_told_of_office
from screening.rules.returns.statements.episodes import Clause, clauses_of, phrasing_of
from screening.rules.returns.statements.hearing import BY_LAW_ALONE, tells_nothing
from screening.rules.returns.statements.particulars import (
    LONGEST_TEXT,
    OF_THE_SITE,
    PERCENT,
    Sentence,
    told_by,
)
from screening.rules.returns.statements.phrasings import Phrasing
from screening.rules.returns.statements.tagging import (
    Token,
    is_any_of,
    is_plural,
    sentences_of,
    tagged,
)
from screening.rules.returns.ties import Ties
from screening.rules.writing import word_set
from screening.sights import Sight
from screening.verdicts import Kind, Why

_SPEAKS: Final = re.compile(r"[MmVOSQFIX2]")
_OF_TAXES: Final = re.compile("[MmOSQ2]")
# Where an office, a page or a call was spoken of, only these are somebody's.
_OF_SOMEBODY: Final = re.compile("[MOSQ2XFYPmD]")
# "Thank you": nobody's taxes yet.
_THANKS: Final = frozenset({"thank", "thanks"})
# "Received, thanks": of a paper; "denied, thanks" would be of a case.
_GRATITUDE: Final = word_set("thank thanks gracias obrigado obrigada")
_FEW: Final = 6
_OF_A_CASE: Final = re.compile("[MOSXQ2D]")
_RULE: Final = re.compile("[ck167]")
# "To appeal", "may appeal", "did not appeal".
_AFTER_WHAT_VERBS_STAND: Final = re.compile(r"(?:[zkLC]|[wHkbr][ro]{0,2}o)\Z")
# "Is denied when another person claims it" is a rule, "was denied when we saw it" is none.
_HOLDS_IF: Final = re.compile("[^.,]{0,8}c")
# Beside these, tips are income; elsewhere they are advice.
_OF_PAY: Final = word_set(
    """
    reported report wages wage earned earn income server servers waiter waitress restaurant cash
    allocated declared employer payroll w2
    """
)
# "Debe explicar" is what must be, "debe 500" what is owed.
_MUST: Final = frozenset({"debe", "deben", "deve", "devem"})
_INFINITIVE: Final = re.compile("[aei]r(?:l[aeo]s?|se|nos)?$")
# "About $400" is how much; "about 2022" is what is talked about.
_ROUGHLY: Final = re.compile(r"\$|(?!(?:19|20)\d\d)\d")
_HAPPENED: Final = re.compile("[wHIEFl]|[A31][ro]{0,2}D")
_ARE: Final = re.compile("M{1,2}D?[bIw]")
_OF_WHICH_THERE_IS_NONE: Final = frozenset({"balance", "levy", "lien", "offset", "audit"})
_TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "sra", "sr", "srta", "senora", "senor", "senhora", "senhor"}
)
_NAMED: Final = re.compile(
    r"(?<![^\W\d_])(?:(?:Mr|Mrs|Ms|Miss|Dr|Sra|Sr|Srta|Dona|[Ss]enhora?|[Ss]enora?|[Ss]enor)\.? "
    r"[A-Z][a-z'-]{1,30}+"
    r"|(?!The |Our |This |New |Rhode |North |South |West |Puerto |United |Form |Schedule |Line |Child )"
    r"(?!Direct |Social |Tax |Mass|Dear |Hello |Hi |Senior |Circuit )[A-Z][a-z'-]{1,30}+ (?:[A-Z]\.? )?"
    r"[A-Z][a-z-]{1,30}+)"
)
# "..., is that right?", "..., correct?": before it, it is told.
_ASKS_BACK: Final = re.compile(",[^,]{1,3}$")
# "Economic Impact Payments", "Barnstable County": the name of a thing, or of a place.
_NO_NAME_NEXT: Final = re.compile(
    r" (?:Payments?|Credits?|Act|Programs?|Funds?|Schedules?|County|Tax|Plans?)\b"
)
# "Your 2022 Form 1": forms of these numbers are returns, of Massachusetts or federal.
_RETURNS: Final = frozenset({"1", "2", "3", "355", "706", "941", "990", "1040", "1041", "1065", "1120"})
_WHOSE_FORM: Final = re.compile("Yn?$")
# "A bounced payment".
_AS_ADJECTIVE: Final = re.compile("d.[MmVxt]$")


class _Said(NamedTuple):
    """Hold one sentence: a letter for each of the tokens that are kept, and all of them."""

    letters: str
    kept: list[Token]
    tokens: list[Token]


_SHORT: Final = 2
_WHO_MAKES_LAW: Final = word_set("ballot congress governor lawmakers legislature referendum voters")


class _Text(NamedTuple):
    """Hold a reading and what was found in all of it."""

    reading: Reading
    sentences: Sentences
    generality: Generality
    ties: Ties
    people: Mapping[int, int]
    phrasing: Phrasing | None


def statements(reading: Reading, sentences: Sentences, generality: Generality, ties: Ties) -> Iterator[Sight]:
    """See what a text says of somebody's taxes in words; no questions, conditions or rules."""
    text = _Text(reading, sentences, generality, ties, _people(reading), None)
    is_theirs = False
    said = []
    # Lists have the same one word on thousands of lines.
    alone: dict[str, str] = {}
    for tokens in sentences_of(reading.text, sentences.ends):
        reading.deadline.check()
        is_alone = len(tokens) == 1 and tokens[0].start not in text.people
        if is_alone and (known := alone.get(tokens[0].word)):
            said.append(_Said(known, tokens * len(known), tokens))
            continue
        letters, kept = tagged(tokens, text.people)
        said.append(_Said(forms.without_talk(_verbs_told(letters, kept)), kept, tokens))
        if is_alone:
            alone[tokens[0].word] = said[-1].letters
    is_of_taxes = any(_OF_TAXES.search(sentence.letters) for sentence in said)
    if reading.around.is_to_one_person:
        text = text._replace(
            phrasing=phrasing_of(reading, [token for sentence in said for token in sentence.kept])
        )
    is_long = len(reading.text) > LONGEST_TEXT
    was_of_office = False
    for sentence in said:
        reading.deadline.check()
        # Only short texts are read word by word; forms and assertions have more than this in them.
        if is_long and tells_nothing(sentence.letters, sentence.kept):
            continue
        was_of_office = was_of_office or is_of_office(sentence.tokens)
        found = list(_in_forms(text, sentence.letters, sentence.kept, is_theirs=is_theirs))
        is_theirs = is_theirs or parts.WHOSE in sentence.letters
        if not found and not _is_of_nobody(sentence):
            found = list(
                _in_their_thread(text, sentence, is_of_taxes=is_of_taxes, was_of_office=was_of_office)
            )
        yield from found


def _is_of_nobody(sentence: _Said) -> bool:
    """Tell whether a sentence tells of an office, a page or a call, and of nobody's taxes."""
    letters = sentence.letters
    is_thanks = any(token.word in _GRATITUDE for token in sentence.kept)
    if is_thanks and len(sentence.kept) <= _FEW and not _OF_A_CASE.search(letters):
        return True
    if sentence.kept[0].word in _THANKS:
        letters = letters.replace(parts.PERSON, parts.OTHER, 1)
    return not _OF_SOMEBODY.search(letters) and is_told_of_office(letters, sentence.kept)


def _in_their_thread(
    text: _Text, sentence: _Said, *, is_of_taxes: bool, was_of_office: bool
) -> Iterator[Sight]:
    """See what a sentence says that has none of the forms: noted, asserted of somebody, or that happened."""
    letters, kept, tokens = sentence
    noted = list(_in_particular(text, letters, kept))
    if not text.reading.around.is_to_one_person:
        yield from noted
        return
    told = _Clauses(text, letters, kept)
    noted = [sight for sight in noted if not told.are_harmless(sight.start, sight.end)]
    if any(not sight.is_doubtful for sight in noted):
        yield from noted
        return
    if (told_until := _told_until(text, letters, kept)) > kept[0].start:
        asserted = asserted_by(letters, kept, is_of_taxes=is_of_taxes)
        places = [(kept[each.first].start, kept[each.last].end, each.was) for each in asserted]
        for start, end, was in [*places, *((*place, True) for place in told.places())]:
            if start >= told_until or _is_of_all(text, start, end, was=was) or told.are_harmless(start, end):
                continue
            yield Sight(Kind.RETURN_INFORMATION, start, end, Why.STATE)
            return
        happened = episodes(tokens, is_of_taxes=is_of_taxes, was_of_office=was_of_office)
        for start, end in happened if text.phrasing is None else ():
            if start >= told_until or OF_THE_SITE.search(text.reading.text, start, end):
                continue
            yield Sight(Kind.RETURN_INFORMATION, start, end, Why.STATE)
            return
    # "The link was dead. It has been fixed": of what was spoken of before.
    if not was_of_office:
        yield from noted


class _Clauses:
    """Hold the clauses of a Spanish or Portuguese sentence in somebody's thread."""

    def __init__(self, text: _Text, letters: str, kept: list[Token]) -> None:
        """Find them; an English sentence has none here."""
        self._clauses: list[Clause] = []
        # Lists have thousands of short words, and none is looked into.
        if text.phrasing and any(len(token.word) > _SHORT for token in kept):
            self._clauses += clauses_of(text.reading, letters, kept, text.phrasing)
        self._ends = [clause.end for clause in self._clauses]
        self._telling = [clause.start for clause in self._clauses if not clause.is_harmless]

    def places(self) -> Iterator[tuple[int, int]]:
        """Yield from where to where something is told of somebody."""
        for clause in self._clauses:
            if clause.tells:
                yield clause.start, clause.until

    def are_harmless(self, start: int, end: int) -> bool:
        """Tell whether nobody's taxes are told in any of the clauses from `start` to `end`."""
        first = bisect_right(self._ends, start)
        if first == len(self._clauses) or self._clauses[first].start >= end:
            return False
        return not is_any(self._telling, self._clauses[first].start, end)


def _told_until(text: _Text, letters: str, kept: list[Token]) -> int:
    """Tell up to where a sentence tells, and neither asks nor supposes: its start, a pause, or its end.

    Who asks about what is their own tells of it.
    """
    start, end = kept[0].start, kept[-1].end
    if text.generality.is_example(start, end):
        return start
    asks_from = text.sentences.asks_from(kept[0].end)
    if asks_from is None or parts.MINE in letters or _ASKS_BACK.search(letters):
        return end
    return asks_from


def _is_of_all(text: _Text, start: int, end: int, *, was: bool) -> bool:
    """Tell whether a clause speaks of everybody, of a share, or of the site; a share that was is of one."""
    read = text.reading.text
    return (
        text.generality.is_of_anybody(start, end)
        or OF_THE_SITE.search(read, start, end) is not None
        or (not was and PERCENT.search(read, start, end) is not None)
    )


def _in_particular(text: _Text, letters: str, kept: list[Token]) -> Iterator[Sight]:
    """See what a sentence says that has none of the forms; doubtful, where it does not say of what."""
    reading, generality = text.reading, text.generality
    if len(reading.text) > LONGEST_TEXT:
        return
    start, end = kept[0].start, kept[-1].end
    sentence = Sentence(
        letters,
        kept,
        reading.text[start:end],
        has_title=any(token.word in _TITLES and token.start in text.people for token in kept),
        asks=text.sentences.is_question(end),
        is_of_anybody=generality.is_of_anybody(start, end),
        has_condition=generality.has_condition(start, end),
        is_example=generality.is_example(start, end),
    )
    if told := told_by(sentence, is_to_one_person=reading.around.is_to_one_person):
        yield Sight(
            Kind.RETURN_INFORMATION,
            kept[told.first].start,
            kept[told.last].end,
            Why.STATE,
            is_doubtful=not told.is_firm,
        )


def _in_forms(text: _Text, letters: str, kept: list[Token], *, is_theirs: bool) -> Iterator[Sight]:
    """See what the forms of sentences say.

    is_theirs: a sentence before said "your", so that "the penalty has been removed" goes on with it.
    """
    reading, sentences, generality, ties, *_ = text
    if not _SPEAKS.search(letters):
        return
    is_tied = "Y" in letters or "P" in letters or ties.is_to_one_person
    marked = "." + letters + "."
    is_said = not _RULE.search(letters) and ("Y" in letters or "P" in letters)
    for form in (
        forms.TIED,
        *((forms.LOOSE,) if is_tied else (forms.GOES_ON,) if is_theirs else ()),
        *((forms.TOGETHER,) if is_said else ()),
    ):
        for match in form.finditer(marked):
            start, end = kept[match.start() - 1].start, kept[match.end() - 2].end
            if (
                marked[match.start() - 1] in parts.IF + parts.ASKS
                or sentences.is_question(end)
                or generality.is_open(start, end)
            ):
                continue
            if _HOLDS_IF.match(marked, match.end()) and not _HAPPENED.search(match[0]):
                continue
            # "Hearings are held", "penalties came to": of all of them.
            if form is forms.LOOSE and _ARE.match(match[0]) and is_plural(kept[match.start() - 1].word):
                continue
            if form is forms.LOOSE and _is_any(match, letters, kept):
                continue
            # "The septic credit was raised": for everybody, unless it is somebody's.
            if form is forms.LOOSE and parts.WHOSE not in letters and _is_by_law(letters, kept):
                continue
            # "A penalty of 1% a month runs" is a rule, "your penalty of 1%" is somebody's.
            if form is forms.LOOSE and "%" in reading.text[start:end]:
                continue
            if "l" in match[0] and generality.may_not_come(start, end):
                continue
            yield Sight(Kind.RETURN_INFORMATION, start, end, Why.STATE)


def _is_any(match: re.Match[str], letters: str, kept: list[Token]) -> bool:
    """Tell whether any is spoken of: "a lien is released once it is paid", but not "a refund is approved".

    Nor where it was, nor where somebody is in the sentence.
    """
    if not is_any_of(kept, match.start() - 1) or _HAPPENED.search(match[0]):
        return False
    return match.end() <= len(letters) and not {parts.PERSON, parts.WHOSE, parts.MINE} & set(letters)


def _is_by_law(letters: str, kept: list[Token]) -> bool:
    if parts.MATTER in letters:
        return False
    return any(token.word in BY_LAW_ALONE or token.word in _WHO_MAKES_LAW for token in kept)


def _people(reading: Reading) -> dict[int, int]:
    """Tell where names of people start, and where they end."""
    named = (match.span() for match in reading.matches_in_case(_NAMED))
    people = {
        start: end
        for start, end in named
        if not NO_NAME.search(reading.text, start, end) and not _NO_NAME_NEXT.match(reading.cased, end)
    }
    return dict(named_places(reading)) | people


def _verbs_told(letters: str, kept: list[Token]) -> str:
    """Take verbs for verbs: what follows "to" in "to appeal a levy", and what is only told, as "answered"."""
    told = list(letters)
    tells_of_pay = any(token.word in _OF_PAY for token in kept)
    for index, (word, _, _) in enumerate(kept):
        if word == "tips" and not tells_of_pay:
            told[index] = parts.OTHER
        elif word in english.TOLD:
            told[index] = "T"
        elif word == "then" and index == 0:
            # The next step of how it is done: "Then we subtracted your deductions".
            told[index] = parts.IF
        elif word == "la" and letters[index + 1 : index + 2] in tuple("MmVX"):
            # "La auditoría", and not "la enviamos".
            told[index] = parts.ARTICLE
        elif word == "that" and letters[index + 1 : index + 2] in tuple("PYA1d"):
            told[index] = parts.THAT
        elif word == "about" and _ROUGHLY.match(_word_at(kept, index + 1)):
            told[index] = parts.HOW
        elif letters[index] == parts.WENT and _AS_ADJECTIVE.search(letters, max(index - 1, 0), index + 2):
            told[index] = parts.OTHER
        elif (
            word == "form"
            and _word_at(kept, index + 1) in _RETURNS
            and _WHOSE_FORM.search(letters, max(index - 2, 0), index)
        ):
            told[index] = parts.THING
        elif word == "may" and _in_may(kept, index):
            told[index] = parts.DAY
        elif word in _MUST and _INFINITIVE.search(_word_at(kept, index + 1)):
            told[index] = parts.MAY
        elif (
            word in english.VERBS
            and not _is_none_of(kept, index)
            and _AFTER_WHAT_VERBS_STAND.search(letters, max(index - 4, 0), index)
        ):
            told[index] = parts.FILE
    return "".join(told)


def _is_none_of(tokens: list[Token], index: int) -> bool:
    """Tell whether there is none of a matter: "no balance", and not "did not balance"."""
    return _word_before(tokens, index) == "no" and tokens[index].word in _OF_WHICH_THERE_IS_NONE


def _word_before(tokens: list[Token], index: int) -> str:
    return tokens[index - 1].word if index else ""


def _word_at(tokens: list[Token], index: int) -> str:
    return tokens[index].word if index < len(tokens) else ""


def _in_may(tokens: list[Token], index: int) -> bool:
    """Tell whether "may" is the month: after "in", "for", "by", or before a number."""
    before = _word_before(tokens, index)
    is_after = before in {"in", "for", "on", "of", "by", "since", "from", "last", "this"}
    return is_after or _word_at(tokens, index + 1)[:1].isdigit()
