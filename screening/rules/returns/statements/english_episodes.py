"""What happened once in one person's thread, in English: told by its tense, whatever it is that happened.

Lists of verbs know what was thought of. Here it is asked the other way round: whatever was, has been or goes
on is theirs, unless it is general, or of letters, calls, pages and offices: `english_subjects.py` lists them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from screening.rules.returns.statements.assertion_rows import SUM
from screening.rules.returns.statements.assertions import OF_ALL, is_of_every_day
from screening.rules.returns.statements.english_present import (
    is_decided,
    is_held_as,
    is_on_file,
    is_share,
    shows_as,
    stands,
)
from screening.rules.returns.statements.english_subjects import (
    OF_NOBODY,
    OFFICE,
    SO_FOR_ALL,
    TALK,
    THEIRS,
    Subject,
    is_of_office,
    is_office,
    subject_of,
)
from screening.rules.returns.statements.english_tenses import Tense, Verb, begins_with_past, finite_verb
from screening.rules.returns.statements.tagging import Token
from screening.rules.writing import whole_words, word_set


class Episode(NamedTuple):
    """Say from where to where in a reading something is told to have happened."""

    start: int
    end: int


class Around(NamedTuple):
    """Say what the text around a clause speaks of.

    taxes: of taxes, anywhere; all: of everybody, or anybody, in this sentence.
    office: of an office, a page or a rule, in this sentence.
    office_before: the same, in a sentence before, so that "it" may be that.
    """

    taxes: bool
    all: bool
    office: bool
    office_before: bool


_ENDS: Final = word_set(", ; : ( ) - \u2013 although and because but so though which while")
# A sentence that begins so supposes: "should it not come", "where a preparer does it".
_SUPPOSES_FIRST: Final = frozenset({"had", "should", "were", "where"})
# A clause that begins so asks, orders or supposes.
_NO_CLAUSE: Final = word_set(
    "after as before how if let once please should to until what when whenever where whether which who why"
)
_SUPPOSES: Final = word_set("assuming if otherwise provided suppose unless whenever whether")
_LEAVES_OPEN: Final = word_set("after before how until what when why")
# "You sold it if you disposed of it".
_DEFINES: Final = (["if", "you"], ["if", "it"], ["if", "they"])
# What follows these, somebody says: "I can see it was received".
_SAYS: Final = word_set(
    """
    afraid believe confirm confirmed mention mentioned noticed reason say says see shows swear think
    understand
    """
)
_BEGINS: Final = word_set("he her his i it its my our she somebody the their there they we you your yours")
# Where these or a year are spoken of, it is of taxes: an officer names only them, and "the 2019 one".
_OF_TAXES: Final = word_set(
    """
    accountant appraisal appraiser auditor bakery bank bar bond bookkeeper boss check checks claim collector
    commission condo decedent disclosure distillery domicile duplex employer estate estimate estimates ex
    examiner executor firm husband inventory judge kid kids landlord licence license lien llc markup mileage
    money officer partnership payroll preparer quarterlies quarterly registry restaurant restaurants reviewer
    routing shop shops social spouse store stores stub stubs surety tenant trust trustee valued wife
    """
)
_YEAR_OR_SUM: Final = re.compile(r"(?<!\d)20[012]\d(?!\d)|\$")
# "The short of it is that".
_SAID: Final = frozenset({"it", "say", "see"})
# "It looks like", "it turns out", "the bank told us".
_AS_IT_LOOKS: Final = {
    "like": frozenset({"looks", "seems", "sounds"}),
    "out": frozenset({"turned", "turns"}),
    "us": frozenset({"told"}),
}
# "Most of what you booked was".
_OF_WHAT: Final = ["of", "what"]
# "When in fact it was": what follows was.
_IN_FACT: Final = ["when", "in", "fact"]
_SINCE_WHO: Final = frozenset({"he", "it", "she", "they", "you", "your"})
# What people do who write to each other, where one word does not say so.
_OF_TALK: Final = whole_words(
    r"""
    (?:same|wrong|blank|empty) (?:files?|attachments?|documents?) | (?:christmas|holiday|greeting) cards?
    signed (?:in|on|out) | missed (?:you|your call) | break (?:it|anything) | name (?:wrong|right)
    on hold for (?:an? |[a-z\d]+ )?(?:hours?|minutes?)
    (?:was|were|is|are|am)(?: [a-z]+)? (?:right|wrong)
    """
)
# "We have you living in Lowell".
_HAVE_DOWN: Final = re.compile(r"(?:we|they|i) have (?:you|him|her) (?:[a-z]+ing|as|at|down|in)(?![a-z])")
# How old somebody is has rules of its own, which tell a year from a day.
_OF_AN_AGE: Final = whole_words(r"born | (?:turn(?:s|ed)?|am|is|are|was|were) \d{1,3}(?! [a-z]+s(?![a-z]))")
# "On the suspension list": whoever is listed as something.
_LIST: Final = "list"
_LISTS: Final = frozenset({"list", "lists"})
# "They said no to the offer".
_ANSWERED: Final = frozenset({"no", "yes"})
# "The years you asked about".
_ASKED: Final = frozenset({"asked", "called", "wrote"})
# What is done to pages and offices, and to somebody's case: "your offer was moved up".
_DONE_TO_CASES: Final = word_set(
    "closed flagged forwarded moved opened posted raised revised started transferred updated"
)
# "The department issued 3 million refunds".
_COUNTED: Final = re.compile(
    r"(?<![a-z])(?:department|agency|irs|dor|commissioner|state|government|we) [a-z]+ \d"
)
_WHO: Final = frozenset({"you", "he", "she", "u"})
_YOURS: Final = word_set("u ur you you'd you're you've your yours")
# What stands before the subject of a clause.
_LEADS_IN: Final = frozenset({"according", "as", "at", "by", "going", "in", "judging", "on", "under", "with"})
_NO_OBJECT: Final = word_set("about at by for from in is of on to was were with")
_OF_PRONOUN: Final = {"you": Subject.THEM, "she": Subject.THEM, "he": Subject.THEM, "we": Subject.WRITER}
# Of what was written off and checked out, letters and calls say nothing.
_NO_TALK: Final = frozenset(
    {
        ("called", "off"),
        ("calls", "for"),
        ("checked", "out"),
        ("closed", "my"),
        ("closed", "out"),
        ("closed", "the"),
        ("closed", "your"),
        ("closing", "out"),
        ("closing", "the"),
        ("closing", "your"),
        ("open", "balance"),
        ("open", "bill"),
        ("open", "year"),
        ("writing", "off"),
        ("written", "off"),
        ("wrote", "off"),
    }
)
_AS_OF: Final = ["as", "of"]
_SINCE_DAY: Final = 3
_WHOSE: Final = frozenset({"her", "his", "your"})
_TOLD_TO: Final = 3
_PREDICATE: Final = 3
"""Words after "is" that say how something is."""


def episodes(tokens: Sequence[Token], *, is_of_taxes: bool, was_of_office: bool) -> Iterator[Episode]:
    """Yield which clauses of an English sentence tell what happened to somebody.

    tokens: those of a sentence that asks nothing.
    is_of_taxes: the text that it stands in speaks of taxes.
    was_of_office: the text spoke of an office, a page or a rule before.
    """
    tokens = _without_asides(tokens)
    words = [token.word for token in tokens]
    is_of_taxes = (
        is_of_taxes
        or is_share(words)
        or any(word.partition("'")[0] in _OF_TAXES for word in words)
        or _YEAR_OR_SUM.search(" ".join(words)) is not None
    )
    if not words or words[0] in _SUPPOSES_FIRST or is_of_every_day("", " ".join(words)):
        return
    around = Around(is_of_taxes, words[0] in OF_NOBODY, is_of_office(tokens), was_of_office)
    for first, last in _clauses(words):
        clause = words[first:last]
        open_at = next((at for at in range(len(clause)) if _opens(clause, at)), len(clause))
        if clause[open_at : open_at + 2] in _DEFINES:
            return
        if open_at and _tells(clause[:open_at], around):
            yield Episode(tokens[first].start, tokens[first + open_at - 1].end)
        if open_at < len(clause) and clause[open_at] in _SUPPOSES:
            return


def _opens(words: Sequence[str], place: int) -> bool:
    """Tell whether what follows is only supposed, or asked; "as if you had two jobs" is neither."""
    if words[place] in _SUPPOSES:
        return not place or words[place - 1] != "as"
    if words[place - 1 : place + 1] == _OF_WHAT and is_share(words):
        return False
    return place > 0 and words[place] in _LEAVES_OPEN


def _without_asides(tokens: Sequence[Token]) -> list[Token]:
    """Leave out what stands in brackets: "your consent (Form A-37) was signed"."""
    told: list[Token] = []
    is_aside = False
    for token in tokens:
        is_aside = (is_aside or token.word == "(") and token.word != ")"
        if not is_aside and token.word != ")":
            told.append(token)
    return told


def _clauses(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where clauses begin and end: at pauses, at "and", and behind what somebody says or sees."""
    first = 0
    for place, word in enumerate(words):
        is_end = word in _ENDS and (word != "so" or _word_at(words, place + 1) in _BEGINS)
        if is_end or _says(words, place) or words[place - 2 : place + 1] == _IN_FACT:
            if place > first:
                yield first, place
            first = place + 1
    if first < len(words):
        yield first, len(words)


def _says(words: Sequence[str], place: int) -> bool:
    """Tell whether what somebody says or sees follows: "I can see it was", "which is why yours was"."""
    word, before = words[place], words[place - 1] if place else ""
    if word == "why":
        return before in {"is", "that's", "was"}
    if word in _AS_IT_LOOKS:
        return before in _AS_IT_LOOKS[word] and (place < 2 or words[place - 2] != "you")
    if word == "since":
        return _word_at(words, place + 1) in _SINCE_WHO
    if word == "that":
        return before in _SAYS or (place > 1 and before == "is" and words[place - 2] in _SAID)
    return word in _SAYS and _word_at(words, place + 1) in _BEGINS


def _word_at(words: Sequence[str], place: int) -> str:
    """Tell which word stands somewhere, without what is contracted with it; none behind the end."""
    return words[place].partition("'")[0] if place < len(words) else ""


def _tells(words: Sequence[str], around: Around) -> bool:
    """Tell whether a clause tells what happened to somebody."""
    words = _without_day(_without_question(words))
    if words[1:2] == ["who"] and words[0].endswith("s"):
        # "Farmers who get it need only one": all of them.
        return False
    if _OF_AN_AGE.search(" ".join(words)):
        return False
    if words[0] == "tell" and words[1:2] and words[1] in _WHOSE and len(words) > _TOLD_TO:
        # "Tell your son his came through".
        words, around = words[_TOLD_TO:], around._replace(taxes=True)
    is_what = words[0] == "what" and len(words) > 1 and words[1] in THEIRS
    verb = None if words[0] in _NO_CLAUSE and not is_what else finite_verb(words)
    if verb is None and around.taxes and not around.office and not around.all and begins_with_past(words):
        # "Withdrew the notice", "closed the books on it": who wrote that is left out.
        return not _is_of_talk(words, is_theirs=True)
    if is_held_as([word for word in words if word != _LIST]):
        return not _is_of_talk([word for word in words if word not in _LISTS], is_theirs=True)
    if words[0] not in _NO_CLAUSE and _is_so_now(words, around):
        return not _is_of_talk(words, is_theirs=True)
    if verb is None:
        return _HAVE_DOWN.match(" ".join(words)) is not None and not _is_of_talk(words, is_theirs=True)
    subject = subject_of(words[: verb.subject_end])
    if subject is Subject.RELATIVE and words[0] in _LEADS_IN and _has_object(words, verb):
        # "On your trucks you took a credit", and not "on the form you sent".
        subject = _OF_PRONOUN.get(words[verb.subject_end - 1].partition("'")[0], Subject.RELATIVE)
    if _is_of_talk(words, is_theirs=not {"your", "yours"}.isdisjoint(words[: verb.subject_end])):
        return False
    if subject is Subject.NOBODY or _is_left_open(words, verb, subject):
        return False
    if any(word.partition("'")[0] in THEIRS for word in words):
        return _tells_of_them(words, verb, subject, around)
    whole = " ".join(words)
    if verb.tense is Tense.PRESENT or OF_ALL.search(whole) or _COUNTED.search(whole):
        return False
    if subject is Subject.THAT:
        return around.taxes and SUM.search(whole) is not None
    if subject in {Subject.THE, Subject.THERE}:
        return around.taxes
    if words[0] == "we" and around.taxes and SUM.search(whole):
        # "We disallowed the $9,000 fee, as no court approved it".
        return True
    if around.office or around.office_before:
        return False
    return subject is Subject.IT or (subject is not Subject.OTHER and around.taxes)


def _has_object(words: Sequence[str], verb: Verb) -> bool:
    """Tell whether what somebody did follows the verb, so that it is not what stands before it."""
    following = words[verb.place + 1] if verb.place + 1 < len(words) else ""
    return verb.place == verb.subject_end and following not in _NO_OBJECT and following != ""


def _is_so_now(words: Sequence[str], around: Around) -> bool:
    """Tell whether a clause says what is decided, or how something stands on a day."""
    if shows_as(words):
        return not around.office and not around.office_before
    is_so = is_on_file(words)
    if not is_so and (not around.all or words[0] == "there"):
        is_so = is_decided(words, is_of_taxes=around.taxes) or (around.taxes and stands(words))
    return is_so and OF_ALL.search(" ".join(words)) is None


def _without_question(words: Sequence[str]) -> Sequence[str]:
    """Leave out that somebody asked about it: "the years you asked about are in"."""
    for place in range(1, len(words) - 2):
        if words[place] == "you" and words[place + 1] in _ASKED and words[place + 2] in {"about", "for"}:
            return [*words[:place], *words[place + 3 :]]
    return words


def _without_day(words: Sequence[str]) -> Sequence[str]:
    """Leave out since when something is so: "as of this week you're off the hook"."""
    if list(words[:2]) != _AS_OF:
        return words
    begins = (at for at in range(_SINCE_DAY, len(words)) if words[at].partition("'")[0] in _BEGINS)
    return words[next(begins, 0) :]


def _tells_of_them(words: Sequence[str], verb: Verb, subject: Subject, around: Around) -> bool:
    """Tell the same of a clause with "you", "your" or "she" in it."""
    if verb.tense is not Tense.PRESENT:
        if subject is not Subject.THEM and around.office:
            return False
        return around.taxes or not _YOURS.isdisjoint(words)
    predicate = words[verb.place + 1 : verb.place + 1 + _PREDICATE]
    is_for_all = subject in {Subject.OTHER, Subject.THERE} or not SO_FOR_ALL.isdisjoint(predicate)
    is_where = not OFFICE.isdisjoint(words)
    return around.taxes and not around.office and not is_where and not is_for_all


def _is_of_talk(words: Sequence[str], *, is_theirs: bool) -> bool:
    """Tell whether a clause is of letters and calls, or of pages and offices.

    is_theirs: it tells of something of theirs, of which these verbs say more: "your offer was moved".
    """
    if any(is_office(words, place) for place in range(len(words))) or _OF_TALK.search(" ".join(words)):
        return True
    return any(
        word in TALK
        and not (is_theirs and word in _DONE_TO_CASES)
        and (word, _word_at(words, place + 1)) not in _NO_TALK
        and not (word == "said" and not _ANSWERED.isdisjoint(words[place + 1 : place + 2]))
        for place, word in enumerate(words)
    )


def _is_left_open(words: Sequence[str], verb: Verb, subject: Subject) -> bool:
    """Tell whether a clause says what may be, or only what somebody does who reads or writes it."""
    if subject is Subject.RELATIVE:
        # "The return you mailed", "all that you sent will be kept", "what you owe is on line 7".
        told = finite_verb(("it", *words[verb.place + 1 :]))
        if told is None or (words[0] == "what" and told.tense is not Tense.PAST):
            return True
    if verb.tense is not Tense.GOING:
        return False
    if words[0].partition("'")[0] == "we":
        # "We are writing off 2009", and not "we are looking at it".
        return _YEAR_OR_SUM.search(" ".join(words)) is None
    # "You are filing", "I am asking".
    return words[0].partition("'")[0] in _WHO or subject is Subject.WRITER
